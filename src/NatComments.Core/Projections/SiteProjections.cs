using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Gives the projections of a site what happened in its threads, a moment after it happened. A post does not wait for
/// this and hardly pays for it. All projections that stand at the same position are written in one commit. One that
/// fails falls behind alone and catches up by itself, as a new one does from the log's beginning. Each event counts
/// exactly once for each of them, also when several processes follow the same site or one dies in between.
/// </summary>
public sealed partial class SiteProjections
{
    private readonly IStore _store;
    private readonly IThreads _threads;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly ThreadContext? _context;
    private readonly IProjectionListener? _listener;
    private readonly IReadOnlyList<IProjection> _projections;
    private readonly PositionReader _positions;
    private readonly FollowedLog _log;
    private readonly ProjectionRetries _retries;
    private readonly ConcurrentDictionary<string, SitePosition> _known = new();

    /// <param name="projections">What follows; null: <see cref="ProjectionList"/>.</param>
    /// <param name="context">What threads of this process have in hand; null: everything is read from the log.</param>
    public SiteProjections(
        IStore store,
        IThreads threads,
        AuditLog audit,
        TimeProvider clock,
        IReadOnlyList<IProjection>? projections = null,
        ThreadContext? context = null,
        IProjectionListener? listener = null)
    {
        (_store, _threads, _audit, _clock, _context, _listener) = (store, threads, audit, clock, context, listener);
        _projections = Checked(projections ?? ProjectionList.Of(store));
        _positions = new(store, _projections);
        _log = new(store, clock, context, listener);
        _retries = new(clock);
    }

    private enum Step
    {
        All,

        /// <summary>The batch was full, and more waits.</summary>
        More,

        /// <summary>Another process has followed meanwhile, or somebody else has written to the audit chain.</summary>
        Lost,
    }

    /// <summary>
    /// How the projections of the sites stand that this process follows, as far as it is known without reading.
    /// </summary>
    public IEnumerable<(string Site, IReadOnlyList<ProjectionStatus> Projections)> Known =>
        _known.Values.Select(at => (at.Site, Status(at, at.Followed)));

    /// <summary>
    /// Follows what has happened until now, and lets projections catch up that are behind. What happens meanwhile waits
    /// for the next time: a batch costs much the same whether it has one comment or two hundred, so a busy site is
    /// followed in large ones.
    /// </summary>
    public async Task CatchUp(string site, CancellationToken stop = default)
    {
        _context?.Recent?.Attend(site);
        IReadOnlyList<Entry>? marks = await _log.ReadMarks(site, FollowedLog.MaxMarks, stop);
        if (marks.Count == 0 && _known.TryGetValue(site, out var known) && !Behind(known).Any()
            && !await IsDue(site, stop))
        {
            return;
        }

        bool isBehind;
        do
        {
            var lost = 0;
            for (var step = Step.More; step != Step.All; marks = null)
            {
                step = await Follow(site, marks, stop);
                lost = step == Step.Lost ? lost + 1 : 0;
                await AuditLog.Backoff(lost, stop);
            }

            // One batch each, so that what happens now does not wait for a long way back.
            isBehind = false;
            foreach (var projection in Behind(_known[site]).ToList())
            {
                isBehind |= await CatchUp(site, projection, stop);
            }
        }
        while (isBehind);

        foreach (var projection in _projections.Where(projection => _retries.IsDue(site, projection.Name)))
        {
            await Tidy(site, projection, stop);
        }
    }

    /// <summary>This process follows a site no more; another may.</summary>
    public void Leave(string site)
    {
        _context?.Recent?.Leave(site);
        _known.TryRemove(site, out _);
    }

    /// <summary>How the projections of a site stand.</summary>
    public async Task<IReadOnlyList<ProjectionStatus>> Read(string site, CancellationToken stop)
    {
        var at = await _positions.Read(site, stop);
        var marks = await _store.ReadEntries(site, ThreadNews.Index, new(StoreLimits.MaxRead), stop);
        var threads = marks.GroupBy(mark => ThreadNews.ArticleOf(mark.Key), mark => mark.Key).ToList();
        List<string> keys = [.. threads.Select(thread => ProjectionKeys.Followed(thread.Key))];
        var followed = keys.Count == 0 ? [] : await _store.ReadDocuments(site, keys, stop);
        var waiting = threads.Zip(followed)
            .Sum(pair => Math.Max(0, FollowedLog.VersionOf(pair.First) - ProjectionKeys.Read(pair.Second)));
        return Status(at, at.Followed + waiting);
    }

    private IReadOnlyList<ProjectionStatus> Status(SitePosition at, long head) =>
        [.. _projections.Select(projection => at.Find(projection.Name)).OfType<ProjectionPosition>()
            .Select(one => Status(at, one, head))];

    private static ProjectionStatus Status(SitePosition at, ProjectionPosition one, long head) =>
        new(one.Name, at.PositionOf(one), head, one.FailingSince, one.Error);

