using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Hosting;

/// <summary>The page under which an article's comments stand, as readers' browsers told of it.</summary>
/// <param name="Title">Its title; null when nobody has told it.</param>
/// <param name="Url">Its address, http or https, on one of the origins that the site has named; null when it is not known or the site has named none.</param>
public sealed record ArticlePage(string? Title, string? Url)
{
    /// <summary>300 characters: three lines. What is longer is no title.</summary>
    public const int MaxTitleLength = 300;

    /// <summary>1,000 characters: an article's id of 300, escaped, behind a host.</summary>
    public const int MaxUrlLength = 1_000;

    /// <summary>True when an import brought it, which is the site's own word; null when readers' browsers told it. Kept, and not shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FromSite { get; init; }
}

/// <summary>
/// What articles are called and where they stand, for moderators and, as far as it is sure, for readers. A hint that comes with a comment: what is not of the form is left out and never
/// costs a comment. What is known already is changed only by authors who are no longer new, so that a passer-by cannot rename an article.
/// </summary>
internal sealed class Articles(IStore store, SiteReaders readers, Submissions submissions) : IDisposable
{
    /// <summary>What the documents' keys begin with.</summary>
    public const string Prefix = "article/";

    // 10,000 articles: more than are commented on in a day; beyond that those are read again that nobody has commented on for longest.
    private const int MaxRemembered = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>Takes in what came with a comment.</summary>
    public async ValueTask Tell(ThreadId thread, string author, string? title, string? url, CancellationToken stop)
    {
        var told = new ArticlePage(PlainText.Name(title, ArticlePage.MaxTitleLength), await Address(thread.Site, url));
        var place = (thread.Site, thread.Article);
        if (told is { Title: null, Url: null } || (_known.TryGetValue(place, out ArticlePage? remembered) && remembered == told))
        {
            return;
        }

        try
        {
            var before = FromBytes(await store.ReadDocument(thread.Site, Prefix + thread.Article, stop));
            var now = before is null || (before.FromSite is null && !(await submissions.Record(thread.Site, author)).IsNew) ? told : before;
            if (now != before)
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(now, ArticleJson.Default.ArticlePage);
                await store.TryCommit(new(thread.Site, null, [new(Prefix + thread.Article, bytes)], [], []), stop);
            }

            _known.Set(place, now, new MemoryCacheEntryOptions { Size = 1 });
        }
        catch (StoreUnavailableException)
        {
            // The comment is posted; the next one tells the same.
        }
    }

    /// <summary>What an import tells of an article: nothing is changed if anybody has told of it before. An address that no browser should open is left out.</summary>
    public static DocumentChange FirstTold(ThreadId thread, string? title, string? url)
    {
        var page = new ArticlePage(PlainText.Name(title, ArticlePage.MaxTitleLength), url is { Length: <= ArticlePage.MaxUrlLength } ? WebAddress(url)?.GetLeftPart(UriPartial.Query) : null) { FromSite = true };
        return new(Prefix + thread.Article, JsonSerializer.SerializeToUtf8Bytes(page, ArticleJson.Default.ArticlePage), MustBeAbsent: true);
    }

    /// <summary>The pages of articles, by article. One that nobody has told of has the address that its id says, if it says one.</summary>
    public async Task<IReadOnlyDictionary<string, ArticlePage>> Of(string site, IEnumerable<string> articles, CancellationToken stop)
    {
        var ids = articles.Distinct().ToList();
        var read = ids.Count == 0 ? [] : await store.ReadDocuments(site, [.. ids.Select(id => Prefix + id)], stop);
        var home = (await readers.Of(site)).Origins.FirstOrDefault();
        var pages = new Dictionary<string, ArticlePage>();
        foreach (var (id, bytes) in ids.Zip(read))
        {
            var told = FromBytes(bytes) ?? new(null, null);
            var sure = told.FromSite is true && told.Url is { } url ? url : await Address(site, told.Url);
            pages[id] = told with { FromSite = null, Url = sure ?? await Address(site, id.StartsWith('/') ? home + id : id) };
        }

        return pages;
    }

    /// <summary>
    /// The address of an article's own page for everybody to follow; null when none is sure. It is on one of the origins that the site has named: what
    /// a reader's browser told of any other place, and what it called the article, nobody has looked at.
    /// </summary>
    public async ValueTask<string?> Public(ThreadId thread, CancellationToken stop)
    {
        try
        {
            return await Address(thread.Site, (await Of(thread.Site, [thread.Article], stop))[thread.Article].Url);
        }
        catch (StoreUnavailableException)
        {
            // The page is shown from memory, without the way back.
            return null;
        }
    }

    public void Dispose() => _known.Dispose();

    // Nobody is led to a place that only a reader's word stands for: without origins that the site has named there is no link.
    private async ValueTask<string?> Address(string site, string? url) =>
        url is { Length: <= ArticlePage.MaxUrlLength } && WebAddress(url) is { } uri
        && ((await readers.Of(site)).Origins.Contains(WebOrigin.Of(uri) ?? "", StringComparer.OrdinalIgnoreCase))
            ? uri.GetLeftPart(UriPartial.Query)
            : null;

    /// <summary>An address that a browser may open; null for every other.</summary>
    public static Uri? WebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 ? uri : null;

    private static ArticlePage? FromBytes(byte[]? bytes) => bytes is null ? null : JsonSerializer.Deserialize(bytes, ArticleJson.Default.ArticlePage);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArticlePage))]
internal sealed partial class ArticleJson : JsonSerializerContext;
