using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Takes an address out of the services that note who follows it: the old comment systems and mailers put their own in
/// front of every link.
/// </summary>
internal static partial class OldLink
{
    // 4 services in front of each other: a mailer's before a comment system's before a social network's.
    private const int MaxServices = 4;

    // The host or its end, the beginning of the path, and what of the query is the address. Without a name all of the
    // query is.
    private static readonly (string Host, string Path, string[] Names)[] Services =
    [
        ("disq.us", "/", ["url"]),
        ("disqus.com", "/url", ["url"]),
        ("viglink.com", "/", ["u", "out"]),
        ("skimresources.com", "/", ["url"]),
        ("facebook.com", "/l.php", ["u"]),
        ("facebook.com", "/flx/warn", ["u"]),
        ("messenger.com", "/l.php", ["u"]),
        ("l.instagram.com", "/", ["u"]),
        ("l.threads.net", "/", ["u"]),
        ("youtube.com", "/redirect", ["q"]),
        ("linkedin.com", "/redir", ["url"]),
        ("linkedin.com", "/safety/go", ["url"]),
        ("vk.com", "/away", ["to"]),
        ("t.umblr.com", "/redirect", ["z"]),
        ("out.reddit.com", "/", ["url"]),
        ("slack-redir.net", "/link", ["url"]),
        ("steamcommunity.com", "/linkfilter", ["url", "u"]),
        ("exit.sc", "/", ["url"]),
        ("medium.com", "/r/", ["url"]),
        ("duckduckgo.com", "/l/", ["uddg"]),
        ("safelinks.protection.outlook.com", "/", ["url"]),
        ("href.li", "/", []),
        ("anonym.to", "/", []),
        ("anonym.es", "/", []),
        ("anonymz.com", "/", []),
        ("nullrefer.com", "/", []),
        ("dereferer.me", "/", []),
    ];

    /// <summary>Where an address leads to. What does not say it itself, as a short one, stays as it is.</summary>
    public static string Target(string address)
    {
        for (var i = 0; i < MaxServices && Behind(address) is { } target; i++)
        {
            address = target;
        }

        return address;
    }

    /// <summary>True when a text is an address that was cut for display: its beginning with dots behind it.</summary>
    public static bool IsCut(string text, string address)
    {
        var whole = Dots().Match(text) is { Success: true } dots ? text[..dots.Index] : "";
        var said = Bare(whole);

        // A word with dots behind it may be the beginning of a host by chance.
        var isAddress = said.Length > 0 && (said.Length < whole.Length || said.Contains('.', StringComparison.Ordinal));
        return isAddress
            && (Begins(address, said) || Begins(Uri.UnescapeDataString(address), Uri.UnescapeDataString(said)));
    }

    private static bool Begins(string address, string said) =>
        Bare(address).StartsWith(said, StringComparison.OrdinalIgnoreCase);

    private static string Bare(string address) => Front().Replace(address.Trim(), "");

    private static string? Behind(string address)
    {
        var whole = address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address : address;
        if (Web(whole) is not { } uri)
        {
            return null;
        }

        var target = IsGoogle().IsMatch(uri.Host) && uri.AbsolutePath == "/url" ? Of(uri, ["q", "url"])
            : uri.Host.StartsWith("urldefense.", StringComparison.Ordinal) ? Defended(address, uri)
            : Service(uri) is not { Host: { } host } service ? null
            : host.StartsWith("disq", StringComparison.Ordinal) ? WithoutKey(Of(uri, service.Names))
            : Of(uri, service.Names);
        return target is not null && Web(target) is not null ? target : null;
    }

    /// <summary>An address of the web; null for every other text.</summary>
    public static Uri? Web(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Host.Length: > 0 } ? uri : null;

    private static (string Host, string Path, string[] Names) Service(Uri uri) => Services.FirstOrDefault(service =>
        IsOf(uri.Host, service.Host) && uri.AbsolutePath.StartsWith(service.Path, StringComparison.Ordinal));

    private static bool IsOf(string host, string service) =>
        host == service || host.EndsWith("." + service, StringComparison.Ordinal);

    // The first of the parts of the query that has a name of these; all of it when there are none.
    private static string? Of(Uri uri, IReadOnlyList<string> names)
    {
        var start = uri.OriginalString.IndexOf('?', StringComparison.Ordinal);
        var query = start < 0 ? "" : uri.OriginalString[(start + 1)..];
        if (names.Count == 0)
        {
            return query.Contains("://", StringComparison.Ordinal) ? query : Uri.UnescapeDataString(query);
        }

        var parts = query.Split('&', '#').Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var found = names.Select(name => parts.FirstOrDefault(part => part[0] == name)).FirstOrDefault(part => part is not null);
        return found is null ? null : Uri.UnescapeDataString(found[1]);
    }

    // Disqus signs what it leads to: ":" and a key stand behind the address.
    private static string? WithoutKey(string? address) => address is null ? null : Key().Replace(address, "$1");

    // Proofpoint writes "-" for "%" and "_" for "/" (version 2), or the address as it is between "__" (version 3).
    private static string? Defended(string address, Uri uri) =>
        Between().Match(address) is { Success: true } found ? found.Groups["url"].Value
        : Of(uri, ["u"]) is { } written ? Uri.UnescapeDataString(written.Replace('-', '%').Replace('_', '/'))
        : null;

    [GeneratedRegex(@"^(?:www\.)?google\.[a-z.]{2,7}$")]
    private static partial Regex IsGoogle();

    [GeneratedRegex("^(https?://.+):[A-Za-z0-9_-]+$")]
    private static partial Regex Key();

    [GeneratedRegex("/v3/__(?<url>.+?)__;")]
    private static partial Regex Between();

    [GeneratedRegex(@"\s*(?:\.{2,}|…)\s*$")]
    private static partial Regex Dots();

    [GeneratedRegex(@"^(?:https?://)?(?:www\.)?", RegexOptions.IgnoreCase)]
    private static partial Regex Front();
}
