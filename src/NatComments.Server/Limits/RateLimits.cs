using System.Diagnostics;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using NatComments.Server.Configuration;
using NatComments.Server.Http;

namespace NatComments.Server.Limits;

/// <summary>The policies of the rate limiter: an endpoint names one with <c>RequireRateLimiting</c>.</summary>
internal static class RateLimits
{
    /// <summary>Changes: comments, edits, likes, reports.</summary>
    public const string Posts = "posts";

    /// <summary>Questions about a text that is not sent, and for a visitor's whole record.</summary>
    public const string Looks = "looks";

    /// <summary>Challenges and proofs of pseudonyms.</summary>
    public const string Proofs = "proofs";

    /// <summary>Answers that are made for one visitor: feeds, receipts, counts.</summary>
    public const string Reads = "reads";

    /// <summary>Live streams that begin.</summary>
    public const string Watches = "watches";

    /// <summary>Recovery phrases.</summary>
    public const string Phrases = "phrases";

    /// <summary>Adds the rate limiter, and how networks are told apart.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services) => services
        .AddFeatureOptions<LimitOptions>()
        .AddSingleton(s => new Rates(s.GetRequiredService<IOptions<LimitOptions>>().Value.PostsPerMinute))
        .AddSingleton<DayKeys>().AddSingleton<NetworkDigests>().AddSingleton<SlowTurns>()
        .AddRateLimiter(limiter =>
        {
            limiter.OnRejected = (rejected, _) => new(Problems.Write(rejected.HttpContext, Problems.RateLimited));
            foreach (var policy in new[] { Posts, Looks, Proofs, Reads, Watches, Phrases })
            {
                limiter.AddPolicy(policy, http => Partition(http, policy));
            }
        });

    private static RateLimitPartition<string> Partition(HttpContext http, string policy)
    {
        var rates = http.RequestServices.GetRequiredService<Rates>();
        if (rates.Of(policy) is not { } budget)
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var networks = rates.WideningNetworks(http);
        return RateLimitPartition.Get(networks[0], _ => new OfNetwork(budget, networks));
    }

    // One network's part of a budget, which also holds for the wider networks that it lies in and for all together.
    private sealed class OfNetwork(Budget budget, IReadOnlyList<string> networks) : RateLimiter
    {
        private long _used = Stopwatch.GetTimestamp();

        public override TimeSpan? IdleDuration => Stopwatch.GetElapsedTime(Interlocked.Read(ref _used));

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount)
        {
            Interlocked.Exchange(ref _used, Stopwatch.GetTimestamp());
            return new Lease(permitCount == 0 || budget.Take(networks));
        }

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
            new(AttemptAcquireCore(permitCount));
    }

    private sealed class Lease(bool acquired) : RateLimitLease
    {
        public override bool IsAcquired => acquired;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
