using System.Text.Json;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

// How an active thread knows its log: it is read when first asked for, and again where somebody else may have written
// to it.
public sealed partial class ActiveThread
{
    private const long Never = -1;

    // While the store is away it is asked once a second by readers, who are shown what is known.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    // The epoch at which the thread was last known to be what the log says.
    private long _checkedAt = Never;
    private long? _lostAt;
    private Task _looking = Task.CompletedTask;

    /// <summary>How the thread stands. Loads it, and reads on from its log if what is known may be behind.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known and the store does not answer.</exception>
    public async ValueTask<ThreadChange> ReadState() => State(await Known());

    // The thread for a turn: loaded, and checked against the log if somebody may have written to it unheard. The log is
    // held.
    private async ValueTask<CommentThread> Current()
    {
        var epoch = _context.Epoch(Id.Site);
        if (_thread is { } known && _checkedAt == epoch)
        {
            return known;
        }

        var thread = _thread is { } before && await ReadOn(before) is not null ? before : await Reload();
        if (_lostAt is not null)
        {
            _listener.Happened(Id, ThreadIncident.StoreBack, "");
        }

        (_checkedAt, _lostAt) = (epoch, null);
        _listener.Checked(State(thread), epoch);
        return thread;
    }

    // The same for a read, which is shown what is known while the store does not answer. Of those who come at once one
    // looks for all.
    private async ValueTask<CommentThread> Known()
    {
        if (_thread is { } known && (_checkedAt == _context.Epoch(Id.Site)
            || (_lostAt is { } lost && _context.Clock.GetElapsedTime(lost) < LookAgainAfter)))
        {
            return known;
        }

        try
        {
            await (_looking.IsCompleted ? _looking = Look() : _looking);
        }
        catch (StoreUnavailableException) when (_thread is not null)
        {
            // What is known is shown.
        }

        return _thread!;
    }

    private async Task Look()
    {
        await _log.WaitAsync();
        try
        {
            await Current();
        }
        catch (Exception e)
        {
            Doubt(e);
            throw;
        }
        finally
        {
            _log.Release();
        }
    }

    // From now on what is known may be behind: a commit whose answer was lost may have been written.
    private void Doubt(Exception e)
    {
        if (_thread is null)
        {
            return;
        }

        if (_lostAt is null)
        {
            _listener.Happened(Id, ThreadIncident.StoreLost, Why(e));
        }

        (_checkedAt, _lostAt) = (Never, _context.Clock.GetTimestamp());
    }

    // What an operator is told of a failure: its message may hold words of a comment.
    private static string Why(Exception e) =>
        e is StoreUnavailableException { Code: var code } ? code : e.GetType().Name;

    private async Task<CommentThread> Reload()
    {
        var isFirst = _thread is null;
        (var thread, _last) = await _snapshots.Load();
        _thread = thread;
        if (!isFirst)
        {
            _listener.Happened(Id, ThreadIncident.Reloaded, "");
            _listener.Changed(State(thread));
        }

        return thread;
    }

    // Takes in what others wrote. How many events were new; null when the log does not go on from what is known.
    private async Task<long?> ReadOn(CommentThread thread)
    {
        var start = thread.Version;
        IReadOnlyList<byte[]> log;
        do
        {
            // With the last known event, by which the log is known again.
            var known = thread.Version > 0 ? 1 : 0;
            log = await _context.Store.ReadEvents(Id.Site, Id.Stream, thread.Version - known, StoreLimits.MaxRead);
            if (known > 0 && (log.Count == 0 || (_last is not null && !log[0].AsSpan().SequenceEqual(_last))))
            {
                return null;
            }

            if (log.Count > known)
            {
                Apply(thread, [.. log.Skip(known).Select(Read)], log[^1]);
            }
        }
        while (log.Count == StoreLimits.MaxRead);
        return thread.Version - start;
    }

    /// <summary>
    /// An event of the log. What a newer program has written is no defect: this one shows what it knows and takes no
    /// posts, until it is replaced.
    /// </summary>
    internal static ThreadEvent Read(byte[] stored)
    {
        try
        {
            return ThreadJson.Read(stored);
        }
        catch (JsonException e)
        {
            throw new StoreUnavailableException(
                "store-newer", "The thread holds an event that this program does not know. Start the newer program.", e);
        }
    }
}
