using System.Collections.Concurrent;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Gives every comment of a site that has none its <see cref="CommentPlace"/>, once: comments of before have one only from when the search index
/// took them in, and without it their id could be taken a second time.
/// </summary>
public sealed class CommentPlaces(IStore store)
{
    // 1,000 events at a time: some hundred comments, in one commit.
    private const int Batch = 1_000;

    private readonly ConcurrentDictionary<string, bool> _done = new();

    /// <summary>Looks through all threads of a site, unless that was done. After an interruption it begins anew.</summary>
    public async Task Complete(string site, CancellationToken stop = default)
    {
        if (_done.ContainsKey(site))
        {
            return;
        }

        if (await store.ReadDocument(site, SiteKeys.CommentPlaces, stop) is null)
        {
            await CompleteAll(site, stop);
        }

        _done[site] = true;
    }

    private async Task CompleteAll(string site, CancellationToken stop)
    {
        string? after = null;
        while (await store.ReadStreamNames(site, ThreadId.StreamPrefix, after, Batch, stop) is { Count: > 0 } streams)
        {
            foreach (var stream in streams)
            {
                await Complete(ThreadId.FromTrusted(site, stream[ThreadId.StreamPrefix.Length..]), stop);
            }

            after = streams[^1];
        }

        await store.TryCommit(new(site, null, [new(SiteKeys.CommentPlaces, Encoding.UTF8.GetBytes("1"))], [], []), stop);
    }

    private async Task Complete(ThreadId thread, CancellationToken stop)
    {
        for (var number = 0L; await store.ReadEvents(thread.Site, thread.Stream, number, Batch, stop) is { Count: > 0 } events; number += events.Count)
        {
            var ids = events.Select(bytes => ThreadJson.Read(bytes)).OfType<CommentPosted>().Select(posted => posted.Id).ToList();
            var places = ids.Count == 0 ? [] : await store.ReadDocuments(thread.Site, [.. ids.Select(CommentPlace.Key)], stop);

            // One by one: what another writes meanwhile stays, and costs the others nothing.
            foreach (var (id, _) in ids.Zip(places).Where(pair => pair.Second is null))
            {
                await store.TryCommit(new(thread.Site, null, [ThreadCommit.Place(thread, id)], [], []), stop);
            }
        }
    }
}
