using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>The page under which an article's comments stand, as imports, the site's people and readers' browsers told of it.</summary>
/// <param name="Title">Its title; null when nobody has told it.</param>
/// <param name="Url">Its address, http or https, on one of the origins that the site has named; null when it is not known or the site has named none.</param>
public sealed record ArticlePage(string? Title, string? Url)
{
    /// <summary>300 characters: three lines. What is longer is no title.</summary>
    public const int MaxTitleLength = 300;

    /// <summary>1,000 characters: an article's id of 300, escaped, behind a host.</summary>
    public const int MaxUrlLength = 1_000;

    /// <summary>True when an import or somebody of the site said it; else null. Kept, and not shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FromSite { get; init; }

    /// <summary>True when a page of the site told it: the request came from one of its origins, and so does the address. Kept, and not shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FromPage { get; init; }

    /// <summary>True when everybody may be shown it: what only a stranger said, nobody has looked at.</summary>
    [JsonIgnore]
    public bool IsSitesWord => FromSite is true || FromPage is true;
}

/// <summary>An article as everybody may be told of it.</summary>
/// <param name="Title">What its site calls it; null when that is not known for sure.</param>
/// <param name="Url">The address of its own page; null when that is not known for sure.</param>
public sealed record KnownArticle(string Id, string? Title, string? Url)
{
    /// <summary>What to call it before people: its title, else its path as one reads it; null when there is nothing but an id that says nothing.</summary>
    public string? Name { get; } = Title ?? Path(ArticleAddress.IsAddress(Id) ? Id : Url);

    private static string? Path(string? address)
    {
        if (address is null)
        {
            return null;
        }

        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.PathAndQuery : address;
        return path == "/" ? null : PlainText.Name(Uri.UnescapeDataString(path), ThreadId.MaxArticleLength);
    }
}

/// <summary>
/// What articles are called and where they stand. For moderators whatever was told; for readers only the site's own word: what an import or somebody
/// of the site said, and what a browser tells from a page on one of the site's origins. What comes with a comment is a hint: what is not of the form is
/// left out and never costs a comment. What is known already is changed only by authors who are no longer new, so that a passer-by cannot rename an article.
/// </summary>
internal sealed class Articles(IStore store, SiteReaders readers, Submissions submissions, AuditLog audit) : IDisposable
{
    /// <summary>What the documents' keys begin with.</summary>
    public const string Prefix = ThreadKeys.Articles;

    // 10,000 articles: more than are commented on in a day; beyond that those are read again that nobody has commented on for longest.
    private const int MaxRemembered = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>Takes in what came with a comment.</summary>
    /// <param name="origin">The origin of the page that sent it; null when the request named none.</param>
    /// <param name="own">This server's own origin: the site's as long as it has named none, so that a try-out is as the real thing.</param>
    public async ValueTask Tell(Site site, ThreadId thread, string author, string? title, string? url, string? origin, string? own, CancellationToken stop)
    {
        var origins = await Origins(thread.Site, own);
        var place = On(origins, url);
        var told = new ArticlePage(PlainText.Name(title, ArticlePage.MaxTitleLength), place)
        {
            FromPage = place is not null && IsOf(thread, place) && origin is not null && origins.Contains(origin, StringComparer.OrdinalIgnoreCase) ? true : null,
        };
        var key = (thread.Site, thread.Article);
        if (told is { Title: null, Url: null } || (_known.TryGetValue(key, out ArticlePage? remembered) && remembered == told))
        {
            return;
        }

        try
        {
            var before = FromBytes(await store.ReadDocument(thread.Site, ThreadKeys.Article(thread.Article), stop));
            if (told is { FromPage: true, Title: { } said } && told != before && !submissions.MayStand(site, said))
            {
                // A program can send any origin: what would be rejected as a comment is no title before readers.
                told = told with { FromPage = null };
            }

            var now = await Replaces(thread.Site, author, before, told) ? told : before!;
            if (now != before)
            {
                await store.TryCommit(new(thread.Site, null, [new(ThreadKeys.Article(thread.Article), Bytes(now))], [], []), stop);
            }

            _known.Set(key, now, new MemoryCacheEntryOptions { Size = 1 });
        }
        catch (StoreUnavailableException)
        {
            // The comment is posted; the next one tells the same.
        }
    }

    /// <summary>What somebody of the site calls an article. It holds until they say something else; both null: as if nobody had said anything.</summary>
    /// <returns>False when the address is none that a browser should open.</returns>
    public async Task<bool> Name(ThreadId thread, string? title, string? url, string by, CancellationToken stop)
    {
        var place = url is null ? null : Kept(url);
        if (url is not null && place is null)
        {
            return false;
        }

        var named = new ArticlePage(title, place) { FromSite = true };
        await audit.Change(thread.Site, async () =>
        {
            var before = FromBytes(await store.ReadDocument(thread.Site, ThreadKeys.Article(thread.Article), stop));
            var draft = new AuditDraft(AuditKinds.ArticleNamed, by, thread.Article) { Before = Node(before), After = Node(named) };
            return (true, (AuditedChange?)new AuditedChange(draft, new DocumentChange(ThreadKeys.Article(thread.Article), title is null && place is null ? null : Bytes(named))));
        });
        _known.Remove((thread.Site, thread.Article));
        return true;
    }

    // The site's own word stands before a reader's.
    private async ValueTask<bool> Replaces(string site, string author, ArticlePage? before, ArticlePage told) =>
        before is null || (before.FromSite is null && told != before
            && (before.FromPage is null ? told.FromPage is true || !await IsNew(site, author) : told.FromPage is true && !await IsNew(site, author)));

