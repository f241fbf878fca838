using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// How the store calls Redis. From the outside in: a limiter bounds how many wait, retries (with jitter, and only where
/// a second try can do no harm), a breaker that answers at once while Redis is down and lets one call a second try it,
/// and a timeout for each single try.
/// </summary>
internal static class RedisPipelines
{
    // 2 retries within some 300 ms: they bridge a failover of a moment. A longer trouble is the client's to wait for,
    // with Retry-After.
    private const int Retries = 2;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    // Half of at least 8 calls within 5 s failed: one lost packet does not open it, a dead server does at once under
    // any traffic.
    private const double BreakAtRatio = 0.5;
    private const int BreakAtLeast = 8;
    private static readonly TimeSpan BreakSampling = TimeSpan.FromSeconds(5);

    // 1 s, so that a server that is back is noticed well within five.
    private static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(1);

    // 4,096 at once is more than a second's work of one connection; as many may wait.
    private const int RedisCalls = 4_096;

    /// <summary>
    /// The pipelines of one Redis: reads are tried again whenever trouble may pass, commits only when the first try
    /// surely did nothing. Both share one limiter and one breaker.
    /// </summary>
    public static (ResiliencePipeline Reads, ResiliencePipeline Commits) Make(TimeSpan timeout, Action<string> told)
    {
        var breaker = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = BreakAtRatio,
                MinimumThroughput = BreakAtLeast,
                SamplingDuration = BreakSampling,
                BreakDuration = BreakFor,
                ShouldHandle = arguments => new(
                    arguments.Outcome.Exception is { } e && RedisFailure.Passes(e) && !RedisFailure.IsUnknownScript(e)),
                OnOpened = _ => Tell(told, "opened"),
                OnClosed = _ => Tell(told, "closed"),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout, OnTimeout = _ => Tell(told, "timeout") })
            .Build();
        var limiter = new ResiliencePipelineBuilder().AddConcurrencyLimiter(RedisCalls, RedisCalls).Build();
        return (
            Retrying(limiter, breaker, RedisFailure.Passes, told),
            Retrying(limiter, breaker, RedisFailure.DidNothing, told));
    }

    private static ResiliencePipeline Retrying(
        ResiliencePipeline limiter, ResiliencePipeline inner, Func<Exception, bool> again, Action<string> told) =>
        new ResiliencePipelineBuilder()
            .AddPipeline(limiter)
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } e && again(e)),
                OnRetry = _ => Tell(told, "retry"),
            })
            .AddPipeline(inner)
            .Build();

    private static ValueTask Tell(Action<string> told, string what)
    {
        told(what);
        return default;
    }
}
