using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

// What an active thread answers without taking a turn: the thread as it was last committed.
public sealed partial class ActiveThread
{
    /// <summary>
    /// A page as a reader sees it; null reader: somebody unknown. Pages that everybody shares are told to the listener.
    /// </summary>
    public async ValueTask<PageReply> ReadPage(PageQuery query, string? reader, CancellationToken stop)
    {
        var thread = await Known();
        if (reader is not null && !thread.Knows(reader))
        {
            reader = null;
        }

        if (ThreadView.Draft(thread, query, reader) is not { } draft)
        {
            return new(null, new Refused(query.From is null ? Refusals.InvalidCursor : Refusals.CommentNotFound));
        }

        var comments = await View(draft.Places, reader, stop);
        var page = new ThreadPage(Id.Site, Id.Article, draft.Version, draft.Mode, draft.Count, query.Sort, comments, draft.Next);
        var made = new ReadyPage(draft.Version, _context.Format(page), personal: reader is not null);

        // While the texts were read the thread may have gone on: such a page is right for whoever asked, and for nobody
        // after them.
        if (reader is null && query.From is null && thread == _thread && thread.PublicVersion == draft.Version)
        {
            _listener.Made(Id, query, made);
        }

        return new(made, null);
    }

    /// <summary>
    /// Comments of this thread as a reader sees them, in the order asked for; unknown and invisible ones are left out.
    /// </summary>
    public async ValueTask<IReadOnlyList<CommentView>> ReadComments(IReadOnlyList<Guid> ids, string? reader, CancellationToken stop)
    {
        var thread = await Known();
        var places = new List<Place>(ids.Count);
        foreach (var id in ids)
        {
            if (thread.OrdinalOf(id) is var ordinal and >= 0 && (thread.Tree.IsVisible(ordinal) || thread[ordinal].Author == reader))
            {
                places.Add(new(thread[ordinal], thread.Tree.RepliesOf(ordinal)));
            }
        }

        return await View(places, reader, stop);
    }

    /// <summary>
    /// The published comments that were posted last, newest first. It looks as far back as it must, however many are
    /// held (a millisecond or two in the longest thread): a feed that a flood makes shorter would tell of the flood.
    /// </summary>
    public async ValueTask<IReadOnlyList<CommentView>> ReadNewest(int limit, CancellationToken stop)
    {
        var thread = await Known();
        var places = new List<Place>(limit);
        var wanted = Math.Min(limit, thread.PublishedCount);
        for (var ordinal = thread.Count - 1; places.Count < wanted; ordinal--)
        {
            if (thread[ordinal].IsPublished)
            {
                places.Add(new(thread[ordinal], thread.Tree.RepliesOf(ordinal)));
            }
        }

        return await View(places, null, stop);
    }

    /// <summary>One comment as it stands, whoever may see it; null when there is none.</summary>
    public async ValueTask<FoundComment?> Find(Guid comment)
    {
        var thread = await Known();
        return thread.OrdinalOf(comment) is var ordinal and >= 0
            ? new(thread[ordinal], thread.Tree.RepliesOf(ordinal), thread.Mode, thread.Version)
            : null;
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
        return [.. places.Select(place => ThreadView.View(
            place.Comment, place.Replies, ThreadView.ShowsText(place.Comment, reader) ? texts[next++] : null, reader, now))];
    }
}
