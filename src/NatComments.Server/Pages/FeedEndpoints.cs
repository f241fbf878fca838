using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Pages;

/// <summary>
/// What other pages and programs fetch: counts for lists of articles, and feeds of a thread, of a site and of the
/// replies to one visitor.
/// </summary>
internal static class FeedEndpoints
{
    /// <summary>200 articles: the longest list page that was looked at shows 100.</summary>
    public const int MaxCounts = 200;

    // 200 ids of 300 letters that a browser has escaped, nine characters each, with quotes and commas.
    private const int MaxCountsBytes = MaxCounts * ((ThreadId.MaxArticleLength * 9) + 3) + 1_024;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().RequireRateLimiting(RateLimits.Reads);
        site.MapGet("/counts", Counts)
            .WithName("readCounts").Refuses(Problems.TooManyItems)
            .WithSummary("How many comments articles have")
            .WithDescription($"At most {MaxCounts} articles, answered under the ids as they were asked for, whatever their "
                + "spelling. What cannot be an article is left out. Proxies take addresses of some 8,000 characters; a "
                + "longer list goes as a POST.");
        site.MapPost("/counts", CountsOfMany)
            .WithName("readCountsOfMany").Refuses(Problems.TooManyItems)
            .WithMetadata(new BodyLimit(MaxCountsBytes))
            .WithSummary("The same, for ids too long for an address");
        MapFeeds(site, FeedForm.Atom, "atom", "application/atom+xml");
        MapFeeds(site, FeedForm.Rss, "rss", "application/rss+xml");
    }

    private static void MapFeeds(RouteGroupBuilder site, FeedForm form, string name, string type)
    {
        site.MapGet($"/threads/{{article}}/feed.{name}", (HttpContext http, FoundSite site, FoundThread thread, Feeds feeds) =>
                feeds.OfThread(http, site.Value, thread.Value, form))
            .WithName($"readThreadFeed{form}")
            .Produces<string>(200, type).WithSummary("A thread's newest comments as a feed");
        site.MapGet($"/feed.{name}", (HttpContext http, FoundSite site, Feeds feeds) => feeds.OfSite(http, site.Value, form))
            .WithName($"readSiteFeed{form}")
            .Produces<string>(200, type).WithSummary("A site's newest comments as a feed");
        site.MapGet($"/replies/{{key}}.{name}", (HttpContext http, FoundSite site,
                [Description("The secret of the feed, from the reader's own record.")] string key, Feeds feeds) =>
                feeds.OfReplies(http, site.Value, key, form))
            .WithName($"readReplyFeed{form}").Refuses(Problems.NotFound)
            .Produces<string>(200, type).WithSummary("What was answered to a reader, as a private feed");
    }

    private static Task<Results<Ok<Dictionary<string, long>>, Refusal>> Counts(
        HttpContext http, FoundSite site, IStore store,
        [Description("The ids of the articles, one parameter each; at most 200.")] [FromQuery] string[] article) =>
        Count(http, site, store, article);

    private static Task<Results<Ok<Dictionary<string, long>>, Refusal>> CountsOfMany(
        HttpContext http, FoundSite site, IStore store, Body<CountsRequest> body) =>
        Count(http, site, store, body.Value.Articles ?? []);

    private static async Task<Results<Ok<Dictionary<string, long>>, Refusal>> Count(
        HttpContext http, FoundSite site, IStore store, IReadOnlyList<string> articles)
    {
        if (articles.Count > MaxCounts)
        {
            return new Refusal(Problems.TooManyItems, $"At most {MaxCounts} articles.");
        }

        // Each is answered as it was asked for. What cannot be an article is left out: one bad place on a page must not
        // empty the others.
        var named = await ThreadRoute.Threads(http, site.Value.Id);
        var asked = articles.Distinct().Select(article => (Asked: article, Thread: named.Find(article)))
            .Where(pair => pair.Thread is not null).ToList();
        var counters = asked.Select(pair => ThreadCommit.PublishedCounter(pair.Thread!.Value.Article)).ToList();
        var counts = counters.Count == 0 ? [] : await store.ReadCounters(site.Value.Id, counters, http.RequestAborted);
        http.Response.Headers.CacheControl = "public, max-age=60";
        return TypedResults.Ok(asked.Zip(counts).ToDictionary(pair => pair.First.Asked, pair => pair.Second));
    }
}
