
namespace NatComments.Server.Http;

/// <summary>
/// The rules under which browsers show what the server answers, on every answer: pages, files, data and errors. No page may stand in a frame,
/// and an answer that is no page may load and run nothing.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>Where the Orleans Dashboard stands, whose page needs headers of its own.</summary>
    public const string DashboardPath = "/orleans";

    // One year, the least that browsers' preload lists take. Without includeSubDomains: other programs may live on the site's other names.
    private const string TransportSecurity = "max-age=31536000";

    private const string NoFrames = "frame-ancestors 'none'";

    // Data, feeds, scripts, errors: nothing of them is a page.
    private const string Data = "default-src 'none'; " + NoFrames;

    // Everything comes from here, no script stands in the page, and text becomes markup in one place only.
    private const string Console =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; " + NoFrames + "; require-trusted-types-for 'script'; trusted-types nat-console";

    private const string Demo =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        + "base-uri 'none'; form-action 'self'; " + NoFrames + "; require-trusted-types-for 'script'; trusted-types nat-comments";

    // Swagger UI writes style elements.
    private const string OpenApi =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; " + NoFrames;

    // Its script sets styles of elements, and its fonts stand beside it.
    private const string Dashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; " + NoFrames;

    /// <summary>The rules of pages without scripts: nothing of them runs, loads from elsewhere or sends elsewhere.</summary>
    public const string Plain = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; " + NoFrames;

    /// <summary>Sets the headers of every answer.</summary>
    public static Task Handle(HttpContext http, RequestDelegate next)
    {
        Set(http);
        return next(http);
    }

    /// <summary>Sets the headers of an answer.</summary>
    public static void Set(HttpContext http)
    {
        var (headers, path) = (http.Response.Headers, http.Request.Path);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = Data;
        if (path.StartsWithSegments("/api"))
        {
            // What is said to one person is not for caches; answers for everybody say so themselves.
            headers.CacheControl = "no-store";
        }
        else if (path.StartsWithSegments("/console"))
        {
            headers.ContentSecurityPolicy = Console;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }
        else if (path.StartsWithSegments("/openapi"))
        {
            headers.ContentSecurityPolicy = OpenApi;
        }
        else if (path.StartsWithSegments(DashboardPath))
        {
            headers.ContentSecurityPolicy = Dashboard;
        }
        else if (path.StartsWithSegments("/demo"))
        {
            headers.ContentSecurityPolicy = Demo;
        }

        else if (path.StartsWithSegments("/widget") || path == "/embed.js")
        {
            // Modules are fetched across origins, also without an Origin header when they come from a cache: the answer
            // must not depend on it.
            headers.AccessControlAllowOrigin = "*";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }

        // A browser that heard it from a try-out on localhost would refuse every other program there that has no TLS.
        if (http.Request.IsHttps && http.Request.Host.Host != "localhost")
        {
            headers.StrictTransportSecurity = TransportSecurity;
        }
    }
}
