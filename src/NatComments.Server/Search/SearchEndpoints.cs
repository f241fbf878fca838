using System.Globalization;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Search;

/// <summary>Search over all comments of a site, whatever their status. What was just posted is found about a second later.</summary>
internal sealed class SearchEndpoints(SearchReader search, IStore store)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    // 20 words: more is a text, not a question.
    private const int MaxWords = 20;
    private const int MaxQuery = 500;

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/comments", Find).WithTags("Moderator").Produces<FoundPage>().RequireRole(Role.Auditor)
            .WithSummary("Search comments, newest first: ?q= words (Turkish endings and missing diacritics allowed, a star at the end for whatever begins so), ?author= ?article= ?status= ?from= ?to=");

    private async Task Find(HttpContext http, string site, [AsParameters] FindQuery query)
    {
        var limit = query.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"limit is 1 to {MaxLimit}.");
        }

        if (query.Q?.Length > MaxQuery)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"q has at most {MaxQuery} characters.");
        }

        var wanted = new SearchQuery(
            Words(query.Q), query.Author is null ? null : Ids.Author(query.Author), query.Article is null ? null : Wire.OrThrow((await ThreadRoute.Threads(http, site)).Called(query.Article)).Article,
            Status(query.Status), query.From, query.To, Cursor(query.After));
        var (hits, next) = await search.Find(site, wanted, limit, http.RequestAborted);
        var texts = hits.Count == 0
            ? []
            : await store.ReadDocuments(site, [.. hits.Select(hit => CommentText.Key(hit.Document.Article, hit.Document.Comment, hit.Document.Revision))], http.RequestAborted);
        var found = hits.Zip(texts).Select(pair => (pair.First.Document, Text: pair.Second is null ? null : CommentText.FromBytes(pair.Second)))
            .Select(pair => new FoundReply(
                pair.Document.Article, pair.Document.Comment, pair.Document.Revision, pair.Text?.Shown ?? "", pair.Text?.Html ?? "",
                new(pair.Document.Author, pair.Text?.Name ?? "", pair.Text?.Badge), pair.Document.PostedAt, pair.Document.Status) { Categories = pair.Document.Scores });
        await Wire.Json(http, new FoundPage([.. found], next?.ToString(CultureInfo.InvariantCulture)), SearchWireJson.Default.FoundPage);
    }

    private static IReadOnlyList<string> Words(string? question) => [.. (question ?? "")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(part => SearchWords.Of(part) is var words && part.EndsWith('*') && words.Count > 0 ? [.. words.SkipLast(1), words.Last() + "*"] : words)
        .Distinct().Take(MaxWords)];

    private static CommentStatus? Status(string? status) =>
        string.IsNullOrEmpty(status) ? null
        : Enum.TryParse<CommentStatus>(status, ignoreCase: true, out var known) && !char.IsAsciiDigit(status[0]) ? known
        : throw new BadRequestException(Problems.InvalidRequest, "status is pending, published, rejected or withdrawn.");

    private static int? Cursor(string? after) =>
        after is null ? null
        : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
        : throw new BadRequestException(Refusals.InvalidCursor);
}

/// <summary>What to look for among comments.</summary>
internal sealed class FindQuery
{
    public string? Q { get; set; }

    public string? Author { get; set; }

    public string? Article { get; set; }

    public string? Status { get; set; }

    public DateTimeOffset? From { get; set; }

    public DateTimeOffset? To { get; set; }

    public int? Limit { get; set; }

    public string? After { get; set; }
}
