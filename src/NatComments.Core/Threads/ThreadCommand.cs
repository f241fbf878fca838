using NatComments.Core.Moderation;

namespace NatComments.Core.Threads;

/// <summary>
/// Something that somebody asks of a thread. A command names what it touches, so that the grain can take commands that do not touch
/// each other in one turn: two commands of one turn never read or write the same comment or the same reader's record.
/// </summary>
public abstract record ThreadCommand
{
    private protected ThreadCommand()
    {
    }

    /// <summary>The comment it is about; null when it is about the whole thread, and then it has a turn of its own.</summary>
    public abstract Guid? Comment { get; }

    /// <summary>A second comment that its rule reads: the parent of a reply.</summary>
    public virtual Guid? AlsoReads => null;

    /// <summary>The reader who asks, null for moderators.</summary>
    public virtual string? Reader => null;
}

/// <summary>Post a comment. The same id again, by the same author, changes nothing and is no error.</summary>
/// <param name="Id">Made by the client, so that a retry is not a second comment.</param>
/// <param name="Receipt">Under what its author can look up what became of it; null: no receipt is kept.</param>
public sealed record PostComment(Guid Id, Guid? ParentId, string Author, CommentText Text, Evidence Evidence, string? Receipt = null) : ThreadCommand
{
    /// <summary>The author exists for this one comment: a guest whom an idempotency key names. Refused when they have another one here.</summary>
    public bool IsOnlyOne { get; init; }

    public override Guid? Comment => Id;

    public override Guid? AlsoReads => ParentId;

    public override string? Reader => Author;
}

/// <summary>Replace the text of one's own comment within the edit window.</summary>
/// <param name="Revision">The revision that the author saw.</param>
public sealed record EditComment(Guid Id, int Revision, string Author, CommentText Text, Evidence Evidence) : ThreadCommand
{
    public override Guid? Comment => Id;

    public override string? Reader => Author;
}

/// <summary>Take one's own comment back, at any time.</summary>
public sealed record WithdrawComment(Guid Id, string Author) : ThreadCommand
{
    public override Guid? Comment => Id;

    public override string? Reader => Author;
}

/// <summary>Ask moderators to look at a published comment.</summary>
public sealed record ReportComment(Guid Id, string ReaderId, string Reason, string? Note) : ThreadCommand
{
    /// <summary>The reporter is new, mostly wrong, or related to one who has reported it already: the report counts together with those that are open.</summary>
    public bool IsWeightless { get; init; }

    public override Guid? Comment => Id;

    public override string? Reader => ReaderId;
}

/// <summary>Like a published comment, or no longer.</summary>
public sealed record LikeComment(Guid Id, string ReaderId, bool On) : ThreadCommand
{
    /// <summary>The reader is new, and another new one of their network likes the comment already: the like is remembered and not counted.</summary>
    public bool IsWeightless { get; init; }

    public override Guid? Comment => Id;

    public override string? Reader => ReaderId;
}

/// <summary>Ask that a rejection of one's own comment be decided again.</summary>
public sealed record AppealDecision(Guid Id, string Author, string Statement) : ThreadCommand
{
    public override Guid? Comment => Id;

    public override string? Reader => Author;
}

/// <summary>Decide on a comment, as a moderator.</summary>
/// <param name="Revision">The revision that the moderator saw: nobody decides on a text they have not seen.</param>
public sealed record DecideComment(Guid Id, int Revision, Outcome Outcome, string Reason, string? Note, string Moderator) : ThreadCommand
{
    /// <summary>The moderator's role on the site. Unless said otherwise the least that may decide.</summary>
    public Role Role { get; init; } = Role.Moderator;

    /// <summary>Who else may decide on the site: an appeal goes to one of them.</summary>
    public IReadOnlyList<Decider> Others { get; init; } = [];

    /// <summary>Only if it still waits: what a colleague has decided meanwhile is not decided again unseen.</summary>
    public bool OnlyWaiting { get; init; }

    /// <summary>The number of the decision that the moderator saw, 0 for none (<see cref="Standing.DecisionNumber"/>); null when it was not said.</summary>
    public int? Seen { get; init; }

    /// <summary>Also over a colleague's decision that the moderator has not seen.</summary>
    public bool Again { get; init; }

    public override Guid? Comment => Id;
}

/// <summary>Take the last decision back.</summary>
public sealed record UndoDecision(Guid Id, string Moderator) : ThreadCommand
{
    /// <inheritdoc cref="DecideComment.Role"/>
    public Role Role { get; init; } = Role.Moderator;

    /// <inheritdoc cref="DecideComment.Others"/>
    public IReadOnlyList<Decider> Others { get; init; } = [];

    /// <summary>The number of the decision that is to be taken back; null: the last.</summary>
    public int? Seen { get; init; }

    public override Guid? Comment => Id;
}

/// <summary>Hand a comment to a more senior moderator.</summary>
public sealed record EscalateComment(Guid Id, int Revision, string? Note, string Moderator) : ThreadCommand
{
    public override Guid? Comment => Id;
}

/// <summary>Open, slow, premoderate or close the thread.</summary>
public sealed record ChangeThreadState(ThreadMode State, string Moderator) : ThreadCommand
{
    public override Guid? Comment => null;
}
