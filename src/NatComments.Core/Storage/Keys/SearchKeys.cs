using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Documents of a site's search index.</summary>
public static class SearchKeys
{
    /// <summary>Where the index stands.</summary>
    public const string Head = "search/head";

    private const string Index = "search/";
    private const string Places = Index + "at/";
    private const string Blocks = Index + "block/";
    private const string Summaries = Index + "summary/";
    private const string DirectoryEnd = "/directory";

    private static readonly Erasure NextSegment = Erasure.Rewritten("The segment is written anew without the author's words, and the old one is removed.");

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        Document("place of a comment", Places + "{comment}", key => TryParsePlace(key, out _), Erasure.NotPersonal),
        Document("search block", Blocks + "{block}", key => TryParseBlock(key, out _),
            Erasure.Kept("Ids, times and scores, no words.")),
        Document("search head", Head, key => key == Head, Erasure.NotPersonal),
        Document("search summary", Summaries + "{group}", key => TryParseSummary(key, out _), Erasure.NotPersonal),
        Document("search directory", Index + "{segment}" + DirectoryEnd, key => TryParseDirectory(key, out _),
            NextSegment),
        Document("search page", Index + "{segment}/{page}", key => TryParsePage(key, out _, out _), NextSegment),
    ];

    /// <summary>The document that says where a comment is.</summary>
    public static string Place(Guid comment) => $"{Places}{comment:N}";

    public static bool TryParsePlace(string key, out Guid comment) => KeyText.TryGuid(key, Places, out comment);

    /// <summary>The document of a block.</summary>
    public static string Block(int block) => $"{Blocks}{block:x8}";

    public static bool TryParseBlock(string key, out int block) => TryHex(key, Blocks, 8, out block);

    /// <summary>The document of the summaries of a group of blocks.</summary>
    public static string Summary(int group) => $"{Summaries}{group:x6}";

    public static bool TryParseSummary(string key, out int group) => TryHex(key, Summaries, 6, out group);

    /// <summary>The document of the first terms of a segment's pages.</summary>
    public static string Directory(long segment) =>
        string.Create(CultureInfo.InvariantCulture, $"{Index}{segment}{DirectoryEnd}");

    public static bool TryParseDirectory(string key, out long segment)
    {
        segment = 0;
        return KeyText.TryIdBefore(key, Index, DirectoryEnd, out var number)
            && KeyText.TryNumber(number, 0, out segment);
    }

    /// <summary>The document of a page of a segment.</summary>
    public static string Page(long segment, int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Index}{segment}/{page}");

    public static bool TryParsePage(string key, out long segment, out int page)
    {
        (segment, page) = (0, 0);
        return KeyText.TrySplitLast(key, out var before, out var last) && KeyText.TryNumber(last, 0, out _)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out page)
            && KeyText.TryId(before, Index, out var number) && KeyText.TryNumber(number, 0, out segment);
    }

    private static bool TryHex(string key, string prefix, int digits, out int number)
    {
        number = 0;
        if (!KeyText.TryRest(key, prefix, out var rest) || !KeyText.TryHex(rest, digits, out var hex)
            || hex > int.MaxValue)
        {
            return false;
        }

        number = (int)hex;
        return true;
    }

    private static KeyKind Document(string name, string pattern, Func<string, bool> test, Erasure erasure) =>
        new(name, KeySpace.Document, KeyPlace.Site, pattern, test, erasure, Export.Derived, Import.Derived,
            Retention.Stays);
}