    private async ValueTask<bool> IsNew(string site, string author) => (await submissions.Record(site, author)).IsNew;

    /// <summary>What an import tells of an article: nothing is changed if anybody has told of it before. An address that no browser should open is left out.</summary>
    public static DocumentChange FirstTold(ThreadId thread, string? title, string? url)
    {
        var page = new ArticlePage(PlainText.Name(title, ArticlePage.MaxTitleLength), Kept(url)) { FromSite = true };
        return new(ThreadKeys.Article(thread.Article), Bytes(page), MustBeAbsent: true);
    }

    /// <summary>The pages of articles, by article, for moderators. One that nobody has told of has the address that its id says, if it says one.</summary>
    public async Task<IReadOnlyDictionary<string, ArticlePage>> Of(string site, IEnumerable<string> articles, CancellationToken stop)
    {
        var origins = await Origins(site, null);
        return (await Read(site, articles, stop)).ToDictionary(
            page => page.Id, page => (page.Told ?? new(null, null)) with { FromSite = null, FromPage = null, Url = Place(origins, null, page.Id, page.Told) });
    }

    /// <summary>Articles as everybody may be told of them.</summary>
    /// <param name="own">This server's own origin.</param>
    public async Task<IReadOnlyDictionary<string, KnownArticle>> Known(Site site, IEnumerable<string> articles, string? own, CancellationToken stop)
    {
        var origins = await Origins(site.Id, own);
        return (await Read(site.Id, articles, stop)).ToDictionary(page => page.Id, page => new KnownArticle(
            page.Id, page.Told is { IsSitesWord: true, Title: { } title } ? WithoutSite(title, site.Name) : null, Place(origins, own, page.Id, page.Told)));
    }

    /// <summary>An article as everybody may be told of it; by its id alone while the store does not answer.</summary>
    public async ValueTask<KnownArticle> Known(Site site, string article, string? own, CancellationToken stop)
    {
        try
        {
            return (await Known(site, [article], own, stop))[article];
        }
        catch (StoreUnavailableException)
        {
            // The page is shown from memory.
            return new(article, null, null);
        }
    }

    private async Task<IReadOnlyList<(string Id, ArticlePage? Told)>> Read(string site, IEnumerable<string> articles, CancellationToken stop)
    {
        var ids = articles.Distinct().ToList();
        var read = ids.Count == 0 ? [] : await store.ReadDocuments(site, [.. ids.Select(id => ThreadKeys.Article(id))], stop);
        return [.. ids.Zip(read, (id, bytes) => (id, FromBytes(bytes)))];
    }

    // Nobody is led to a place that only a reader's word stands for: it is on one of the site's origins, or an import or the site's people named it.
    private static string? Place(IReadOnlyList<string> origins, string? own, string id, ArticlePage? told) =>
        On(origins, told?.Url)
        ?? (id.StartsWith('/') && origins.Count > 0 && origins[0] != own ? On(origins, origins[0] + id) : null)
        ?? (told?.FromSite is true ? told.Url : null);

    private async ValueTask<IReadOnlyList<string>> Origins(string site, string? own) =>
        (await readers.Of(site)).Origins is { Count: > 0 } named ? named : own is null ? [] : [own];

    private static string? On(IReadOnlyList<string> origins, string? url) =>
        url is { Length: <= ArticlePage.MaxUrlLength } && WebAddress(url) is { } uri && origins.Contains(WebOrigin.Of(uri) ?? "", StringComparer.OrdinalIgnoreCase) ? Kept(uri) : null;

    // An article that is called by its address has that one; one with a name of its own may stand anywhere on the site.
    private static bool IsOf(ThreadId thread, string url) => !ArticleAddress.IsAddress(thread.Article) || ArticleAddress.Canonical(url) == thread.Article;

    // Many pages bear their site's name behind their own: "Title - The Courier".
    private static string WithoutSite(string title, string site)
    {
        var before = title.EndsWith(site, StringComparison.OrdinalIgnoreCase) ? title[..^site.Length].TrimEnd() : "";
        return before.Length > 2 && before[^1] is '-' or '–' or '—' or '|' or '·' or '•' or '»' or '«' or ':' ? before[..^1].TrimEnd() : title;
    }

    public void Dispose() => _known.Dispose();

    /// <summary>An address that a browser may open; null for every other.</summary>
    public static Uri? WebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 ? uri : null;

    private static string? Kept(string? url) => url is { Length: <= ArticlePage.MaxUrlLength } && WebAddress(url) is { } uri ? Kept(uri) : null;

    // A fragment is a place in the page, but for one that names a page of a site that is one document.
    private static string Kept(Uri uri) => uri.GetLeftPart(UriPartial.Query) + (uri.Fragment.StartsWith("#!", StringComparison.Ordinal) ? uri.Fragment : "");

    private static byte[] Bytes(ArticlePage page) => JsonSerializer.SerializeToUtf8Bytes(page, ArticleJson.Default.ArticlePage);

    private static JsonNode? Node(ArticlePage? page) => page is null ? null : JsonNode.Parse(Bytes(page));

    private static ArticlePage? FromBytes(byte[]? bytes) => bytes is null ? null : JsonSerializer.Deserialize(bytes, ArticleJson.Default.ArticlePage);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArticlePage))]
internal sealed partial class ArticleJson : JsonSerializerContext;
