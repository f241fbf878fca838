using System.Security.Cryptography;
using System.Threading.RateLimiting;

namespace NatComments.Server.Defence;

/// <summary>
/// How often one network address may do something. Addresses are kept for minutes, in memory only, as keyed digests whose key dies with
/// the process: nothing of them is ever written down.
/// </summary>
public sealed class Rates : IDisposable
{
    // 30 previews and second looks a minute: one every other second while a text is written; too few to search for a filter's edges.
    private const int LooksPerMinute = 30;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly PartitionedRateLimiter<string>? _posts;
    private readonly PartitionedRateLimiter<string>? _looks;

    public Rates(int postsPerMinute)
    {
        _posts = postsPerMinute == 0 ? null : PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ =>
            new() { TokenLimit = postsPerMinute, TokensPerPeriod = postsPerMinute, ReplenishmentPeriod = TimeSpan.FromMinutes(1), AutoReplenishment = true }));
        _looks = postsPerMinute == 0 ? null : PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetFixedWindowLimiter(who, _ =>
            new() { PermitLimit = LooksPerMinute, Window = TimeSpan.FromMinutes(1), AutoReplenishment = true }));
    }

    /// <summary>True when one more change (a comment, an edit, a report, …) from this address is within the limit.</summary>
    public bool MayPost(HttpContext http) => _posts is null || Take(_posts, Network(http));

    /// <summary>True when this address may ask once more about a text that it has not sent.</summary>
    public bool MayLook(HttpContext http) => _looks is null || Take(_looks, Network(http));

    /// <summary>True when this address may begin to watch once more.</summary>
    public bool MayWatch(HttpContext http) => true;

    public IReadOnlyList<string> Networks(HttpContext http) => [Network(http)];

    /// <summary>The address as a digest that means nothing outside this process; of IPv6 the first 64 bits, which one household holds.</summary>
    public string Network(HttpContext http) => Convert.ToHexString(HMACSHA256.HashData(_key, NetworkDigests.Prefix(http)).AsSpan(0, 8));

    public void Dispose()
    {
        _posts?.Dispose();
        _looks?.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string who)
    {
        using var lease = limiter.AttemptAcquire(who);
        return lease.IsAcquired;
    }
}