    // Follows one batch with all that are not behind.
    private async Task<Step> Follow(string site, IReadOnlyList<Entry>? marks, CancellationToken stop)
    {
        var at = _known[site] = await _positions.Read(site, stop);
        var lagging = at.Of.Where(one => one.Lags).ToList();

        // Each that is behind may need a document for each thread.
        var limit = FollowedLog.MaxMarks / (1 + lagging.Count);
        marks ??= await _log.ReadMarks(site, limit, stop);
        if (marks.Count == 0)
        {
            return Step.All;
        }

        var mayBeMore = marks.Count >= limit;
        marks = [.. marks.Take(limit)];
        try
        {
            var followed = await Gather(at, marks, lagging, stop);
            var isWritten = await Write(followed, stop);
            return !isWritten ? Step.Lost : mayBeMore || followed.IsPart ? Step.More : Step.All;
        }
        catch (ProjectionFailedException e)
        {
            return await Failed(at, e, lags: true) ? Step.More : Step.Lost;
        }
    }

    private async Task<Batch> Gather(
        SitePosition at, IReadOnlyList<Entry> marks, List<ProjectionPosition> lagging, CancellationToken stop)
    {
        var gathered = await GatheredBatch.Begin(
            at.Site,
            _store,
            _threads,
            _projections.Where(projection => at.Find(projection.Name) is { Lags: false }),
            stop);
        var (positions, done, versions) =
            (new List<DocumentChange>(), new List<string>(), new List<(FollowedThread Thread, int Taken)>());
        foreach (var thread in await _log.Read(at.Site, marks, stop))
        {
            if (gathered.IsFull)
            {
                break;
            }

            var taken = await gathered.Take(thread, stop);
            versions.Add((thread, taken));
            positions.Add(
                new(ProjectionKeys.Followed(thread.Thread.Article), ProjectionKeys.Write(thread.After + taken)));

            // More may be there than was taken: then the marks stay.
            if (thread.IsWhole && taken == thread.Events.Count)
            {
                done.AddRange(thread.Marks);
            }
        }

        positions.AddRange(await LeaveBehind(
            at.Site, lagging, [.. versions.Where(one => one.Taken > 0).Select(one => one.Thread)], stop));
        var changes = await gathered.Finish(stop);
        return new(
            at with { Followed = at.Followed + versions.Sum(one => one.Taken) },
            changes with
            {
                Documents = [.. changes.Documents, .. positions],
                Entries = [.. done.Select(mark => new EntryChange(ThreadNews.Index, mark, null)), .. changes.Entries],
            },
            [.. versions.Select(one => (one.Thread.Thread, one.Thread.After + one.Taken))],
            done.Count < marks.Count);
    }

    // False when the race is lost, which is no failure: what tells of the events is still there, or the other has
    // followed them.
    private async Task<bool> Write(Batch batch, CancellationToken stop)
    {
        var (at, changes) = (batch.At, batch.Changes);
        IReadOnlyList<DocumentChange> documents = [.. changes.Documents, .. at.Take()];
        var isWritten = changes.Records.Count == 0
            ? await _store.TryCommit(
                new(at.Site, null, documents, changes.Entries, changes.Counters), stop) == CommitResult.Done
            : await _audit.TryCommit(
                at.Site,
                await _audit.Head(at.Site, stop),
                new AuditedChange(changes.Records)
                {
                    Documents = documents,
                    Entries = changes.Entries,
                    Counters = changes.Counters,
                });
        if (isWritten)
        {
            _known[at.Site] = at with { Number = at.Number + 1 };
            foreach (var (thread, version) in batch.Versions)
            {
                _log.Followed(thread, version);
            }
        }

        return isWritten;
    }

    private async ValueTask<bool> IsDue(string site, CancellationToken stop)
    {
        foreach (var projection in _projections)
        {
            if (_retries.IsDue(site, projection.Name) && await IsDue(site, projection, stop))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> Move(SitePosition to)
    {
        var isDone = await _store.TryCommit(new(to.Site, null, [.. to.Take()], [], [])) == CommitResult.Done;
        _known[to.Site] = isDone ? to with { Number = to.Number + 1 } : to;
        return isDone;
    }

    private static IReadOnlyList<IProjection> Checked(IReadOnlyList<IProjection> projections)
    {
        foreach (var projection in projections)
        {
            if (projection.Name is not { Length: > 0 and <= ProjectionKeys.MaxName } name
                || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                throw new ArgumentException($"'{projection.Name}' is no name for a projection.", nameof(projections));
            }
        }

        return projections.Select(projection => projection.Name).Distinct().Count() == projections.Count
            ? projections
            : throw new ArgumentException("Two projections have one name.", nameof(projections));
    }

    // What one commit writes, and up to where threads are then followed.
    private sealed record Batch(
        SitePosition At,
        ProjectionChanges Changes,
        IReadOnlyList<(ThreadId Thread, long Version)> Versions,
        bool IsPart);
}
