using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using NatComments.Server.Configuration;
using NatComments.Server.Observability;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Threads;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace NatComments.Server.Silos;

/// <summary>
/// Makes the program a silo. Without Redis it is alone on this machine; with it, every server over the same Redis and
/// prefix is a member of one cluster.
/// </summary>
internal static class SiloSetup
{
    // No program outside the cluster calls grains.
    private const int NoGateway = 0;

    /// <summary>Adds the silo and what lives in it.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        var storage = FeatureOptions.Read<StorageOptions>(builder.Configuration);
        var telemetry = FeatureOptions.Read<TelemetryOptions>(builder.Configuration);
        var dashboard = FeatureOptions.Read<DashboardOptions>(builder.Configuration);
        var options = FeatureOptions.Read<SiloOptions>(builder.Configuration, SiloOptions.Section);
        builder.Services.AddFeatureOptions<SiloOptions>(SiloOptions.Section).AddFeatureOptions<DashboardOptions>();
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);

        // It only advises the other garbage collector, which takes several times the memory.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);

        // At each start it takes the machine's uptime for a stall of the silo.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (storage.RedisPrefix, storage.RedisPrefix));
            silo.Services.AddOptions<GrainCollectionOptions>().Configure<IOptions<ThreadOptions>>((collection, threads) =>
            {
                collection.CollectionAge = TimeSpan.FromMinutes(threads.Value.ThreadIdleMinutes);
                collection.CollectionQuantum = TimeSpan.FromSeconds(30);
                collection.EnableActivationSheddingOnMemoryPressure = true;
            });
            GrainMessages.Add(silo.Services);
            if (!storage.UsesRedis)
            {
                silo.UseLocalhostClustering(FreePort(), NoGateway, serviceId: storage.RedisPrefix, clusterId: storage.RedisPrefix);
            }
            else
            {
                silo.Services.AddSingleton(s => (RedisStore)s.GetRequiredService<SealedStore>().Inner);
                Join(silo, options);
                SiloTls.Add(silo, options);
            }

            if (telemetry.Telemetry is { Length: > 0 })
            {
                ThreadCalls.Add(silo);
            }

            if (dashboard.Dashboard)
            {
                silo.AddDashboard();
            }
        });
        builder.Services.AddHostedService<SiloBeat>().AddHostedService<SiloWatch>();
    }

    // The members find each other in the store's Redis, over the store's own connection.
    private static void Join(ISiloBuilder silo, SiloOptions options)
    {
        silo.ConfigureEndpoints(options.Address is null ? OwnAddress() : IPAddress.Parse(options.Address), options.Port, NoGateway, listenOnAnyHostAddress: false);
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = new());
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisStore>((clustering, store) =>
            clustering.CreateMultiplexer = _ => Task.FromResult((store.Connection, true)));
        silo.Configure<ClusterMembershipOptions>(Membership);
        silo.AddStartupTask((services, _) =>
        {
            // A silo that ends tries to say so three times. While Redis is away each would take a minute, and nobody
            // hears it.
            var membership = services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
    }

    // A silo that is killed closes its connections, misses three probes of 1.5 s and is known to be dead after some 5
    // s; one whose machine vanished, after 8. One that is starved answers late and lives: whatever else came from it
    // within three of the longest probes (6 s) counts as a sign of life, a silo that is starved itself gives the others
    // more time, and from three silos on it takes two votes. Shorter probes ended living silos on a machine of two
    // cores.
    private static void Membership(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = membership.MinProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    private static IPAddress OwnAddress() =>
        Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(address => !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;

    // A silo listens although nobody calls one that is alone.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
