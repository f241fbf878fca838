using NatComments.Core.Activation;
using NatComments.Core.Storage;

namespace NatComments.Core.Projections;

/// <summary>What some projections make of the same events, gathered to be written in one commit.</summary>
internal sealed class GatheredBatch
{
    // 1,700 changes; one event makes at most 14 more, and the words of as many comments some hundred pages.
    private const int MaxChanges = 1_700;

    // 300 events are read out together with their texts: a batch that is full by what follows from each reads few in
    // vain.
    private const int EventsAtOnce = 300;

    private readonly List<(IProjection Projection, IProjectionBatch Batch)> _batches = [];
    private readonly string _site;
    private readonly IStore _store;
    private readonly IThreads _threads;

    private GatheredBatch(string site, IStore store, IThreads threads) =>
        (_site, _store, _threads) = (site, store, threads);

    /// <summary>True when what follows from the events must be written before more are taken.</summary>
    public bool IsFull
    {
        get
        {
            var changes = 0;
            foreach (var (_, batch) in _batches)
            {
                changes += batch.Changes;
                if (batch.IsFull)
                {
                    return true;
                }
            }

            return changes > MaxChanges;
        }
    }

    /// <summary>Begins a batch of these projections.</summary>
    public static async Task<GatheredBatch> Begin(
        string site, IStore store, IThreads threads, IEnumerable<IProjection> projections, CancellationToken stop)
    {
        var gathered = new GatheredBatch(site, store, threads);
        foreach (var projection in projections)
        {
            gathered._batches.Add((projection, await Guarded(projection, () => projection.Begin(site, stop), stop)));
        }

        return gathered;
    }

    /// <summary>Takes the new events of a thread in, until the batch is full.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> Take(FollowedThread followed, CancellationToken stop)
    {
        var taken = 0;
        while (taken < followed.Events.Count && !IsFull)
        {
            var to = Math.Min(taken + EventsAtOnce, followed.Events.Count);
            var events = await FollowedEvents.Read(_store, _threads, followed, taken, to, stop);
            for (; taken < to && !IsFull; taken++)
            {
                var e = events.At(taken);
                foreach (var (projection, batch) in _batches)
                {
                    await Guarded(projection, batch, e, stop);
                }
            }
        }

        return taken;
    }

    /// <summary>What all of them write.</summary>
    public async Task<ProjectionChanges> Finish(CancellationToken stop)
    {
        var all = new List<ProjectionChanges>(_batches.Count);
        foreach (var (projection, batch) in _batches)
        {
            var changes = await Guarded(projection, () => batch.Finish(stop), stop);

            // Whoever writes what no store takes fails alone.
            Guarded(projection, () =>
                StoreArguments.Check(new(_site, null, changes.Documents, changes.Entries, changes.Counters)));
            all.Add(changes);
        }

        return new()
        {
            Documents = [.. all.SelectMany(changes => changes.Documents)],
            Entries = [.. all.SelectMany(changes => changes.Entries)],
            Counters = [.. all.SelectMany(changes => changes.Counters)],
            Records = [.. all.SelectMany(changes => changes.Records)],
        };
    }

    private static async ValueTask Guarded(
        IProjection projection, IProjectionBatch batch, FollowedEvent e, CancellationToken stop)
    {
        try
        {
            await batch.Take(e, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            throw new ProjectionFailedException(projection.Name, failure);
        }
    }

    private static async ValueTask<T> Guarded<T>(
        IProjection projection, Func<ValueTask<T>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            throw new ProjectionFailedException(projection.Name, failure);
        }
    }

    private static void Guarded(IProjection projection, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure)
        {
            throw new ProjectionFailedException(projection.Name, failure);
        }
    }
}
