namespace NatComments.Server.Endpoints;

/// <summary>Where the moderators' console is, and the rules under which browsers run it.</summary>
internal static class ConsolePages
{
    private const string Path = "/console";

    // Everything comes from here, no script stands in the page, and text becomes markup in one place only.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types nat-console";

    /// <summary>The short address leads to the page; what stands behind the # goes along.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Path, () => Results.Redirect("/console/index.html")).ExcludeFromDescription();

    /// <summary>Sets the rules on every file of the console.</summary>
    public static Task Guard(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments(Path))
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            http.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        return next(http);
    }
}
