using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;

namespace NatComments.Core.Threads;

/// <summary>How events and texts are written as JSON. Generated at build time: no reflection at the start or per event.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Role))]
[JsonSerializable(typeof(ThreadEvent))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(ThreadMode))]
[JsonSerializable(typeof(CommentText))]
public sealed partial class ThreadJson : JsonSerializerContext
{
    /// <summary>The bytes under which an event is stored.</summary>
    public static byte[] Write(ThreadEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Default.ThreadEvent);

    /// <summary>The event that was stored. Throws <see cref="JsonException"/> for bytes that are no event this version knows.</summary>
    public static ThreadEvent Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, Default.ThreadEvent) ?? throw new JsonException("A stored event is empty.");
}

/// <summary>Writes scores as an array in the order of <see cref="Category"/>, four decimals: more would be noise, and the log is for ever.</summary>
internal static class StoredScores
{
    private const int Count = 9;

    public static Scores Read(ref Utf8JsonReader reader)
    {
        Span<float> s = stackalloc float[Count];
        var i = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (i < Count)
            {
                s[i++] = reader.GetSingle();
            }
        }

        return new Scores(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8]);
    }

    public static void Write(Utf8JsonWriter writer, Scores value)
    {
        writer.WriteStartArray();
        for (var i = 0; i < Count; i++)
        {
            writer.WriteNumberValue(Math.Round((decimal)value[(Category)i], 4));
        }

        writer.WriteEndArray();
    }
}
