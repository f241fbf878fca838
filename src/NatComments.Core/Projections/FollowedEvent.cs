using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// An event as projections are given it, with what they need to know of it. What one has asked for is not read again
/// for the next.
/// </summary>
public sealed class FollowedEvent
{
    private readonly FollowedEvents _among;

    internal FollowedEvent(FollowedEvents among, ThreadEvent e, long number, byte[] stored) =>
        (_among, Event, Number, Stored) = (among, e, number, stored);

    /// <summary>The thread it happened in.</summary>
    public ThreadId Thread => _among.Thread;

    /// <summary>What happened.</summary>
    public ThreadEvent Event { get; }

    /// <summary>Its number in the thread; the first is 1.</summary>
    public long Number { get; }

    /// <summary>The event as it is stored.</summary>
    public byte[] Stored { get; }

    /// <summary>The words of a revision of a comment of the thread; null when they were erased.</summary>
    public ValueTask<FollowedText?> Text(Guid comment, int revision, CancellationToken stop) =>
        _among.Text(comment, revision, stop);

    /// <summary>A comment of the thread as it stands now, which may be later than the event.</summary>
    public ValueTask<FoundComment?> Find(Guid comment, CancellationToken stop) => _among.Find(comment, stop);

    /// <summary>The event's comment as it stood before it.</summary>
    public ValueTask<CommentBefore> Before(CancellationToken stop) =>
        _among.Before(((CommentEvent)Event).Id, Number, stop);
}

/// <summary>A comment before an event.</summary>
/// <param name="Comment">Null for an event that begins it.</param>
/// <param name="Open">The readers whose reports were open.</param>
/// <param name="Settled">The readers whose reports the last decision had settled.</param>
public sealed record CommentBefore(CommentState? Comment, IReadOnlyList<string> Open, IReadOnlyList<string> Settled);

/// <summary>New events of one thread.</summary>
/// <param name="After">The number of the event before the first.</param>
/// <param name="Events">In order.</param>
/// <param name="Stored">The same as they are stored.</param>
/// <param name="IsWhole">True when what was marked has no more.</param>
/// <param name="Marks">What told of them.</param>
internal sealed record FollowedThread(
    ThreadId Thread,
    long After,
    IReadOnlyList<ThreadEvent> Events,
    IReadOnlyList<byte[]> Stored,
    bool IsWhole,
    IReadOnlyList<string> Marks)
{
    /// <summary>Texts that are in hand with the events.</summary>
    public IReadOnlyDictionary<string, byte[]> Texts { get; init; } = new Dictionary<string, byte[]>();
}

/// <summary>Some events of a thread with their texts.</summary>
internal sealed class FollowedEvents
{
    private readonly IStore _store;
    private readonly IThreads _threads;
    private readonly FollowedThread _followed;
    private readonly Dictionary<(Guid, int), byte[]?> _stored = [];
    private readonly Dictionary<(Guid, int), FollowedText?> _texts = [];
    private readonly Dictionary<Guid, FoundComment?> _found = [];
    private readonly Dictionary<(Guid, long), CommentBefore> _before = [];

    private FollowedEvents(IStore store, IThreads threads, FollowedThread followed) =>
        (_store, _threads, _followed) = (store, threads, followed);

    public ThreadId Thread => _followed.Thread;

    /// <summary>
    /// Those events of a thread that stand from one place to another, with the texts that are wanted of them.
    /// </summary>
    public static async Task<FollowedEvents> Read(
        IStore store, IThreads threads, FollowedThread followed, int from, int to, CancellationToken stop)
    {
        var events = new FollowedEvents(store, threads, followed);
        var missing = new List<(Guid Id, int Revision)>();
        foreach (var wanted in Enumerable.Range(from, to - from).Select(i => Wanted(followed.Events[i]))
            .Where(key => key.Revision > 0).Distinct())
        {
            if (followed.Texts.TryGetValue(events.Key(wanted), out var text))
            {
                events._stored[wanted] = text;
            }
            else
            {
                missing.Add(wanted);
            }
        }

        var read = missing.Count == 0
            ? [] : await store.ReadDocuments(followed.Thread.Site, [.. missing.Select(events.Key)], stop);
        foreach (var (wanted, text) in missing.Zip(read))
        {
            events._stored[wanted] = text;
        }

        return events;
    }

    /// <summary>The event at a place of the thread's.</summary>
    public FollowedEvent At(int place) =>
        new(this, _followed.Events[place], _followed.After + place + 1, _followed.Stored[place]);

    public async ValueTask<FollowedText?> Text(Guid comment, int revision, CancellationToken stop)
    {
        if (!_texts.TryGetValue((comment, revision), out var text))
        {
            if (!_stored.TryGetValue((comment, revision), out var bytes))
            {
                bytes = await _store.ReadDocument(Thread.Site, Key((comment, revision)), stop);
            }

            _texts[(comment, revision)] = text = bytes is null ? null : FollowedText.FromBytes(bytes);
        }

        return text;
    }

    public async ValueTask<FoundComment?> Find(Guid comment, CancellationToken stop)
    {
        if (!_found.TryGetValue(comment, out var found))
        {
            _found[comment] = found = await _threads.Find(Thread, comment, stop);
        }

        return found;
    }

    public async ValueTask<CommentBefore> Before(Guid comment, long number, CancellationToken stop)
    {
        if (_before.TryGetValue((comment, number), out var known))
        {
            return known;
        }

        CommentState? before = null;
        List<string> open = [], settled = [];
        foreach (var at in (await Find(comment, stop))?.Comment.Events.Where(at => at < number) ?? [])
        {
            var e = (CommentEvent)await Event(at, stop);
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

        return _before[(comment, number)] = new(before, open, settled);
    }

    private async ValueTask<ThreadEvent> Event(long number, CancellationToken stop)
    {
        var place = number - _followed.After - 1;
        return place >= 0 && place < _followed.Events.Count
            ? _followed.Events[(int)place]
            : ThreadJson.Read((await _store.ReadEvents(Thread.Site, Thread.Stream, number - 1, 1, stop))[0]);
    }

    private string Key((Guid Id, int Revision) text) => CommentText.Key(Thread.Article, text.Id, text.Revision);

    // New words, and those that a decision was about.
    private static (Guid Id, int Revision) Wanted(ThreadEvent e) => e switch
    {
        CommentPosted posted => (posted.Id, 1),
        CommentEdited edited => (edited.Id, edited.Revision),
        _ => AuditedEvents.About(e) ?? default,
    };
}
