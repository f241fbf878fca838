using NatComments.Server.Accounts;

namespace NatComments.Server.Http;

/// <summary>
/// The moderators' part of the interface is for the console, which comes from this server, and for programs. A page of
/// another site may neither read its answers nor change anything through it, so that strangers cannot have their
/// visitors' browsers guess passwords or act with their sessions.
/// </summary>
internal static class ModeratorOrigin
{
    private const string PreflightItem = "natcomments.preflight";

    /// <summary>Whether the endpoint of the request is one of the moderators'.</summary>
    public static bool IsTheirs(HttpContext http) =>
        http.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<RequiredRole>() is not null || metadata.GetMetadata<OpenToAll>() is not null);

    /// <summary>Has routing find the endpoint that a preflight asks about.</summary>
    public static void BeginPreflight(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method) && http.Request.Headers.AccessControlRequestMethod is { Count: 1 } asked)
        {
            http.Items[PreflightItem] = true;
            http.Request.Method = asked.ToString();
        }
    }

    /// <summary>Answers preflights, and refuses changes that pages of other sites ask for.</summary>
    public static Task Check(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.AccessControlRequestMethod.Count > 0 && http.Items.ContainsKey(PreflightItem))
        {
            http.Request.Method = HttpMethods.Options;
            Gatekeeper.Preflight(http, allow: !IsTheirs(http));
            return Task.CompletedTask;
        }

        return http.Request.Headers.Origin.Count > 0 && IsTheirs(http)
            && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !IsOwn(http)
            ? throw new BadRequestException(Problems.ForeignOrigin)
            : next(http);
    }

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
                || (http.RequestServices.GetRequiredService<ServerOptions>().PublicUrl is { } mine
                    && string.Equals(origin.Authority, new Uri(mine).Authority, StringComparison.OrdinalIgnoreCase)));
    }
}
