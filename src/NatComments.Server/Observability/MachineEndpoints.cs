using NatComments.Core.Scoring;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Scoring;
using NatComments.Server.Threads;

namespace NatComments.Server.Observability;

/// <summary>What other programs ask: scores, with an API key; and health, for whoever watches over the server.</summary>
internal sealed class MachineEndpoints(IScorer scorer, ApiKeys keys, IStore store, ServerOptions options)
{
    /// <summary>1,000 texts in one call: some tens of milliseconds of work.</summary>
    public const int MaxItems = 1_000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/score", (Delegate)Score).WithTags("Machines").Accepts<ScoreRequest>("application/json").Produces<VerdictReply>().WithSummary("Score one text, or up to 1,000");
        app.MapGet("/health/live", (HttpContext http) => Health(http, "live")).WithTags("Health").WithSummary("The process answers");
        app.MapGet("/health/ready", Ready).WithTags("Health").WithSummary("The store answers and the models are loaded");
    }

    private async Task Score(HttpContext http)
    {
        if (ModeratorGate.Bearer(http) is not { } key || await keys.Site(key) is null)
        {
            throw new BadRequestException(Problems.InvalidToken);
        }

        var request = await Wire.Body(http, ScoringJson.Default.ScoreRequest, options.MaxBulkBytes);
        if (request.Items is { } items)
        {
            if (items.Count > MaxItems)
            {
                throw new BadRequestException(Problems.TooManyItems, $"At most {MaxItems} texts.");
            }

            await Wire.Json(http, new ScoresReply([.. items.Select(item => Explain(item.Text, item.Lang))]), ScoringJson.Default.ScoresReply);
            return;
        }

        await Wire.Json(http, Explain(request.Text, request.Lang), ThreadsJson.Default.VerdictReply);
    }

    private VerdictReply Explain(string? text, string? lang) =>
        string.IsNullOrWhiteSpace(text) ? throw new BadRequestException(Problems.TextEmpty)
        : text.Length > ScoreInput.MaxLength ? throw new BadRequestException(Problems.TextTooLong, $"At most {ScoreInput.MaxLength} characters.")
        : VerdictReply.Of(scorer.Explain(new(text, lang)));

    private async Task Ready(HttpContext http)
    {
        await store.ReadVersion(Commit.ServerPartition, ServerKeys.Health, http.RequestAborted);
        await Health(http, "ready");
    }

    private static Task Health(HttpContext http, string what)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(what, http.RequestAborted);
    }
}
