using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of a thread: its log, the texts beside it, what is folded from it.</summary>
public static class ThreadKeys
{
    public const string Logs = "thread/";
    public const string Texts = "text/";
    public const string Reports = "report/";
    public const string Receipts = "receipt/";
    public const string Appeals = "appeal/";
    public const string ErasedMarks = "erased/";
    public const string Articles = "article/";

    /// <summary>The index of a site's published comments, oldest first.</summary>
    public const string PublishedIndex = "published";

    private const string ErasedReports = ErasedMarks + "note/";
    private const string Snapshots = "snapshot/";
    private const string Published = "published/";
    private const char OldReceiptSign = '~';

    /// <summary>The order of the texts is that of an export's lines.</summary>
    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("thread", KeySpace.Stream, KeyPlace.Site, Logs + "{article}", key => TryParseLog(key, out _),
            Erasure.Kept("The log is never rewritten; it holds ids, decisions and reasons, and no text."),
            Export.Events,
            Import.Checked("Moderators of another server become the import."), Retention.Stays),
        new("erased comment", KeySpace.Document, KeyPlace.Site, ErasedMarks + "{article}/{comment}",
            key => TryParseErased(key, out _, out _),
            Erasure.Kept("It is the mark that no import may bring the words back."), Export.Texts, Import.Same,
            Retention.Stays),
        new("erased report", KeySpace.Document, KeyPlace.Site, ErasedReports + "{article}/{comment}/{reader}",
            key => TryParseErasedReport(key, out _, out _, out _),
            Erasure.Kept("It is the mark that no import may bring the words back."), Export.Texts, Import.Same,
            Retention.Stays),
        new("text", KeySpace.Document, KeyPlace.Site, Texts + "{article}/{comment}/{revision}",
            key => TryParseText(key, out _, out _, out _),
            Erasure.Removed, Export.Texts, Import.Checked("HTML is rendered anew and badges are left out."),
            Retention.Stays),
        new("report", KeySpace.Document, KeyPlace.Site, Reports + "{article}/{comment}/{reader}",
            key => TryParseReport(key, out _, out _, out _),
            Erasure.Removed, Export.Texts, Import.Same, Retention.Stays),
        new("appeal", KeySpace.Document, KeyPlace.Site, Appeals + "{article}/{comment}",
            key => TryParseAppeal(key, out _, out _),
            Erasure.Removed, Export.Texts, Import.Same, Retention.Stays),
        new("receipt", KeySpace.Document, KeyPlace.Site, Receipts + "{digest}", key => TryParseReceipt(key, out _),
            Erasure.Kept("Its holder may still ask what became of the comment; it holds the comment's place only."),
            Export.Texts, Import.Same, Retention.Stays),
        new("receipt of old form", KeySpace.Document, KeyPlace.Site, Receipts + "{receipt}",
            key => TryParseOldReceipt(key, out _),
            Erasure.Kept("As a receipt."), Export.Texts, Import.None,
            Retention.Ends("It is replaced by its digest at the next start.")),
        new("article", KeySpace.Document, KeyPlace.Site, Articles + "{article}", key => TryParseArticle(key, out _),
            Erasure.NotPersonal, Export.Texts, Import.Checked("The file's word counts as a page's, not as the site's."),
            Retention.Stays),
        new("snapshot", KeySpace.Document, KeyPlace.Site, Snapshots + "{article}", key => TryParseSnapshot(key, out _),
            Erasure.Kept("It is a cache of the log: ids and no text."), Export.Derived, Import.Own, Retention.Stays),
        new("published", KeySpace.Index, KeyPlace.Site, PublishedIndex, key => key == PublishedIndex,
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
        new("published of an article", KeySpace.Counter, KeyPlace.Site, Published + "{article}",
            key => TryParsePublishedOf(key, out _),
            Erasure.NotPersonal, Export.Derived, Import.Derived, Retention.Stays),
    ];

    /// <summary>The stream that holds a thread's log.</summary>
    public static string Log(string article) => Logs + article;

    public static bool TryParseLog(string key, [NotNullWhen(true)] out string? article) =>
        KeyText.TryRest(key, Logs, out article);

    /// <summary>The document of a revision's text.</summary>
    public static string Text(string article, Guid comment, int revision) => $"{Texts}{article}/{comment:N}/{revision}";

