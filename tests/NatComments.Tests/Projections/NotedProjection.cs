using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Tests.Projections;

/// <summary>
/// Notes each event in a document and counts it: what is missed, doubled or out of order shows. Fails when told.
/// </summary>
internal sealed class NotedProjection(string name) : IProjection
{
    private int _attempts;

    /// <summary>Which events it fails on.</summary>
    public Func<FollowedEvent, bool> Fails { get; set; } = _ => false;

    /// <summary>How many batches it began.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public string Name => name;

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop)
    {
        Interlocked.Increment(ref _attempts);
        return new(new Batch(this));
    }

    /// <summary>
    /// Its notes of each thread, which must be the thread's log: each event once. Likes at the end are followed later.
    /// </summary>
    public async Task MustBeTheLog(IStore store, IEnumerable<ThreadId> threads)
    {
        foreach (var thread in threads)
        {
            var log = (await store.ReadEvents(thread.Site, thread.Stream, 0, StoreLimits.MaxRead))
                .Select(e => ThreadJson.Read(e)).ToList();
            var last = log.FindLastIndex(e => e is not CommentLiked) + 1;
            var notes = await Notes(store, thread);
            Assert.InRange(notes.Count, last, log.Count);
            Assert.Equal(log.Take(notes.Count).Select(e => e.GetType().Name), notes);
            Assert.Equal(notes.Count, (await store.ReadCounters(thread.Site, [Counter(thread.Article)]))[0]);
        }
    }

    /// <summary>Its notes of a thread, in the order of the events.</summary>
    public async Task<IReadOnlyList<string>> Notes(IStore store, ThreadId thread)
    {
        var keys = await store.ReadDocumentKeys(thread.Site, $"{name}/{thread.Article}/", null, StoreLimits.MaxRead);
        Assert.Equal(Enumerable.Range(1, keys.Count).Select(number => Key(thread.Article, number)), keys);
        return [.. (await store.ReadDocuments(thread.Site, keys)).Select(note => Encoding.UTF8.GetString(note!))];
    }

    private string Counter(string article) => $"{name}/{article}";

    private string Key(string article, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}/{article}/{number:D6}");

    private sealed class Batch(NotedProjection owner) : IProjectionBatch
    {
        private readonly List<DocumentChange> _notes = [];
        private readonly Dictionary<string, long> _last = [];
        private readonly List<CounterChange> _counts = [];

        public int Changes => _notes.Count + _counts.Count;

        public ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            if (owner.Fails(e))
            {
                throw new FormatException("This one is not understood.");
            }

            if (_last.TryGetValue(e.Thread.Article, out var last))
            {
                Assert.Equal(last + 1, e.Number);
            }

            _last[e.Thread.Article] = e.Number;
            _notes.Add(new(owner.Key(e.Thread.Article, e.Number), Encoding.UTF8.GetBytes(e.Event.GetType().Name)));
            _counts.Add(new(owner.Counter(e.Thread.Article), 1));
            return default;
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new(new ProjectionChanges { Documents = _notes, Counters = _counts });
    }
}

/// <summary>Writes down what it is told of projections.</summary>
internal sealed class Told : IProjectionListener
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyList<string> All => [.. _all];

    public void Failing(string site, string projection, Exception e) => _all.Enqueue($"{projection} fails");

    public void Works(string site, string projection) => _all.Enqueue($"{projection} works");

    public void CatchingUp(string site, ProjectionStatus status) => _all.Enqueue($"{status.Name} catches up");

    public void CaughtUp(string site, ProjectionStatus status) => _all.Enqueue($"{status.Name} has caught up");

    public void Unreadable(string site, long number, Exception e) => _all.Enqueue($"event {number} cannot be read");

    public void Readable(string site) => _all.Enqueue("readable");
}
