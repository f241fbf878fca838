using System.Security.Cryptography;
using System.Text.Json;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

// How a grain learns what another host wrote to its thread: it takes in the events that it does not have and goes on, awake as it is.
public sealed partial class ThreadGrain
{
    // The bytes of the last event, by which the log is known again; null when only a snapshot was read.
    private byte[]? _last;
    private TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when the grain knows how its thread stood at some version, also if it has forgotten itself since: good enough to read while the store does not answer.</summary>
    public bool WasAwake => Volatile.Read(ref _version) >= 0;

    /// <summary>Somebody says that the thread has this version. The grain takes in what it does not have before its next turn: from the news themselves, or from the log.</summary>
    public void Hear(long version, StreamTail? tail = null)
    {
        if (version > Volatile.Read(ref _version) && _mailbox.Add(new HeardNews(version, tail)))
        {
            Start();
        }
    }

    /// <summary>Waits until the grain has this version, which is known to be written, or has forgotten itself.</summary>
    public async Task CatchUp(long version, CancellationToken stop)
    {
        while (version > Volatile.Read(ref _version) && !IsLost)
        {
            var caughtUp = Volatile.Read(ref _caughtUp).Task;
            Hear(version);
            if (IsLost)
            {
                return;
            }

            await caughtUp.WaitAsync(stop);
        }
    }

    /// <summary>
    /// Asks the store whether somebody else has written, and whether what the grain knows is still what was written: a Redis that was restarted or replaced may
    /// have lost the last of it. A grain that gets no answer forgets itself, so that it never shows what it cannot vouch for.
    /// </summary>
    public async Task LookAgain(CancellationToken stop)
    {
        long version;
        byte[]? last;
        lock (_state)
        {
            (version, last) = (_version, _last);
        }

        try
        {
            var from = Math.Max(0, version - 1);
            var log = await _context.Store.ReadEvents(Id.Site, Id.Stream, from, 2, stop);
            if (version > 0 && !Follows(log, last))
            {
                Forget(null);
            }

            Hear(from + log.Count);
        }
        catch (StoreUnavailableException e)
        {
            Forget(e);
        }
    }

    // False when the log could not be read or is another one: then the grain has forgotten itself and answered the turn.
    private async Task<bool> Listen(CommentThread thread, IReadOnlyList<HeardNews> heard, List<Asked> turn)
    {
        try
        {
            TakeIn(thread, heard);
            var told = heard.Max(news => news.Version);
            if (told > thread.Version && await ReadOn(thread, told) is null)
            {
                Forget(null, turn);
                return false;
            }

            TellCaughtUp();
            return true;
        }
        catch (Exception e)
        {
            Forget(e, turn);
            return false;
        }
    }

    // Takes in the news that follow one after the other on what is known; the rest is left to the log.
    private void TakeIn(CommentThread thread, IReadOnlyList<HeardNews> heard)
    {
        foreach (var (version, tail) in heard.OrderBy(news => news.Version))
        {
            if (tail is not null && version - tail.Events.Count == thread.Version && tail.Before == (thread.Version == 0 ? "" : Digest(_last)))
            {
                Apply(thread, tail.Events);
            }
        }
    }

    // Takes in what others wrote, at least until a version that is told. How many events were new; null when the log does not go on from what is known.
    private async Task<long?> ReadOn(CommentThread thread, long told = 0)
    {
        var (start, heard) = (thread.Version, _mailbox.TakeHeard());
        TakeIn(thread, heard);
        if (thread.Version > start && thread.Version >= told && heard.All(news => news.Version <= thread.Version))
        {
            return thread.Version - start;
        }

        IReadOnlyList<byte[]> log;
        do
        {
            // With the last known event, by which the log is known again.
            var known = thread.Version > 0 ? 1 : 0;
            log = await _context.Store.ReadEvents(Id.Site, Id.Stream, thread.Version - known, StoreLimits.MaxRead);
            if (known > 0 && !Follows(log, _last))
            {
                return null;
            }

            if (log.Count > known)
            {
                Apply(thread, [.. log.Skip(known)]);
            }
        }
        while (log.Count == StoreLimits.MaxRead);
        return thread.Version - start;
    }

    private void Apply(CommentThread thread, IReadOnlyList<byte[]> events) => Apply(thread, [.. events.Select(Read)], events[^1]);

    /// <summary>An event of the log. What a newer program has written is no defect: this one shows what it knows and takes no posts, until it is replaced.</summary>
    internal static ThreadEvent Read(byte[] stored)
    {
        try
        {
            return ThreadJson.Read(stored);
        }
        catch (JsonException e)
        {
            throw new StoreUnavailableException("store-newer", "The thread holds an event that this program does not know. Start the newer program.", e);
        }
    }

    // True when a log that was read from the last known event on begins with it. A thread that was woken by its snapshot alone does not know that event.
    private static bool Follows(IReadOnlyList<byte[]> log, byte[]? last) => log.Count > 0 && (last is null || log[0].AsSpan().SequenceEqual(last));

    private static string? Digest(byte[]? last) => last is null ? null : Convert.ToHexStringLower(SHA1.HashData(last));

    private void TellCaughtUp() =>
        Interlocked.Exchange(ref _caughtUp, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
