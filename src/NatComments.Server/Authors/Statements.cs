using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Core.Threads;
using NatComments.Server.Localization;
using NatComments.Server.Sites;

namespace NatComments.Server.Authors;

/// <summary>
/// What an author is told of a decision against them: what was done, which rule, whether a machine did it, and how to object. The Digital
/// Services Act, article 17, asks for it with every rejection.
/// </summary>
internal sealed class Statements(SiteDirectory sites, AuthorStore authors, TimeProvider clock)
{
    /// <summary>The statement of reasons for a comment that stands rejected; null for any other.</summary>
    public async ValueTask<StatementReply?> For(string site, CommentState comment, CancellationToken stop = default)
    {
        if (comment.Standing is not { Status: CommentStatus.Rejected, Decision: { } decision, DecidedAt: { } at })
        {
            return null;
        }

        var own = await Own(site, decision.Reason, stop);
        return new(
            "rejected", decision.Reason, own?.Names, own?.Rule, decision.By is ByPolicy, at,
            comment.Standing.AnswersAppeal,
            ThreadView.CanAppeal(comment, clock.GetUtcNow()) ? at + ThreadLimits.AppealWindow : null);
    }

    /// <summary>The sanction that holds against an author now, as they are told of it; null for none.</summary>
    public async ValueTask<OwnSanctionReply?> Sanction(string site, string author, Words words, CancellationToken stop = default)
    {
        if ((await authors.Sanctions(site, author, stop)).Now(clock.GetUtcNow()) is not { } holds)
        {
            return null;
        }

        var told = await authors.Told(site, holds, stop);
        return told with { Text = AuthorWords.Sanction(words, told) };
    }

    /// <summary>The names of a reason when it is one of the site's own; null for another.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>?> Names(string site, string? reason, CancellationToken stop = default) => reason is null ? null : (await Own(site, reason, stop))?.Names;

    private async ValueTask<SiteReason?> Own(string site, string reason, CancellationToken stop = default) => (await sites.Find(site, stop))?.Settings.Reasons.FirstOrDefault(known => known.Code == reason);
}
