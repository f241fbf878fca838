using System.Collections.Concurrent;
using System.Threading.Channels;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Server.Limits;

namespace NatComments.Server.Threads;

/// <summary>
/// Who watches which thread live. Each watcher has a small mailbox; one that cannot keep up loses the oldest news and
/// learns from the version numbers that it did. What was lately published is remembered, so that a watcher who was gone
/// for a moment misses nothing.
/// </summary>
/// <param name="places">How many may watch, and how the places are shared out.</param>
internal sealed class LiveUpdates(SharedPlaces places)
{
    // 64 changes: a reader whose connection stalls that long reloads the page anyway.
    private const int Mailbox = 64;

    // 256 changes of one thread: minutes of a very lively one.
    private const int Remembered = 256;

    private readonly ConcurrentDictionary<ThreadId, WatchedThread> _threads = new();

    private sealed class WatchedThread
    {
        public readonly List<Channel<ThreadChange>> Watchers = [];
        public readonly Queue<ThreadChange> Recent = new();
        public long Told = -1;
    }

    /// <summary>How many are watching.</summary>
    public int Watchers => places.Taken;

    /// <summary>The threads that somebody is watching.</summary>
    public IEnumerable<ThreadId> Watched => _threads.Keys;

    /// <summary>
    /// Tells everybody who watches the thread, if something has changed that they may see. Does not block.
    /// </summary>
    public void Tell(ThreadChange change)
    {
        if (!_threads.TryGetValue(change.Thread, out var watched))
        {
            return;
        }

        lock (watched)
        {
            if (change.PublicVersion == watched.Told)
            {
                return;
            }

            watched.Told = change.PublicVersion;
            watched.Recent.Enqueue(change);
            if (watched.Recent.Count > Remembered)
            {
                watched.Recent.Dequeue();
            }

            foreach (var watcher in watched.Watchers)
            {
                watcher.Writer.TryWrite(change);
            }
        }
    }

    /// <summary>Begins to watch; null when too many do. Dispose the watch to end it.</summary>
    /// <param name="after">What came after this public version and is still remembered is told first.</param>
    /// <param name="networks">From where: see <see cref="SharedPlaces.Take"/>.</param>
    public LiveWatch? Watch(ThreadId thread, long? after, IReadOnlyList<string> networks)
    {
        if (places.Take(networks) is not { } place)
        {
            return null;
        }

        var mailbox = Channel.CreateBounded<ThreadChange>(new BoundedChannelOptions(Mailbox) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        while (true)
        {
            var watched = _threads.GetOrAdd(thread, _ => new WatchedThread());
            lock (watched)
            {
                if (!_threads.TryGetValue(thread, out var current) || current != watched)
                {
                    continue;
                }

                watched.Watchers.Add(mailbox);
                if (after is { } seen)
                {
                    foreach (var change in watched.Recent.Where(change => change.PublicVersion > seen))
                    {
                        mailbox.Writer.TryWrite(change);
                    }
                }

                return new(mailbox.Reader, () => End(thread, watched, mailbox, place), place.Lost);
            }
        }
    }

    private void End(ThreadId thread, WatchedThread watched, Channel<ThreadChange> mailbox, SharedPlace place)
    {
        place.Dispose();
        lock (watched)
        {
            watched.Watchers.Remove(mailbox);
            if (watched.Watchers.Count == 0)
            {
                _threads.TryRemove(new(thread, watched));
            }
        }
    }
}

/// <summary>One watcher's news of a thread.</summary>
internal sealed class LiveWatch(ChannelReader<ThreadChange> news, Action end, CancellationToken lost) : IDisposable
{
    /// <summary>Ends when the place was given to another network.</summary>
    public CancellationToken Lost { get; } = lost;

    public ChannelReader<ThreadChange> News { get; } = news;

    public void Dispose() => end();
}
