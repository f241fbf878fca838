using System.Net;

namespace NatComments.Server.Http;

/// <summary>
/// What links begin with. Whoever sends a request chooses its Host header, so an address is never made from it, except one of this machine
/// itself: a try-out has no other, and a link to it leads a stranger nowhere.
/// </summary>
internal static class PublicAddress
{
    /// <summary>The address that the settings say, without a slash at its end; null when there is none: then links are relative.</summary>
    public static string? Of(HttpContext http, HttpOptions options) =>
        options.PublicUrl?.TrimEnd('/') ?? (IsThisMachine(http.Request.Host) ? $"{http.Request.Scheme}://{http.Request.Host}" : null);

    /// <summary>
    /// The origin of this server's own pages: the settings' or, in a try-out, that of this machine asked from this machine; null for any other.
    /// </summary>
    public static string? OwnOrigin(HttpContext http, HttpOptions options) =>
        options.PublicUrl is { } mine ? WebOrigin.Of(mine)
        : IsThisMachine(http.Request.Host) && http.Connection.RemoteIpAddress is { } asks && IPAddress.IsLoopback(asks) ? $"{http.Request.Scheme}://{http.Request.Host}"
        : null;

    /// <summary>True when an answer has links that the request's Host header made: then it is not for caches.</summary>
    public static bool IsFromRequest(HttpContext http, HttpOptions options) => options.PublicUrl is null && IsThisMachine(http.Request.Host);

    /// <summary>
    /// Serves under a path of the public address, whether the proxy has cut it off (<c>proxy_pass http://here/;</c>) or not, and has links begin with it.
    /// </summary>
    public static Task UnderPath(HttpContext http, string path, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments(path, out var rest))
        {
            http.Request.Path = rest;
        }

        http.Request.PathBase = path;
        return next(http);
    }

    /// <summary>
    /// An article's id as it stands in addresses. Under a path it is escaped twice: a proxy that cuts the path off decodes once, and would make slashes of escaped ones.
    /// </summary>
    public static string Article(string article, bool underPath) =>
        underPath ? Uri.EscapeDataString(Uri.EscapeDataString(article)) : Uri.EscapeDataString(article);

    private static bool IsThisMachine(HostString host) =>
        host.Host == "localhost" || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
