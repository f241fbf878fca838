using System.Text.Json.Serialization;

namespace NatComments.Core.Threads;

/// <summary>The answer of the rules to a command: what happens, or a refusal.</summary>
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record ThreadResult
{
    private protected ThreadResult()
    {
    }
}

/// <summary>Yes: these events happen and these texts are kept. No events: it was so already.</summary>
[method: JsonConstructor]
public sealed record Accepted(IReadOnlyList<ThreadEvent> Events, IReadOnlyList<KeptText> Texts) : ThreadResult
{
    public static readonly Accepted Nothing = new([], []);

    public Accepted(params IReadOnlyList<ThreadEvent> events) : this(events, [])
    {
    }
}

/// <summary>No, and why.</summary>
/// <param name="Code">One of <see cref="Refusals"/>.</param>
public sealed record Refused(string Code) : ThreadResult;

/// <summary>The codes of every refusal a thread can give. They are part of the API: add, never rename.</summary>
public static class Refusals
{
    public const string ThreadClosed = "thread-closed";
    public const string ThreadSlow = "thread-slow";
    public const string ThreadFull = "thread-full";
    public const string CommentNotFound = "comment-not-found";
    public const string ParentNotFound = "parent-not-found";
    public const string ReplyTooDeep = "reply-too-deep";
    public const string IdInUse = "id-in-use";
    public const string IdempotencyKeyReused = "idempotency-key-reused";
    public const string NotYourComment = "not-your-comment";
    public const string OwnComment = "own-comment";
    public const string EditWindowOver = "edit-window-over";
    public const string TooManyRevisions = "too-many-revisions";
    public const string StaleRevision = "stale-revision";
    public const string CommentWithdrawn = "comment-withdrawn";
    public const string CommentRejected = "comment-rejected";
    public const string NotRejected = "not-rejected";
    public const string AppealWindowOver = "appeal-window-over";
    public const string AlreadyAppealed = "already-appealed";
    public const string NothingToUndo = "nothing-to-undo";
    public const string UndoWindowOver = "undo-window-over";
    public const string InvalidReason = "invalid-reason";
    public const string InvalidCursor = "invalid-cursor";
    public const string AppealNeedsAnother = "appeal-needs-another-moderator";
    public const string CommentEscalated = "comment-escalated";
    public const string AlreadyDecided = "already-decided";
    public const string DecidedMeanwhile = "decided-meanwhile";
    public const string AppealAnswered = "appeal-answered";
    public const string NotYourDecision = "not-your-decision";
}
