using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using NatComments.Core.Storage;

namespace NatComments.Core.Projections;

// What fails, and what is done beside following: nobody is held up by either.
public sealed partial class SiteProjections
{
    // 5 times in a row the store, or a thread, did not answer one projection while it answered the others: then it is
    // the projection that fails.
    private const int MaxStoreFailures = 5;

    private readonly ConcurrentDictionary<(string Site, string Projection), int> _storeFailures = new();

    // What is due besides following. What fails here holds up nobody, and the projection itself goes on following.
    private async Task Tidy(string site, IProjection projection, CancellationToken stop)
    {
        var at = _known[site];
        for (var isMore = true; isMore; at = isMore ? _known[site] = await _positions.Read(site, stop) : at)
        {
            try
            {
                isMore = await projection.Tidy(at, stop);
            }
            catch (Exception e) when (e is not StoreUnavailableException && !stop.IsCancellationRequested)
            {
                // Another process may have moved the site while this one read: what it read was then half old, half
                // new.
                if ((await _positions.Read(site, stop)).Number == at.Number)
                {
                    await Failed(at, new(projection.Name, e), lags: false);
                    return;
                }
            }
        }

        _storeFailures.TryRemove((site, projection.Name), out _);
        if (at.Find(projection.Name) is { Lags: false } one)
        {
            await Works(at, one);
        }
    }

    private async ValueTask<bool> IsDue(string site, IProjection projection, CancellationToken stop)
    {
        try
        {
            return await projection.IsDue(site, stop);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !stop.IsCancellationRequested)
        {
            await Failed(_known[site], new(projection.Name, e), lags: false);
            return false;
        }
    }

    // The store's own troubles are the host's. What only one projection has is written down, so that every process
    // knows; false when another process was faster.
    private async Task<bool> Failed(SitePosition at, ProjectionFailedException e, bool lags)
    {
        var (site, name, failure) = (at.Site, e.Projection, e.InnerException!);
        if (failure is StoreUnavailableException
            && _storeFailures.AddOrUpdate((site, name), 1, (_, count) => count + 1) < MaxStoreFailures)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        var one = at.Find(name)!;
        var error = failure is StoreUnavailableException { Code: var code } ? code : failure.GetType().Name;
        var fails = one with
        {
            Lags = one.Lags || lags,
            Position = at.PositionOf(one),
            FailingSince = one.FailingSince ?? _clock.GetUtcNow(),
            Error = error,
        };
        if (fails != one && !await Move(at.With(fails)))
        {
            return false;
        }

        if (_retries.Failed(site, name))
        {
            _listener?.Failing(site, name, failure);
        }

        return true;
    }

    // A failure that is over is no longer shown. Only one that has caught up works: else whoever fails in one thread
    // would begin and end to fail with every batch of others.
    private async ValueTask Works(SitePosition at, ProjectionPosition one)
    {
        if (_retries.Works(at.Site, one.Name) | one.FailingSince is not null)
        {
            _listener?.Works(at.Site, one.Name);
        }

        if (one.FailingSince is not null)
        {
            await Move(at.With(one with { FailingSince = null, Error = null }));
        }
    }
}
