using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace NatComments.Server.Outbound;

/// <summary>
/// How the server calls what may fail: every timeout, retry, circuit breaker and bulkhead is defined here. From the outside in: a bulkhead bounds
/// how many wait, retries (with jitter, and only where a second try can do no harm), a breaker that answers at once while a neighbour is
/// down and lets one call a second try it, and a timeout for each single try.
/// </summary>
internal static class Pipelines
{
    // 2 retries within a second: they bridge a restart of a moment.
    private const int Retries = 2;

    // Half of at least 8 calls failed: one lost packet does not open the breaker, a dead server does at once under any
    // traffic.
    private const double BreakAtRatio = 0.5;
    private const int BreakAtLeast = 8;

    // A collector is told every 15 s: three tries of 2 s within that, then none for half a minute.
    private static readonly TimeSpan OutboundTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OutboundDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan OutboundBreak = TimeSpan.FromSeconds(30);

    // 4 calls to one neighbour at once; as many may wait.
    private const int OutboundCalls = 4;

    /// <summary>The pipeline of calls to another program over HTTP: what failed on the way or with 5xx or 429 is tried again.</summary>
    public static ResiliencePipeline<HttpResponseMessage> ForHttp(Action<string> told)
    {
        static ValueTask<bool> Failed(Outcome<HttpResponseMessage> outcome) => new(
            outcome.Exception is HttpRequestException or TimeoutRejectedException || (outcome.Result is { StatusCode: var code } && (int)code is >= 500 or 429));
        return new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddStrategy(_ => new Bulkhead(OutboundCalls, OutboundCalls), new BulkheadOptions())
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = Retries,
                Delay = OutboundDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => Failed(arguments.Outcome),
                OnRetry = _ => Tell(told, "retry"),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = BreakAtRatio,
                MinimumThroughput = BreakAtLeast,
                SamplingDuration = OutboundBreak,
                BreakDuration = OutboundBreak,
                ShouldHandle = arguments => Failed(arguments.Outcome),
                OnOpened = _ => Tell(told, "opened"),
                OnClosed = _ => Tell(told, "closed"),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = OutboundTimeout, OnTimeout = _ => Tell(told, "timeout") })
            .Build();
    }

    // 10 s in quarters: a dead silo is known within that, mostly after five; asking again is harmless, as when a client does it.
    private const int MovingRetries = 40;
    private static readonly TimeSpan MovingDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>The pipeline of commands to a thread in a cluster, which may be moving from a silo that has gone to another.</summary>
    /// <param name="moved">True for an error that says so.</param>
    public static ResiliencePipeline ForMoving(Func<Exception, bool> moved, Action<string> told) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MovingRetries,
            Delay = MovingDelay,
            BackoffType = DelayBackoffType.Constant,
            UseJitter = true,
            ShouldHandle = arguments => new(arguments.Outcome.Exception is { } e && moved(e)),
            OnRetry = _ => Tell(told, "retry"),
        })
        .Build();

    private static ValueTask Tell(Action<string> told, string what)
    {
        told(what);
        return default;
    }
}
