using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

// How a grain learns what another host wrote to its thread: it reads the events that it does not have and goes on, awake as it is.
public sealed partial class ThreadGrain
{
    private TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when the grain knows how its thread stood at some version, also if it has forgotten itself since: good enough to read while the store does not answer.</summary>
    public bool WasAwake => Volatile.Read(ref _version) >= 0;

    /// <summary>Somebody says that the thread has this version. The grain reads what it does not have before its next turn.</summary>
    public void Hear(long version)
    {
        if (version > Volatile.Read(ref _version) && _mailbox.Nudge())
        {
            _ = Task.Run(Run);
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

    /// <summary>Asks the store whether somebody else has written. A grain that gets no answer forgets itself, so that it never shows what it cannot vouch for.</summary>
    public async Task LookAgain(CancellationToken stop)
    {
        try
        {
            Hear(await _context.Store.ReadVersion(Id.Site, Id.Stream, stop));
        }
        catch (StoreUnavailableException e)
        {
            Forget(e);
        }
    }

    // False when the log could not be read: then the grain has forgotten itself and answered the turn.
    private async Task<bool> CatchUp(CommentThread thread, List<Asked> turn)
    {
        try
        {
            while (await _context.Store.ReadEvents(Id.Site, Id.Stream, thread.Version, StoreLimits.MaxRead) is { Count: > 0 } events)
            {
                Apply(thread, [.. events.Select(e => ThreadJson.Read(e))]);
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

    private void TellCaughtUp() =>
        Interlocked.Exchange(ref _caughtUp, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
