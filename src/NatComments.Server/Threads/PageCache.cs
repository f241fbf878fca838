using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Activation;
using NatComments.Core.Threads;

namespace NatComments.Server.Threads;

/// <summary>
/// The pages that everybody shares, as bytes ready to send; a hit costs .2 µs, a call of a grain on this silo some 8.
/// Of a thread that is active on this silo the cache is exact. A page of a thread that is active elsewhere is good
/// until a change is heard of, and is vouched for again after <see cref="Fresh"/>. Thread-safe.
/// </summary>
internal sealed class PageCache(StoreEpochs epochs, TimeProvider clock, long maxBytes) : IDisposable
{
    /// <summary>
    /// 1 s: how much older than acknowledged a page may be on another silo, should messages between the silos be lost.
    /// </summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // A minute: what is known of a thread elsewhere that nobody reads is let go.
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);

    // 10 minutes, as long as an idle thread stays active.
    private static readonly TimeSpan PageLasts = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _pages = new(new MemoryCacheOptions { SizeLimit = maxBytes });
    private readonly ConcurrentDictionary<ThreadId, Known> _threads = new();

    // What is known of a thread: the public version that a page must show to be right, and of one that is active here
    // how it stands.
    private sealed class Known
    {
        public ThreadChange? State;
        public long Version = -1;
        public bool IsHere;
        public long Epoch;
        public long HeardAt;
        public long ReadAt;
    }

    /// <summary>A page, if it is here.</summary>
    /// <param name="isStale">True when the page must be vouched for before it is shown.</param>
    public ReadyPage? Find(ThreadId thread, PageQuery query, out bool isStale)
    {
        isStale = false;
        if (!_threads.TryGetValue(thread, out var known) || !_pages.TryGetValue((thread, query), out ReadyPage? page))
        {
            return null;
        }

        var now = clock.GetTimestamp();
        lock (known)
        {
            known.ReadAt = now;
            if (page!.Version != known.Version)
            {
                return null;
            }

            isStale = known.IsHere ? known.Epoch != epochs.Of(thread.Site) : clock.GetElapsedTime(known.HeardAt, now) > Fresh;
        }

        return page;
    }

    /// <summary>How a thread stands that is active on this silo; null when its grain must be asked.</summary>
    public ThreadChange? StateOf(ThreadId thread)
    {
        if (!_threads.TryGetValue(thread, out var known))
        {
            return null;
        }

        lock (known)
        {
            return known.IsHere && known.Epoch == epochs.Of(thread.Site) ? known.State : null;
        }
    }

    /// <summary>The thread is active on this silo, and is what its log said at this epoch.</summary>
    public void Checked(ThreadChange state, long epoch) => Update(state.Thread, known =>
        (known.State, known.Version, known.IsHere, known.Epoch) = (state, state.PublicVersion, true, epoch));

    /// <summary>
    /// A thread that is active on this silo has changed. What nobody sees leaves the public version, and so the pages,
    /// as they are.
    /// </summary>
    public void Changed(ThreadChange change) => Update(change.Thread, known =>
        (known.State, known.Version) = (change with { Published = [] }, change.PublicVersion));

    /// <summary>A thread that is active on this silo may have been written to unheard.</summary>
    public void Doubted(ThreadId thread) => Update(thread, known => known.Epoch = -1);

    /// <summary>A thread that is active on this silo made a page.</summary>
    public void Made(ThreadId thread, PageQuery query, ReadyPage page) => Keep(thread, query, page);

    /// <summary>The thread is no longer active on this silo.</summary>
    public void Deactivated(ThreadId thread) => Update(thread, known =>
        (known.State, known.IsHere, known.HeardAt) = (null, false, clock.GetTimestamp()));

    /// <summary>A thread that is active elsewhere gave a page.</summary>
    public void Got(ThreadId thread, PageQuery query, ReadyPage page)
    {
        if (Heard(thread, page.Version))
        {
            Keep(thread, query, page);
        }
    }

    /// <summary>
    /// A thread, active elsewhere, is told to have at least this public version. False when it is active here, which
    /// knows better.
    /// </summary>
    public bool Heard(ThreadId thread, long version)
    {
        var isElsewhere = false;
        Update(thread, known =>
        {
            isElsewhere = !known.IsHere;
            if (isElsewhere && version >= known.Version)
            {
                (known.Version, known.HeardAt) = (version, clock.GetTimestamp());
            }
        });
        return isElsewhere;
    }

    /// <summary>
    /// The public version of a thread, active elsewhere, as its grain told when it was asked for it. It may be lower
    /// than what was heard before, when a store has lost what it acknowledged; unless something was heard since the
    /// question.
    /// </summary>
    /// <param name="asked">When it was asked: <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Vouched(ThreadId thread, long version, long asked) => Update(thread, known =>
    {
        if (!known.IsHere && (version >= known.Version || known.HeardAt <= asked))
        {
            (known.Version, known.HeardAt) = (version, clock.GetTimestamp());
        }
    });

    /// <summary>Lets go of what is known of threads elsewhere that nobody reads here.</summary>
    public void Sweep()
    {
        foreach (var (thread, known) in _threads)
        {
            // Held, so that a thread that becomes active here meanwhile is not lost from sight.
            lock (known)
            {
                if (!known.IsHere && clock.GetElapsedTime(Math.Max(known.ReadAt, known.HeardAt)) > ForgottenAfter)
                {
                    _threads.TryRemove(new(thread, known));
                }
            }
        }
    }

    /// <summary>How many threads are active on this silo.</summary>
    public int CountHere()
    {
        var count = 0;
        foreach (var (_, known) in _threads)
        {
            count += known.IsHere ? 1 : 0;
        }

        return count;
    }

    public void Dispose() => _pages.Dispose();

    private void Keep(ThreadId thread, PageQuery query, ReadyPage page) =>
        _pages.Set((thread, query), page, new MemoryCacheEntryOptions { Size = 200 + page.Body.Length, SlidingExpiration = PageLasts });

    private void Update(ThreadId thread, Action<Known> change)
    {
        while (true)
        {
            var known = _threads.GetOrAdd(thread, _ => new());
            lock (known)
            {
                // Swept away meanwhile: what is written into it would be seen by nobody.
                if (_threads.TryGetValue(thread, out var current) && current == known)
                {
                    change(known);
                    return;
                }
            }
        }
    }
}
