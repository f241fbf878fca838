using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>A commit that waits for the writer, and the promise of what becomes of it. Either the writer takes it or the caller takes it back, never both.</summary>
/// <param name="commit">What to write; checked already.</param>
/// <param name="bytes">The size of its values.</param>
internal sealed class PendingCommit(Commit commit, long bytes) : TaskCompletionSource<CommitResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private int isTaken;

    public Commit Commit => commit;

    public long Bytes => bytes;

    /// <summary>Set by the writer while the group is written: what the caller is told once it is durable.</summary>
    public CommitResult Result { get; set; }

    /// <summary>True for the one who asks first.</summary>
    public bool TryTake() => Interlocked.Exchange(ref isTaken, 1) == 0;

    /// <summary>The caller's result. Cancelling counts only while nobody has taken the commit.</summary>
    public async Task<CommitResult> Wait(CancellationToken stop)
    {
        using var registration = stop.UnsafeRegister(static (pending, token) => ((PendingCommit)pending!).Cancel(token), this);
        return await Task.ConfigureAwait(false);
    }

    private void Cancel(CancellationToken token)
    {
        if (TryTake())
        {
            TrySetCanceled(token);
        }
    }
}
