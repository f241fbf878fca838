using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// Loads a thread (its snapshot and the events after it) and keeps the snapshot young enough. A snapshot is due when a
/// third of the events came after the last one: so each comment is written into some three snapshots, however long the
/// thread, and waking replays few.
/// </summary>
internal sealed class SnapshotWriter(ThreadId id, IStore store, IThreadListener listener)
{
    // Fewer events than this are replayed faster than a snapshot is worth.
    private const int MinEvents = 400;

    // Half of what the last one holds: with a quarter each comment would be written five times, with as much again two
    // times, and waking would replay half the log.
    private const int Share = 2;

    private long _saved;
    private Task _writing = Task.CompletedTask;

    /// <summary>
    /// The thread as it is in the store, and the bytes of its last event; null when it has none or only its snapshot
    /// was needed.
    /// </summary>
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
                thread.Apply(ActiveThread.Read(last = e));
            }
        }
        while (events.Count == StoreLimits.MaxRead);

        return (thread, last);
    }

    /// <summary>Starts writing a snapshot in the background if one is due and none is being written.</summary>
    public void WriteIfDue(CommentThread thread)
    {
        if (thread.Version - _saved >= Math.Max(MinEvents, _saved / Share) && _writing.IsCompleted)
        {
            _writing = Write(thread);
        }
    }

    /// <summary>Ends the writing under way and writes once more if that saves time at the next waking.</summary>
    public async Task WriteBeforeSleep(CommentThread thread)
    {
        await _writing;
        if (thread.Version - _saved >= MinEvents)
        {
            await Write(thread);
        }
    }

    private async Task Write(CommentThread thread)
    {
        // What is copied here is immutable: the thread goes on meanwhile.
        var (version, mode, comments) = ((thread.Version, thread.PublicVersion), thread.Mode, thread.CopyComments());
        try
        {
            var bytes = await Task.Run(() => ThreadSnapshot.Write(version, mode, comments));
            if (bytes.Length <= StoreLimits.MaxValue)
            {
                await store.TryCommit(new(id.Site, null, [new(ThreadSnapshot.Key(id.Article), bytes)], [], []));
            }

            _saved = version.Version;
        }
        catch (StoreUnavailableException e)
        {
            // A snapshot is a cache: without it waking takes longer, nothing else.
            listener.Happened(id, ThreadIncident.SnapshotFailed, e.Code);
        }
    }
}
