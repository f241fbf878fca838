using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Core.Threads;
using NatComments.Server.Endpoints;

namespace NatComments.Server.Hosting;

/// <summary>
/// What an author is told of a decision against them: what was done, which rule, whether a machine did it, and how to object. The Digital
/// Services Act, article 17, asks for it with every rejection.
/// </summary>
internal sealed class Statements(Sites sites, Authors authors, TimeProvider clock)
{
    /// <summary>The statement of reasons for a comment that stands rejected; null for any other.</summary>
    public async ValueTask<StatementReply?> For(string site, CommentState comment)
    {
        if (comment.Standing is not { Status: CommentStatus.Rejected, Decision: { } decision, DecidedAt: { } at })
        {
            return null;
        }

        var own = await Own(site, decision.Reason);
        return new(
            "rejected", decision.Reason, own?.Names, own?.Rule, decision.By is ByPolicy, at,
            comment.Standing.AnswersAppeal,
            ThreadView.CanAppeal(comment, clock.GetUtcNow()) ? at + ThreadLimits.AppealWindow : null);
    }

    /// <summary>The sanction that holds against an author now, as they are told of it; null for none.</summary>
    public async ValueTask<OwnSanctionReply?> Sanction(string site, string author) =>
        (await authors.Sanctions(site, author)).Now(clock.GetUtcNow()) is { } holds ? new(holds.Kind, holds.Reason, (await Own(site, holds.Reason))?.Names, holds.At, holds.Until) : null;

    private async ValueTask<SiteReason?> Own(string site, string reason) => (await sites.Find(site))?.Settings.Reasons.FirstOrDefault(known => known.Code == reason);
}
