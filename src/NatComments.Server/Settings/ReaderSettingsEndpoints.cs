using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;

namespace NatComments.Server.Settings;

/// <summary>Which pages may show a site's comments and how its own users sign in: settings for administrators.</summary>
internal static class ReaderSettingsEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("/reader-settings", Read)
            .WithName("readReaderSettings")
            .RequireRole(Role.Administrator).WithSummary("Allowed origins and sign-on keys, without the secrets");
        site.MapPut("/reader-settings", Change)
            .WithName("changeReaderSettings").Refuses(Problems.InvalidSettings)
            .RequireRole(Role.Administrator).WithSummary("Change them");
    }

    private static async Task<Ok<ReaderSettings>> Read(string site, SiteReaders settings) =>
        TypedResults.Ok((await settings.Of(site)).WithoutSecrets());

    private static async Task<Results<Ok<ReaderSettings>, Refusal>> Change(HttpContext http, string site, Body<ReaderSettings> body, SiteReaders settings)
    {
        var (asked, before) = (body.Value, await settings.Of(site, http.RequestAborted));
        var origins = (asked.Origins ?? []).Select(Origin).ToList();
        if (origins.Contains(null) || origins.Count > ReaderSettings.MaxOrigins)
        {
            return new Refusal(Problems.InvalidSettings, $"At most {ReaderSettings.MaxOrigins} origins like https://example.org.");
        }

        var keys = (asked.SignOn ?? []).Select(key => Secret(key, before)).ToList();
        if (keys.Count > ReaderSettings.MaxKeys || !keys.All(SignOn.IsGood) || keys.DistinctBy(key => key.Kid).Count() != keys.Count)
        {
            return new Refusal(
                Problems.InvalidSettings,
                "Each sign-on key needs a kid of its own, HS256 with 32 characters or more, or RS256 (2,048 bits or more) or ES256 (P-256) with a public key as PEM. A private key is never taken.");
        }

        var after = new ReaderSettings([.. origins.OfType<string>()], keys);
        await settings.Save(site, after, http.Account().Id, http.RequestAborted);
        return TypedResults.Ok(after.WithoutSecrets());
    }

    // What is sent back as it was shown is as it was.
    private static SignOnKey Secret(SignOnKey key, ReaderSettings before) =>
        key.Key == ReaderSettings.Kept && before.SignOn.FirstOrDefault(old => old.Kid == key.Kid) is { } old ? key with { Key = old.Key } : key;

    private static string? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query.Length == 0
            ? WebOrigin.Of(uri)
            : null;
}
