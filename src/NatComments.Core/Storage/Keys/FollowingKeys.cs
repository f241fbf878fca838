using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of what follows the log of a site: marks, positions, duplicate groups.</summary>
public static class FollowingKeys
{
    /// <summary>The index of the marks of commits that were not followed yet.</summary>
    public const string News = "news";

    /// <summary>The index of authors whose words are still to leave the search index.</summary>
    public const string ErasedAuthors = "erased";

    /// <summary>The number of the last batch.</summary>
    public const string Head = "following";

    /// <summary>Where each projection stands.</summary>
    public const string Projections = "projections";

    /// <summary>What the documents begin with that say up to which event a thread was followed.</summary>
    public const string Positions = "followed/";

    private const string Batches = "following/";
    private const string PositionsBehind = "projection/";
    private const string Bands = "near/";
    private const string Groups = "cluster/";
    private const string Members = "clustered/";
    private const string WaitingEnd = "/waiting";
    private const string RejectedEnd = "/rejected";

    private static readonly Erasure Numbers = Erasure.Kept("Numbers that say which texts are alike; no word can be read from them.");

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("news", KeySpace.Index, KeyPlace.Site, News, key => key == News,
            Erasure.NotPersonal, Export.Derived, Import.Derived,
            Retention.Ends("A mark goes when its events are followed.")),
        new("erased authors", KeySpace.Index, KeyPlace.Site, ErasedAuthors, key => key == ErasedAuthors,
            Erasure.Rewritten("The author's entry is written, and goes when the search index has none of their words."),
            Export.Not("What was erased is not in an export."), Import.None,
            Retention.Ends("An entry goes when the search index was rewritten.")),
        new("last batch", KeySpace.Document, KeyPlace.Site, Head, key => key == Head,
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
        new("batch", KeySpace.Document, KeyPlace.Site, Batches + "{number}", key => TryParseBatch(key, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Ends("It goes 1,000 batches later.")),
        new("followed", KeySpace.Document, KeyPlace.Site, Positions + "{article}", key => TryParsePosition(key, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
        new("projections", KeySpace.Document, KeyPlace.Site, Projections, key => key == Projections,
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
        new("behind", KeySpace.Document, KeyPlace.Site, PositionsBehind + "{projection}/{article}", key => TryParseBehind(key, out _, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Ends("It goes when the projection has caught up.")),
        Group("band of a text", KeySpace.Document, Bands + "{band}/{hash}", key => TryParseBand(key, out _, out _)),
        Group("duplicate group", KeySpace.Document, Groups + "{comment}", key => TryParseGroup(key, out _)),
        Group("group of a comment", KeySpace.Document, Members + "{comment}", key => TryParseGroupOf(key, out _))
            with { Erasure = Erasure.Removed },
        Group("waiting in a group", KeySpace.Index, Groups + "{comment}", key => TryParseGroup(key, out _))
            with { Erasure = Erasure.Removed },
        Group("waiting in a group, counted", KeySpace.Counter, Groups + "{comment}" + WaitingEnd,
            key => TryParseCounter(key, WaitingEnd, out _)),
        Group("rejected in a group", KeySpace.Counter, Groups + "{comment}" + RejectedEnd,
            key => TryParseCounter(key, RejectedEnd, out _)) with { Import = Import.NoDecisions },
    ];

    /// <summary>The mark of a thread's version in <see cref="News"/>.</summary>
    public static string NewsEntry(long version, string article) =>
        string.Create(CultureInfo.InvariantCulture, $"{version:x16}/{article}");

    public static bool TryParseNewsEntry(string entry, out long version, [NotNullWhen(true)] out string? article)
    {
        (version, article) = (0, null);
        if (entry.Length < 18 || entry[16] != '/' || !KeyText.TryHex(entry[..16], 16, out var number)
            || number > long.MaxValue)
        {
            return false;
        }

        (version, article) = ((long)number, entry[17..]);
        return true;
    }

    /// <summary>The document that takes the number of a batch.</summary>
    public static string Batch(long number) => string.Create(CultureInfo.InvariantCulture, $"{Batches}{number:D12}");

    public static bool TryParseBatch(string key, out long number)
    {
        number = 0;
        return KeyText.TryRest(key, Batches, out var rest) && KeyText.TryNumber(rest, 12, out number);
    }

    /// <summary>The document that says how far a thread was followed.</summary>
    public static string Position(string article) => Positions + article;

    public static bool TryParsePosition(string key, [NotNullWhen(true)] out string? article) =>
        KeyText.TryRest(key, Positions, out article);

    /// <summary>The document that says how far a projection is in a thread in which it is behind.</summary>
    public static string Behind(string projection, string article) => $"{PositionsBehind}{projection}/{article}";

    public static bool TryParseBehind(string key, [NotNullWhen(true)] out string? projection, [NotNullWhen(true)] out string? article)
    {
        (projection, article) = (null, null);
        if (!KeyText.TryRest(key, PositionsBehind, out var rest) || rest.IndexOf('/') is not (> 0 and var at))
        {
            return false;
        }

        (projection, article) = (rest[..at], rest[(at + 1)..]);
        return true;
    }

    /// <summary>The document under which a band of a text's numbers is looked up.</summary>
    public static string Band(int band, ulong hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Bands}{band}/{hash:x16}");

    public static bool TryParseBand(string key, out int band, out ulong hash)
    {
        (band, hash) = (0, 0);
        return KeyText.TrySplitLast(key, out var before, out var last) && KeyText.TryHex(last, 16, out hash)
            && KeyText.TryId(before, Bands, out var number) && KeyText.TryNumber(number, 0, out _)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out band);
    }

    /// <summary>The document of a duplicate group, and the index of its comments that wait.</summary>
    public static string Group(Guid first) => $"{Groups}{first:N}";

    public static bool TryParseGroup(string key, out Guid first) => KeyText.TryGuid(key, Groups, out first);

    /// <summary>The document that says to which group a comment belongs.</summary>
    public static string GroupOf(Guid comment) => $"{Members}{comment:N}";

    public static bool TryParseGroupOf(string key, out Guid comment) => KeyText.TryGuid(key, Members, out comment);

    /// <summary>The counters of how many of a group wait, and how many moderators rejected.</summary>
    public static (string Waiting, string Rejected) GroupCounters(Guid first) =>
        ($"{Groups}{first:N}{WaitingEnd}", $"{Groups}{first:N}{RejectedEnd}");

    public static bool TryParseGroupCounter(string key, out Guid first) =>
        TryParseCounter(key, WaitingEnd, out first) || TryParseCounter(key, RejectedEnd, out first);

    private static bool TryParseCounter(string key, string ending, out Guid first)
    {
        first = Guid.Empty;
        return KeyText.TryIdBefore(key, Groups, ending, out var id) && KeyText.TryGuid(id, out first);
    }

    private static KeyKind Group(string name, KeySpace space, string pattern, Func<string, bool> test) =>
        new(name, space, KeyPlace.Site, pattern, test, Numbers, Export.Derived, Import.Derived, Retention.Stays);
}
