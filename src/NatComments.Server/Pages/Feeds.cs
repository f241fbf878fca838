using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server.Pages;

/// <summary>Makes the feeds of a thread, of a site and of the replies to one visitor.</summary>
internal sealed class Feeds(
    IThreads threads, IStore store, Articles articles, PrivateFeeds privateFeeds, Messages messages, IOptions<HttpOptions> options)
{
    /// <summary>A thread's newest comments, or 304 when the client has them.</summary>
    public async Task<IResult> OfThread(HttpContext http, Site site, ThreadId thread, FeedForm form)
    {
        var (words, stop) = (messages.For(http), http.RequestAborted);
        var state = await threads.ReadState(thread, stop);
        var known = await articles.Known(site, thread.Article, PublicAddress.OwnOrigin(http, options.Value), stop);

        // The page's order is by place; a feed's is by time.
        var comments = await threads.ReadNewest(thread, PageQuery.DefaultLimit, stop);
        var tag = Tag(state.PublicVersion, site.Name, known, words, comments);
        http.Response.Headers.ETag = tag;
        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Headers.CacheControl = Caching(http);
        if (http.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var article = PublicAddress.Article(thread.Article, http.Request.PathBase.HasValue);
        var self = $"{Root(http)}/api/v1/sites/{site.Id}/threads/{article}";
        var page = Page(http, thread);
        var entries = comments.Select(comment => new FeedEntry(comment.Author?.Name ?? "", page, known.Url, comment));
        return Answer(form, Feed(site, known.Name, words, "feed-thread", self, [.. entries]) with { Page = known.Url ?? page });
    }

    /// <summary>A site's newest comments.</summary>
    public async Task<IResult> OfSite(HttpContext http, Site site, FeedForm form)
    {
        var entries = await Newest(http, site, ThreadCommit.PublishedIndex);
        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Headers.CacheControl = Caching(http);
        var self = $"{Root(http)}/api/v1/sites/{site.Id}";
        return Answer(form, Feed(site, null, messages.For(http), "feed-site", self, entries));
    }

    /// <summary>What was answered to a visitor. The address is the secret: a feed reader sends no token.</summary>
    public async Task<IResult> OfReplies(HttpContext http, Site site, string key, FeedForm form)
    {
        if (await privateFeeds.Author(site.Id, key, http.RequestAborted) is not { } author)
        {
            return new Refusal(Problems.NotFound);
        }

        var words = messages.For(http);
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.Vary = "Accept-Language";
        http.Response.Headers.CacheControl = "private, no-store";
        var entries = await Newest(http, site, ThreadCommit.RepliesIndex(author));
        var self = $"{Root(http)}/api/v1/sites/{site.Id}/replies/{key}";
        return Answer(form, Feed(site, words.Say("feed-replies"), words, "feed-replies", self, entries));
    }

    private static Feed Feed(
        Site site, string? about, Words words, string subtitle, string self, IReadOnlyList<FeedEntry> entries) =>
        new(self, null, about is null ? site.Name : $"{site.Name}: {about}", words.Say(subtitle), words.Language.Lang,
            site.CreatedAt, entries);

    private static FileContentHttpResult Answer(FeedForm form, Feed feed) => TypedResults.Bytes(
        feed.Write(form),
        form == FeedForm.Atom ? "application/atom+xml; charset=utf-8" : "application/rss+xml; charset=utf-8");

    private async Task<IReadOnlyList<FeedEntry>> Newest(HttpContext http, Site site, string index)
    {
        var stop = http.RequestAborted;
        var newest = await store.ReadEntries(site.Id, index, new(PageQuery.DefaultLimit, Descending: true), stop);
        var found = newest.Select(entry => (
            Thread: ThreadId.FromTrusted(site.Id, Encoding.UTF8.GetString(entry.Value)),
            Comment: ThreadKeys.CommentOf(entry.Key))).ToList();
        var known = await articles.Known(
            site, found.Select(place => place.Thread.Article), PublicAddress.OwnOrigin(http, options.Value), stop);
        var entries = new List<FeedEntry>();
        foreach (var (thread, id) in found)
        {
            var article = known[thread.Article];
            entries.AddRange((await threads.ReadComments(thread, [id], null, stop))
                .Where(comment => comment.Author is not null)
                .Select(comment => new FeedEntry(
                    article.Name is { } name ? $"{comment.Author!.Name}: {name}" : comment.Author!.Name,
                    Page(http, thread), article.Url, comment)));
        }

        return entries;
    }

    // Another title, address or language is another feed, and so are texts that were rendered anew.
    private static string Tag(
        long version, string site, KnownArticle article, Words words, IEnumerable<CommentView> comments)
    {
        var texts = string.Concat(comments.Select(comment => comment.Html));
        var said = SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{site}\n{article.Name}\n{article.Url}\n{words.Language.Lang}\n{texts}"));
        return $"{ReadyPage.SharedTag(version)[..^1]}-{Convert.ToHexStringLower(said.AsSpan(0, 8))}\"";
    }

    // What the Host header has a part in is of use to nobody but who sent it.
    private string Caching(HttpContext http) =>
        PublicAddress.IsFromRequest(http, options.Value) ? "private, max-age=60" : "public, max-age=60";

    private string Page(HttpContext http, ThreadId thread) =>
        Root(http) + PlainSetting.Address(thread.Site, thread.Article, Root(http));

    private string Root(HttpContext http) => PublicAddress.Of(http, options.Value) ?? "";
}
