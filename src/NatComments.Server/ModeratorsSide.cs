using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Audit;
using NatComments.Server.Authors;
using NatComments.Server.Moderation;
using NatComments.Server.Projections;
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
        .AddSingleton<AuditLog>().AddSingleton<AccountStore>().AddSingleton<UsedDays>().AddSingleton<PersonalTokens>().AddSingleton<SecondFactor>().AddSingleton<SecondFactorRule>()
        .AddSingleton<Passwords>().AddSingleton<Devices>().AddSingleton<SignIns>().AddSingleton<SignInJournal>().AddHostedService(s => s.GetRequiredService<SignInJournal>())
        .AddSingleton<People>().AddSingleton<ModeratorNames>()
        .AddSingleton<QueueReader>().AddSingleton<QueueClaims>().AddSingleton<SavedViews>().AddSingleton<Clusters>().AddSingleton<Decisions>()
        .AddSingleton<CommentReader>().AddSingleton<AuthorStore>().AddSingleton<AuthorReader>().AddSingleton<ReporterRecords>().AddSingleton<ReportWeights>().AddSingleton<LikeWeights>().AddSingleton<Statements>()
        .AddSingleton<SettingsKeeper>().AddSingleton<SiteReasons>().AddSingleton<RuleLab>().AddSingleton<WordHits>()
        .AddSingleton<SearchReader>().AddSingleton<CommentPlaces>().AddSingleton<ProjectionWatch>().AddSingleton(Projections)
        .AddHostedService<StoredForms>().AddHostedService<AuditHeads>()
        .AddSingleton<AccountProof>().AddSingleton<SessionEndpoints>().AddSingleton<OwnAccountEndpoints>().AddSingleton<PeopleEndpoints>().AddSingleton<KeyEndpoints>()
        .AddSingleton<QueueEndpoints>().AddSingleton<DecisionEndpoints>().AddSingleton<ArticleEndpoints>().AddSingleton<CommentEndpoints>().AddSingleton<SearchEndpoints>()
        .AddSingleton<SettingsEndpoints>().AddSingleton<AuditEndpoints>().AddSingleton<StatisticsEndpoints>().AddSingleton<ConsoleLiveEndpoints>().AddSingleton<ClusterEndpoints>().AddSingleton<ProjectionEndpoints>();

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        services.GetRequiredService<SessionEndpoints>().Map(app);
        services.GetRequiredService<OwnAccountEndpoints>().Map(app);
        services.GetRequiredService<PeopleEndpoints>().Map(app);
        services.GetRequiredService<KeyEndpoints>().Map(app);
        services.GetRequiredService<QueueEndpoints>().Map(app);
        services.GetRequiredService<DecisionEndpoints>().Map(app);
        services.GetRequiredService<ArticleEndpoints>().Map(app);
        services.GetRequiredService<CommentEndpoints>().Map(app);
        services.GetRequiredService<SearchEndpoints>().Map(app);
        services.GetRequiredService<SettingsEndpoints>().Map(app);
        services.GetRequiredService<AuditEndpoints>().Map(app);
        services.GetRequiredService<StatisticsEndpoints>().Map(app);
        services.GetRequiredService<ConsoleLiveEndpoints>().Map(app);
        services.GetRequiredService<ClusterEndpoints>().Map(app);
        services.GetRequiredService<ProjectionEndpoints>().Map(app);
    }

    // Those of Core, and those that the server registers as IProjection.
    private static SiteProjections Projections(IServiceProvider services)
    {
        var (store, watch) = (services.GetRequiredService<IStore>(), services.GetRequiredService<ProjectionWatch>());
        return watch.Watch(new(
            store,
            services.GetRequiredService<IThreads>(),
            services.GetRequiredService<AuditLog>(),
            services.GetRequiredService<TimeProvider>(),
            [.. ProjectionList.Of(store), .. services.GetServices<IProjection>()],
            services.GetRequiredService<ThreadContext>(),
            watch));
    }
}
