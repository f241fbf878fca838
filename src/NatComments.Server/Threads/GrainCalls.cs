using System.Diagnostics.Metrics;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Redis;
using Polly;
using Polly.Retry;

namespace NatComments.Server.Threads;

/// <summary>
/// Calls of grains that may be moving from a silo that has gone to another: such a call is made again until the cluster
/// knows. Asking a thread again does no harm, as when a client does it.
/// </summary>
internal sealed partial class GrainCalls : IDisposable
{
    // 10 s in quarters: a dead silo is known within that, mostly after five.
    private const int Retries = 40;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);

    // 10 s: as long as calls are made again.
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new("NatComments.Cluster");
    private readonly ResiliencePipeline _moving;
    private readonly RedisStore? _redis;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private long _toldAgain;
    private long _toldUnanswered;

    public GrainCalls(ILogger<GrainCalls> log, TimeProvider clock, RedisStore? redis = null)
    {
        (_log, _clock, _redis) = (log, clock, redis);
        var incidents = _meter.CreateCounter<long>(
            "natcomments.cluster.incidents", "{incident}", "Calls that were made again, because the silo of their thread or site had gone.");
        _moving = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = RetryDelay,
                BackoffType = DelayBackoffType.Constant,
                UseJitter = true,
                ShouldHandle = arguments => new(arguments.Outcome.Exception is { } e && IsMoving(e)),
                OnRetry = _ =>
                {
                    incidents.Add(1, new KeyValuePair<string, object?>("kind", "retry"));
                    if (MayTell(ref _toldAgain))
                    {
                        Again();
                    }

                    return default;
                },
            })
            .Build();
    }

    /// <summary>Makes a call.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer, or no silo does (code
    /// <c>thread-busy</c>).</exception>
    public async ValueTask<T> Call<TGrain, TAsked, T>(TGrain grain, TAsked asked, Func<TGrain, TAsked, Task<T>> call)
    {
        try
        {
            try
            {
                return await call(grain, asked);
            }
            catch (Exception e) when (IsMoving(e))
            {
                return await _moving.ExecuteAsync(async _ => await call(grain, asked));
            }
        }
        catch (Exception e) when (e is OrleansException or TimeoutException && IsRedisAway)
        {
            throw new StoreUnavailableException("store-unavailable", "Redis does not answer. Try again in a few seconds.", e);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            if (MayTell(ref _toldUnanswered))
            {
                Unanswered(e.GetType().Name);
            }

            throw new StoreUnavailableException("thread-busy", "The silo of this thread does not answer. Try again in a few seconds.", e);
        }
    }

    /// <summary>Makes a call that has no answer.</summary>
    /// <inheritdoc cref="Call{TGrain, TAsked, T}"/>
    public async Task Call<TGrain, TAsked>(TGrain grain, TAsked asked, Func<TGrain, TAsked, Task> call) =>
        await Call(grain, (asked, call), static async (grain, told) =>
        {
            await told.call(grain, told.asked);
            return true;
        });

    public void Dispose() => _meter.Dispose();

    // While Redis is away nobody can say where a thread lives, and asking again is of no use.
    private bool IsRedisAway => _redis is { IsConnected: false };

    private bool IsMoving(Exception e) => e is OrleansMessageRejectionException && !IsRedisAway;

    // As many calls as there are readers may meet the same silo.
    private bool MayTell(ref long told)
    {
        var (last, now) = (Interlocked.Read(ref told), _clock.GetTimestamp());
        return (last == 0 || _clock.GetElapsedTime(last, now) >= TellEvery)
            && Interlocked.CompareExchange(ref told, now, last) == last;
    }

    [LoggerMessage(1721, LogLevel.Information, "The silo of a thread or site has gone; calls are made again")]
    private partial void Again();

    [LoggerMessage(
        1722, LogLevel.Warning, "A silo does not answer, and those who asked were told to try again: {Reason}")]
    private partial void Unanswered(string reason);
}
