using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NatComments.Server.Http;

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
