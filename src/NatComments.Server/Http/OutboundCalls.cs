using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace NatComments.Server.Http;

/// <summary>
/// Calls to other programs over HTTP, made with <see cref="IHttpClientFactory"/>. A client has the name of its
/// neighbour. From the outside in: a limiter bounds how many calls wait, retries (with jitter) bridge a moment, a
/// breaker answers at once while the neighbour is down, and a timeout ends each single try.
/// </summary>
internal sealed partial class OutboundCalls(IMeterFactory meters, ILogger<OutboundCalls> log)
{
    /// <summary>The meter of what went wrong.</summary>
    public const string MeterName = "NatComments.Outbound";

    // 2 retries within a second: they bridge a restart of a moment.
    private const int Retries = 2;

    // Half of at least 8 calls failed: one lost packet does not open the breaker, a dead server does at once under any
    // traffic.
    private const double BreakAtRatio = 0.5;
    private const int BreakAtLeast = 8;

    // 4 calls to one neighbour at once; as many may wait.
    private const int Calls = 4;

    // A collector is told every 15 s: three tries of 2 s within that, then none for half a minute.
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private readonly Counter<long> _incidents = meters.Create(MeterName).CreateCounter<long>(
        "natcomments.outbound.incidents",
        "{incident}",
        "Retries, timeouts, and openings and closings of the circuit breaker, of calls to other programs.");

    /// <summary>
    /// Adds a client for one neighbour. What is tried again is what the framework takes for passing: failures on the
    /// way, 5xx, 408 and 429.
    /// </summary>
    /// <param name="neighbour">The client's name, and the neighbour's in metrics and in the log.</param>
    public static void Add(IServiceCollection services, string neighbour)
    {
        services.TryAddSingleton<OutboundCalls>();
        services.AddHttpClient(neighbour)

            // One handler for the life of the process: its connections, not the handler, are made anew, so that an
            // address that changed is looked up again after two minutes.
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // They write the address of every call.
            .RemoveAllLoggers()
            .AddResilienceHandler(neighbour, (pipeline, context) =>
                context.ServiceProvider.GetRequiredService<OutboundCalls>().Configure(pipeline, neighbour));
    }

    private void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, string neighbour) => pipeline

        // The log has a line when the breaker opens and one when it closes, not one for each retry.
        .ConfigureTelemetry(NullLoggerFactory.Instance)
        .AddConcurrencyLimiter(Calls, Calls)
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = RetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = _ => Count("retry", neighbour),
        })
        .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            FailureRatio = BreakAtRatio,
            MinimumThroughput = BreakAtLeast,
            SamplingDuration = Break,
            BreakDuration = Break,
            OnOpened = _ =>
            {
                Lost(neighbour);
                return Count("opened", neighbour);
            },
            OnClosed = _ =>
            {
                Back(neighbour);
                return Count("closed", neighbour);
            },
        })
        .AddTimeout(new HttpTimeoutStrategyOptions
        {
            Timeout = TryTimeout,
            OnTimeout = _ => Count("timeout", neighbour),
        });

    private ValueTask Count(string what, string neighbour)
    {
        _incidents.Add(1, new("kind", what), new("neighbour", neighbour));
        return default;
    }

    [LoggerMessage(1801, LogLevel.Warning, "The {Neighbour} does not answer, and is not asked for half a minute")]
    private partial void Lost(string neighbour);

    [LoggerMessage(1802, LogLevel.Information, "The {Neighbour} answers again")]
    private partial void Back(string neighbour);
}
