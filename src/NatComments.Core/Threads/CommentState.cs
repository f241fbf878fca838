using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Text;

namespace NatComments.Core.Threads;

/// <summary>Where a comment stands with readers. It follows from decisions and is never set by hand.</summary>
[JsonConverter(typeof(CamelCaseEnum<CommentStatus>))]
public enum CommentStatus : byte
{
    Pending,
    Published,
    Rejected,
    Withdrawn,
}

/// <summary>Who may post in a thread.</summary>
[JsonConverter(typeof(CamelCaseEnum<ThreadMode>))]
public enum ThreadMode : byte
{
    Open,
    Premoderated,
    Slow,
    Closed,
}

/// <summary>That a person must look at a comment: where it waits, why, since when and how urgently.</summary>
/// <param name="Queue">One of <see cref="Queues"/>.</param>
/// <param name="Why">One of <see cref="HoldReasons"/> for held comments, else the reporter's reason, "appeal" or "escalated".</param>
/// <param name="Priority">0 to 999, the most urgent first.</param>
public sealed record Waiting(string Queue, string Why, int Priority, DateTimeOffset Since);

/// <summary>The names of the queues. They are part of the API.</summary>
public static class Queues
{
    public const string Pending = "pending";
    public const string Reported = "reported";
    public const string Appealed = "appealed";
    public const string Escalated = "escalated";

    public static readonly IReadOnlyList<string> All = [Pending, Reported, Appealed, Escalated];
}

/// <summary>How a comment stands: everything that a decision changes and an undo brings back.</summary>
/// <param name="Decision">The last decision that holds, null before the first.</param>
/// <param name="DecidedAt">When it was made.</param>
/// <param name="Waiting">Null when nobody needs to look.</param>
/// <param name="OpenReports">Reports since the last decision.</param>
public sealed record Standing(CommentStatus Status, Decision? Decision, DateTimeOffset? DecidedAt, Waiting? Waiting, int OpenReports = 0)
{
    /// <summary>The role of the moderator who decided; null where it was not a moderator or the role was not written down.</summary>
    public Role? DecidedAs { get; init; }

    /// <summary>The decision was made on an escalated comment: only an editor may take it back or decide again on this text.</summary>
    public bool NeedsEditor { get; init; }

    /// <summary>An appeal against the decision waits for its answer, in whatever queue.</summary>
    public bool AppealOpen { get; init; }

    /// <summary>The decision is the answer to an appeal.</summary>
    public bool AnswersAppeal { get; init; }

    /// <summary>The number, in the thread's stream, of the event that decided on this revision; 0 while nobody and nothing has.</summary>
    public int DecisionNumber { get; init; }

    /// <summary>The revision that everybody sees; 0 while nobody but its author sees any. Below the last revision while an edit waits.</summary>
    public int Shown { get; init; }

    /// <summary>When the revision that everybody sees was written; null for a first one.</summary>
    public DateTimeOffset? ShownEditedAt { get; init; }

    public static readonly Standing Unknown = new(CommentStatus.Pending, null, null, null);
}

/// <summary>
/// One comment as it stands after its events. Immutable: whoever holds one may read it at any time, whatever happens meanwhile.
/// <see cref="Fold"/> is the only meaning of a comment's events.
/// </summary>
public sealed record CommentState
{
    private ImmutableArray<int> _events = [];

    public required Guid Id { get; init; }

    public Guid? ParentId { get; init; }

