using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage;
using NatComments.Server.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;
using Orleans.Configuration;

namespace NatComments.Tests.Cluster;

/// <summary>Whole servers of this process that are one cluster, with stores that a test can let fail.</summary>
/// <param name="name">The cluster's name: silos of another one share the data and nothing else.</param>
internal sealed class Silos(RedisServer redis, int count, string name = "nodes") : IAsyncDisposable
{
    private readonly List<WebApplication> servers = [];

    /// <summary>The threads as one of the silos offers them.</summary>
    public GrainThreads Threads(int silo) => Services(silo).GetRequiredService<GrainThreads>();

    public IServiceProvider Services(int silo) => servers[silo].Services;

    /// <summary>What all commits of events meet from now on.</summary>
    public void Meet(Func<Fault> fault) => servers.ForEach(server => server.Services.GetRequiredService<FaultyStore>().NextFault = fault);

    public async Task Start()
    {
        for (var i = 0; i < count; i++)
        {
            servers.Add(await NatComments.Server.Program.Build(Node.Over(redis), Replace));
            await servers[i].StartAsync();
        }
    }

    /// <summary>Stops one of them as SIGTERM does.</summary>
    public Task Stop(int silo) => servers[silo].StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>The next change that those hear of who watch a thread on a silo.</summary>
    public async Task<ThreadChange> NextChange(int silo, ThreadId thread)
    {
        using var watch = Services(silo).GetRequiredService<LiveUpdates>().Watch(thread, null, ["here"])!;
        var seen = await Threads(silo).Watch(thread);
        while (true)
        {
            if (await watch.News.ReadAsync() is { Published.Count: > 0 } change && change.Version > seen.Version)
            {
                return change;
            }
        }
    }

    private void Replace(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ClusterOptions>(cluster => cluster.ClusterId = name);
        builder.Services
            .AddSingleton(s => new FaultyStore(s.GetRequiredService<SealedStore>()))
            .AddSingleton<IStore>(s => s.GetRequiredService<FaultyStore>())
            .AddSingleton(s =>
            {
                var store = s.GetRequiredService<IStore>();
                return new ThreadContext(store, new TextCache(store, 10 << 20), TimeProvider.System, Hosts.Written) { Epoch = s.GetRequiredService<StoreEpochs>().Of };
            });
    }
}
