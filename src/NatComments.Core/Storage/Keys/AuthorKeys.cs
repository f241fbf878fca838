using System.Diagnostics.CodeAnalysis;

namespace NatComments.Core.Storage.Keys;

/// <summary>Keys of what a site knows of an author: comments, answers, record, sanctions, notes.</summary>
public static class AuthorKeys
{
    public const string Sanctions = "sanctions/";

    /// <summary>The index of all notes of a site, by what they are about.</summary>
    public const string AllNotes = "notes";

    private const string Authors = "author/";
    private const string Replies = "replies/";
    private const string Reports = "reports/";
    private const string Reporters = "reporter/";
    private const string NotesOfAuthors = AllNotes + "/author/";
    private const string NotesOfComments = AllNotes + "/comment/";
    private const string PublishedEnd = "/published";
    private const string RejectedEnd = "/rejected";
    private const string LinksEnd = "/links";
    private const string ReportsEnd = "/reports";
    private const string RightEnd = "/right";
    private const string WrongEnd = "/wrong";

    internal static IReadOnlyList<KeyKind> Kinds { get; } =
    [
        new("sanctions", KeySpace.Document, KeyPlace.Site, Sanctions + "{author}",
            key => TryParseSanctionsOf(key, out _),
            Erasure.Kept("A ban must hold; it names the id, a reason and a moderator."), Export.Settings,
            Import.Checked("Whoever decided becomes the import."), Retention.Stays),
        new("comments of an author", KeySpace.Index, KeyPlace.Site, Authors + "{author}",
            key => TryParseComments(key, out _),
            Erasure.Kept("Places of comments without their words; the author still sees what became of them."),
            Export.Derived, Import.Derived, Retention.Stays),
        new("answers to an author", KeySpace.Index, KeyPlace.Site, Replies + "{author}",
            key => TryParseRepliesTo(key, out _),
            Erasure.Kept("Places of others' comments."), Export.Derived, Import.Derived, Retention.Stays),
        new("reports of a reader", KeySpace.Index, KeyPlace.Site, Reports + "{reader}",
            key => TryParseReportsOf(key, out _),
            Erasure.Removed, Export.Derived, Import.Derived, Retention.Stays),
        Counter("published of an author", Authors + "{author}" + PublishedEnd,
            key => KeyText.TryIdBefore(key, Authors, PublishedEnd, out _)),
        Counter("rejected of an author", Authors + "{author}" + RejectedEnd,
            key => KeyText.TryIdBefore(key, Authors, RejectedEnd, out _)),
        Counter("links of an author", Authors + "{author}" + LinksEnd, key => TryParseLinks(key, out _)),
        Counter("reports against an author", Authors + "{author}" + ReportsEnd,
            key => TryParseReportsAgainst(key, out _)),
        Counter("right reports", Reporters + "{reader}" + RightEnd,
            key => KeyText.TryIdBefore(key, Reporters, RightEnd, out _)) with { Import = Import.NoDecisions },
        Counter("wrong reports", Reporters + "{reader}" + WrongEnd,
            key => KeyText.TryIdBefore(key, Reporters, WrongEnd, out _)) with { Import = Import.NoDecisions },
        new("notes", KeySpace.Index, KeyPlace.Site, AllNotes, key => key == AllNotes,
            Erasure.Kept("Moderators' words about an id, not the visitor's."), Export.Notes,
            Import.Checked("Whoever wrote it becomes the import."),
            Retention.Stays),
        new("notes about an author", KeySpace.Index, KeyPlace.Site, NotesOfAuthors + "{author}",
            key => TryParseNotesAboutAuthor(key, out _),
            Erasure.Kept("Moderators' words about an id, not the visitor's."),
            Export.Not("The index of all notes has them."),
            Import.Derived, Retention.Stays),
        new("notes about a comment", KeySpace.Index, KeyPlace.Site, NotesOfComments + "{comment}",
            key => TryParseNotesAboutComment(key, out _),
            Erasure.Kept("Moderators' words about an id, not the visitor's."),
            Export.Not("The index of all notes has them."),
            Import.Derived, Retention.Stays),
    ];

