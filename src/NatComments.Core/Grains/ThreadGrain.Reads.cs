using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

// What a grain answers without taking a turn: the thread as it was last committed.
public sealed partial class ThreadGrain
{
    // 32 pages of one thread: the first pages of each order in the usual sizes; what is rarely asked for is made when asked.
    private const int MaxReadyPages = 32;

    /// <summary>A page as a reader sees it; null reader: somebody unknown. Pages that everybody shares are kept ready.</summary>
    public async ValueTask<PageReply> ReadPage(PageQuery query, string? reader, CancellationToken stop)
    {
        Touch();
        var thread = await _waking.Value.WaitAsync(stop);
        PageDraft? draft;
        lock (_state)
        {
            if (reader is not null && !thread.Knows(reader))
            {
                reader = null;
            }

            if (reader is null && _pages.TryGetValue(query, out var ready))
            {
                return new(ready, null);
            }

            draft = ThreadView.Draft(thread, query, reader);
        }

        if (draft is null)
        {
            return new(null, new Refused(query.From is null ? Refusals.InvalidCursor : Refusals.CommentNotFound));
        }

        var comments = await View(draft.Places, reader, stop);
        var page = new ThreadPage(Id.Site, Id.Article, draft.Version, draft.Mode, draft.Count, query.Sort, comments, draft.Next);
        var made = new ReadyPage(draft.Version, _context.Format(page), personal: reader is not null);
        if (reader is null && query.From is null)
        {
            Keep(query, made);
        }

        return new(made, null);
    }

    /// <summary>Comments of this thread as a reader sees them, in the order asked for; unknown and invisible ones are left out.</summary>
    public async ValueTask<IReadOnlyList<CommentView>> ReadComments(IReadOnlyList<Guid> ids, string? reader, CancellationToken stop)
    {
        Touch();
        var thread = await _waking.Value.WaitAsync(stop);
        var places = new List<Place>(ids.Count);
        lock (_state)
        {
            foreach (var id in ids)
            {
                if (thread.OrdinalOf(id) is var ordinal and >= 0 && (thread.Tree.IsVisible(ordinal) || thread[ordinal].Author == reader))
                {
                    places.Add(new(thread[ordinal], thread.Tree.RepliesOf(ordinal)));
                }
            }
        }

        return await View(places, reader, stop);
    }

    /// <summary>The published comments that were posted last, newest first. It looks as far back as it must, however many are held
    /// (a millisecond or two in the longest thread): a feed that a flood makes shorter would tell of the flood.</summary>
    public async ValueTask<IReadOnlyList<CommentView>> ReadNewest(int limit, CancellationToken stop)
    {
        Touch();
        var thread = await _waking.Value.WaitAsync(stop);
        var places = new List<Place>(limit);
        lock (_state)
        {
            var wanted = Math.Min(limit, thread.PublishedCount);
            for (var ordinal = thread.Count - 1; places.Count < wanted; ordinal--)
            {
                if (thread[ordinal].IsPublished)
                {
                    places.Add(new(thread[ordinal], thread.Tree.RepliesOf(ordinal)));
                }
            }
        }

        return await View(places, null, stop);
    }

    /// <summary>One comment as it stands, whoever may see it; null when there is none.</summary>
    public async ValueTask<FoundComment?> Find(Guid comment, CancellationToken stop)
    {
        Touch();
        var thread = await _waking.Value.WaitAsync(stop);
        lock (_state)
        {
            return thread.OrdinalOf(comment) is var ordinal and >= 0
                ? new(thread[ordinal], thread.Tree.RepliesOf(ordinal), thread.Mode, thread.Version)
                : null;
        }
    }

    /// <summary>The thread's version, and the page if it is ready, without waiting for anything; for the hottest path.</summary>
    public ReadyPage? TryReadyPage(PageQuery query)
    {
        Touch();
        lock (_state)
        {
            return _pages.GetValueOrDefault(query);
        }
    }

    /// <summary>How the thread stands: version, state and how many comments are published.</summary>
    public async ValueTask<ThreadChange> ReadState(CancellationToken stop)
    {
        Touch();
        var thread = await _waking.Value.WaitAsync(stop);
        lock (_state)
        {
            return new(Id, thread.Version, thread.PublicVersion, thread.PublishedCount, thread.Mode, []);
        }
    }

    private async ValueTask<IReadOnlyList<CommentView>> View(IReadOnlyList<Place> places, string? reader, CancellationToken stop)
    {
        var keys = new List<string>(places.Count);
        foreach (var (comment, _) in places)
        {
            if (ThreadView.ShowsText(comment, reader))
            {
                keys.Add(CommentText.Key(Id.Article, comment.Id, ThreadView.RevisionFor(comment, reader)));
            }
        }

        var texts = await _context.Texts.Read(Id.Site, keys, stop);
        var now = _context.Clock.GetUtcNow();
        var next = 0;
        return [.. places.Select(place => ThreadView.View(place.Comment, place.Replies, ThreadView.ShowsText(place.Comment, reader) ? texts[next++] : null, reader, now))];
    }

    private void Keep(PageQuery query, ReadyPage page)
    {
        lock (_state)
        {
            if (page.Version == _publicVersion)
            {
                if (_pages.Count >= MaxReadyPages)
                {
                    _pages = [];
                }

                _pages[query] = page;
            }
        }
    }
}
