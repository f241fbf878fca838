using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NatComments.Core.Grains;
using NatComments.Core.Scoring;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Orleans;

/// <summary>What a silo answers to a command: the thread's reply, taken apart, or the code under which its store failed.</summary>
internal sealed record ClusterReply(
    IReadOnlyList<ThreadEvent>? Events, IReadOnlyList<KeptText>? Texts, string? Refused, CommentState? Comment, int Replies, long Version, StoreTrouble? Trouble = null)
{
    public static ClusterReply Of(ThreadReply reply) => reply.Result is Refused refused
        ? new(null, null, refused.Code, reply.Comment, reply.Replies, reply.Version)
        : new(((Accepted)reply.Result).Events, ((Accepted)reply.Result).Texts, null, reply.Comment, reply.Replies, reply.Version);

    public static ClusterReply Of(StoreUnavailableException e) => new(null, null, null, null, 0, 0, new(e.Code, e.Message));

    /// <summary>The reply. Throws <see cref="StoreUnavailableException"/> as the thread did where it lives.</summary>
    public ThreadReply Open() => Trouble is { } trouble
        ? throw new StoreUnavailableException(trouble.Code, trouble.Message)
        : new(Refused is null ? new Accepted(Events ?? [], Texts ?? []) : new Refused(Refused), Comment, Replies, Version);
}

/// <summary>Why the store of another silo did not answer.</summary>
internal sealed record StoreTrouble(string Code, string Message);

/// <summary>
/// Commands and replies as JSON between silos, so that the core's records need no attribute of the cluster's. Nothing of it is stored; during a rolling
/// upgrade an older silo ignores fields that it does not know.
/// </summary>
internal static class ClusterJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameCommands } },
        Converters = { new VerdictConverter() },
    };

    public static byte[] Write(ThreadCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Options);

    public static byte[] Write(ClusterReply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, Options);

    public static ThreadCommand ReadCommand(byte[] bytes) => JsonSerializer.Deserialize<ThreadCommand>(bytes, Options) ?? throw new JsonException("A command is empty.");

    public static ClusterReply ReadReply(byte[] bytes) => JsonSerializer.Deserialize<ClusterReply>(bytes, Options) ?? throw new JsonException("A reply is empty.");

    private static void NameCommands(JsonTypeInfo type)
    {
        if (type.Type != typeof(ThreadCommand))
        {
            return;
        }

        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "kind" };
        foreach (var member in type.Type.Assembly.GetTypes().Where(t => t.BaseType == type.Type))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new(member, member.Name));
        }
    }

    // A verdict has two constructors; the reader of JSON wants to be told which.
    private sealed class VerdictConverter : JsonConverter<Verdict>
    {
        public override Verdict? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var form = JsonSerializer.Deserialize<VerdictForm>(ref reader, options)!;
            return new(form.Lang, form.Scores, form.Spans);
        }

        public override void Write(Utf8JsonWriter writer, Verdict value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new VerdictForm(value.Lang, value.Scores, value.Spans), options);
    }

    private sealed record VerdictForm(string Lang, Scores Scores, IReadOnlyList<ScoreSpan> Spans);
}
