using System.Threading.RateLimiting;

namespace NatComments.Server.Limits;

/// <summary>
/// How often something may be done in a minute: by one network, by the wider networks it lies in, and by all together. Unused minutes are not saved up.
/// </summary>
/// <param name="perNetwork">For one network.</param>
/// <param name="total">For all together: what the server can bear of it beside its other work.</param>
internal sealed class Budget(int perNetwork, int total) : IDisposable
{
    // A provider gives a customer a /56 or a /48 of IPv6, 256 or 65,536 networks: all of them together are worth 4 and 16.
    private const int Widening = 4;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(string Network, int Width)> _networks = PartitionedRateLimiter.Create<(string Network, int Width), string>(
        of => RateLimitPartition.GetTokenBucketLimiter(of.Network, _ => Options(perNetwork * of.Width)));

    private readonly TokenBucketRateLimiter _total = new(Options(total));

    /// <summary>True when once more is within every limit.</summary>
    /// <param name="networks">The network and the wider ones that it lies in, the narrowest first.</param>
    public bool Take(IReadOnlyList<string> networks)
    {
        var width = 1;
        foreach (var network in networks)
        {
            using var lease = _networks.AttemptAcquire((network, width));
            if (!lease.IsAcquired)
            {
                return false;
            }

            width *= Widening;
        }

        using var last = _total.AttemptAcquire();
        return last.IsAcquired;
    }

    public void Dispose()
    {
        _networks.Dispose();
        _total.Dispose();
    }

    private static TokenBucketRateLimiterOptions Options(int permits) =>
        new() { TokenLimit = permits, TokensPerPeriod = permits, ReplenishmentPeriod = Minute, AutoReplenishment = true };
}
