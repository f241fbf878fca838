using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;

namespace NatComments.Core.Sites;

/// <summary>A reason that a site has added to those that ship with the product.</summary>
/// <param name="Code">Well-formed as in <see cref="Reasons.IsWellFormed"/>; stored in decisions for ever.</param>
/// <param name="Names">By language (en, tr, ku): what people read.</param>
/// <param name="Rule">Which rule of the site it stands for, as the author reads it in the statement of reasons; null: only the name.</param>
public sealed record SiteReason(string Code, IReadOnlyDictionary<string, string> Names, string? Rule)
{
    /// <summary>50 reasons of its own: more than fit one screen, and each has to be told from the others.</summary>
    public const int MaxReasons = 50;

    /// <summary>100 characters for a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>500 characters for a rule: a paragraph.</summary>
    public const int MaxRuleLength = 500;
}

/// <summary>Who must have a second factor.</summary>
[JsonConverter(typeof(CamelCaseEnum<SecondFactorNeed>))]
public enum SecondFactorNeed
{
    Nobody,
    Administrators,
    Everybody,
}

/// <summary>What the people of a site have set. Immutable; every change is in the audit chain with before and after.</summary>
public sealed record SiteSettings
{
    public static readonly SiteSettings Default = new();

    /// <summary>5,000 characters of guidelines: two pages that nobody reads if they are longer.</summary>
    public const int MaxGuidelines = 5_000;

    /// <summary>The document that keeps them, in the site's partition.</summary>
    public const string Document = SiteKeys.Settings;

    /// <summary>Thresholds and premoderation of new authors.</summary>
    public PolicySettings Policy { get; init; } = PolicySettings.Default;

    /// <summary>Reasons of the site's own.</summary>
    public IReadOnlyList<SiteReason> Reasons { get; init; } = [];

    /// <summary>What readers see before they write: Markdown, as in comments. Empty: the guidelines that ship with the product hold.</summary>
    public string Guidelines { get; init; } = "";

    /// <summary>Slurs are softened in the console until somebody asks to see them.</summary>
    public bool SoftenSlurs { get; init; } = true;

    /// <summary>Who must have a second factor to work on the site.</summary>
    public SecondFactorNeed RequireSecondFactor { get; init; }

    /// <summary>Every code with which a comment can be rejected here.</summary>
    public IReadOnlySet<string> ReasonCodes() => Moderation.Reasons.ForRejection.Concat(Reasons.Select(reason => reason.Code)).ToHashSet();

    /// <summary>What is wrong with them, in words; null when all is well.</summary>
    public string? Problem()
    {
        return Policy.All().Where(t => !t.Threshold.IsInRange).Select(t => (Category?)t.Category).FirstOrDefault() is { } wrong
                ? $"{wrong}: 0 <= hold <= reject <= {Threshold.Never}."
            : Policy.NewAuthorFactor is not (>= 0 and <= 1) ? "newAuthorFactor is 0 to 1."
            : Reasons.Count > SiteReason.MaxReasons ? $"A site has at most {SiteReason.MaxReasons} reasons of its own."
            : Reasons.Any(r => !Moderation.Reasons.IsWellFormed(r.Code)) ? "The code of a reason has lower-case letters, digits and hyphens."
            : Reasons.Select(r => r.Code).Concat(Moderation.Reasons.ForRejection).GroupBy(code => code).Any(codes => codes.Count() > 1) ? "Two reasons have the same code."
            : Reasons.Any(r => r.Names.Count == 0 || r.Names.Any(n => n.Key.Length is 0 or > 10 || string.IsNullOrWhiteSpace(n.Value) || n.Value.Length > SiteReason.MaxNameLength)) ? "Each reason has a name in one language or more."
            : Reasons.Any(r => !PlainText.IsClean(r.Rule) || r.Names.Any(n => !PlainText.IsClean(n.Value) || !PlainText.IsClean(n.Key))) ? "A reason has characters that cannot be shown."
            : Reasons.Any(r => r.Rule?.Length > SiteReason.MaxRuleLength) ? $"A rule has at most {SiteReason.MaxRuleLength} characters."
            : Guidelines.Length > MaxGuidelines ? $"The guidelines have at most {MaxGuidelines} characters."
            : null;
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SettingsJson.Default.SiteSettings);

    /// <summary>The settings of these bytes. What they do not say is as it was shipped.</summary>
    public static SiteSettings FromBytes(byte[]? bytes) =>
        bytes is null ? Default : Over(Default, JsonNode.Parse(bytes)!.AsObject()).Deserialize(SettingsJson.Default.SiteSettings)!;

    /// <summary>Settings as JSON with some of it replaced: objects are merged, everything else is taken whole.</summary>
    public static JsonObject Over(SiteSettings settings, JsonObject changes)
    {
        var merged = JsonNode.Parse(settings.ToBytes())!.AsObject();
        Merge(merged, changes);
        return merged;
    }

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner && into[name] is JsonObject known)
            {
                Merge(known, inner);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}

/// <summary>A word list of a site, in the notation in which lists are written and exchanged.</summary>
/// <param name="Name">Its name within the site.</param>
/// <param name="Text">Lines under <c>[hold]</c> and <c>[reject]</c>, without the line that gives its language.</param>
/// <param name="Language">The code of its language, or empty for none. Null in lists that are older than languages: those named as a starter list are taken for it.</param>
public sealed record WordList(string Name, string Text, string? Language = null)
{
    /// <summary>60 characters for a name.</summary>
    public const int MaxNameLength = 60;

    /// <summary>200,000 characters: some ten thousand entries.</summary>
    public const int MaxTextLength = 200_000;

    /// <summary>The language that its entries are in; undetermined for none.</summary>
    [JsonIgnore]
    public Language Spoken => Languages.Parse(Language ?? (StarterLists.Languages.Contains(Name) ? Name : null));

    /// <summary>Its entries, each with the texts that it judges.</summary>
    public IReadOnlyList<WordListEntry> Entries() => WordListText.Parse(Text, Spoken);

    /// <summary>The text as it is exchanged, with the line that gives its language.</summary>
    public string Exported() => WordListText.WithLanguage(Text, Spoken);

    /// <summary>A list of a text as it is exchanged.</summary>
    /// <param name="language">The code of its language or empty for none; null: as the text says, or the name.</param>
    public static WordList Of(string name, string text, string? language)
    {
        var spoken = language is not null ? Languages.Parse(language) : WordListText.LanguageOf(text) ?? new WordList(name, "").Spoken;
        return new(name, WordListText.WithoutLanguage(text), spoken == Core.Text.Language.Undetermined ? "" : spoken.Code());
    }
}

/// <summary>All word lists of a site.</summary>
/// <param name="Version">Grows with each change, so that who keeps a matcher knows when to build it anew.</param>
public sealed record WordLists(long Version, IReadOnlyList<WordList> Lists)
{
    public static readonly WordLists None = new(0, []);

    /// <summary>The document that keeps them, in the site's partition.</summary>
    public const string Document = SiteKeys.WordLists;

    /// <summary>20 lists: a language or a subject each.</summary>
    public const int MaxLists = 20;

    /// <summary>The counter of how many texts an entry was found in.</summary>
    public static string HitCounter(string notation) => SiteKeys.Hits(notation);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, SettingsJson.Default.WordLists);

    public static WordLists FromBytes(byte[]? bytes) => bytes is null ? None : JsonSerializer.Deserialize(bytes, SettingsJson.Default.WordLists)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(WordLists))]
internal sealed partial class SettingsJson : JsonSerializerContext;
