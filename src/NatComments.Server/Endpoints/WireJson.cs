using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Endpoints;

/// <summary>JSON of the HTTP interface: camelCase, no unknown fields taken, texts not escaped more than JSON asks for.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(PostRequest))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(AppealRequest))]
[JsonSerializable(typeof(PostReply))]
[JsonSerializable(typeof(CommentReply))]
[JsonSerializable(typeof(ReceiptReply))]
[JsonSerializable(typeof(ReaderReply))]
[JsonSerializable(typeof(AboutReply))]
[JsonSerializable(typeof(HeldReply))]
[JsonSerializable(typeof(DraftRequest))]
[JsonSerializable(typeof(ChallengeReply))]
[JsonSerializable(typeof(ProofRequest))]
[JsonSerializable(typeof(PhraseRequest))]
[JsonSerializable(typeof(PseudonymReply))]
[JsonSerializable(typeof(OwnRecordReply))]
[JsonSerializable(typeof(PrivateFeedReply))]
[JsonSerializable(typeof(ReaderSettings))]
[JsonSerializable(typeof(DraftReply))]
[JsonSerializable(typeof(LookAgainReply))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(IReadOnlyList<QueueReply>))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(DecisionsRequest))]
[JsonSerializable(typeof(AuthorDecisionRequest))]
[JsonSerializable(typeof(EntryDecisionRequest))]
[JsonSerializable(typeof(CountsRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(EscalateRequest))]
[JsonSerializable(typeof(DecisionsReply))]
[JsonSerializable(typeof(ThreadStateRequest))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(ThreadStateReply))]
[JsonSerializable(typeof(WholeComment))]
[JsonSerializable(typeof(ThreadPage))]
[JsonSerializable(typeof(LiveVersion))]
[JsonSerializable(typeof(CommentView))]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoresReply))]
[JsonSerializable(typeof(VerdictReply))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class WireJson : JsonSerializerContext
{
    // The answers are JSON and say so, never HTML: letters of any language may stand as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A page as the bytes that readers get.</summary>
    public static byte[] Format(ThreadPage page) => Bytes(page, Default.ThreadPage);

    /// <summary>A page from the bytes that readers get.</summary>
    public static ThreadPage Read(byte[] page) => JsonSerializer.Deserialize(page, Default.ThreadPage)!;

    // 64 KiB: most answers are smaller, and a buffer that a larger one made is not kept.
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? t_kept;

    /// <summary>A value as JSON.</summary>
    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => Write(value, type).ToArray();

    /// <summary>A value as JSON, which stands only until the same thread writes the next one.</summary>
    public static ReadOnlySpan<byte> Write<T>(T value, JsonTypeInfo<T> type)
    {
        var (buffer, writer) = t_kept ?? New();
        t_kept = null;
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        var written = buffer.WrittenSpan;
        if (buffer.Capacity <= KeptBytes)
        {
            buffer.ResetWrittenCount();
            writer.Reset();
            t_kept = (buffer, writer);
        }

        return written;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) New()
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        return (buffer, new(buffer, Plain));
    }
}

/// <summary>Times on the wire: RFC 3339, UTC, milliseconds.</summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // 2026-01-31T12:34:56.7891234Z, of which the last four digits are left out.
        Span<byte> text = stackalloc byte[28];
        Utf8Formatter.TryFormat(value.UtcDateTime, text, out _, 'O');
        text[23] = (byte)'Z';
        writer.WriteStringValue(text[..24]);
    }
}
