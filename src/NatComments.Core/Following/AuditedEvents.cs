using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Core.Following;

/// <summary>Which events of threads the audit chain vouches for, and under what names: every decision, and everything that asks for one.</summary>
internal static class AuditedEvents
{
    /// <summary>The record of an event, or null when it needs none. Who a reader is does not stand in it: the chain is for ever.</summary>
    public static AuditDraft? Draft(ThreadEvent e, string article, long number, byte[] stored)
    {
        var (what, by, outcome, reason) = Name(e);
        return what is null ? null : new AuditDraft(what, by!)
        {
            Event = new(article, (e as CommentEvent)?.Id, number, AuditRecord.Digest(stored), outcome, reason),
        };
    }

    private static (string? What, string? By, string? Outcome, string? Reason) Name(ThreadEvent e) => e switch
    {
        CommentDecided decided => ("comment-decided", By(decided.Decision.By), decided.Decision.Outcome == Outcome.Publish ? "publish" : "reject", decided.Decision.Reason),
        CommentHeld held => ("comment-held", AuditMakers.Policy, "hold", held.Why),
        DecisionUndone undone => ("decision-undone", By(undone.By), null, null),
        CommentEscalated escalated => ("comment-escalated", escalated.Moderator, null, null),
        CommentWithdrawn => ("comment-withdrawn", AuditMakers.Author, null, null),
        CommentReported reported => ("comment-reported", AuditMakers.Reader, null, reported.Reason),
        DecisionAppealed => ("decision-appealed", AuditMakers.Author, null, null),
        ThreadStateChanged changed => ("thread-state-changed", By(changed.By), changed.State.ToString().ToLowerInvariant(), null),
        _ => default,
    };

    private static string By(Maker maker) => maker switch
    {
        ByModerator by => by.Moderator,
        ByPolicy => AuditMakers.Policy,
        _ => AuditMakers.Import,
    };
}
