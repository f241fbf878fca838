using System.Net;
using System.Net.Sockets;
using NatComments.Core.Storage;
using NatComments.Server;
using NatComments.Server.Endpoints;
using NatComments.Server.Hosting;
using NatComments.Server.Identity;
using NatComments.Server.Telemetry;
using Orleans.Configuration;
using Orleans.GrainDirectory;
using Orleans.Runtime.Hosting;
using StackExchange.Redis;
using Role = NatComments.Core.Moderation.Role;

namespace NatComments.Orleans;

/// <summary>
/// Makes a server a silo of the cluster. With Redis the members find each other there; without it the silo is alone, for a try-out on one machine. Settings:
/// <c>NatComments:Silo:Address</c> (default: this machine's first address), <c>:Port</c> (11111), <c>:GatewayPort</c> (30000).
/// </summary>
internal static class ClusterNode
{
    private const int DefaultPort = 11_111;
    private const int DefaultGatewayPort = 30_000;

    public static void Configure(WebApplicationBuilder builder)
    {
        var options = ServerHost.Options(builder.Configuration);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);

        // It only advises the other garbage collector, which takes several times the memory.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            var port = builder.Configuration.GetValue("NatComments:Silo:Port", DefaultPort);
            var gateway = builder.Configuration.GetValue("NatComments:Silo:GatewayPort", DefaultGatewayPort);
            if (string.IsNullOrWhiteSpace(options.Redis))
            {
                silo.UseLocalhostClustering(port, gateway, serviceId: options.RedisPrefix, clusterId: options.RedisPrefix);
                return;
            }

            silo.ConfigureEndpoints(Address(builder.Configuration["NatComments:Silo:Address"]), port, gateway, listenOnAnyHostAddress: false);
            Join(silo, options.Redis, options.RedisPrefix);
        });
        builder.Services.AddSingleton(services => MeteredThreads.Over(new OrleansThreads(services.GetRequiredService<LocalThreads>(), services.GetRequiredService<IGrainFactory>()), services));
    }

    public static void Map(WebApplication app) =>
        app.MapGet("/api/v1/cluster", Members).WithTags("Moderator").RequireRole(null)
            .WithSummary("Every silo, how it stands, and how many threads live there; for administrators of every site");

    /// <summary>Makes a silo a member of the cluster that a Redis keeps.</summary>
    /// <param name="name">The cluster's name, and what its keys begin with: two installations may share a Redis.</param>
    public static void Join(ISiloBuilder silo, string redis, string name)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (name, name));
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConfigurationOptions.Parse(redis));
        silo.Services.AddGrainDirectory(GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY, (_, _) => new RedisGrainDirectory(ConnectionMultiplexer.Connect(redis), name));

        // A silo that is dead or cut off is known to be within four seconds instead of fourteen: three probes of 0.8 s. One that was suspected wrongly, after
        // a pause of that length, ends itself and is started again by whoever watches over it: that costs a few activations, never data.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = membership.MaxProbeTimeout = TimeSpan.FromSeconds(0.8);
            membership.NumMissedProbesLimit = 3;
            membership.NumVotesForDeathDeclaration = 1;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
    }

    private static async Task<IResult> Members(HttpContext http, IGrainFactory grains)
    {
        if (http.Account().Roles.GetValueOrDefault(Account.EverySite) != Role.Administrator)
        {
            throw new BadRequestException(Problems.RoleMissing);
        }

        try
        {
            var cluster = grains.GetGrain<IManagementGrain>(0);
            var threads = (await cluster.GetSimpleGrainStatistics())
                .Where(grain => grain.GrainType.Contains(nameof(CommentThreadGrain), StringComparison.Ordinal))
                .ToLookup(grain => grain.SiloAddress, grain => grain.ActivationCount);
            return Results.Json((await cluster.GetHosts(onlyActive: false)).Select(host => new { silo = host.Key.ToString(), status = host.Value.ToString(), threads = threads[host.Key].Sum() }));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw new StoreUnavailableException("thread-busy", "A silo does not answer. Try again in a few seconds.", e);
        }
    }

    private static IPAddress Address(string? setting) => setting is not null
        ? IPAddress.Parse(setting)
        : Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(address => !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;
}
