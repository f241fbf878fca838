using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Rendering;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>What a reader may ask about a text before it is sent: how it will look, and whether to look at it again. Nothing of it is kept.</summary>
internal sealed class DraftEndpoints(SiteDirectory sites, IScorer scorer, Rates rates, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Reader");
        site.MapPost("/preview", Preview).Accepts<DraftRequest>("application/json").Produces<DraftReply>().WithSummary("A text as it will look");
        site.MapPost("/look-again", LookAgain).Accepts<DraftRequest>("application/json").Produces<LookAgainReply>()
            .WithSummary("Whether a text is better looked at again before it is sent; yes or no, never a score");
    }

    /// <summary>The HTML of a text, by the same rules as a comment's. Throws what is wrong with it.</summary>
    public static string Render(string? text)
    {
        var markdown = Tidy(text);
        var (html, refusal) = CommentMarkdown.Render(markdown);
        return html ?? throw new BadRequestException(refusal!);
    }

    private async Task Preview(HttpContext http, string site) =>
        await Wire.Json(http, new DraftReply(Render((await Draft(http, site)).Draft.Text)), ThreadsJson.Default.DraftReply);

    private async Task LookAgain(HttpContext http, string site)
    {
        var (of, draft) = await Draft(http, site);
        var scores = scorer.Score(new(ShownText.Of(Render(draft.Text)))).Scores;
        var abuse = Core.Moderation.Policy.MaxAbuse(scores);
        await Wire.Json(http, new LookAgainReply(abuse >= of.Policy.Abuse.Hold || scores.Doxxing >= of.Policy.Doxxing.Hold), ThreadsJson.Default.LookAgainReply);
    }

    private static string Tidy(string? text) =>
        string.IsNullOrWhiteSpace(text) ? throw new BadRequestException(Problems.TextEmpty)
        : text.Length > ThreadLimits.MaxTextLength ? throw new BadRequestException(Problems.TextTooLong)
        : PlainText.Tidy(text, ThreadLimits.MaxTextLength) ?? throw new BadRequestException(Problems.InvalidText);

    private async ValueTask<(Site Site, DraftRequest Draft)> Draft(HttpContext http, string id)
    {
        var site = await sites.Find(id) ?? throw new BadRequestException(Problems.SiteNotFound);
        return rates.MayLook(http)
            ? (site, await Wire.Body(http, ThreadsJson.Default.DraftRequest, options.MaxBodyBytes))
            : throw new BadRequestException(Problems.RateLimited);
    }
}

/// <summary>A text that is not sent yet.</summary>
public sealed record DraftRequest(string? Text);

/// <summary>How a text will look.</summary>
public sealed record DraftReply(string Html);

/// <summary>Whether a text is better looked at again before it is sent.</summary>
public sealed record LookAgainReply(bool LookAgain);
