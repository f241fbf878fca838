using System.Collections.Immutable;

namespace NatComments.Server.Silos;

/// <summary>
/// Logs which other silos are members, leave, or are declared dead. Orleans itself tells it below the levels that are
/// shown.
/// </summary>
internal sealed partial class SiloWatch(
    IClusterMembershipService membership, ILocalSiloDetails self, ILogger<SiloWatch> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = ImmutableDictionary<SiloAddress, ClusterMember>.Empty;
        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                foreach (var (silo, member) in snapshot.Members)
                {
                    var before = known.TryGetValue(silo, out var seen) ? seen.Status : SiloStatus.None;
                    if (!silo.Equals(self.SiloAddress) && before != member.Status)
                    {
                        Tell(member, before);
                    }
                }

                known = snapshot.Members;
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    // Of a silo that was dead already when this one started nothing is told.
    private void Tell(ClusterMember member, SiloStatus before)
    {
        switch (member.Status)
        {
            case SiloStatus.Active:
                IsMember(member.SiloAddress);
                break;
            case SiloStatus.ShuttingDown or SiloStatus.Stopping when before is SiloStatus.Active:
                Leaves(member.SiloAddress);
                break;
            case SiloStatus.Dead when before is SiloStatus.Active:
                IsDead(member.SiloAddress);
                break;
        }
    }

    [LoggerMessage(1711, LogLevel.Information, "Silo {Silo} is a member of the cluster")]
    private partial void IsMember(SiloAddress silo);

    [LoggerMessage(1712, LogLevel.Information, "Silo {Silo} leaves the cluster")]
    private partial void Leaves(SiloAddress silo);

    [LoggerMessage(1713, LogLevel.Warning, "Silo {Silo} was declared dead; its threads are answered by the others")]
    private partial void IsDead(SiloAddress silo);
}
