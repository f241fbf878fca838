using System.Collections.Concurrent;
using System.Globalization;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// The events of a site that projections have not taken in: those that threads of this process have just committed from
/// its memory, the others from the log.
/// </summary>
internal sealed class FollowedLog(
    IStore store, TimeProvider clock, ThreadContext? context, IProjectionListener? listener)
{
    /// <summary>
    /// 1,000 marks and 2,400 events in one batch, some 800 new comments: what a batch costs besides its events is then
    /// hardly felt. With the threads' positions the marks are 2,000 changes at most, which leaves the rest of one
    /// commit for what follows from the events.
    /// </summary>
    public const int MaxMarks = 1_000;

    /// <summary>See <see cref="MaxMarks"/>.</summary>
    public const int MaxEvents = 2_400;

    // A minute: an event that cannot be read is most likely a newer program's, which is about to take over.
    private static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(1);

    // Threads with an event that could not be read, and when that was tried last.
    private readonly ConcurrentDictionary<ThreadId, long> _held = new();

    /// <summary>What tells of new events, the oldest first; without threads that are held.</summary>
    public async Task<IReadOnlyList<Entry>> ReadMarks(string site, int limit, CancellationToken stop)
    {
        if (_held.IsEmpty)
        {
            return await store.ReadEntries(site, ThreadNews.Index, new(limit), stop);
        }

        var marks = new List<Entry>();
        string? after = null;
        while (marks.Count < limit
            && await store.ReadEntries(site, ThreadNews.Index, new(limit, after), stop) is { Count: > 0 } read)
        {
            marks.AddRange(read.Where(mark => !IsHeld(ThreadId.FromTrusted(site, ThreadNews.ArticleOf(mark.Key))))
                .Take(limit - marks.Count));
            after = read.Count == limit ? read[^1].Key : null;
            if (after is null)
            {
                break;
            }
        }

        return marks;
    }

    /// <summary>The threads that marks tell of, with their new events.</summary>
    public async Task<List<FollowedThread>> Read(string site, IReadOnlyList<Entry> marks, CancellationToken stop)
    {
        var groups = marks.GroupBy(mark => ThreadNews.ArticleOf(mark.Key)).ToList();
        var positions =
            await store.ReadDocuments(site, [.. groups.Select(group => ProjectionKeys.Followed(group.Key))], stop);
        var (read, room) = (new List<FollowedThread>(), MaxEvents);
        foreach (var (group, position) in groups.Zip(positions))
        {
            if (room == 0)
            {
                break;
            }

            var thread = ThreadId.FromTrusted(site, group.Key);
            List<string> keys = [.. group.Select(mark => mark.Key)];
            var followed = await Read(thread, ProjectionKeys.Read(position), keys, room, stop);
            room -= followed.Events.Count;
            read.Add(followed);
        }

        return read;
    }

    /// <summary>Events of a thread from the log, for a projection that is behind.</summary>
    public async Task<FollowedThread> ReadAgain(ThreadId thread, long after, int limit, CancellationToken stop)
    {
        var stored = await store.ReadEvents(thread.Site, thread.Stream, after, limit, stop);
        return new(thread, after, [.. stored.Select(bytes => ThreadJson.Read(bytes))], stored, true, []);
    }

    /// <summary>These events were followed: nobody needs them from memory any more.</summary>
    public void Followed(ThreadId thread, long version) => context?.Recent?.Followed(thread, version);

    /// <summary>The version of a thread that its marks tell of.</summary>
    public static long VersionOf(IEnumerable<string> marks) =>
        marks.Max(mark => long.Parse(mark.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private async Task<FollowedThread> Read(
        ThreadId thread, long after, List<string> marks, int room, CancellationToken stop)
    {
        var version = VersionOf(marks);
        if (version <= after)
        {
            return new(thread, after, [], [], true, marks);
        }

        if (context?.Recent?.Find(thread, after, version, context.Epoch(thread.Site)) is { } recent
            && recent.Events.Count <= room)
        {
            return new(thread, after, recent.Events, recent.Stored, true, marks) { Texts = recent.Texts };
        }

        var stored = await store.ReadEvents(thread.Site, thread.Stream, after, room, stop);
        var events = Readable(thread, after, stored);
        var isWhole = events.Count == stored.Count && stored.Count < room;
        return new(thread, after, events, stored, isWhole, marks);
    }

    // Up to the first event that cannot be read.
    private List<ThreadEvent> Readable(ThreadId thread, long after, IReadOnlyList<byte[]> stored)
    {
        var events = new List<ThreadEvent>(stored.Count);
        try
        {
            foreach (var bytes in stored)
            {
                events.Add(ThreadJson.Read(bytes));
            }
        }
        catch (Exception e)
        {
            if (_held.TryAdd(thread, clock.GetTimestamp()))
            {
                listener?.Unreadable(thread.Site, after + events.Count + 1, e);
            }

            _held[thread] = clock.GetTimestamp();
            return events;
        }

        if (!_held.IsEmpty && _held.TryRemove(thread, out _))
        {
            listener?.Readable(thread.Site);
        }

        return events;
    }

    private bool IsHeld(ThreadId thread) =>
        _held.TryGetValue(thread, out var since) && clock.GetElapsedTime(since) < HeldFor;
}
