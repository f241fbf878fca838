using NatComments.Core.Audit;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>What a batch of events means for the whole site, gathered to be written in one commit.</summary>
internal sealed class FollowedBatch(string site, IStore store, IThreads threads, SearchWriter search)
{
    // 1,700 changes; one event makes at most 14 more, and the words of as many comments some hundred pages.
    private const int MaxChanges = 1_700;

    // 300 blocks, 10 MB: who decides on old comments everywhere rewrites a block for each.
    private const int MaxBlocks = 300;

    // 300 events are read out together with their texts: a batch that is full by what follows from each reads few in vain.
    private const int EventsAtOnce = 300;

    private readonly SiteStatistics _statistics = new();
    private readonly NearDuplicates _clusters = new(site, store);
    private readonly List<CounterChange> _authors = [];

    /// <summary>The records of the audit chain.</summary>
    public List<AuditDraft> Drafts { get; } = [];

    /// <summary>True when what follows from the events must be written before more are taken.</summary>
    public bool IsFull => search.Blocks > MaxBlocks || search.Added + (2 * search.Blocks) + _clusters.Changes + _statistics.Count + _authors.Count > MaxChanges;

    /// <summary>Takes the new events of a thread in, until the batch is full.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> Take(FollowedThread followed, CancellationToken stop)
    {
        var taken = 0;
        while (taken < followed.Events.Count && !IsFull)
        {
            taken = await Take(followed, taken, Math.Min(taken + EventsAtOnce, followed.Events.Count), stop);
        }

        return taken;
    }

    private async Task<int> Take(FollowedThread followed, int from, int to, CancellationToken stop)
    {
        var events = followed.Events.Skip(from).Take(to - from).Select(bytes => ThreadJson.Read(bytes)).ToList();
        var texts = await Texts(followed.Thread, events, stop);
        string? Digest(Guid id, int revision) => texts.GetValueOrDefault((id, revision))?.Digest;
        var i = from;
        for (; i < to && !IsFull; i++)
        {
            var e = events[i - from];
            var number = followed.After + i + 1;
            if (AuditedEvents.Draft(e, followed.Thread.Article, number, followed.Events[i], Digest) is { } draft)
            {
                Drafts.Add(draft);
            }

            await Index(followed.Thread, e, texts, stop);
            await Count(followed.Thread, e, number, stop);
            await Group(followed.Thread, e, texts, stop);
            await CountLinks(followed.Thread, e, texts, stop);
            await CountReports(followed.Thread, e, stop);
        }

        return i;
    }

    public async Task<IEnumerable<DocumentChange>> Documents(CancellationToken stop) => (await search.Changes(stop)).Concat(_clusters.Documents());

    public IEnumerable<EntryChange> Entries() => _clusters.Entries();

    public IReadOnlyList<CounterChange> Counters() => [.. _statistics.Changes(), .. _clusters.Counters(), .. _authors];