    public static bool TryParseText(string key, [NotNullWhen(true)] out string? article, out Guid comment,
        out int revision)
    {
        (article, comment, revision) = (null, Guid.Empty, 0);
        return KeyText.TrySplitLast(key, out var place, out var number) && KeyText.TryNumber(number, 0, out _)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out revision)
            && KeyText.TryPlace(place, Texts, out article, out comment);
    }

    /// <summary>The document of what a reader wrote in a report.</summary>
    public static string Report(string article, Guid comment, string reader) =>
        $"{Reports}{article}/{comment:N}/{reader}";

    public static bool TryParseReport(string key, [NotNullWhen(true)] out string? article, out Guid comment,
        [NotNullWhen(true)] out string? reader) =>
        KeyText.TryPlaceOf(key, Reports, out article, out comment, out reader);

    /// <summary>The document of a receipt, by the digest of its secret.</summary>
    public static string Receipt(string digest) => Receipts + digest;

    public static bool TryParseReceipt(string key, [NotNullWhen(true)] out string? digest)
    {
        if (KeyText.TryId(key, Receipts, out digest) && digest.Contains(OldReceiptSign))
        {
            digest = null;
        }

        return digest is not null;
    }

    /// <summary>The document of a receipt as it was until digests were kept: <c>site~…</c>.</summary>
    public static string OldReceipt(string receipt) => Receipts + receipt;

    public static bool TryParseOldReceipt(string key, [NotNullWhen(true)] out string? receipt)
    {
        if (KeyText.TryRest(key, Receipts, out receipt) && !receipt.Contains(OldReceiptSign))
        {
            receipt = null;
        }

        return receipt is not null;
    }

    /// <summary>The document of an appeal's statement.</summary>
    public static string Appeal(string article, Guid comment) => $"{Appeals}{article}/{comment:N}";

    public static bool TryParseAppeal(string key, [NotNullWhen(true)] out string? article, out Guid comment) =>
        KeyText.TryPlace(key, Appeals, out article, out comment);

    /// <summary>The mark that a comment's words were erased.</summary>
    public static string Erased(string article, Guid comment) => $"{ErasedMarks}{article}/{comment:N}";

    /// <summary>
    /// An article whose id is <c>note/…/</c> and the 32 digits of a comment cannot be told from the mark of a report
    /// and is read as one; stored keys keep their form.
    /// </summary>
    public static bool TryParseErased(string key, [NotNullWhen(true)] out string? article, out Guid comment)
    {
        (article, comment) = (null, Guid.Empty);
        return !TryParseErasedReport(key, out _, out _, out _)
            && KeyText.TryPlace(key, ErasedMarks, out article, out comment);
    }

    /// <summary>The mark that what a reader wrote in a report was erased.</summary>
    public static string ErasedReport(string article, Guid comment, string reader) =>
        $"{ErasedReports}{article}/{comment:N}/{reader}";

    public static bool TryParseErasedReport(
        string key, [NotNullWhen(true)] out string? article, out Guid comment,
        [NotNullWhen(true)] out string? reader) =>
        KeyText.TryPlaceOf(key, ErasedReports, out article, out comment, out reader);

    /// <summary>The mark that the words under a document's key were erased; null for a key without words.</summary>
    public static string? ErasedOf(string key) =>
        TryParseText(key, out var article, out var comment, out _) || TryParseAppeal(key, out article, out comment)
        ? Erased(article, comment)
        : TryParseReport(key, out article, out comment, out var reader) ? ErasedReport(article, comment, reader)
        : null;

    /// <summary>The document of what an article is called and where it stands.</summary>
    public static string Article(string article) => Articles + article;

    public static bool TryParseArticle(string key, [NotNullWhen(true)] out string? article) =>
        KeyText.TryRest(key, Articles, out article);

    /// <summary>The document of a thread's snapshot.</summary>
    public static string Snapshot(string article) => Snapshots + article;

    public static bool TryParseSnapshot(string key, [NotNullWhen(true)] out string? article) =>
        KeyText.TryRest(key, Snapshots, out article);

    /// <summary>The counter of an article's published comments.</summary>
    public static string PublishedOf(string article) => Published + article;

    public static bool TryParsePublishedOf(string key, [NotNullWhen(true)] out string? article) =>
        KeyText.TryRest(key, Published, out article);

    /// <summary>The entry of a comment in an index of comments, oldest first.</summary>
    public static string CommentEntry(DateTimeOffset postedAt, uint article, Guid comment) =>
        string.Create(CultureInfo.InvariantCulture, $"{postedAt.UtcTicks:x16}-{article:x8}-{comment:N}");

    /// <summary>The comment of an entry that <see cref="CommentEntry"/> made.</summary>
    public static Guid CommentOf(string entry) =>
        TryParseCommentEntry(entry, out _, out _, out var comment) ? comment
        : throw new FormatException($"{entry} is no entry of a comment.");

    /// <summary>
    /// Reads what <see cref="CommentEntry"/> makes; <paramref name="article"/> is the fingerprint of its id.
    /// </summary>
    public static bool TryParseCommentEntry(string entry, out DateTimeOffset postedAt, out uint article,
        out Guid comment)
    {
        (postedAt, article, comment) = (default, 0, Guid.Empty);
        if (entry.Split('-') is not [var ticks, var fingerprint, var id] || !KeyText.TryTicks(ticks, out postedAt)
            || !KeyText.TryHex(fingerprint, 8, out var number) || !KeyText.TryGuid(id, out comment))
        {
            return false;
        }

        article = (uint)number;
        return true;
    }
}
