using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;

namespace NatComments.Core.Threads;

/// <summary>
/// Something that happened in a thread. The names under which events are stored are for ever: add, never rename. Texts are not in
/// events but beside them, so that a person's words can be erased and the log stays whole.
/// </summary>
[JsonConverter(typeof(ThreadEventConverter))]
public abstract record ThreadEvent
{
    private protected ThreadEvent()
    {
    }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>An event of one comment.</summary>
public abstract record CommentEvent : ThreadEvent
{
    private protected CommentEvent()
    {
    }

    /// <summary>The comment it happened to.</summary>
    public required Guid Id { get; init; }
}

/// <summary>A comment came in, as revision 1. Nothing is said yet of who may see it.</summary>
public sealed record CommentPosted : CommentEvent
{
    public Guid? ParentId { get; init; }

    /// <summary>0 for a comment on the article, else the parent's depth plus one.</summary>
    public required int Depth { get; init; }

    public required string Author { get; init; }
}

/// <summary>The author changed the text.</summary>
public sealed record CommentEdited : CommentEvent
{
    public required int Revision { get; init; }
}

/// <summary>The classifiers gave their verdict on a revision.</summary>
public sealed record CommentScored : CommentEvent
{
    public required int Revision { get; init; }

    public required string Lang { get; init; }

    public required Scores Scores { get; init; }
}

/// <summary>The policy found that a person must look at a revision.</summary>
public sealed record CommentHeld : CommentEvent
{
    public required int Revision { get; init; }

    /// <summary>One of <see cref="HoldReasons"/>.</summary>
    public required string Why { get; init; }

    /// <summary>0 to 999, the most urgent first.</summary>
    public required int Priority { get; init; }

    /// <summary>The published revision that everybody goes on seeing while this one waits; null when nobody but the author sees any.</summary>
    public int? Shown { get; init; }
}

/// <summary>A decision was made on a revision; it settles every open report and appeal.</summary>
public sealed record CommentDecided : CommentEvent
{
    public required int Revision { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>The moderator's role on the site when they decided; null for other makers, and for what is older than this record.</summary>
    public Role? Role { get; init; }

    /// <summary>True when the reports that are open stay open: the policy decided on an edit, and no person has looked. Null when they are settled.</summary>
    public bool? KeepsReports { get; init; }
}

/// <summary>The last decision was taken back: the comment stands as it stood before.</summary>
public sealed record DecisionUndone : CommentEvent
{
    public required Maker By { get; init; }
}

/// <summary>A moderator asks a more senior one to decide.</summary>
public sealed record CommentEscalated : CommentEvent
{
    public required int Revision { get; init; }

    public required string Moderator { get; init; }

    public string? Note { get; init; }

    public required int Priority { get; init; }
}

/// <summary>The author took the comment back.</summary>
public sealed record CommentWithdrawn : CommentEvent;

/// <summary>A reader asks for a look. What they wrote about it is a text beside the event.</summary>
public sealed record CommentReported : CommentEvent
{
    public required string Reader { get; init; }

    public required string Reason { get; init; }

    public required int Priority { get; init; }

    /// <summary>True when it counts together with the reports that were open already; null when it counts for itself.</summary>
    public bool? Weightless { get; init; }
}

/// <summary>A reader likes a comment, or no longer does.</summary>
public sealed record CommentLiked : CommentEvent
{
    public required string Reader { get; init; }

    /// <summary>True: likes it; false: no longer.</summary>
    public required bool On { get; init; }

    /// <summary>True when it is remembered and not counted: another newcomer of the same network likes the comment already. Null when it counts.</summary>
    public bool? Weightless { get; init; }
}

/// <summary>The author of a rejected comment asks to decide again. The statement is a text beside the event.</summary>
public sealed record DecisionAppealed : CommentEvent
{
    public required int Priority { get; init; }
}

/// <summary>The thread was opened, slowed, premoderated or closed.</summary>
public sealed record ThreadStateChanged : ThreadEvent
{
    public required ThreadMode State { get; init; }

    public required Maker By { get; init; }
}
