using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Projections;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Search;

/// <summary>Search over all comments of a site, whatever their status. What was just posted is found about a second later.</summary>
internal static class SearchEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    // 20 words: more is a text, not a question.
    private const int MaxWords = 20;
    private const int MaxQuery = 500;

    /// <summary>Adds what search needs.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services) =>
        services.AddJson(SearchWireJson.Default).AddSingleton<SearchReader>().AddSingleton<CommentPlaces>();

    /// <summary>Maps the endpoint.</summary>
    public static void MapSearch(this IEndpointRouteBuilder app) =>
        app.MapApi("/api/v1/sites/{site}/comments", "Moderator").MapGet("", Find)
            .WithName("searchComments").Refuses(Problems.InvalidId, Problems.InvalidArticle, Refusals.InvalidCursor)
            .RequireRole(Role.Auditor)
            .WithSummary("Search comments, newest first");

    private static async Task<Results<Ok<FoundPage>, Refusal>> Find(
        string site, [AsParameters] FindQuery query, SearchReader search, IStore store, ArticleThreads threads,
        CancellationToken stop)
    {
        var limit = query.Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
        {
            return new Refusal(Problems.InvalidRequest, $"limit is 1 to {MaxLimit}.");
        }

        if ((await Wanted(site, query, threads)).Take(out var wanted) is { } malformed)
        {
            return malformed;
        }

        var (hits, next) = await search.Find(site, wanted!, limit, stop);
        var texts = hits.Count == 0 ? [] : await store.ReadDocuments(site, [.. hits.Select(Key)], stop);
        var found = hits.Zip(texts, (hit, text) => Reply(hit.Document, text)).ToList();
        return TypedResults.Ok(new FoundPage(found, next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async ValueTask<Result<SearchQuery>> Wanted(string site, FindQuery query, ArticleThreads threads)
    {
        if (query.Q?.Length > MaxQuery)
        {
            return new Refusal(Problems.InvalidRequest, $"q has at most {MaxQuery} characters.");
        }

        if (query.Author is { } author && !Ids.IsAuthor(author))
        {
            return new Refusal(Problems.InvalidId);
        }

        var thread = default(ThreadId);
        CommentStatus? status = null;
        int? after = null;
        var called = query.Article is { } article ? (await threads.Of(site)).Called(article) : thread;
        var malformed = called.Take(out thread)
            ?? Status(query.Status).Take(out status)
            ?? Cursor(query.After).Take(out after);
        return malformed is not null ? malformed
            : new SearchQuery(
                Words(query.Q), query.Author, query.Article is null ? null : thread.Article, status,
                query.From, query.To, after);
    }

    private static string Key(SearchHit hit) =>
        CommentText.Key(hit.Document.Article, hit.Document.Comment, hit.Document.Revision);

    private static FoundReply Reply(SearchDocument hit, byte[]? stored)
    {
        var text = stored is null ? null : CommentText.FromBytes(stored);
        var author = new AuthorView(hit.Author, text?.Name ?? "", text?.Badge);
        var (shown, html) = (text?.Shown ?? "", text?.Html ?? "");
        return new(hit.Article, hit.Comment, hit.Revision, shown, html, author, hit.PostedAt, hit.Status)
        {
            Categories = hit.Scores,
        };
    }

    private static IReadOnlyList<string> Words(string? question) => [.. (question ?? "")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .SelectMany(part => SearchWords.Of(part) is var words && part.EndsWith('*') && words.Count > 0 ? [.. words.SkipLast(1), words.Last() + "*"] : words)
        .Distinct().Take(MaxWords)];

    private static Result<CommentStatus?> Status(string? status) =>
        string.IsNullOrEmpty(status) ? (CommentStatus?)null
        : Enum.TryParse<CommentStatus>(status, ignoreCase: true, out var known) && !char.IsAsciiDigit(status[0])
            ? (CommentStatus?)known
        : new Refusal(Problems.InvalidRequest, "status is pending, published, rejected or withdrawn.");

    private static Result<int?> Cursor(string? after) =>
        after is null ? (int?)null
        : int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? (int?)place
        : new Refusal(Refusals.InvalidCursor);
}

/// <summary>What to look for among comments.</summary>
internal sealed class FindQuery
{
    [Description("Words that all must be there. Turkish endings and missing diacritics are found too; "
        + "a star at the end finds whatever begins so.")]
    [MaxLength(500)]
    public string? Q { get; set; }

    [Description("The id of an author.")]
    public string? Author { get; set; }

    [Description("The id of an article.")]
    public string? Article { get; set; }

    [Description("Where the comments stand.")]
    [AllowedValues("pending", "published", "rejected", "withdrawn")]
    public string? Status { get; set; }

    [Description("Nothing that was posted before this time.")]
    public DateTimeOffset? From { get; set; }

    [Description("Nothing that was posted after this time.")]
    public DateTimeOffset? To { get; set; }

    [Description("How many comments at most.")]
    [Range(1, 200)]
    [DefaultValue(50)]
    public int? Limit { get; set; }

    [Description("The cursor that the page before gave as next.")]
    public string? After { get; set; }
}
