using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Storage;

namespace NatComments.Server.Moderation;

/// <summary>The saved views of a site: made, changed and removed with a record in the audit chain; read over all queues at once.</summary>
public sealed class SavedViews(IStore store, AuditLog audit, TimeProvider clock)
{
    // 5 seconds: however many consoles ask, the queues of a site are walked once in that time.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // 1,000 entries of each queue at a time.
    private const int Chunk = 1_000;

    // 60,000 entries looked at for one page: beyond the largest queue that is foreseen.
    private const int MaxLooked = 60_000;

    private readonly ConcurrentDictionary<string, (IReadOnlyList<QueueReply> Counts, DateTimeOffset Until)> _counted = new();

    /// <summary>A view, or null.</summary>
    public async ValueTask<SavedView?> Find(string site, string id) =>
        id.Length <= 60 ? SavedView.FromBytes(await store.ReadDocument(site, SavedView.Key(id))) : null;

    /// <summary>All views of a site.</summary>
    public async Task<IReadOnlyList<SavedView>> All(string site, CancellationToken stop)
    {
        var keys = await store.ReadDocumentKeys(site, SavedView.Key(SavedView.Prefix), null, SavedView.MaxViews, stop);
        var read = keys.Count == 0 ? [] : await store.ReadDocuments(site, keys, stop);
        return [.. read.Select(SavedView.FromBytes).OfType<SavedView>().OrderBy(view => view.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Makes or changes a view; null removes it. False when there are too many, or none with this id to remove.</summary>
    public async Task<bool> Save(string site, string id, SavedView? view, string by)
    {
        var saved = await Change(site, id, view, by);
        _counted.TryRemove(site, out _);
        return saved;
    }

    private Task<bool> Change(string site, string id, SavedView? view, string by) => audit.Change<bool>(site, async () =>
    {
        var before = await Find(site, id);
        if ((before is null && view is null) || (before is null && (await All(site, default)).Count >= SavedView.MaxViews))
        {
            return (false, null);
        }

        var draft = new AuditDraft(AuditKinds.ViewChanged, by, id) { Before = Node(before), After = Node(view) };
        return (true, new AuditedChange(draft, new DocumentChange(SavedView.Key(id), view?.ToBytes())));
    });

    /// <summary>A new id.</summary>
    public static string NewId() => SavedView.Prefix + Secrets.Digest(Secrets.Random())[..16];

    /// <summary>What waits in any queue and belongs to the view, most urgent first.</summary>
    public async Task<(IReadOnlyList<QueueEntry> Entries, string? Next)> Entries(string site, SavedView view, int limit, string? after, CancellationToken stop)
    {
        var sources = Queues.All.Select(queue => new Source(queue, after)).ToList();
        var test = new Test(view);
        var found = new List<QueueEntry>();
        string? last = null;
        for (var looked = 0; looked < MaxLooked; looked++)
        {
            foreach (var source in sources.Where(source => source.IsEmpty && !source.AtEnd))
            {
                source.Fill(await store.ReadEntries(site, QueueEntry.IndexOf(source.Queue), new(Chunk, source.After), stop));
            }

            if (sources.Where(source => !source.IsEmpty).MinBy(source => source.First.Key, StringComparer.Ordinal) is not { } next)
            {
                return (found, null);
            }

            var entry = next.Take();
            if (test.Passes(entry) && QueueEntry.FromBytes(entry.Value) is var read && view.Holds(read))
            {
                if (found.Count == limit)
                {
                    return (found, last);
                }

                found.Add(read);
            }

            last = entry.Key;
        }

        return (found, last);
    }

    /// <summary>How much waits in each view, and since when. One walk over all queues counts for all views; the counts are at most some seconds old.</summary>
    public async Task<IReadOnlyList<QueueReply>> Counts(string site, CancellationToken stop)
    {
        if (_counted.TryGetValue(site, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Counts;
        }

        var views = await All(site, stop);
        var counts = views.Count == 0 ? [] : await Count(site, views, stop);
        _counted[site] = (counts, clock.GetUtcNow() + Fresh);
        return counts;
    }

    private async Task<IReadOnlyList<QueueReply>> Count(string site, IReadOnlyList<SavedView> views, CancellationToken stop)
    {
        var byArticle = views.SelectMany((view, i) => view.Articles.Distinct().Select(article => (article, i))).ToLookup(pair => pair.article, pair => pair.i);
        var byAuthor = views.SelectMany((view, i) => view.Authors.Distinct().Select(author => (author, i))).ToLookup(pair => pair.author, pair => pair.i);
        var fingerprints = views.SelectMany(view => view.Fingerprints()).ToHashSet();
        var (counts, oldest) = (new long[views.Count], new DateTimeOffset?[views.Count]);
        var looked = 0;
        foreach (var queue in Queues.All)
        {
            for (string? after = null; looked < MaxLooked;)
            {
                var some = await store.ReadEntries(site, QueueEntry.IndexOf(queue), new(Chunk, after), stop);
                foreach (var entry in some.Where(entry => byAuthor.Count > 0 || IsUnder(entry, fingerprints)).Select(entry => QueueEntry.FromBytes(entry.Value)))
                {
                    foreach (var i in byArticle[entry.Article].Union(byAuthor[entry.Author]))
                    {
                        counts[i]++;
                        oldest[i] = oldest[i] < entry.Waiting.Since ? oldest[i] : entry.Waiting.Since;
                    }
                }

                looked += some.Count;
                if (some.Count < Chunk)
                {
                    break;
                }

                after = some[^1].Key;
            }
        }

        return [.. views.Select((view, i) => new QueueReply(view.Id, counts[i], oldest[i]))];
    }

    private static bool IsUnder(Entry entry, IReadOnlySet<uint> articles) =>
        QueueKeys.TryParseArticle(entry.Key, out var article) && articles.Contains(article);

    private static JsonNode? Node(SavedView? view) => view is null ? null : JsonNode.Parse(view.ToBytes());

    // A quick look at the bytes, before the few that may belong are read.
    private sealed class Test(SavedView view)
    {
        private readonly IReadOnlySet<uint> _articles = view.Fingerprints();
        private readonly byte[][] _authors = [.. view.Authors.Select(Encoding.UTF8.GetBytes)];

        public bool Passes(Entry entry) =>
            IsUnder(entry, _articles) || _authors.Any(author => entry.Value.AsSpan().IndexOf(author) >= 0);
    }

    private sealed class Source(string queue, string? after)
    {
        private readonly Queue<Entry> _read = new();

        public string Queue { get; } = queue;

        public string? After { get; private set; } = after;

        public bool AtEnd { get; private set; }

        public bool IsEmpty => _read.Count == 0;

        public Entry First => _read.Peek();

        public void Fill(IReadOnlyList<Entry> entries)
        {
            foreach (var entry in entries)
            {
                _read.Enqueue(entry);
            }

            AtEnd = entries.Count < Chunk;
            After = entries.Count == 0 ? After : entries[^1].Key;
        }

        public Entry Take() => _read.Dequeue();
    }
}
