using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

/// <summary>
/// Loads a thread (its snapshot and the events after it) and keeps the snapshot young enough. A snapshot is due when a third of the
/// events came after the last one: so each comment is written into some three snapshots, however long the thread, and waking replays few.
/// </summary>
internal sealed class SnapshotWriter(ThreadId id, IStore store)
{
    // Fewer events than this are replayed faster than a snapshot is worth.
    private const int MinEvents = 400;

    // Half of what the last one holds: with a quarter each comment would be written five times, with as much again two times, and waking would replay half the log.
    private const int Share = 2;

    private long _saved;
    private int _writing;
    private Task _background = Task.CompletedTask;

    /// <summary>The thread as it is in the store, and the bytes of its last event; null when it has none or only its snapshot was needed.</summary>
    public async Task<(CommentThread Thread, byte[]? Last)> Load()
    {
        var bytes = await store.ReadDocument(id.Site, ThreadSnapshot.Key(id.Article));
        var thread = (bytes is null ? null : ThreadSnapshot.Read(id, bytes)) ?? new CommentThread(id);
        _saved = thread.Version;
        byte[]? last = null;
        IReadOnlyList<byte[]> events;
        do
        {
            events = await store.ReadEvents(id.Site, id.Stream, thread.Version, StoreLimits.MaxRead);
            foreach (var e in events)
            {
                thread.Apply(ThreadGrain.Read(last = e));
            }
        }
        while (events.Count == StoreLimits.MaxRead);

        return (thread, last);
    }

    /// <summary>Starts writing a snapshot in the background if one is due and none is being written.</summary>
    public void WriteIfDue(CommentThread thread, Lock state)
    {
        var due = Math.Max(MinEvents, _saved / Share);
        if (thread.Version - _saved >= due && Interlocked.Exchange(ref _writing, 1) == 0)
        {
            _background = Task.Run(() => Write(thread, state));
        }
    }

    /// <summary>Ends the writing under way and writes once more if that saves time at the next waking.</summary>
    public async Task WriteBeforeSleep(CommentThread thread, Lock state)
    {
        await _background;
        if (thread.Version - _saved >= MinEvents && Interlocked.Exchange(ref _writing, 1) == 0)
        {
            await Write(thread, state);
        }
    }

    private async Task Write(CommentThread thread, Lock state)
    {
        try
        {
            (long Log, long Public) version;
            ThreadMode mode;
            CommentState[] comments;
            lock (state)
            {
                (version, mode, comments) = ((thread.Version, thread.PublicVersion), thread.Mode, thread.CopyComments());
            }

            var bytes = ThreadSnapshot.Write(version, mode, comments);
            if (bytes.Length <= StoreLimits.MaxValue)
            {
                await store.TryCommit(new(id.Site, null, [new(ThreadSnapshot.Key(id.Article), bytes)], [], []));
            }

            _saved = version.Log;
        }
        catch (StoreUnavailableException)
        {
            // A snapshot is a cache: without it waking takes longer, nothing else.
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }
}
