using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Threads;

/// <summary>
/// Names a thread: a site and the site's own id of the article. It is the key of the thread's grain. The thread belongs to the
/// article and not to a host name, so that mirrors of a site share one conversation.
/// </summary>
public readonly record struct ThreadId
{
    /// <summary>40 characters: it stands in every key and URL.</summary>
    public const int MaxSiteLength = 40;

    /// <summary>300 characters: longer than the longest path of the blogging systems that were looked at (200).</summary>
    public const int MaxArticleLength = 300;

    private ThreadId(string site, string article) => (Site, Article) = (site, article);

    /// <summary>The site's id: lower-case letters, digits and inner hyphens.</summary>
    public string Site { get; }

    /// <summary>The site's own id of the page, as it was given: <c>post-1234</c> or a path.</summary>
    public string Article { get; }

    /// <summary>The stream that holds the thread's events.</summary>
    public string Stream => ThreadKeys.Log(Article);

    /// <summary>
    /// A short fingerprint (FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/) that tells threads apart where a mix-up is only to be
    /// recognised; no safety depends on it.
    /// </summary>
    public uint Fingerprint
    {
        get
        {
            var hash = 2166136261u;
            foreach (var c in Article)
            {
                hash = (hash ^ c) * 16777619u;
            }

            return hash;
        }
    }

    /// <summary>What the names of all threads' streams begin with.</summary>
    public const string StreamPrefix = ThreadKeys.Logs;

    /// <summary>False, and no id, when one of the two is not well formed.</summary>
    public static bool TryCreate(string? site, string? article, out ThreadId id)
    {
        var good = IsSite(site) && IsArticle(article);
        id = good ? new ThreadId(site!, article!) : default;
        return good;
    }

    /// <summary>From values that were checked when they were stored.</summary>
    public static ThreadId FromTrusted(string site, string article) => new(site, article);

    /// <summary>True for a well-formed site id.</summary>
    public static bool IsSite(string? site) =>
        site is { Length: > 0 and <= MaxSiteLength } && site[0] != '-' && site[^1] != '-'
        && site.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>True for a well-formed article id: no control characters, nothing that is no character, no lone surrogates, not blank.</summary>
    public static bool IsArticle(string? article) =>
        article is { Length: > 0 and <= MaxArticleLength } && !string.IsNullOrWhiteSpace(article)
        && PlainText.IsClean(article) && !article.AsSpan().ContainsAny('\n', '\t');

    public override string ToString() => $"{Site}/{Article}";
}
