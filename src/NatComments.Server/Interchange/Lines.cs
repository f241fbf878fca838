using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Audit;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Server.Interchange;

/// <summary>
/// The lines of an export, one JSON object each: first the site; then of every thread its events, in order; then the texts beside them, what moderators
/// keep of authors, and what is set for the site; then the notes of moderators. Taken together they are all that a site is; everything else is folded from them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "line")]
[JsonDerivedType(typeof(SiteLine), "site")]
[JsonDerivedType(typeof(EventLine), "event")]
[JsonDerivedType(typeof(TextLine), "text")]
[JsonDerivedType(typeof(NoteLine), "note")]
internal abstract record Line
{
    /// <summary>Of this form; a later one that older programs cannot read will have a greater number.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The documents that people have set, by the beginnings of their keys, and under what name the audit chain has a change of them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        [AuthorKeys.Sanctions] = AuditKinds.AuthorSanctioned,
        [SiteKeys.Settings] = AuditKinds.SettingsChanged,
        [SiteKeys.Views] = AuditKinds.ViewChanged,
        [SiteKeys.WordLists] = AuditKinds.WordListChanged,
    };

    /// <summary>The documents that are texts, by the beginnings of their keys.</summary>
    public static readonly IReadOnlyList<string> TextPrefixes = StoreKeys.Exported(Export.Lines.Texts);
}

/// <summary>The first line: whose comments these are.</summary>
internal sealed record SiteLine(int Format, string Site, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExportedAt) : Line;

/// <summary>An event of a thread, with its number in it, from 1.</summary>
internal sealed record EventLine(string Article, long Number, ThreadEvent Event) : Line;

/// <summary>A moderator's note.</summary>
/// <param name="About">The index that it stands in.</param>
internal sealed record NoteLine(string About, string Key, byte[] Value) : Line;

/// <summary>A text or something that people have set, under its key. Most are JSON or plain words; the bytes are kept as they are.</summary>
internal sealed record TextLine(string Key, byte[] Value) : Line;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Line))]
internal sealed partial class LineJson : JsonSerializerContext
{
    public static string Write(Line line) => JsonSerializer.Serialize(line, Default.Line);

    /// <summary>Null for a line that is not of this form, or lacks something.</summary>
    public static Line? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.Line) switch
            {
                SiteLine { Name: null } or EventLine { Article: null } or EventLine { Event: null } or TextLine { Key: null } or TextLine { Value: null }
                    or NoteLine { About: null } or NoteLine { Key: null } or NoteLine { Value: null } => null,
                var read => read,
            };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
