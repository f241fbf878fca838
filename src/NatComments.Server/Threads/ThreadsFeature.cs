using Microsoft.Extensions.Options;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Server.Configuration;
using NatComments.Server.Http;
using NatComments.Server.Limits;

namespace NatComments.Server.Threads;

/// <summary>Threads of comments: what is there, and which endpoints.</summary>
internal static class ThreadsFeature
{
    /// <summary>Adds the threads, the pages and texts that are kept ready, and what posting needs.</summary>
    public static IServiceCollection AddThreads(this IServiceCollection services) => services
        .AddFeatureOptions<ThreadOptions>().AddJson(ThreadsJson.Default)
        .AddSingleton<GrainThreads>().AddSingleton<IThreads>(s => s.GetRequiredService<GrainThreads>())
        .AddSingleton<StoreEpochs>().AddSingleton<SiloObserver>().AddSingleton<GrainCalls>().AddSingleton<DueWork>()
        .AddSingleton(NewContext).AddSingleton(NewPages).AddSingleton(NewUpdates)
        .AddSingleton<Posts>().AddSingleton<Submissions>().AddSingleton<RecentTexts>().AddSingleton<IdempotencyKeys>()
        .AddSingleton<CursorSeal>().AddSingleton<Articles>().AddSingleton<ArticleThreads>().AddSingleton<ReceiptStore>()
        .AddHostedService<StoredForms>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapThreads(this IEndpointRouteBuilder app)
    {
        app.MapReading();
        app.MapLive();
        app.MapDrafts();
    }

    private static ThreadContext NewContext(IServiceProvider services)
    {
        var (store, cursors) = (services.GetRequiredService<IStore>(), services.GetRequiredService<CursorSeal>());
        var options = services.GetRequiredService<IOptions<ThreadOptions>>().Value;
        var texts = new TextCache(store, options.TextMemoryMegacharacters * 1_000_000L);
        return new(store, texts, services.GetRequiredService<TimeProvider>(), page => ThreadPages.Format(cursors.Close(page)))
        {
            Epoch = services.GetRequiredService<StoreEpochs>().Of,
            Recent = new RecentCommits(),
        };
    }

    private static PageCache NewPages(IServiceProvider services) => new(
        services.GetRequiredService<StoreEpochs>(),
        services.GetRequiredService<TimeProvider>(),
        (long)services.GetRequiredService<IOptions<ThreadOptions>>().Value.ThreadMemoryMegabytes << 20);

    private static LiveUpdates NewUpdates(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ThreadOptions>>().Value;
        return new(new SharedPlaces(options.MaxLiveReaders, options.MaxLiveReadersPerNetwork));
    }
}
