using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NatComments.Server.Http;

/// <summary>Writes JSON with a buffer that each thread keeps; texts are not escaped more than JSON asks for.</summary>
internal static class JsonBytes
{
    // The answers are JSON and say so, never HTML: letters of any language may stand as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // 64 KiB: most answers are smaller, and a buffer that a larger one made is not kept.
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? t_kept;

    /// <summary>A value as JSON.</summary>
    public static byte[] Of<T>(T value, JsonTypeInfo<T> type) => Write(value, type).ToArray();

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
