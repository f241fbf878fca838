using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Rendering;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// What a visitor may ask about a text before it is sent: how it will look, and whether to look at it again. Nothing of
/// it is kept.
/// </summary>
internal static class DraftEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapDrafts(this IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().RequireRateLimiting(RateLimits.Looks);
        site.MapPost("/preview", Preview)
            .WithName("previewComment").Refuses([.. Refuses.Text])
            .WithSummary("A text as it will look");
        site.MapPost("/look-again", LookAgain)
            .WithName("lookAgain").Refuses([.. Refuses.Text])
            .WithSummary("Whether a text is better looked at again before it is sent; yes or no, never a score");
    }

    /// <summary>The HTML of a text, by the same rules as a comment's, or what is wrong with it.</summary>
    public static Result<string> Render(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Refusal(Problems.TextEmpty);
        }

        if (text.Length > ThreadLimits.MaxTextLength)
        {
            return new Refusal(Problems.TextTooLong);
        }

        if (PlainText.Tidy(text, ThreadLimits.MaxTextLength) is not { } markdown)
        {
            return new Refusal(Problems.InvalidText);
        }

        var (html, refusal) = CommentMarkdown.Render(markdown);
        return html is not null ? html : new Refusal(refusal!);
    }

    private static Results<Ok<DraftReply>, Refusal> Preview(FoundSite site, Body<DraftRequest> draft) =>
        Render(draft.Value.Text).Take(out var html) is { } no ? no : TypedResults.Ok(new DraftReply(html!));

    private static Results<Ok<LookAgainReply>, Refusal> LookAgain(FoundSite site, Body<DraftRequest> draft, IScorer scorer)
    {
        if (Render(draft.Value.Text).Take(out var html) is { } no)
        {
            return no;
        }

        var (scores, policy) = (scorer.Score(new(ShownText.Of(html!))).Scores, site.Value.Policy);
        return TypedResults.Ok(new LookAgainReply(Policy.MaxAbuse(scores) >= policy.Abuse.Hold || scores.Doxxing >= policy.Doxxing.Hold));
    }
}

/// <summary>A text that is not sent yet.</summary>
public sealed record DraftRequest(string? Text);

/// <summary>How a text will look.</summary>
public sealed record DraftReply(string Html);

/// <summary>Whether a text is better looked at again before it is sent.</summary>
public sealed record LookAgainReply(bool LookAgain);
