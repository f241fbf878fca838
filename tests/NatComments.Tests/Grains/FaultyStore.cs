using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Tests.Grains;

/// <summary>What goes wrong with a commit.</summary>
internal enum Fault
{
    None,

    /// <summary>The store fails and nothing is written.</summary>
    BeforeTheWrite,

    /// <summary>Everything is written, and the answer is lost.</summary>
    AfterTheWrite,

    /// <summary>Another writer was faster.</summary>
    Conflict,
}

/// <summary>A real store whose commits a test can hold up, count and let fail. Reads go through, or fail when told.</summary>
internal sealed class FaultyStore(IStore inner) : IStore
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _gate;
    private TaskCompletionSource _reached = new();
    private int _commits;
    private int _eventsRead;
    private int _reads;

    /// <summary>
    /// Asked before each commit to a thread's log. The audit log is left alone: a site's grain writes it when it likes,
    /// and would take a fault that a test meant for its own post.
    /// </summary>
    public Func<Fault> NextFault { get; set; } = () => Fault.None;

    /// <summary>All other commits meet faults and the gate, too.</summary>
    public bool EveryCommit { get; set; }

    public bool ReadsFail { get; set; }

    /// <summary>Told the keys before several documents are read at once.</summary>
    public Func<IReadOnlyList<string>, Task> BeforeDocuments { get; set; } = _ => Task.CompletedTask;

    /// <summary>Commits to threads' logs that were begun.</summary>
    public int Commits => Volatile.Read(ref _commits);

    public int EventsRead => Volatile.Read(ref _eventsRead);

    /// <summary>Reads of any kind that were begun.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>From now on commits wait at the gate.</summary>
    public void CloseGate()
    {
        lock (_lock)
        {
            _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Completes when a commit waits at the closed gate.</summary>
    public Task SomebodyWaits
    {
        get
        {
            lock (_lock)
            {
                return _reached.Task;
            }
        }
    }

    public void OpenGate()
    {
        lock (_lock)
        {
            _gate?.SetResult();
            _gate = null;
        }
    }

    public async ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default)
    {
        var fault = Fault.None;
        if (EveryCommit || commit.Append?.Stream.StartsWith(ThreadKeys.Logs, StringComparison.Ordinal) == true)
        {
            Interlocked.Increment(ref _commits);
            Task? gate;
            lock (_lock)
            {
                fault = NextFault();
                gate = _gate?.Task;
                if (gate is not null)
                {
                    _reached.TrySetResult();
                }
            }

            await (gate ?? Task.CompletedTask);
        }

        if (fault == Fault.Conflict)
        {
            return CommitResult.Conflict;
        }

        if (fault == Fault.BeforeTheWrite)
        {
            throw new StoreUnavailableException("store-unavailable", "Nothing was written.");
        }

        var result = await inner.TryCommit(commit, stop);
        return fault == Fault.AfterTheWrite ? throw new StoreUnavailableException("store-unavailable", "The answer was lost.") : result;
    }

    public async ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default)
    {
        var events = await Read(() => inner.ReadEvents(partition, stream, afterVersion, limit, stop));
        Interlocked.Add(ref _eventsRead, events.Count);
        return events;
    }

    public ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default) =>
        Read(() => inner.ReadVersion(partition, stream, stop));

    public ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default) =>
        Read(() => inner.ReadDocument(partition, key, stop));

    public async ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default)
    {
        await BeforeDocuments(keys);
        return await Read(() => inner.ReadDocuments(partition, keys, stop));
    }

    public ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default) =>
        Read(() => inner.ReadEntries(partition, index, range, stop));

    public ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default) =>
        Read(() => inner.ReadCounters(partition, names, stop));

    public ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default) =>
        Read(() => inner.ReadStreamNames(partition, prefix, after, limit, stop));

    public ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default) =>
        Read(() => inner.ReadDocumentKeys(partition, prefix, after, limit, stop));

    /// <summary>The store around which it stands stays open: it may have other hosts.</summary>
    public ValueTask DisposeAsync() => default;

    private ValueTask<T> Read<T>(Func<ValueTask<T>> read)
    {
        Interlocked.Increment(ref _reads);
        return ReadsFail ? throw new StoreUnavailableException("store-unavailable", "Nothing can be read.") : read();
    }
}