    private async Task<Dictionary<(Guid, int), FollowedText>> Texts(ThreadId thread, List<ThreadEvent> events, CancellationToken stop)
    {
        var wanted = events.Select(Wanted).Where(key => key.Revision > 0).Distinct().ToList();
        var read = wanted.Count == 0 ? [] : await store.ReadDocuments(site, [.. wanted.Select(key => CommentText.Key(thread.Article, key.Id, key.Revision))], stop);
        return wanted.Zip(read).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => FollowedText.FromBytes(pair.Second!));
    }

    // New words, and those that a decision was about.
    private static (Guid Id, int Revision) Wanted(ThreadEvent e) => e switch
    {
        CommentPosted posted => (posted.Id, 1),
        CommentEdited edited => (edited.Id, edited.Revision),
        _ => AuditedEvents.About(e) ?? default,
    };

    private async ValueTask Index(ThreadId thread, ThreadEvent e, Dictionary<(Guid, int), FollowedText> texts, CancellationToken stop)
    {
        switch (e)
        {
            case CommentPosted posted:
                var fresh = new SearchDocument(posted.Id, thread.Article, posted.Author, posted.At, CommentStatus.Pending, 1, null);
                await search.Add(fresh, texts.GetValueOrDefault((posted.Id, 1))?.Shown ?? "", stop);
                break;
            case CommentEdited edited:
                SearchDocument? known = null;
                await search.Change(thread.Article, edited.Id, document => known = document, stop);
                if (known is not null)
                {
                    await search.Add(known with { Revision = edited.Revision, Replaced = false }, texts.GetValueOrDefault((edited.Id, edited.Revision))?.Shown ?? "", stop);
                }

                break;
            case CommentScored scored:
                await search.Change(thread.Article, scored.Id, document => document with { Scores = scored.Scores }, stop);
                break;
            case CommentHeld held:
                await search.Change(thread.Article, held.Id, document => document with { Status = CommentStatus.Pending }, stop);
                break;
            case CommentDecided decided:
                var status = decided.Decision.Outcome == Outcome.Publish ? CommentStatus.Published : CommentStatus.Rejected;
                await search.Change(thread.Article, decided.Id, document => document with { Status = status }, stop);
                break;
            case CommentWithdrawn withdrawn:
                await search.Change(thread.Article, withdrawn.Id, document => document with { Status = CommentStatus.Withdrawn }, stop);
                break;
            case DecisionUndone undone when await threads.Find(thread, undone.Id, stop) is { } found:
                await search.Change(thread.Article, undone.Id, document => document with { Status = found.Comment.Status }, stop);
                break;
        }
    }

    // What begins to wait joins the texts it is nearly the same as; what is settled leaves them.
    private async ValueTask Group(ThreadId thread, ThreadEvent e, Dictionary<(Guid, int), FollowedText> texts, CancellationToken stop)
    {
        switch (e)
        {
            case CommentHeld held:
                await _clusters.Waits(held.Id, thread.Article, texts.GetValueOrDefault((held.Id, held.Revision))?.Shown ?? await Text(thread, held.Id, held.Revision, stop), stop);
                break;
            case CommentReported { Weightless: null } reported when await threads.Find(thread, reported.Id, stop) is { } found:
                await _clusters.Waits(reported.Id, thread.Article, await Text(thread, reported.Id, found.Comment.Revision, stop), stop);
                break;
            case DecisionUndone undone when await threads.Find(thread, undone.Id, stop) is { Comment.Standing.Waiting: not null } found:
                await _clusters.Waits(undone.Id, thread.Article, await Text(thread, undone.Id, found.Comment.Revision, stop), stop);
                break;
            case CommentDecided { Decision: { By: ByModerator } decision } decided:
                await _clusters.Leaves(decided.Id, decision.Outcome == Outcome.Reject, stop);
                break;
            case CommentDecided { KeepsReports: true } edited:
                var words = texts.GetValueOrDefault((edited.Id, edited.Revision))?.Shown ?? await Text(thread, edited.Id, edited.Revision, stop);
                await _clusters.Waits(edited.Id, thread.Article, words, stop);
                break;
            case CommentDecided { Revision: > 1 } again:
                await _clusters.Leaves(again.Id, false, stop);
                break;
            case CommentWithdrawn withdrawn:
                await _clusters.Leaves(withdrawn.Id, false, stop);
                break;
        }
    }

    // Whose link has stood on the site before is no longer met as a stranger with a link. Taking a decision back does not make them one again.
    private async ValueTask CountLinks(ThreadId thread, ThreadEvent e, Dictionary<(Guid, int), FollowedText> texts, CancellationToken stop)
    {
        if (e is CommentDecided { Decision.Outcome: Outcome.Publish } decided
            && (texts.GetValueOrDefault((decided.Id, decided.Revision)) ?? await Words(thread, decided.Id, decided.Revision, stop)) is { HasLink: true }
            && await threads.Find(thread, decided.Id, stop) is { } found)
        {
            _authors.Add(new(ThreadCommit.AuthorLinks(found.Comment.Author), 1));
        }
    }

    // What new or related reporters repeat counts against an author no more than it does for the queue.
    private async ValueTask CountReports(ThreadId thread, ThreadEvent e, CancellationToken stop)
    {
        if (e is CommentReported { Weightless: null } reported && await threads.Find(thread, reported.Id, stop) is { } found)
        {
            _authors.Add(new(ThreadCommit.AuthorReports(found.Comment.Author), 1));
        }
    }

    private async Task<string> Text(ThreadId thread, Guid comment, int revision, CancellationToken stop) =>
        (await Words(thread, comment, revision, stop))?.Shown ?? "";

    private async Task<FollowedText?> Words(ThreadId thread, Guid comment, int revision, CancellationToken stop) =>
        await store.ReadDocument(site, CommentText.Key(thread.Article, comment, revision), stop) is { } bytes ? FollowedText.FromBytes(bytes) : null;

    // Only what moderators decide and take back needs to be known as it stood before; such events are few.
    private async ValueTask Count(ThreadId thread, ThreadEvent e, long number, CancellationToken stop)
    {
        switch (e)
        {
            case CommentDecided { Decision.By: ByModerator } decided:
                if (await Before(thread, decided.Id, number, stop) is { Comment: { } before } then)
                {
                    _statistics.Decided(decided, before, then.Open);
                }

                break;
            case DecisionUndone { By: ByModerator by } undone:
                if (await Before(thread, undone.Id, number, stop) is { Comment.Standing.Decision: { } decision } at)
                {
                    _statistics.Undone(e.At, by.Moderator, decision.Outcome, at.Settled);
                }

                break;
            default:
                _statistics.Take(e);
                break;
        }
    }

    // A comment before an event, with the reporters whose reports were open and those whose reports the last decision had settled.
    private async ValueTask<(CommentState? Comment, List<string> Open, List<string> Settled)> Before(ThreadId thread, Guid comment, long number, CancellationToken stop)
    {
        CommentState? before = null;
        List<string> open = [], settled = [];
        foreach (var at in (await threads.Find(thread, comment, stop))?.Comment.Events.Where(at => at < number) ?? [])
        {
            var read = await store.ReadEvents(site, thread.Stream, at - 1, 1, stop);
            var e = (CommentEvent)ThreadJson.Read(read[0]);
            before = CommentState.Fold(before, e, at);
            switch (e)
            {
                case CommentDecided { KeepsReports: not true }:
                    (settled, open) = (open, []);
                    break;
                case DecisionUndone:
                    (open, settled) = ([.. settled, .. open], []);
                    break;
                case CommentReported reported:
                    open.Add(reported.Reader);
                    break;
            }
        }

        return (before, open, settled);
    }
}
