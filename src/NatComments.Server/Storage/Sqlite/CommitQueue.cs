namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// Commits on their way to the writer, in order, at most <paramref name="capacity"/>. The writer takes all that wait, up to the bounds of a
/// group. A monitor rather than a channel: the writer has a thread of its own, and waking it costs no hop over the thread pool.
/// </summary>
internal sealed class CommitQueue(int capacity)
{
    /// <summary>512 commits in one transaction: enough to share a flush widely, few enough that nobody waits long for the others.</summary>
    public const int MaxGroup = 512;

    /// <summary>4 MiB of values in one transaction: a large snapshot travels alone and does not drag small commits into its fate.</summary>
    public const int MaxGroupBytes = 4 << 20;

    private readonly SemaphoreSlim room = new(capacity);
    private readonly Queue<PendingCommit> waiting = new();
    private bool isClosed;

    /// <summary>Commits that nobody has taken yet.</summary>
    public int Count
    {
        get
        {
            lock (waiting)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Waits for room, then for a turn.</summary>
    /// <returns>False when the queue is closed.</returns>
    public async ValueTask<bool> Add(PendingCommit commit, CancellationToken stop)
    {
        await room.WaitAsync(stop).ConfigureAwait(false);
        lock (waiting)
        {
            if (isClosed)
            {
                room.Release();
                return false;
            }

            waiting.Enqueue(commit);
            if (waiting.Count == 1)
            {
                Monitor.Pulse(waiting);
            }

            return true;
        }
    }

    /// <summary>Fills an empty group with the commits that wait now, blocking until there is one or the patience is over; then the group stays empty.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<PendingCommit> group, TimeSpan patience)
    {
        var left = 0;
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (isClosed)
                {
                    return false;
                }

                if (!Monitor.Wait(waiting, patience))
                {
                    return true;
                }
            }

            long bytes = 0;
            while (group.Count < MaxGroup && waiting.TryPeek(out var next) && (group.Count == 0 || bytes + next.Bytes <= MaxGroupBytes))
            {
                waiting.Dequeue();
                left++;
                if (next.TryTake())
                {
                    bytes += next.Bytes;
                    group.Add(next);
                }
            }
        }

        room.Release(left);
        return true;
    }

    /// <summary>Takes no more; what waits is still taken.</summary>
    public void Close()
    {
        lock (waiting)
        {
            isClosed = true;
            Monitor.Pulse(waiting);
        }
    }
}
