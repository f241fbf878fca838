using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

/// <summary>Which pages may ask for a site's comments: those of the origins that it has named, and this server's own.</summary>
internal static class SiteOrigins
{
    /// <summary>Refuses what a page asks that may not show the site's comments.</summary>
    public static Task Check(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Origin is { Count: > 0 } origin ? Check(http, origin, next) : next(http);

    /// <summary>
    /// True for an origin with this server's own name, whatever the scheme: behind a proxy that is not configured it is
    /// not the visitor's.
    /// </summary>
    public static bool IsOwnHost(HttpContext http, string origin) =>
        IsOwn(http, origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static async Task Check(HttpContext http, StringValues origin, RequestDelegate next)
    {
        if (http.GetRouteValue("site") is string site && ThreadId.IsSite(site) && !IsOwn(http, origin.ToString())
            && (await http.RequestServices.GetRequiredService<SiteReaders>().Of(site)).Origins is { Count: > 0 } allowed
            && !allowed.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            await Problems.Write(http, Problems.OriginNotAllowed);
            return;
        }

        await next(http);
    }

    // Behind a proxy that is not configured the scheme of a request is not the visitor's: the public address counts too.
    private static bool IsOwn(HttpContext http, string origin) =>
        string.Equals(origin, $"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase)
        || (http.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value.PublicUrl is { } mine
            && string.Equals(origin, WebOrigin.Of(mine), StringComparison.OrdinalIgnoreCase));
}
