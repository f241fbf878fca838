using System.Text;
using NatComments.Core.Projections;
using NatComments.Core.Activation;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Moderation;

/// <summary>Looks up which waiting comments are nearly the same text, as the follower has grouped them.</summary>
internal sealed class Clusters(IStore store, IThreads threads)
{
    /// <summary>The cluster of each comment; null where there is none or it has nobody else in it.</summary>
    public async Task<ClusterReply?[]> Of(string site, IReadOnlyList<Guid> comments, CancellationToken stop)
    {
        var of = comments.Count == 0 ? [] : await store.ReadDocuments(site, [.. comments.Select(Cluster.OfKey)], stop);
        var ids = of.Select(bytes => bytes is null ? (Guid?)null : new Guid(bytes)).ToList();
        var known = new Dictionary<Guid, ClusterReply>();
        foreach (var id in ids.OfType<Guid>().Distinct())
        {
            known[id] = await Counts(site, id, stop);
        }

        return [.. ids.Select(id => id is { } cluster && known[cluster] is { } counts && (counts.Waiting > 1 || counts.Rejected > 0) ? counts : null)];
    }

    /// <summary>How many of a cluster wait and were rejected.</summary>
    public async Task<ClusterReply> Counts(string site, Guid id, CancellationToken stop)
    {
        var (waiting, rejected) = Cluster.Counters(id);
        var counts = await store.ReadCounters(site, [waiting, rejected], stop);
        return new(id, counts[0], counts[1]);
    }

    /// <summary>What of a cluster waits, as it stands now.</summary>
    public async Task<IReadOnlyList<QueueEntry>> Waiting(string site, Guid id, CancellationToken stop)
    {
        var entries = await store.ReadEntries(site, Cluster.WaitingIndex(id), new(Decisions.MaxAtOnce), stop);
        var found = await Task.WhenAll(entries.Select(async entry =>
        {
            var thread = ThreadId.FromTrusted(site, Encoding.UTF8.GetString(entry.Value));
            return QueueEntry.Of(thread.Article, (await threads.Find(thread, Guid.ParseExact(entry.Key, "N"), stop))?.Comment);
        }));
        return [.. found.OfType<QueueEntry>()];
    }
}
