using System.Text.RegularExpressions;

namespace NatComments.Core.Threads;

/// <summary>
/// Which part of an address's query names the article. Where WordPress' numbers stand (<c>p</c>, <c>page_id</c>, <c>attachment_id</c>) it is
/// they alone. Else, where the path names nothing (<c>/</c>, <c>haber.php</c>), it is everything but what counts clicks or keeps a session, in the
/// order of names. Behind any other path it is a parameter whose name says that it is the number of an article (<c>id</c>, <c>newsid</c>);
/// what is not known is left out there, so that a link with something new behind it leads to the same comments.
/// </summary>
internal static partial class ArticleQuery
{
    // Shorter values of "sid" are numbers of articles; a session's is 26 letters or more in PHP, 32 in forums.
    private const int MinSession = 16;

    private static readonly string[] WordPress = ["p", "page_id", "attachment_id"];

    /// <summary>True for the last segment of a path that is a program: what it shows is said by the query.</summary>
    public static bool IsScript(string segment) => Script().IsMatch(segment);

    /// <summary>The query in its one spelling, with its question mark; empty when nothing of it names the article.</summary>
    /// <param name="namesAll">The path names nothing.</param>
    public static string Canonical(string query, bool namesAll)
    {
        if (query.Length == 0)
        {
            return "";
        }

        var all = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter).ToList();
        var named = all.Where(parameter => WordPress.Contains(parameter.Name) && parameter.Value is { Length: > 0 }).DistinctBy(parameter => parameter.Name).ToList();
        if (named.Count == 0)
        {
            named = [.. all.Where(parameter => namesAll ? !IsNoise(parameter.Name, parameter.Value ?? "") : parameter.Value is { Length: > 0 } && Number().IsMatch(parameter.Name))];
        }

        return named.Count == 0 ? "" : "?" + string.Join('&', named.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(Written));
    }

    private static (string Name, string? Value) Parameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (Spelled(text), null) : (Spelled(text[..equals]), Spelled(text[(equals + 1)..]));
    }

    private static string Written((string Name, string? Value) parameter) => parameter.Value is null ? parameter.Name : $"{parameter.Name}={parameter.Value}";

    // In a query a plus is a space.
    private static string Spelled(string part) => ArticleAddress.Spelled(part.Replace("+", "%20", StringComparison.Ordinal), "&=+");

    private static bool IsNoise(string name, string value) => Noise().IsMatch(name) || (Session().IsMatch(name) && value.Length >= MinSession);

    [GeneratedRegex(@"\.(php\d?|phtml|aspx?|jspx?|cgi|pl|cfm|do|dll)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Script();

    [GeneratedRegex("^((news|article|post|story|entry|node|haber|yaz[iı]|makale|içerik|icerik|nûçe|nuce|gotar)[-_]?(id|no)?|(content|page)[-_]?id|(topic|thread)([-_]?id)?|[ant]?id)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    // Links from advertising, newsletters, social networks and WordPress' own buttons: what they add tells where somebody came from, or how the page looks.
    [GeneratedRegex("^(utm|(utm|mtm|pk|piwik|matomo|hsa|fb|ga|gad|oly|vero|guce|trk|at|stm|itm)_.*|_hs.*|.*clk?id|[gw]braid|li_fat_id|igsh(id)?|mc_[ce]id|mkt_tok|_g[al]|srsltid|mibextid|rdid|s_?cid|cmpid|ncid|epik|_openstat|spm|__twitter_impression|guccounter|ref|ref_?(src|url)|referrer|source|share(d|_id)?|si|amp|replytocom|preview(_.*)?|no_?cache|print)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Noise();

    [GeneratedRegex("^(php)?(sess(ion)?_?id|sid|jsessionid)|phpsessid$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Session();
}
