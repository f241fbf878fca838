using System.Threading.RateLimiting;
using Polly;

namespace NatComments.Server.Outbound;

/// <summary>Lets so many calls through at once and so many wait; whoever comes after that is turned away at once, so that one slow neighbour cannot take all memory.</summary>
internal sealed class Bulkhead(int atOnce, int waiting) : ResilienceStrategy
{
    private readonly ConcurrencyLimiter limiter = new(new() { PermitLimit = atOnce, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        RateLimitLease lease;
        try
        {
            lease = await limiter.AcquireAsync(1, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        }
        catch (OperationCanceledException e)
        {
            return Outcome.FromException<TResult>(e);
        }

        using (lease)
        {
            return lease.IsAcquired
                ? await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext)
                : Outcome.FromException<TResult>(new BulkheadFullException());
        }
    }
}

/// <summary>Too many calls wait already; this one was not made.</summary>
internal sealed class BulkheadFullException() : Exception("Too many calls wait already.");

/// <summary>The options of a <see cref="Bulkhead"/>: it has none that change.</summary>
internal sealed class BulkheadOptions : ResilienceStrategyOptions;