    public required int Depth { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    public DateTimeOffset? EditedAt { get; init; }

    public int Revision { get; init; } = 1;

    public Standing Standing { get; init; } = Standing.Unknown;

    /// <summary>What an undo brings back: how it stood before the last decision of a moderator. Null when there is nothing to undo.</summary>
    public Standing? Before { get; init; }

    /// <summary>The last revision's scores and language; null only for comments that came with an import.</summary>
    public Scores? Scores { get; init; }

    public string Lang { get; init; } = "und";

    public ImmutableHashSet<string> LikedBy { get; init; } = [];

    /// <summary>Those of <see cref="LikedBy"/> who do not count.</summary>
    public ImmutableHashSet<string> UncountedLikes { get; init; } = [];

    /// <summary>How many likes it has.</summary>
    public int Likes => LikedBy.Count - UncountedLikes.Count;

    /// <summary>Everybody who ever reported it: each counts once.</summary>
    public ImmutableHashSet<string> ReportedBy { get; init; } = [];

    /// <summary>When it was last appealed.</summary>
    public DateTimeOffset? AppealedAt { get; init; }

    /// <summary>An author may appeal each rejection once, and only one appeal is taken for each revision.</summary>
    public int AppealedRevision { get; init; }

    /// <summary>Every moderator who ever decided on it, in the order of their first decisions, whatever became of these.</summary>
    public ImmutableArray<string> DecidedBy { get; init; } = [];

    /// <summary>How many of <see cref="DecidedBy"/> had decided when it was last appealed.</summary>
    public int AppealedAfter { get; init; }

    /// <summary>Whose decision the last appeal was about; null for the policy's, or without an appeal.</summary>
    public string? AppealedMaker { get; init; }

    /// <summary>Those who do not answer the appeal when another can.</summary>
    public IReadOnlyList<string> DecidedBeforeAppeal => AppealedAfter == 0 ? [] : [.. DecidedBy.Take(AppealedAfter)];

    /// <summary>Only an editor may decide on it: it waits with them, or was decided by them.</summary>
    public bool NeedsEditor => Standing.NeedsEditor || Standing.Waiting?.Queue == Queues.Escalated;

    /// <summary>The numbers of its events in the thread's stream, oldest first; its history can be read from the log with them.</summary>
    public ImmutableArray<int> Events
    {
        get => _events;
        init => _events = value;
    }

    /// <inheritdoc cref="Standing.Shown"/>
    public int ShownRevision => Standing.Shown;

    /// <summary>The former revision that everybody goes on seeing while the last one waits; null for none.</summary>
    public int? FormerRevision => IsPublished && ShownRevision < Revision ? ShownRevision : null;

    public CommentStatus Status => Standing.Status;

    /// <summary>Everybody sees a revision of it: the last one, or the one before an edit that waits.</summary>
    public bool IsPublished => Standing.Shown > 0;

    /// <summary>The comment after an event of its own. Null before its first, which must be <see cref="CommentPosted"/>.</summary>
    /// <param name="number">The event's number in the thread's stream.</param>
    public static CommentState Fold(CommentState? comment, CommentEvent e, int number)
    {
        if (e is CommentPosted posted)
        {
            return new CommentState { Id = posted.Id, ParentId = posted.ParentId, Depth = posted.Depth, Author = posted.Author, PostedAt = posted.At, Events = [number] };
        }

        var now = comment ?? throw new InvalidDataException($"Event {number} is about a comment that was never posted.");
        // Always a copy that nobody else has seen yet.
        var changed = Change(now, e, number);
        changed._events = Remembered(now.Events, e, number);
        return changed;
    }

    // Likes are counted, not told: a comment with 10,000 of them must not carry 10,000 numbers.
    private static ImmutableArray<int> Remembered(ImmutableArray<int> events, CommentEvent e, int number) =>
        e is CommentLiked ? events : events.Add(number);

    private static CommentState Change(CommentState now, CommentEvent e, int number) => e switch
    {
        CommentEdited edited => now with
        {
            Revision = edited.Revision,
            EditedAt = edited.At,
            Before = null,

            // What was decided, appealed and answered was about the text before. Readers go on seeing that until the new one is judged.
            Standing = now.Standing with { NeedsEditor = false, AppealOpen = false, AnswersAppeal = false, DecisionNumber = 0 },
        },
        CommentScored scored => now with { Scores = scored.Scores, Lang = scored.Lang },
        CommentHeld held => now with
        {
            Standing = now.Standing with
            {
                Status = CommentStatus.Pending,
                Waiting = Both(new(Queues.Pending, held.Why, held.Priority, held.At), now.Standing.Waiting),
                Shown = held.Shown ?? 0,
                ShownEditedAt = held.Shown is null ? null : now.Standing.ShownEditedAt,
            },
        },
        CommentDecided decided => Decide(now, decided, number),
        DecisionUndone => Undo(now, now.Before!, now.Standing),
        CommentEscalated escalated => now with
        {
            Standing = now.Standing with { Waiting = new(Queues.Escalated, "escalated", escalated.Priority, now.Standing.Waiting?.Since ?? escalated.At) },
        },
        CommentWithdrawn => now with
        {
            Standing = now.Standing with { Status = CommentStatus.Withdrawn, Waiting = null, OpenReports = 0, AppealOpen = false, Shown = 0, ShownEditedAt = null },
            Before = null,
        },
        CommentReported reported => Report(now, reported),
        CommentLiked liked => now with
        {
            LikedBy = liked.On ? now.LikedBy.Add(liked.Reader) : now.LikedBy.Remove(liked.Reader),
            UncountedLikes = liked is { On: true, Weightless: true } ? now.UncountedLikes.Add(liked.Reader) : now.UncountedLikes.Remove(liked.Reader),
        },
        DecisionAppealed appealed => Appeal(now, new(Queues.Appealed, "appeal", appealed.Priority, appealed.At)),
        _ => throw new InvalidDataException($"A comment knows no event {e.GetType().Name}."),
    };

    private static CommentState Decide(CommentState now, CommentDecided decided, int number)
    {
        var publishes = decided.Decision.Outcome == Outcome.Publish;
        var standing = new Standing(publishes ? CommentStatus.Published : CommentStatus.Rejected, decided.Decision, decided.At, null)
        {
            DecisionNumber = number,
            Shown = publishes ? now.Revision : 0,
            ShownEditedAt = publishes ? now.EditedAt : null,
        };
        if (decided.Decision.By is ByPolicy)
        {
            var keeps = decided.KeepsReports == true;
            return now with
            {
                Standing = keeps ? standing with { Waiting = now.Standing.Waiting, OpenReports = now.Standing.OpenReports } : standing,
                Before = null,
            };
        }

        // Of a decision that came with an import nobody here is the maker; that it was taken back may have come along.
        var by = (decided.Decision.By as ByModerator)?.Moderator;
        return now with
        {
            Standing = standing with
            {
                DecidedAs = decided.Role,
                NeedsEditor = now.NeedsEditor,
                AnswersAppeal = now.Standing.AppealOpen || (now.Standing.AnswersAppeal && now.Standing.Decision?.By == decided.Decision.By),
            },
            Before = now.Standing,
            DecidedBy = by is null || now.DecidedBy.Contains(by) ? now.DecidedBy : now.DecidedBy.Add(by),
        };
    }

    private static CommentState Appeal(CommentState now, Waiting waiting) => now with
    {
        AppealedRevision = now.Revision,
        AppealedAt = waiting.Since,
        AppealedAfter = now.DecidedBy.Length,
        AppealedMaker = (now.Standing.Decision?.By as ByModerator)?.Moderator,
        Standing = now.Standing with { AppealOpen = true, Waiting = Both(waiting, now.Standing.Waiting is { Queue: Queues.Escalated } escalated ? escalated : null) },
    };

    // A comment that already waits elsewhere (held, appealed, escalated) keeps its place there; the report only makes it more urgent.
    private static CommentState Report(CommentState now, CommentReported reported) => now with
    {
        ReportedBy = now.ReportedBy.Add(reported.Reader),
        Standing = now.Standing with
        {
            OpenReports = now.Standing.OpenReports + (reported.Weightless == true ? 0 : 1),
            Waiting = now.Standing.Waiting is { } waiting
                ? waiting with { Priority = Math.Max(waiting.Priority, reported.Priority) }
                : new(Queues.Reported, reported.Reason, reported.Priority, reported.At),
        },
    };

    // What came in since the decision outlives it: a report or an escalation still waits for a person. An appeal does so only if the
    // comment stands rejected again; otherwise nobody has looked at it, and a next rejection can be appealed.
    private static CommentState Undo(CommentState now, Standing before, Standing since)
    {
        var moot = since.AppealOpen && before.Status != CommentStatus.Rejected;
        var still = moot && since.Waiting?.Queue == Queues.Appealed ? null : since.Waiting;
        return now with
        {
            AppealedRevision = moot ? 0 : now.AppealedRevision,
            Standing = before with
            {
                Waiting = Both(before.Waiting, still),
                OpenReports = before.OpenReports + since.OpenReports,
                AppealOpen = before.AppealOpen || (since.AppealOpen && !moot),
            },
            Before = null,
        };
    }

    // A comment waits in one place, as urgently as the more urgent reason asks: with the senior moderators once it was escalated, so that
    // neither an edit nor an undo takes it from them.
    private static Waiting? Both(Waiting? waiting, Waiting? other) =>
        waiting is null ? other
        : other is null ? waiting
        : (other.Queue == Queues.Escalated ? other : waiting) with { Priority = Math.Max(waiting.Priority, other.Priority) };
}
