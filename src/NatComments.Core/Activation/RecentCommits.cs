using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// What the threads of this process have just committed, until projections have taken it in, so that they need not read
/// it back from the store. A copy only: what is not here is read from the log. Only sites that are followed in this
/// process are kept. Members may be called from any thread.
/// </summary>
/// <param name="maxBytes">How many bytes of events and texts are kept; the oldest commits leave first.</param>
public sealed class RecentCommits(long maxBytes = RecentCommits.DefaultBytes)
{
    /// <summary>8 MB: half a second of some 5,000 posts of 1.5 kB, and bounded when projections stand still.</summary>
    public const long DefaultBytes = 8 << 20;

    // What a commit weighs besides its events and texts: the objects that hold them.
    private const int Overhead = 200;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _sites = [];
    private readonly Dictionary<ThreadId, List<Kept>> _threads = [];
    private readonly LinkedList<Kept> _order = new();
    private long _bytes;

    /// <summary>How many bytes are kept now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>From now on the commits of a site are kept.</summary>
    public void Attend(string site)
    {
        lock (_lock)
        {
            _sites.Add(site);
        }
    }

    /// <summary>The site is followed here no more: its commits are let go, and no new ones kept.</summary>
    public void Leave(string site)
    {
        lock (_lock)
        {
            if (_sites.Remove(site))
            {
                foreach (var thread in _threads.Keys.Where(thread => thread.Site == site).ToList())
                {
                    Drop(thread, int.MaxValue);
                }
            }
        }
    }

    /// <summary>A thread has made a commit durable.</summary>
    /// <param name="events">The events of the commit, in order.</param>
    /// <param name="epoch"><see cref="ThreadContext.Epoch"/> at that time.</param>
    public void Wrote(ThreadId thread, Commit commit, IReadOnlyList<ThreadEvent> events, long epoch)
    {
        var append = commit.Append!;
        var texts = commit.Documents.Where(document => document.Value is not null && CommentText.IsKey(document.Key))
            .ToDictionary(document => document.Key, document => document.Value!);
        var bytes = Overhead + append.Events.Sum(e => (long)e.Length) + texts.Values.Sum(text => (long)text.Length);
        lock (_lock)
        {
            if (!_sites.Contains(thread.Site) || bytes > maxBytes)
            {
                return;
            }

            var added = new Kept(thread, append.ExpectedVersion, events, append.Events, texts, bytes, epoch);
            if (!_threads.TryGetValue(thread, out var commits))
            {
                _threads[thread] = commits = [];
            }

            commits.Add(added);
            _order.AddLast(added.Place);
            _bytes += bytes;
            while (_bytes > maxBytes && _order.First is { Value: var oldest })
            {
                Drop(oldest.Thread, _threads[oldest.Thread].IndexOf(oldest) + 1);
            }
        }
    }

    /// <summary>A comment's texts are not followed from memory any more: they may be erased.</summary>
    public void Forget(ThreadId thread, string key)
    {
        lock (_lock)
        {
            foreach (var commit in _threads.GetValueOrDefault(thread) ?? [])
            {
                commit.Texts.Remove(key);
            }
        }
    }

    /// <summary>
    /// What led a thread from one version to another, or beyond it, without a gap; null when not all of it is here.
    /// </summary>
    /// <param name="epoch">The epoch now: what was written before is not trusted and let go.</param>
    public RecentEvents? Find(ThreadId thread, long after, long version, long epoch)
    {
        lock (_lock)
        {
            if (!_threads.TryGetValue(thread, out var commits))
            {
                return null;
            }

            if (commits.Exists(commit => commit.Epoch != epoch))
            {
                Drop(thread, int.MaxValue);
                return null;
            }

            var found = new RecentEvents([], [], []);
            foreach (var commit in commits.SkipWhile(commit => commit.After < after))
            {
                if (commit.After != after)
                {
                    return null;
                }

                found.Events.AddRange(commit.Events);
                found.Stored.AddRange(commit.Stored);
                foreach (var (key, text) in commit.Texts)
                {
                    found.Texts[key] = text;
                }

                after += commit.Events.Count;
                if (after >= version)
                {
                    return found;
                }
            }

            return null;
        }
    }

    /// <summary>A thread was followed up to a version: what led there is let go.</summary>
    public void Followed(ThreadId thread, long version)
    {
        lock (_lock)
        {
            if (_threads.TryGetValue(thread, out var commits))
            {
                Drop(thread, commits.TakeWhile(commit => commit.After + commit.Events.Count <= version).Count());
            }
        }
    }

    // The lock is held.
    private void Drop(ThreadId thread, int count)
    {
        var commits = _threads[thread];
        foreach (var commit in commits.Take(count))
        {
            _order.Remove(commit.Place);
            _bytes -= commit.Bytes;
        }

        commits.RemoveRange(0, Math.Min(count, commits.Count));
        if (commits.Count == 0)
        {
            _threads.Remove(thread);
        }
    }

    // One commit, and its place in the order in which all were made.
    private sealed class Kept(
        ThreadId thread,
        long after,
        IReadOnlyList<ThreadEvent> events,
        IReadOnlyList<byte[]> stored,
        Dictionary<string, byte[]> texts,
        long bytes,
        long epoch)
    {
        private LinkedListNode<Kept>? _place;

        public ThreadId Thread => thread;

        public long After => after;

        public IReadOnlyList<ThreadEvent> Events => events;

        public IReadOnlyList<byte[]> Stored => stored;

        public Dictionary<string, byte[]> Texts => texts;

        public long Bytes => bytes;

        public long Epoch => epoch;

        public LinkedListNode<Kept> Place => _place ??= new(this);
    }
}

/// <summary>Events of one thread as they were committed.</summary>
/// <param name="Events">In order.</param>
/// <param name="Stored">The same as they are stored.</param>
/// <param name="Texts">The texts of comments that were written with them, by their keys.</param>
public sealed record RecentEvents(List<ThreadEvent> Events, List<byte[]> Stored, Dictionary<string, byte[]> Texts);
