using NatComments.Core.Following;
using NatComments.Server.Accounts;
using NatComments.Server.Audit;
using NatComments.Server.Authors;
using NatComments.Server.Moderation;
using NatComments.Server.Search;
using NatComments.Server.Settings;
using NatComments.Server.Silos;
using NatComments.Server.Sites;
using NatComments.Server.Statistics;
using NatComments.Server.Threads;

namespace NatComments.Server;

/// <summary>Everything behind the moderators' part of the interface, in one list: what is there, and which endpoints.</summary>
internal static class ModeratorsSide
{
    /// <summary>Adds what moderating needs.</summary>
    public static IServiceCollection Add(IServiceCollection services) => services
        .AddSingleton<QueueReader>().AddSingleton<QueueClaims>().AddSingleton<SavedViews>().AddSingleton<Clusters>().AddSingleton<Decisions>()
        .AddSingleton<CommentReader>().AddSingleton<AuthorStore>().AddSingleton<AuthorReader>().AddSingleton<ReporterRecords>().AddSingleton<ReportWeights>().AddSingleton<LikeWeights>().AddSingleton<Statements>()
        .AddSingleton<SettingsKeeper>().AddSingleton<SiteReasons>().AddSingleton<RuleLab>().AddSingleton<WordHits>()
        .AddSearch().AddSingleton<SiteFollower>().AddSingleton<CommentPlaces>()
        .AddHostedService<StoredForms>().AddAudit()
        .AddSingleton<QueueEndpoints>().AddSingleton<DecisionEndpoints>().AddSingleton<ArticleEndpoints>().AddSingleton<CommentEndpoints>()
        .AddSingleton<SettingsEndpoints>().AddSingleton<ConsoleLiveEndpoints>();

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        app.MapAccounts();
        services.GetRequiredService<QueueEndpoints>().Map(app);
        services.GetRequiredService<DecisionEndpoints>().Map(app);
        services.GetRequiredService<ArticleEndpoints>().Map(app);
        services.GetRequiredService<CommentEndpoints>().Map(app);
        app.MapSearch();
        services.GetRequiredService<SettingsEndpoints>().Map(app);
        app.MapAudit();
        app.MapStatistics();
        services.GetRequiredService<ConsoleLiveEndpoints>().Map(app);
        app.MapSilos();
    }
}
