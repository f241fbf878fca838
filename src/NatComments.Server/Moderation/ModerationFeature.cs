using NatComments.Server.Http;

namespace NatComments.Server.Moderation;

/// <summary>Queues, claims and decisions: what is there, and which endpoints.</summary>
internal static class ModerationFeature
{
    /// <summary>Adds what moderating needs.</summary>
    public static IServiceCollection AddModeration(this IServiceCollection services) => services
        .AddJson(ModerationJson.Default)
        .AddSingleton<QueueReader>().AddSingleton<QueueClaims>().AddSingleton<SavedViews>().AddSingleton<Clusters>().AddSingleton<Decisions>()
        .AddSingleton<CommentReader>().AddSingleton<AuthorReader>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapModeration(this IEndpointRouteBuilder app)
    {
        ConsolePages.Map(app);
        var site = app.MapApi("/api/v1/sites/{site}", "Moderator");
        QueueEndpoints.Map(site);
        ClaimEndpoints.Map(site);
        DecisionEndpoints.Map(site);
        ArticleEndpoints.Map(site);
        CommentEndpoints.Map(site);
        ConsoleLiveEndpoints.Map(site);
    }
}
