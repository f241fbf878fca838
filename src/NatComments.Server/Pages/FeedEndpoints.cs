using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Privacy;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Pages;

/// <summary>What other pages and programs fetch: counts for lists of articles, and feeds of a thread, of a site and of the replies to one reader.</summary>
internal sealed class FeedEndpoints(IThreads threads, SiteDirectory sites, IStore store, Articles articles, PrivateFeeds feeds, Messages messages, Rates rates, ServerOptions options)
{
    /// <summary>200 articles: the longest list page that was looked at shows 100.</summary>
    public const int MaxCounts = 200;

    // 200 ids of 300 letters that a browser has escaped, nine characters each, with quotes and commas.
    private const int MaxCountsBytes = MaxCounts * ((ThreadId.MaxArticleLength * 9) + 3) + 1_024;

    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Reader");
        site.MapGet("/counts", Counts).Produces<Dictionary<string, long>>().WithSummary("How many comments articles have")
            .WithDescription($"At most {MaxCounts} articles, answered under the ids as they were asked for, whatever their spelling. What cannot be an article is left out. Proxies take addresses of some 8,000 characters; a longer list goes as a POST.");
        site.MapPost("/counts", CountsOfMany).Accepts<CountsRequest>("application/json").Produces<Dictionary<string, long>>().WithSummary("The same, for ids too long for an address");
        foreach (var form in Enum.GetValues<FeedForm>())
        {
            var (name, type) = form == FeedForm.Atom ? ("atom", "application/atom+xml") : ("rss", "application/rss+xml");
            site.MapGet($"/threads/{{article}}/feed.{name}", (HttpContext http, string site, string article) => ThreadFeed(http, site, article, form)).Produces(200, contentType: type).WithSummary("A thread's newest comments as a feed");
            site.MapGet($"/feed.{name}", (HttpContext http, string site) => SiteFeed(http, site, form)).Produces(200, contentType: type).WithSummary("A site's newest comments as a feed");
            site.MapGet($"/replies/{{key}}.{name}", (HttpContext http, string site, string key) => RepliesFeed(http, site, key, form)).Produces(200, contentType: type).WithSummary("What was answered to a reader, as a private feed");
        }
    }

    private Task Counts(HttpContext http, string site, [FromQuery] string[] article) => Count(http, site, article);

    private async Task CountsOfMany(HttpContext http, string site) =>
        await Count(http, site, (await Wire.Body(http, ThreadsJson.Default.CountsRequest, MaxCountsBytes)).Articles ?? []);

    private async Task Count(HttpContext http, string site, IReadOnlyList<string> article)
    {
        await Site(http, site);
        if (article.Count > MaxCounts)
        {
            throw new BadRequestException(Problems.TooManyItems, $"At most {MaxCounts} articles.");
        }

        // Each is answered as it was asked for. What cannot be an article is left out: one bad place on a page must not empty the others.
        var named = await ThreadRoute.Threads(http, site);
        var asked = article.Distinct().Select(a => (Asked: a, Thread: named.Find(a))).Where(pair => pair.Thread is not null).ToList();
        var counts = asked.Count == 0 ? [] : await store.ReadCounters(site, [.. asked.Select(pair => ThreadCommit.PublishedCounter(pair.Thread!.Value.Article))], http.RequestAborted);
        var bytes = JsonBytes.Of(asked.Zip(counts).ToDictionary(pair => pair.First.Asked, pair => pair.Second), ThreadsJson.Default.DictionaryStringInt64);
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "public, max-age=60";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private async Task ThreadFeed(HttpContext http, string site, string article, FeedForm form)
    {
        var of = await Site(http, site);
        var thread = Wire.OrThrow(await ThreadRoute.Thread(http, site, article));
        var words = messages.For(http);
        var state = await threads.ReadState(thread, http.RequestAborted);
        var known = await articles.Known(of, thread.Article, PublicAddress.OwnOrigin(http, options), http.RequestAborted);

        // The page's order is by place; a feed's is by time.
        var comments = await threads.ReadNewest(thread, PageQuery.DefaultLimit, http.RequestAborted);
        if (IsKnown(http, Tag(state.PublicVersion, of.Name, known, words, comments)))
        {
            return;
        }

        var self = $"{Root(http)}/api/v1/sites/{site}/threads/{PublicAddress.Article(thread.Article, http.Request.PathBase.HasValue)}";
        var page = Page(http, thread);
        var entries = comments.Select(comment => new FeedEntry(comment.Author?.Name ?? "", page, known.Url, comment));
        await Answer(http, form, Feed(of, known.Name, words, "feed-thread", self, [.. entries]) with { Page = known.Url ?? page });
    }

    private async Task SiteFeed(HttpContext http, string site, FeedForm form)
    {
        var of = await Site(http, site);
        var entries = await Newest(http, of, ThreadCommit.PublishedIndex);
        await Answer(http, form, Feed(of, null, messages.For(http), "feed-site", $"{Root(http)}/api/v1/sites/{site}", entries));
    }

    // The address is the secret: a feed reader sends no token.
    private async Task RepliesFeed(HttpContext http, string site, string key, FeedForm form)
    {
        var of = await Site(http, site);
        var words = messages.For(http);
        var author = await feeds.Author(site, key, http.RequestAborted) ?? throw new BadRequestException(Problems.NotFound);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        var entries = await Newest(http, of, ThreadCommit.RepliesIndex(author));
        await Answer(http, form, Feed(of, words.Say("feed-replies"), words, "feed-replies", $"{Root(http)}/api/v1/sites/{site}/replies/{key}", entries), "private, no-store");
    }

    private static Feed Feed(Site site, string? about, Words words, string subtitle, string self, IReadOnlyList<FeedEntry> entries) =>
        new(self, null, about is null ? site.Name : $"{site.Name}: {about}", words.Say(subtitle), words.Language.Lang, site.CreatedAt, entries);

    private async Task<IReadOnlyList<FeedEntry>> Newest(HttpContext http, Site site, string index)
    {
        var stop = http.RequestAborted;
        var found = (await store.ReadEntries(site.Id, index, new(PageQuery.DefaultLimit, Descending: true), stop))
            .Select(entry => (Thread: ThreadId.FromTrusted(site.Id, Encoding.UTF8.GetString(entry.Value)), Comment: ThreadKeys.CommentOf(entry.Key))).ToList();
        var known = await articles.Known(site, found.Select(place => place.Thread.Article), PublicAddress.OwnOrigin(http, options), stop);
        var entries = new List<FeedEntry>();
        foreach (var (thread, id) in found)
        {
            var article = known[thread.Article];
            entries.AddRange((await threads.ReadComments(thread, [id], null, stop)).Where(comment => comment.Author is not null)
                .Select(comment => new FeedEntry(article.Name is { } name ? $"{comment.Author!.Name}: {name}" : comment.Author!.Name, Page(http, thread), article.Url, comment)));
        }

        return entries;
    }

    // Another title, address or language is another feed, and so are texts that were rendered anew.
    private static string Tag(long version, string site, KnownArticle article, Words words, IEnumerable<CommentView> comments)
    {
        var texts = string.Concat(comments.Select(comment => comment.Html));
        var said = SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{article.Name}\n{article.Url}\n{words.Language.Lang}\n{texts}"));
        return $"{ReadyPage.SharedTag(version)[..^1]}-{Convert.ToHexStringLower(said.AsSpan(0, 8))}\"";
    }

    private bool IsKnown(HttpContext http, string tag)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Headers.CacheControl = Caching(http);
        if (!http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    // What the Host header has a part in is of use to nobody but who sent it.
    private string Caching(HttpContext http) => PublicAddress.IsFromRequest(http, options) ? "private, max-age=60" : "public, max-age=60";

    private async Task Answer(HttpContext http, FeedForm form, Feed feed, string? caching = null)
    {
        http.Response.ContentType = form == FeedForm.Atom ? "application/atom+xml; charset=utf-8" : "application/rss+xml; charset=utf-8";
        http.Response.Headers.CacheControl = caching ?? Caching(http);
        http.Response.Headers.Vary = "Accept-Language";
        await http.Response.Body.WriteAsync(feed.Write(form), http.RequestAborted);
    }

    private async ValueTask<Site> Site(HttpContext http, string id)
    {
        var site = await sites.Find(id) ?? throw new BadRequestException(Problems.SiteNotFound);
        return rates.MayRead(http) ? site : throw new BadRequestException(Problems.RateLimited);
    }

    private string Page(HttpContext http, ThreadId thread) => Root(http) + PlainSetting.Address(thread.Site, thread.Article, Root(http));

    private string Root(HttpContext http) => PublicAddress.Of(http, options) ?? "";
}
