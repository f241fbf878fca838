using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Which events of threads the audit chain vouches for, and under what names: every decision, and everything that asks
/// for one.
/// </summary>
internal static class AuditedEvents
{
    /// <summary>
    /// The record of an event, or null when it needs none. Who a reader is does not stand in it: the chain is for ever.
    /// </summary>
    /// <param name="text">
    /// The digest of the text of the revision that it is <see cref="About"/>; null when it was erased.
    /// </param>
    public static AuditDraft? Draft(ThreadEvent e, string article, long number, byte[] stored, string? text)
    {
        var (what, by, outcome, reason) = Name(e);
        if (what is null)
        {
            return null;
        }

        var about = About(e);
        return new AuditDraft(what, by!)
        {
            Event = new(article, (e as CommentEvent)?.Id, number, AuditRecord.Digest(stored), outcome, reason,
                about?.Revision, text),
        };
    }

    /// <summary>The revision that an event of the chain is about; null for one that is about no text.</summary>
    public static (Guid Comment, int Revision)? About(ThreadEvent e) => e switch
    {
        CommentDecided decided => (decided.Id, decided.Revision),
        CommentHeld held => (held.Id, held.Revision),
        CommentEscalated escalated => (escalated.Id, escalated.Revision),
        _ => null,
    };

    private static (string? What, string? By, string? Outcome, string? Reason) Name(ThreadEvent e) => e switch
    {
        CommentDecided decided => ("comment-decided", By(decided.Decision.By),
            decided.Decision.Outcome == Outcome.Publish ? "publish" : "reject", decided.Decision.Reason),
        CommentHeld held => ("comment-held", AuditMakers.Policy, "hold", held.Why),
        DecisionUndone undone => ("decision-undone", By(undone.By), null, null),
        CommentEscalated escalated => ("comment-escalated", escalated.Moderator, null, null),
        CommentWithdrawn => ("comment-withdrawn", AuditMakers.Author, null, null),
        CommentReported reported => ("comment-reported", AuditMakers.Reader, null, reported.Reason),
        DecisionAppealed => ("decision-appealed", AuditMakers.Author, null, null),
        ThreadStateChanged changed =>
            ("thread-state-changed", By(changed.By), changed.State.ToString().ToLowerInvariant(), null),
        _ => default,
    };

    private static string By(Maker maker) => maker switch
    {
        ByModerator by => by.Moderator,
        ByPolicy => AuditMakers.Policy,
        _ => AuditMakers.Import,
    };
}
