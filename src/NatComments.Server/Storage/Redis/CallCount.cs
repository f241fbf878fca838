namespace NatComments.Server.Storage.Redis;

/// <summary>Counts the calls under way, so that closing can wait for them and let no new one begin.</summary>
internal sealed class CallCount
{
    private readonly Lock guard = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private bool isClosed;

    /// <summary>Done when it is closed and the last call is over.</summary>
    public Task Ended => ended.Task;

    /// <summary>False when it is closed: the call must not be made.</summary>
    public bool Begin()
    {
        lock (guard)
        {
            running += isClosed ? 0 : 1;
            return !isClosed;
        }
    }

    /// <summary>A call that began is over.</summary>
    public void End()
    {
        lock (guard)
        {
            if (--running == 0 && isClosed)
            {
                ended.TrySetResult();
            }
        }
    }

    /// <summary>Lets no call begin from now on. False when it was closed before.</summary>
    public bool Close()
    {
        lock (guard)
        {
            var first = !isClosed;
            isClosed = true;
            if (running == 0)
            {
                ended.TrySetResult();
            }

            return first;
        }
    }
}
