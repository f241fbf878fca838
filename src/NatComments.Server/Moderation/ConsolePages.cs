namespace NatComments.Server.Moderation;

/// <summary>Where the moderators' console is, and what browsers and search engines ask of every host.</summary>
internal static class ConsolePages
{
    // Pages without scripts are not disallowed: who may not fetch them does not see that they are not to be listed.
    private const string Robots = "User-agent: *\nDisallow: /api/\nDisallow: /console/\nDisallow: /openapi\n";

    private const string Path = "/console";

    /// <summary>The short address leads to the page; what stands behind the # goes along.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, () => Results.Redirect("~/console/index.html")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/favicon.ico", () => Results.Redirect("~/console/icon.svg"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/robots.txt", () => Results.Text(Robots)).AllowAnonymous().ExcludeFromDescription();
    }
}