    /// <summary>The document of an author's sanctions.</summary>
    public static string SanctionsOf(string author) => Sanctions + author;

    public static bool TryParseSanctionsOf(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Sanctions, out author);

    /// <summary>The index of an author's comments, oldest first.</summary>
    public static string Comments(string author) => Authors + author;

    public static bool TryParseComments(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Authors, out author);

    /// <summary>The index of what was answered to an author.</summary>
    public static string RepliesTo(string author) => Replies + author;

    public static bool TryParseRepliesTo(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, Replies, out author);

    /// <summary>The index of what a reader wrote in reports.</summary>
    public static string ReportsOf(string reader) => Reports + reader;

    public static bool TryParseReportsOf(string key, [NotNullWhen(true)] out string? reader) =>
        KeyText.TryId(key, Reports, out reader);

    /// <summary>The entry of a report in <see cref="ReportsOf"/>: the place of the comment.</summary>
    public static string ReportEntry(string article, Guid comment) => $"{article}/{comment:N}";

    public static bool TryParseReportEntry(string entry, [NotNullWhen(true)] out string? article, out Guid comment) =>
        KeyText.TryPlace(entry, "", out article, out comment);

    /// <summary>The counters of an author's published and rejected comments.</summary>
    public static (string Published, string Rejected) Decided(string author) =>
        ($"{Authors}{author}{PublishedEnd}", $"{Authors}{author}{RejectedEnd}");

    public static bool TryParseDecided(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryIdBefore(key, Authors, PublishedEnd, out author)
        || KeyText.TryIdBefore(key, Authors, RejectedEnd, out author);

    /// <summary>The counter of an author's published comments with a link.</summary>
    public static string Links(string author) => $"{Authors}{author}{LinksEnd}";

    public static bool TryParseLinks(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryIdBefore(key, Authors, LinksEnd, out author);

    /// <summary>The counter of reports against an author.</summary>
    public static string ReportsAgainst(string author) => $"{Authors}{author}{ReportsEnd}";

    public static bool TryParseReportsAgainst(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryIdBefore(key, Authors, ReportsEnd, out author);

    /// <summary>The counters of a reader's reports that were right and that were not.</summary>
    public static (string Right, string Wrong) Reporter(string reader) =>
        ($"{Reporters}{reader}{RightEnd}", $"{Reporters}{reader}{WrongEnd}");

    public static bool TryParseReporter(string key, [NotNullWhen(true)] out string? reader) =>
        KeyText.TryIdBefore(key, Reporters, RightEnd, out reader)
        || KeyText.TryIdBefore(key, Reporters, WrongEnd, out reader);

    /// <summary>The index of the notes about an author.</summary>
    public static string NotesAboutAuthor(string author) => NotesOfAuthors + author;

    public static bool TryParseNotesAboutAuthor(string key, [NotNullWhen(true)] out string? author) =>
        KeyText.TryId(key, NotesOfAuthors, out author);

    /// <summary>The index of the notes about a comment.</summary>
    public static string NotesAboutComment(Guid comment) => $"{NotesOfComments}{comment:N}";

    public static bool TryParseNotesAboutComment(string key, out Guid comment) =>
        KeyText.TryGuid(key, NotesOfComments, out comment);

    /// <summary>The entry of a note in <see cref="AllNotes"/>: the index it is about and its key there.</summary>
    public static string NoteEntry(string about, string key) => $"{about}/{key}";

    public static bool TryParseNoteEntry(string entry, [NotNullWhen(true)] out string? about,
        [NotNullWhen(true)] out string? key) =>
        KeyText.TrySplitLast(entry, out about, out key);

    private static KeyKind Counter(string name, string pattern, Func<string, bool> test) => new(
        name, KeySpace.Counter, KeyPlace.Site, pattern, test, Erasure.Kept("A number beside an id."), Export.Derived,
        Import.Derived, Retention.Stays);
}
