using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Hosting;

/// <summary>
/// The grains of this process. A thread is woken when somebody asks for it and sleeps when nobody did for a while, or when memory is
/// wanted for others. Safety does not rest here: two hosts over one store cannot corrupt a thread, one of them just tries again.
/// </summary>
public sealed class LocalThreads : IThreads, IAsyncDisposable
{
    // Each try reads the thread afresh; a grain that forgets itself a third time meets more than another host's writes.
    private const int MaxTries = 3;

    // Some 10 MB of empty threads: whoever asks for thousands of articles that do not exist must not fill the memory between two sweeps.
    private const int SweepAfter = 4_096;

    // Grains that ask the store at the same time whether they are still right.
    private const int LookingAtOnce = 64;

    private readonly ConcurrentDictionary<ThreadId, ThreadGrain> _grains = new();

    // Grains that forgot themselves and have no successor that woke yet: what readers are shown while the store does not answer.
    private readonly ConcurrentDictionary<ThreadId, ThreadGrain> _lastKnown = new();
    private readonly GrainContext _context;
    private readonly GrainMemory _memory;
    private readonly ITimer _sweeper;
    private readonly ILogger _log;
    private int _woken;

    public LocalThreads(IStore store, TimeProvider clock, Func<ThreadPage, byte[]> format, GrainMemory memory, ILogger<LocalThreads>? log = null)
    {
        _memory = memory;
        _log = log ?? NullLogger<LocalThreads>.Instance;
        _context = new(store, new TextCache(store, memory.TextCharacters), clock, format, Tell);
        _sweeper = clock.CreateTimer(_ => Sweep(), null, memory.SweepEvery, memory.SweepEvery);
    }

    public event Action<ThreadChange> Changed = delegate { };

    /// <summary>How many grains are awake.</summary>
    public int Awake => _grains.Count;

    public async ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await Grain(thread).Ask(command) is { } reply)
            {
                return reply;
            }
        }

        throw new StoreUnavailableException("thread-busy", "Another server is writing to this thread. Try again in a few seconds.");
    }

    public ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default) =>
        Read(thread, (query, reader), static (grain, a, stop) => grain.ReadPage(a.query, a.reader, stop), stop);

    public ReadyPage? TryReadyPage(ThreadId thread, PageQuery query) =>
        _grains.TryGetValue(thread, out var grain) && !grain.IsLost ? grain.TryReadyPage(query) : null;

    public ValueTask<IReadOnlyList<CommentView>> ReadComments(ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default) =>
        Read(thread, (ids, reader), static (grain, a, stop) => grain.ReadComments(a.ids, a.reader, stop), stop);

    public ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default) =>
        Read(thread, limit, static (grain, limit, stop) => grain.ReadNewest(limit, stop), stop);

    public ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default) =>
        Read(thread, comment, static (grain, comment, stop) => grain.Find(comment, stop), stop);

    public ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default) =>
        Read(thread, 0, static (grain, _, stop) => grain.ReadState(stop), stop);

    /// <summary>Another process has written to a thread. False when the thread sleeps here: it will read all when it wakes.</summary>
    public bool Hear(ThreadId thread, long version, StreamTail? tail = null)
    {
        if (!_grains.TryGetValue(thread, out var grain) || grain.IsLost)
        {
            return false;
        }

        grain.Hear(version, tail);
        return true;
    }

    /// <summary>Waits until a thread that is awake here shows at least this version, which another process is known to have written.</summary>
    public Task CatchUp(ThreadId thread, long version, CancellationToken stop) =>
        _grains.TryGetValue(thread, out var grain) ? grain.CatchUp(version, stop) : Task.CompletedTask;

    /// <summary>Other processes may have written unheard: every thread that is awake asks the store.</summary>
    public Task LookAgain() => Parallel.ForEachAsync(
        _grains.Values, new ParallelOptions { MaxDegreeOfParallelism = LookingAtOnce }, static (grain, stop) => new(grain.LookAgain(stop)));

    /// <summary>Lets go of grains that have been idle too long, and of the longest unused while all together are too heavy.</summary>
    public void Sweep()
    {
        var weight = 0L;

        // A copy: sorting would fail over a dictionary that grows meanwhile.
        foreach (var (id, grain) in _grains.ToArray().OrderBy(pair => pair.Value.Idle))
        {
            weight += grain.Weight;
            var idle = grain.Idle > _memory.IdleAfter;
            if (grain.IsLost || ((idle || weight > _memory.MaxBytes) && !grain.IsBusy))
            {
                LetGo(id, grain);
                _ = Sleep(grain);
            }
        }

        foreach (var (id, grain) in _lastKnown.Where(pair => pair.Value.Idle > _memory.IdleAfter))
        {
            _lastKnown.TryRemove(new(id, grain));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        await Task.WhenAll(_grains.Values.Select(Sleep));
        _grains.Clear();
    }

    // What was changed is durable by now: a listener that fails is its own fault and never that of who wrote.
    private void Tell(ThreadChange change)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                listener(change);
            }
            catch (Exception e)
            {
                _log.LogError(e, "A listener failed at a change of a thread of {Site}", change.Thread.Site);
            }
        }
    }

    // Without a snapshot the thread is read from its events: slower, and nothing is lost.
    private async Task Sleep(ThreadGrain grain)
    {
        try
        {
            await grain.Sleep();
        }
        catch (Exception e)
        {
            _log.LogWarning("A thread of {Site} went to sleep without a snapshot: {Reason}", grain.Id.Site, e is StoreUnavailableException { Code: var code } ? code : e.GetType().Name);
        }
    }

    private async ValueTask<T> Read<T, TAsked>(ThreadId thread, TAsked asked, Func<ThreadGrain, TAsked, CancellationToken, ValueTask<T>> read, CancellationToken stop)
    {
        try
        {
            var result = await read(Grain(thread), asked, stop);
            if (_lastKnown.ContainsKey(thread))
            {
                _lastKnown.TryRemove(thread, out _);
            }

            return result;
        }
        catch (StoreUnavailableException) when (_lastKnown.ContainsKey(thread))
        {
            if (!_lastKnown.TryGetValue(thread, out var last))
            {
                throw;
            }

            return await read(last, asked, stop);
        }
    }

    private ThreadGrain Grain(ThreadId thread)
    {
        if (_grains.TryGetValue(thread, out var grain))
        {
            if (!grain.IsLost)
            {
                return grain;
            }

            LetGo(thread, grain);
        }

        if (Interlocked.Increment(ref _woken) % SweepAfter == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static threads => threads.Sweep(), this, preferLocal: false);
        }

        // Of two that are made at once one is dropped, before it has read anything.
        return _grains.GetOrAdd(thread, static (id, context) => new ThreadGrain(id, context), _context);
    }

    // What a lost grain knew is put by before it goes, so that no reader comes in between.
    private void LetGo(ThreadId id, ThreadGrain grain)
    {
        if (grain.IsLost && grain.WasAwake)
        {
            _lastKnown[id] = grain;
        }

        _grains.TryRemove(new(id, grain));
    }
}

/// <summary>How much memory grains may hold, and how long an idle one stays awake.</summary>
public sealed record GrainMemory(long MaxBytes, long TextCharacters, TimeSpan IdleAfter, TimeSpan SweepEvery);
