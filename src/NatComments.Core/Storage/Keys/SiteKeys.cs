using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of what a site's people have set, and of the site's own bookkeeping.</summary>
public static class SiteKeys
{
    public const string Settings = "settings";
    public const string WordLists = "word-lists";

    /// <summary>Origins and shared secrets of single sign-on.</summary>
    public const string ReaderSettings = "reader-settings";

    public const string Views = "view/";

    /// <summary>The index of work that is due.</summary>
    public const string Due = "due";

    /// <summary>The mark that every comment has its place.</summary>
    public const string CommentPlaces = "comment-places";

    /// <summary>The counter of commits that were written beside the servers.</summary>
    public const string Beside = "beside";

    /// <summary>How many of those commits the servers have heard of.</summary>
    public const string BesideHeard = "beside/heard";

    private const string WordHits = "word-hits/";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("settings", KeySpace.Document, KeyPlace.Site, Settings, key => key == Settings,
            Erasure.NotPersonal, Export.Settings, Import.Same, Retention.Stays),
        new("saved view", KeySpace.Document, KeyPlace.Site, Views + "{id}", key => TryParseView(key, out _),
            Erasure.Kept("Moderators may watch an author's id; it has none of their words."), Export.Settings,
            Import.Same, Retention.Stays),
        new("word lists", KeySpace.Document, KeyPlace.Site, WordLists, key => key == WordLists,
            Erasure.NotPersonal, Export.Settings, Import.Same, Retention.Stays),
        new("reader settings", KeySpace.Document, KeyPlace.Site, ReaderSettings, key => key == ReaderSettings,
            Erasure.NotPersonal, Export.Not("It holds shared secrets."), Import.None,
            Retention.Stays) { IsSealed = true },
        new("hits of a word", KeySpace.Counter, KeyPlace.Site, WordHits + "{notation}", key => TryParseHits(key, out _),
            Erasure.NotPersonal, Export.Not("Counts begin anew."), Import.None, Retention.Stays),
        new("batch of hits", KeySpace.Document, KeyPlace.Site, WordHits + "{process}/{number}",
            key => TryParseHitBatch(key, out _, out _),
            Erasure.NotPersonal, Export.Not("It marks a write of this process."), Import.None,
            Retention.Ends("The next batch removes it.")),
        new("due work", KeySpace.Index, KeyPlace.Site, Due, key => key == Due,
            Erasure.NotPersonal, Export.Derived, Import.Own, Retention.Ends("An entry goes when its work is done.")),
        new("comment places", KeySpace.Document, KeyPlace.Site, CommentPlaces, key => key == CommentPlaces,
            Erasure.NotPersonal, Export.Derived, Import.Own, Retention.Stays),
        new("commits beside", KeySpace.Counter, KeyPlace.Site, Beside, key => key == Beside,
            Erasure.NotPersonal, Export.Not("It counts what this store was written."), Import.Own, Retention.Stays),
        new("commits beside, heard of", KeySpace.Document, KeyPlace.Site, BesideHeard, key => key == BesideHeard,
            Erasure.NotPersonal, Export.Not("It counts what these servers have heard."), Import.Own, Retention.Stays),
    ];

    /// <summary>The document of a saved view.</summary>
    public static string View(string id) => Views + id;

    public static bool TryParseView(string key, [NotNullWhen(true)] out string? id) =>
        KeyText.TryRest(key, Views, out id);

    /// <summary>The counter of texts in which an entry of a word list was found.</summary>
    public static string Hits(string notation) => WordHits + notation;

    public static bool TryParseHits(string key, [NotNullWhen(true)] out string? notation) =>
        KeyText.TryRest(key, WordHits, out notation);

    /// <summary>The mark that a batch of counts was written.</summary>
    public static string HitBatch(string process, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{WordHits}{process}/{number}");

    public static bool TryParseHitBatch(string key, [NotNullWhen(true)] out string? process, out long number)
    {
        (process, number) = (null, 0);
        return KeyText.TrySplitLast(key, out var before, out var last) && KeyText.TryNumber(last, 0, out number)
            && KeyText.TryId(before, WordHits, out process);
    }

    /// <summary>The entry of work in <see cref="Due"/>: earliest first.</summary>
    public static string DueEntry(DateTimeOffset at, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcTicks:x16}/{kind}");

    public static bool TryParseDueEntry(string entry, out DateTimeOffset at, [NotNullWhen(true)] out string? kind)
    {
        (at, kind) = (default, null);
        return entry.IndexOf('/', StringComparison.Ordinal) is var cut and > 0 && KeyText.TryTicks(entry[..cut], out at)
            && KeyText.TryRest(entry, entry[..(cut + 1)], out kind);
    }
}
