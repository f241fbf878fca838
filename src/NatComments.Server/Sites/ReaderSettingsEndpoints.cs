using Microsoft.Extensions.Primitives;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Visitors;

namespace NatComments.Server.Sites;

/// <summary>Which pages may show a site's comments and how its own users sign in: settings for administrators, and the check of each request.</summary>
internal sealed class ReaderSettingsEndpoints(SiteReaders settings, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Moderator");
        site.MapGet("/reader-settings", Read).Produces<ReaderSettings>().RequireRole(Role.Administrator).WithSummary("Allowed origins and sign-on keys, without the secrets");
        site.MapPut("/reader-settings", Change).Accepts<ReaderSettings>("application/json").Produces<ReaderSettings>().RequireRole(Role.Administrator).WithSummary("Change them");
    }

    /// <summary>Refuses what a page asks that may not show the site's comments. Pages of this server may always.</summary>
    public static Task CheckOrigin(HttpContext http, RequestDelegate next) =>
        http.Request.Headers.Origin is { Count: > 0 } origin ? CheckOrigin(http, origin, next) : next(http);

    private static async Task CheckOrigin(HttpContext http, StringValues origin, RequestDelegate next)
    {
        if (http.GetRouteValue("site") is string site && Core.Threads.ThreadId.IsSite(site) && !IsOwn(http, origin.ToString())
            && (await http.RequestServices.GetRequiredService<SiteReaders>().Of(site)).Origins is { Count: > 0 } allowed
            && !allowed.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw new BadRequestException(Problems.OriginNotAllowed);
        }

        await next(http);
    }

    /// <summary>True for an origin with this server's own name, whatever the scheme: behind a proxy that is not configured it is not the reader's.</summary>
    public static bool IsOwnHost(HttpContext http, string origin) =>
        IsOwn(http, origin) || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    // Behind a proxy that is not configured the scheme of a request is not the reader's: the public address counts too.
    private static bool IsOwn(HttpContext http, string origin) =>
        string.Equals(origin, $"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase)
        || (http.RequestServices.GetRequiredService<ServerOptions>().PublicUrl is { } mine && string.Equals(origin, WebOrigin.Of(mine), StringComparison.OrdinalIgnoreCase));

    private async Task Read(HttpContext http, string site) => await Wire.Json(http, (await settings.Of(site)).WithoutSecrets(), SitesJson.Default.ReaderSettings);

    private async Task Change(HttpContext http, string site)
    {
        var asked = await Wire.Body(http, SitesJson.Default.ReaderSettings, options.MaxBodyBytes);
        var before = await settings.Of(site);
        var keys = (asked.SignOn ?? []).Select(key => key.Key == ReaderSettings.Kept ? (before.SignOn.FirstOrDefault(old => old.Kid == key.Kid) is { } old ? key with { Key = old.Key } : key) : key).ToList();
        var origins = (asked.Origins ?? []).Select(Origin).ToList();
        if (origins.Contains(null) || origins.Count > ReaderSettings.MaxOrigins)
        {
            throw new BadRequestException(Problems.InvalidSettings, $"At most {ReaderSettings.MaxOrigins} origins like https://example.org.");
        }

        if (keys.Count > ReaderSettings.MaxKeys || !keys.All(SignOn.IsGood) || keys.DistinctBy(key => key.Kid).Count() != keys.Count)
        {
            throw new BadRequestException(Problems.InvalidSettings, "Each sign-on key needs a kid of its own, HS256 with 32 characters or more, or RS256 (2,048 bits or more) or ES256 (P-256) with a public key as PEM. A private key is never taken.");
        }

        var after = new ReaderSettings([.. origins.OfType<string>()], keys);
        await settings.Save(site, after, http.Account().Id);
        await Wire.Json(http, after.WithoutSecrets(), SitesJson.Default.ReaderSettings);
    }

    private static string? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query.Length == 0
            ? WebOrigin.Of(uri)
            : null;
}
