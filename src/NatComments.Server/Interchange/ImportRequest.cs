using NatComments.Server.Interchange.Foreign;

namespace NatComments.Server.Interchange;

/// <summary>What an import was asked for.</summary>
/// <param name="From">Null: the file tells its format.</param>
/// <param name="Report">Where to write the report for programs; null for nowhere.</param>
/// <param name="Json">The report for programs is what the command says, instead of words.</param>
internal sealed record ImportRequest(string Site, FileInfo File, ImportFormat? From, ArticleNames Articles, bool DryRun, FileInfo? Report, bool Json);

/// <summary>How an import ended. The number is the exit code of the command.</summary>
internal enum ImportEnd
{
    /// <summary>Every comment of the file is here, or is left out for a reason that needs nobody.</summary>
    Complete = 0,

    /// <summary>Nothing was taken in: there is no such file, it is of another kind, or it breaks before its first comment.</summary>
    Failed = 1,

    /// <summary>The file ends or breaks within. What stands before that is taken in.</summary>
    Broken = 2,

    /// <summary>The file was read, and some of its comments should be here and are not.</summary>
    Incomplete = 3,
}

/// <summary>What came of an import.</summary>
internal sealed class ImportResult(ImportRequest request)
{
    public ImportRequest Request => request;

    public ImportReport Report { get; } = new();

    /// <summary>Null until it is known.</summary>
    public ImportFormat? Format { get; set; }

    /// <summary>Why nothing was taken in; null when something could be.</summary>
    public string? Failure { get; set; }

    /// <summary>Where and why the file could not be read on; null when it was read to its end.</summary>
    public string? Broken { get; set; }

    /// <summary>Why the import ended before the file did, though the file is whole.</summary>
    public string? Stopped { get; set; }

    /// <summary>The articles of a file of another system.</summary>
    public OldArticles? Articles { get; set; }

    /// <summary>Of an own export: events and texts, new and there already.</summary>
    public (long NewEvents, long KnownEvents, long NewTexts, long KnownTexts)? Lines { get; set; }

    /// <summary>Whether a running server shows what was taken in; null when none runs.</summary>
    public bool? IsShown { get; set; }

    public TimeSpan Took { get; set; }

    public ImportEnd End => Failure is not null || (Broken is not null && IsEmpty) ? ImportEnd.Failed
        : Broken is not null ? ImportEnd.Broken
        : Stopped is not null || Report.Reasons.Keys.Any(IsMissing) ? ImportEnd.Incomplete
        : ImportEnd.Complete;

    // Nothing of the file is here.
    private bool IsEmpty => Report is { New: 0, There: 0 } && Lines is null or { NewEvents: 0, KnownEvents: 0, NewTexts: 0, KnownTexts: 0 };

    /// <summary>True for a reason that leaves out what a reader wrote and others should read.</summary>
    public static bool IsMissing(LeftOutReason reason) => reason is not (
        LeftOutReason.Deleted or LeftOutReason.Pingback or LeftOutReason.UnknownType or LeftOutReason.NoText or LeftOutReason.Repeated or LeftOutReason.ThreadDeleted);
}
