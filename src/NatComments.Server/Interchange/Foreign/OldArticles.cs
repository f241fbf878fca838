using System.Text.RegularExpressions;
using NatComments.Core.Threads;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>How articles are called here.</summary>
internal enum ArticleNames
{
    /// <summary>By the path of their address, as the widget calls them when it is told nothing else.</summary>
    Path,

    /// <summary><c>post-1234</c>, with the number of the post in WordPress.</summary>
    Post,

    /// <summary>By what the other system called them: the identifier in Disqus, the guid in WordPress.</summary>
    Identifier,
}

/// <summary>Gives the articles of a file their ids, in the one form that they have here, and notes what whoever imports should know of them.</summary>
internal sealed partial class OldArticles(ArticleNames names)
{
    private readonly Dictionary<string, string> _first = [];
    private readonly HashSet<string> _told = [];
    private readonly List<string> _otherwise = [];

    /// <summary>Addresses that are one article here though they differ in more than the host, with the article: each told once.</summary>
    public List<(string Article, string One, string Other)> Together { get; } = [];

    /// <summary>Articles that are called by something else than was asked for, because the file does not have that of them.</summary>
    public IReadOnlyList<string> Otherwise => _otherwise;

    /// <summary>What was asked for, else whatever names the article: its address, an address that it was known by, what the other system called it,
    /// the number of its post, the name in its address. Null when the file says nothing of the kind.</summary>
    /// <param name="post">Its number in WordPress.</param>
    /// <param name="identifier">What the other system called it.</param>
    /// <param name="slug">The last part of its address, as WordPress keeps it.</param>
    public string? Name(string? post, string? identifier, string? url, string? slug = null)
    {
        var (number, called) = (Given(post), Given(identifier));
        var byPost = number is null or "0" ? null : "post-" + number;
        var asked = names switch
        {
            ArticleNames.Post => byPost,
            ArticleNames.Identifier => called,
            _ => Address(url),
        };
        if ((asked ?? Address(url) ?? Address(called) ?? called ?? byPost ?? (Given(slug) is { } name ? $"/{name}/" : null)) is not { } given)
        {
            return null;
        }

        var article = ArticleAddress.Canonical(given);
        Note(article, given);
        if (asked is null && _told.Add(article))
        {
            _otherwise.Add(article);
        }

        return article;
    }

    private void Note(string article, string given)
    {
        if (!ArticleAddress.IsAddress(given))
        {
            return;
        }

        var here = WithoutHost(given);
        if (!_first.TryAdd(article, here) && _first[article] != here && !Together.Any(known => known.Article == article))
        {
            Together.Add((article, _first[article], here));
        }
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string WithoutHost(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? Uri.UnescapeDataString(uri.PathAndQuery + uri.Fragment) : address;

    // Also one without a scheme, or of a page on the same site. The plugin of Disqus for WordPress writes "<number of the post> <address>".
    // Files on somebody's disk and the like have no address that a page could ask for.
    private static string? Address(string? text)
    {
        if (Given(text) is not { } url)
        {
            return null;
        }

        url = Numbered().Replace(url, "");
        return url.StartsWith("//", StringComparison.Ordinal) ? "https:" + url
            : ArticleAddress.IsAddress(url) ? url
            : WithHost().IsMatch(url) ? "https://" + url
            : Relative().IsMatch(url) ? "/" + url
            : null;
    }

    [GeneratedRegex("""^\d+\s+(?=https?://)""")]
    private static partial Regex Numbered();

    // gazete.example/a, gazete.example:8080/a, www.gazete.example
    [GeneratedRegex("""^(?:www\.[^\s/:?#]+|[^\s/:?#]+\.\p{L}{2,}(?=[/:]))(?::\d+)?(?:[/?#]\S*)?$""")]
    private static partial Regex WithHost();

    // 2020/haber-1/, ?p=7, #!haber-9, haber.html: what could be an identifier, a word alone, is none.
    [GeneratedRegex("""^(?:[?#]\S+|\.{0,2}/\S*|[^\s/:?#]+/[^\s:]*|[^\s/:?#]+\.(?:html?|php|aspx?)(?:[?#]\S*)?)$""")]
    private static partial Regex Relative();
}
