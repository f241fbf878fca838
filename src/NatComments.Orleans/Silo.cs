using System.Net;
using System.Net.Sockets;
using NatComments.Server;
using NatComments.Server.Hosting;
using NatComments.Server.Telemetry;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace NatComments.Orleans;

/// <summary>
/// Makes a server a silo of the cluster. With Redis the members find each other there; without it the silo is alone, for a try-out on one machine. Settings:
/// <c>NatComments:Silo:Address</c> (default: this machine's first address), <c>:Port</c> (11111), <c>:GatewayPort</c> (30000).
/// </summary>
internal static class Silo
{
    private const string Name = "natcomments";
    private const int DefaultPort = 11_111;
    private const int DefaultGatewayPort = 30_000;

    public static void Configure(WebApplicationBuilder builder)
    {
        var options = ServerHost.Options(builder.Configuration);
        builder.UseOrleans(silo => Configure(silo, builder.Configuration, options.Redis));
        builder.Services.AddSingleton(services => MeteredThreads.Over(new OrleansThreads(services.GetRequiredService<LocalThreads>(), services.GetRequiredService<IGrainFactory>()), services));
    }

    /// <summary>Who is in the cluster, and how many threads are awake here.</summary>
    public static void Map(WebApplication app) =>
        app.MapGet("/health/cluster", async (IGrainFactory grains, LocalThreads threads) => Results.Json(new
        {
            silos = (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false)).ToDictionary(host => host.Key.ToString(), host => host.Value.ToString()),
            awakeHere = threads.Awake,
        })).ExcludeFromDescription();

    private static void Configure(ISiloBuilder silo, IConfiguration settings, string? redis)
    {
        var port = settings.GetValue("NatComments:Silo:Port", DefaultPort);
        var gateway = settings.GetValue("NatComments:Silo:GatewayPort", DefaultGatewayPort);
        if (string.IsNullOrWhiteSpace(redis))
        {
            silo.UseLocalhostClustering(port, gateway, serviceId: Name, clusterId: Name);
            return;
        }

        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
        silo.ConfigureEndpoints(Address(settings["NatComments:Silo:Address"]), port, gateway, listenOnAnyHostAddress: true);
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis));
        silo.UseRedisGrainDirectoryAsDefault(directory => directory.ConfigurationOptions = ConfigurationOptions.Parse(redis));

        // A dead silo is found within four seconds instead of fourteen; a wrong suspicion costs a few activations, never data.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 3;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
    }

    private static IPAddress Address(string? setting) => setting is not null
        ? IPAddress.Parse(setting)
        : Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(address => !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;
}
