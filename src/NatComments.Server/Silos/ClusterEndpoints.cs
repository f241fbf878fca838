using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Silos;

/// <summary>A silo of the cluster.</summary>
/// <param name="Silo">Its address and port, and the number of its start.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="Status">Joining, Active, ShuttingDown, Stopping or Dead.</param>
/// <param name="StartedAt">When it became a member.</param>
/// <param name="Threads">How many threads are active on it; null when it does not answer.</param>
/// <param name="Sites">How many sites are active on it; null when it does not answer.</param>
public sealed record SiloReply(
    string Silo, string Host, string Status, DateTimeOffset StartedAt, int? Threads, int? Sites);

/// <summary>How the cluster stands, for those who run it. A server over SQLite is a cluster of one.</summary>
internal static class ClusterEndpoints
{
    // 2 s: one that has just died is not waited for until the others have agreed that it is dead.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A day: of silos that have gone the table keeps more.
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(1);

    /// <summary>Maps the endpoint, and the dashboard where the settings ask for it.</summary>
    public static void MapSilos(this IEndpointRouteBuilder app)
    {
        app.MapApi("/api/v1/cluster", "Moderator").MapGet("", Read)
            .WithName("readSilos")
            .Produces<IReadOnlyList<SiloReply>>().RequireRole(Role.Administrator)
            .WithSummary("Every silo, how it stands, and how many threads and sites are active on it");
        if (app.ServiceProvider.GetRequiredService<IOptions<DashboardOptions>>().Value.Dashboard)
        {
            OrleansDashboard.Map(app);
        }
    }

    private static async Task<JsonHttpResult<IReadOnlyList<SiloReply>>> Read(
        IGrainFactory grains, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            var cluster = grains.GetGrain<IManagementGrain>(0);
            var since = clock.GetUtcNow() - RememberedFor;
            var silos = (await cluster.GetDetailedHosts(false, stop).WaitAsync(stop))
                .Where(silo => silo.Status != SiloStatus.Dead || silo.IAmAliveTime > since)
                .OrderBy(silo => silo.Status == SiloStatus.Dead).ThenBy(silo => silo.StartTime);
            var replies = await Task.WhenAll(silos.Select(silo => Reply(cluster, silo, stop)));

            // By the rules of this form and not of all others: its times keep their seven digits and their offset.
            return TypedResults.Json<IReadOnlyList<SiloReply>>(
                replies, SiloReplyJson.Default.IReadOnlyListSiloReply);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw new StoreUnavailableException("thread-busy", "A silo does not answer. Try again in a few seconds.", e);
        }
    }

    private static async Task<SiloReply> Reply(IManagementGrain cluster, MembershipEntry silo, CancellationToken stop)
    {
        var active = silo.Status == SiloStatus.Active ? await Active(cluster, silo.SiloAddress, stop) : null;
        var started = new DateTimeOffset(DateTime.SpecifyKind(silo.StartTime, DateTimeKind.Utc));
        var (address, status) = (silo.SiloAddress.ToString(), silo.Status.ToString());
        return new(address, silo.HostName, status, started, active?.Threads, active?.Sites);
    }

    private static async Task<(int Threads, int Sites)?> Active(
        IManagementGrain cluster, SiloAddress silo, CancellationToken stop)
    {
        try
        {
            var grains = await cluster.GetSimpleGrainStatistics([silo], stop).WaitAsync(Patience, stop);
            int Of(string grain) =>
                grains.Where(one => one.GrainType.Contains(grain, StringComparison.Ordinal)).Sum(one => one.ActivationCount);
            return (Of(typeof(ThreadGrain).FullName!), Of(typeof(SiteGrain).FullName!));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<SiloReply>))]
internal sealed partial class SiloReplyJson : JsonSerializerContext;
