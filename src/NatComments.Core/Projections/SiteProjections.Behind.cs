using System.Collections.Concurrent;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

// Projections that are behind the others: new ones and such as have failed. For each thread in which one is behind
// there is a document with its position there; it goes up to where the others are and never beyond.
public sealed partial class SiteProjections
{
    // 200 threads in one batch of one that is behind, and 1,000 in one that only finds out which threads there are.
    private const int ThreadsBehind = 200;
    private const int ThreadsListed = 1_000;

    // 10 s: a million events take some minutes.
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Site, string Projection), long> _told = new();

    // Those of this program that are behind and may be tried now.
    private IEnumerable<IProjection> Behind(SitePosition at) =>
        _projections.Where(
            projection => at.Find(projection.Name) is { Lags: true } && _retries.IsDue(at.Site, projection.Name));

    // The others go on in these threads: whoever is behind, or was not behind yet in one of them, stays where it is.
    private async Task<IEnumerable<DocumentChange>> LeaveBehind(
        string site, List<ProjectionPosition> lagging, List<FollowedThread> threads, CancellationToken stop)
    {
        if (lagging.Count == 0 || threads.Count == 0)
        {
            return [];
        }

        var keys = lagging.SelectMany(
            one => threads.Select(thread => ProjectionKeys.Behind(one.Name, thread.Thread.Article))).ToList();
        var known = await _store.ReadDocuments(site, keys, stop);
        return Enumerable.Range(0, keys.Count).Where(i => known[i] is null)
            .Select(i => new DocumentChange(keys[i], ProjectionKeys.Write(threads[i % threads.Count].After)));
    }

    // One batch of one that is behind. True when it should have another at once.
    private async Task<bool> CatchUp(string site, IProjection projection, CancellationToken stop)
    {
        var at = _known[site] = await _positions.Read(site, stop);
        if (at.Find(projection.Name) is not { Lags: true } one)
        {
            return false;
        }

        try
        {
            var moved = one.Listed is null ? await Advance(at, one, projection, stop) : await List(at, one, stop);
            var isWritten = await Write(moved, stop);
            if (isWritten)
            {
                await Tell(_known[site], moved.At.Find(projection.Name)!);
            }

            return !isWritten || moved.IsPart;
        }
        catch (ProjectionFailedException e)
        {
            await Failed(at, e, lags: true);
            return false;
        }
    }

    // Which threads were followed before it was there: it begins in each of them. In those that come later it is behind
    // by what the others do.
    private async Task<Batch> List(SitePosition at, ProjectionPosition one, CancellationToken stop)
    {
        var after = one.Listed is "" ? null : one.Listed;
        var streams = await _store.ReadStreamNames(at.Site, ThreadId.StreamPrefix, after, ThreadsListed, stop);
        List<string> articles = [.. streams.Select(stream => stream[ThreadId.StreamPrefix.Length..])];
        var followed = articles.Count == 0
            ? [] : await _store.ReadDocuments(at.Site, [.. articles.Select(ProjectionKeys.Followed)], stop);
        var begins = articles.Zip(followed).Where(pair => pair.Second is not null)
            .Select(pair => new DocumentChange(ProjectionKeys.Behind(one.Name, pair.First), ProjectionKeys.Write(0)));
        var isAll = streams.Count < ThreadsListed;
        return new(
            at.With(one with { Listed = isAll ? null : streams[^1] }), new() { Documents = [.. begins] }, [], true);
    }

    private async Task<Batch> Advance(
        SitePosition at, ProjectionPosition one, IProjection projection, CancellationToken stop)
    {
        var keys =
            await _store.ReadDocumentKeys(at.Site, ProjectionKeys.BehindPrefix(one.Name), null, ThreadsBehind, stop);
        List<string> articles = [.. keys.Select(key => key[ProjectionKeys.BehindPrefix(one.Name).Length..])];
        var positions = keys.Count == 0
            ? [] : await _store.ReadDocuments(at.Site, [.. keys, .. articles.Select(ProjectionKeys.Followed)], stop);
        var gathered = await GatheredBatch.Begin(at.Site, _store, _threads, [projection], stop);
        var (moved, taken, done) = (new List<DocumentChange>(), 0L, 0);
        for (var i = 0; i < keys.Count && taken < FollowedLog.MaxEvents && !gathered.IsFull; i++)
        {
            var (from, to) = (ProjectionKeys.Read(positions[i]), ProjectionKeys.Read(positions[keys.Count + i]));
            var limit = (int)Math.Min(to - from, FollowedLog.MaxEvents - taken);
            var here = limit <= 0
                ? 0 : await Take(gathered, projection, ThreadId.FromTrusted(at.Site, articles[i]), from, limit, stop);
            var isDone = from + here >= to;
            moved.Add(new(keys[i], isDone ? null : ProjectionKeys.Write(from + here)));
            (taken, done) = (taken + here, done + (isDone ? 1 : 0));
        }

        var changes = await gathered.Finish(stop);
        var isAll = keys.Count < ThreadsBehind && done == keys.Count;
        var then = one with { Position = one.Position + taken, Lags = !isAll };
        return new(at.With(then), changes with { Documents = [.. changes.Documents, .. moved] }, [], !isAll);
    }

    private async Task<int> Take(
        GatheredBatch gathered, IProjection projection, ThreadId thread, long from, int limit, CancellationToken stop)
    {
        FollowedThread followed;
        try
        {
            followed = await _log.ReadAgain(thread, from, limit, stop);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !stop.IsCancellationRequested)
        {
            // The others have read it: this program is older than the one that did.
            throw new ProjectionFailedException(projection.Name, e);
        }

        return await gathered.Take(followed, stop);
    }

    private async Task Tell(SitePosition at, ProjectionPosition one)
    {
        var status = Status(at, one, at.Followed);
        if (!one.Lags)
        {
            _told.TryRemove((at.Site, one.Name), out _);
            await Works(at, one);
            _listener?.CaughtUp(at.Site, status);
        }
        else if (!_told.TryGetValue((at.Site, one.Name), out var told) || _clock.GetElapsedTime(told) >= ProgressEvery)
        {
            _told[(at.Site, one.Name)] = _clock.GetTimestamp();
            _listener?.CatchingUp(at.Site, status);
        }
    }
}
