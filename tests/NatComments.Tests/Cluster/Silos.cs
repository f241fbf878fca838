using Microsoft.Extensions.DependencyInjection;
using NatComments.Orleans;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Server.Hosting;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using Orleans.TestingHost;

namespace NatComments.Tests.Cluster;

/// <summary>Real silos over one real Redis, which holds their data, their membership and their directory.</summary>
/// <param name="name">The cluster's; the data is the same for all.</param>
internal sealed class Silos(RedisServer redis, short count, string name) : IAsyncDisposable
{
    private const string Redis = "redis";
    private const string Name = "name";

    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>The threads as one of the silos offers them.</summary>
    public IThreads Threads(int silo) => Services(silo).GetRequiredService<OrleansThreads>();

    public IServiceProvider Services(int silo) => ((InProcessSiloHandle)Cluster.Silos[silo]).ServiceProvider;

    /// <summary>What all commits of events meet from now on.</summary>
    public void Meet(Func<Fault> fault)
    {
        foreach (var silo in Enumerable.Range(0, Cluster.Silos.Count))
        {
            Services(silo).GetRequiredService<FaultyStore>().NextFault = fault;
        }
    }

    public async Task Start()
    {
        var builder = new TestClusterBuilder(count);
        builder.Options.UseTestClusterMembership = false;
        builder.Options.InitializeClientOnDeploy = false;
        (builder.Properties[Redis], builder.Properties[Name]) = (redis.Connection, name);
        builder.AddSiloBuilderConfigurator<SiloParts>();
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>What a server is made of as far as threads go: a connection of its own to the store, and ears for the news of other silos.</summary>
    public sealed class SiloParts : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder)
        {
            var connection = siloBuilder.Configuration[Redis]!;
            ClusterNode.Join(siloBuilder, connection, siloBuilder.Configuration[Name]!);
            siloBuilder.Services
                .AddSingleton(_ => RedisStore.Open(new(connection) { Timeout = RedisServer.Patience }))
                .AddSingleton(silo => new FaultyStore(silo.GetRequiredService<RedisStore>()))
                .AddSingleton<IStore>(silo => silo.GetRequiredService<FaultyStore>())
                .AddSingleton(silo =>
                {
                    var threads = new LocalThreads(silo.GetRequiredService<IStore>(), TimeProvider.System, Hosts.Written, Hosts.Plenty);
                    ActivatorUtilities.CreateInstance<OtherNodes>(silo, threads, new LiveThreads(new(0, 0))).Follow(silo.GetRequiredService<RedisStore>());
                    return threads;
                })
                .AddSingleton<OrleansThreads>();
        }
    }
}
