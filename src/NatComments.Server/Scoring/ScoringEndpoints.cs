using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Scoring;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Scoring;

/// <summary>What a site's other programs ask with an API key: scores of texts.</summary>
internal static class ScoringEndpoints
{
    /// <summary>1,000 texts in one call: some tens of milliseconds of work.</summary>
    public const int MaxItems = 1_000;

    /// <summary>Adds the models.</summary>
    public static IServiceCollection AddScoring(this IServiceCollection services) =>
        services.AddJson(ScoringJson.Default).AddSingleton<IScorer>(_ => ModelScorer.Load());

    /// <summary>Maps the endpoint.</summary>
    public static void MapScoring(this IEndpointRouteBuilder app)
    {
        // Loads the models now: a file that cannot be read stops the start, and the first comment does not wait for it.
        _ = app.ServiceProvider.GetRequiredService<IScorer>();
        app.MapApi("/api/v1/score", "Machines").MapPost("", Score)
            .WithName("score").Refuses(Problems.TextEmpty, Problems.TextTooLong, Problems.TooManyItems)
            .Produces<VerdictReply>().WithMetadata(new RequiredApiKey(), new BulkBody())
            .WithSummary("Score one text, or up to 1,000");
    }

    private static Results<Ok<VerdictReply>, Ok<ScoresReply>, Refusal> Score(Body<ScoreRequest> body, IScorer scorer)
    {
        var request = body.Value;
        if (request.Items is not { } items)
        {
            return Explain(scorer, request.Text, request.Lang).Take(out var one) is { } no ? no : TypedResults.Ok(one!);
        }

        if (items.Count > MaxItems)
        {
            return new Refusal(Problems.TooManyItems, $"At most {MaxItems} texts.");
        }

        var verdicts = new List<VerdictReply>(items.Count);
        foreach (var item in items)
        {
            if (Explain(scorer, item.Text, item.Lang).Take(out var verdict) is { } no)
            {
                return no;
            }

            verdicts.Add(verdict!);
        }

        return TypedResults.Ok(new ScoresReply(verdicts));
    }

    private static Result<VerdictReply> Explain(IScorer scorer, string? text, string? lang) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal(Problems.TextEmpty)
        : text.Length > ScoreInput.MaxLength
            ? new Refusal(Problems.TextTooLong, $"At most {ScoreInput.MaxLength} characters.")
        : VerdictReply.Of(scorer.Explain(new(text, lang)));
}
