using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Threads;

namespace NatComments.Server.Interchange;

/// <summary>
/// The lines of an export, one JSON object each: first the site; then of every thread its events, in order; then the texts beside them. Taken
/// together they are all that the site's comments are; everything else is folded from them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(SiteLine), "site")]
[JsonDerivedType(typeof(EventLine), "event")]
[JsonDerivedType(typeof(TextLine), "text")]
internal abstract record Line
{
    /// <summary>Of this form; a later one that older programs cannot read will have a greater number.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The documents that are texts, by the beginnings of their keys.</summary>
    public static readonly IReadOnlyList<string> TextPrefixes = ["erased/", "text/", "report/", "appeal/", "receipt/", "article/"];
}

/// <summary>The first line: whose comments these are.</summary>
internal sealed record SiteLine(int Format, string Site, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExportedAt) : Line;

/// <summary>An event of a thread, with its number in it, from 1.</summary>
internal sealed record EventLine(string Article, long Number, ThreadEvent Event) : Line;

/// <summary>A text under its key. Most are JSON or plain words; the bytes are kept as they are.</summary>
internal sealed record TextLine(string Key, byte[] Value) : Line;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Line))]
internal sealed partial class LineJson : JsonSerializerContext
{
    public static string Write(Line line) => JsonSerializer.Serialize(line, Default.Line);

    /// <summary>Null for a line that is not of this form.</summary>
    public static Line? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.Line);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
