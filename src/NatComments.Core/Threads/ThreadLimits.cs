namespace NatComments.Core.Threads;

/// <summary>The limits of a thread, each with its reason.</summary>
public static class ThreadLimits
{
    /// <summary>10,000 UTF-16 units of Markdown: three printed pages; the longest comments of the newspapers that were looked at allow 2,000 to 5,000.</summary>
    public const int MaxTextLength = 10_000;

    /// <summary>60 characters: a full name with title in any of the three languages.</summary>
    public const int MaxNameLength = 60;

    /// <summary>7, so eight levels: at 20 pixels of indent each, a phone of 320 pixels still shows 180 pixels of text; it also bounds every walk up the tree.</summary>
    public const int MaxDepth = 7;

    /// <summary>500,000 comments: about fifteen times the longest thread known from the press; its snapshot stays under the store's 64 MiB.</summary>
    public const int MaxComments = 500_000;

    /// <summary>20 revisions: an edit window of minutes never needs more, and each keeps its text.</summary>
    public const int MaxRevisions = 20;

    /// <summary>100 reports on one comment: it is at the top of the queue long before; further ones change nothing.</summary>
    public const int MaxReports = 100;

    /// <summary>
    /// From 3 open reports on an edit of a published comment is read before it replaces what stands. One report is a lever in anybody's hand, two are a quarrel; that several
    /// readers with weight ask for a look is a reason not to let the text change under the moderator who looks.
    /// </summary>
    public const int ReportsThatHoldEdits = 3;

    /// <summary>2,000 characters for an appeal: a page.</summary>
    public const int MaxStatementLength = 2_000;

    /// <summary>15 minutes: long enough to mend a slip, short enough that what others answered to stands.</summary>
    public static readonly TimeSpan EditWindow = TimeSpan.FromMinutes(15);

    /// <summary>One hour: a moderator's slip is noticed in the same sitting; later a new decision says more than an undo.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromHours(1);

    /// <summary>Six months: what the Digital Services Act, article 20, gives for a complaint.</summary>
    public static readonly TimeSpan AppealWindow = TimeSpan.FromDays(183);

    /// <summary>One comment a minute for each author while a thread is slow.</summary>
    public static readonly TimeSpan SlowInterval = TimeSpan.FromMinutes(1);

    /// <summary>50 of a reader's own hidden comments are merged into their page; the rest stand in their record.</summary>
    public const int MaxOwnHidden = 50;
}
