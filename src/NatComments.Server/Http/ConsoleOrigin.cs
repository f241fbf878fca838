using Microsoft.Extensions.Options;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace NatComments.Server.Http;

/// <summary>
/// The moderators' part of the interface is for the console, which comes from this server, and for programs. A page of
/// another site may neither read its answers nor change anything through it, so that strangers cannot have their
/// visitors' browsers guess passwords or act with their sessions.
/// </summary>
internal static class ConsoleOrigin
{
    /// <summary>Refuses changes that pages of other sites ask for where CORS is switched off.</summary>
    public static Task Check(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Origin.Count > 0 && http.GetEndpoint()?.Metadata.GetMetadata<IDisableCorsAttribute>() is not null
        && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !IsOwn(http)
            ? Problems.Write(http, Problems.ForeignOrigin)
            : next(http);

    // Browsers say it themselves where the page is safe (https, localhost): that holds behind any proxy. Elsewhere the
    // host of the page is compared; its scheme is not, because a proxy that is not configured hides it.
    private static bool IsOwn(HttpContext http)
    {
        if (http.Request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site == "same-origin";
        }

        return Uri.TryCreate(http.Request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && (string.Equals(origin.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase)
                || (http.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value.PublicUrl is { } mine
                    && string.Equals(origin.Authority, new Uri(mine).Authority, StringComparison.OrdinalIgnoreCase)));
    }
}
