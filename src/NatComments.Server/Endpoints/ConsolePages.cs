namespace NatComments.Server.Endpoints;

/// <summary>Where the moderators' console is.</summary>
internal static class ConsolePages
{
    private const string Path = "/console";

    /// <summary>The short address leads to the page; what stands behind the # goes along.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(Path, () => Results.Redirect("/console/index.html")).ExcludeFromDescription();
}
