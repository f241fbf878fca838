using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Interchange;

/// <summary>
/// Looks at the events of an import as the rules look at commands: ids, reasons, revisions and places must be such as this program writes them.
/// Whoever decided elsewhere has no account here, so an event that names a person is taken in as one by the import.
/// </summary>
internal static class EventCheck
{
    /// <summary>What stands as the source of decisions that came with an export.</summary>
    public const string Source = "ndjson";

    // 20 characters: the tags of languages that were seen have up to eight.
    private const int MaxLanguage = 20;

    private const int MaxPriority = 999;

    /// <summary>What is wrong with an event, in words; null when nothing is.</summary>
    /// <param name="before">The comment as it stands before the event; null when there is none yet.</param>
    /// <param name="parent">The comment that it answers to, when it answers to one.</param>
    public static string? Problem(ThreadEvent e, CommentState? before, CommentState? parent, DateTimeOffset now)
    {
        if (e.At < DateTimeOffset.UnixEpoch || e.At > now + TimeSpan.FromDays(1))
        {
            return "its time is before 1970 or in the future";
        }

        if (e is CommentEvent { Id: var id } && id == Guid.Empty)
        {
            return "the comment has no id";
        }

        return e switch
        {
            ThreadStateChanged changed => Enum.IsDefined(changed.State) ? null : "there is no such state of a thread",
            CommentPosted posted => Posted(posted, before, parent),
            CommentEvent when before is null => "it is about a comment that was not posted",
            CommentEdited edited => edited.Revision != before!.Revision + 1 || edited.Revision > ThreadLimits.MaxRevisions ? "its revision does not follow" : null,
            CommentScored scored => Revision(scored.Revision, before!) ?? Scored(scored),
            CommentHeld held => Revision(held.Revision, before!) ?? Reason(held.Why) ?? Priority(held.Priority) ?? Shown(held.Shown, before!),
            CommentDecided decided => Revision(decided.Revision, before!) ?? Decided(decided) ?? Keeps(decided),
            DecisionUndone => before!.Before is null ? "there is no decision that it could take back" : null,
            CommentEscalated escalated => Revision(escalated.Revision, before!) ?? Priority(escalated.Priority) ?? Note(escalated.Note),
            CommentReported reported => Reader(reported.Reader) ?? Reason(reported.Reason) ?? Priority(reported.Priority),
            CommentLiked liked => Reader(liked.Reader),
            DecisionAppealed appealed => Priority(appealed.Priority),
            _ => null,
        };
    }

    /// <summary>The event without people of other servers.</summary>
    public static ThreadEvent Taken(ThreadEvent e) => e switch
    {
        CommentDecided { Decision.By: ByModerator } decided => decided with { Decision = decided.Decision with { By = new ByImport(Source) }, Role = null },
        DecisionUndone { By: ByModerator } undone => undone with { By = new ByImport(Source) },
        ThreadStateChanged { By: ByModerator } changed => changed with { By = new ByImport(Source) },
        CommentEscalated escalated => escalated with { Moderator = AuditMakers.Import },
        _ => e,
    };

    private static string? Posted(CommentPosted posted, CommentState? before, CommentState? parent) =>
        before is not null ? "the comment was posted before"
        : Ids.IsAuthor(posted.Author) is false ? "its author has no id that can be one"
        : posted.ParentId is null ? (posted.Depth == 0 ? null : "its depth does not follow")
        : parent is null ? "it answers to a comment that was not posted"
        : posted.Depth != parent.Depth + 1 || posted.Depth > ThreadLimits.MaxDepth ? "its depth does not follow"
        : null;

    private static string? Scored(CommentScored scored)
    {
        if (scored.Lang.Length is 0 or > MaxLanguage || !PlainText.IsClean(scored.Lang))
        {
            return "there is no such language";
        }

        for (var category = Category.Spam; category <= Category.Doxxing; category++)
        {
            if (scored.Scores[category] is not (>= 0 and <= 1))
            {
                return "a score is not between 0 and 1";
            }
        }

        return null;
    }

    private static string? Decided(CommentDecided decided) =>
        !Enum.IsDefined(decided.Decision.Outcome) ? "there is no such outcome"
        : decided.Role is { } role && !Enum.IsDefined(role) ? "there is no such role"
        : Reason(decided.Decision.Reason) ?? Note(decided.Decision.Note) ?? decided.Decision.By switch
        {
            ByPolicy by => by.Scorer.Length > Reasons.MaxLength || !PlainText.IsClean(by.Scorer) ? "its scorer has no name that can be one" : null,
            ByImport by => Reason(by.Source),
            _ => null,
        };

    private static string? Revision(int revision, CommentState before) => revision == before.Revision ? null : "it is about another revision than the last";

    private static string? Shown(int? shown, CommentState before) =>
        shown is null || (shown > 0 && shown == before.ShownRevision) ? null : "the revision that it goes on showing is not the one that was published";

    private static string? Keeps(CommentDecided decided) =>
        decided.KeepsReports == true && decided.Decision is not { By: ByPolicy, Outcome: Outcome.Publish } ? "only the policy leaves reports open, and only when it publishes" : null;

    private static string? Reason(string reason) => Reasons.IsWellFormed(reason) ? null : "its reason has no form that a reason has";

    private static string? Priority(int priority) => priority is >= 0 and <= MaxPriority ? null : $"its priority is not between 0 and {MaxPriority}";

    private static string? Note(string? note) => note is null || PlainText.Tidy(note, Decision.MaxNoteLength) is not null ? null : "its note is too long or cannot be shown";

    private static string? Reader(string reader) => Ids.IsAuthor(reader) ? null : "its reader has no id that can be one";
}
