using System.Diagnostics;
using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes all commits that wait, writes them in one transaction, flushes once, and then tells every caller: the
/// more commits come at once, the fewer flushes each one costs. A group that fails is rolled back and reported as a whole; the next one is tried afresh.
/// </summary>
internal sealed class CommitWriter
{
    private readonly Database database;
    private readonly CommitQueue queue;
    private readonly StoreMeter meter;
    private readonly CommitStatements statements;
    private readonly Checkpointer checkpointer;
    private readonly Statement begin;
    private readonly Statement end;
    private readonly List<PendingCommit> group = new(CommitQueue.MaxGroup);
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread. From now on <paramref name="database"/> belongs to it.</summary>
    public CommitWriter(Database database, CommitQueue queue, Func<Database> open, StoreMeter meter)
    {
        this.database = database;
        this.queue = queue;
        this.meter = meter;
        statements = new(database);
        checkpointer = new(open, database);
        begin = database.Prepare("BEGIN IMMEDIATE");
        end = database.Prepare("COMMIT");
        new Thread(Run) { Name = "store writer", IsBackground = true }.Start();
    }

    /// <summary>Completes when the queue is closed, everything in it is written, and the log is copied into the database file.</summary>
    public Task Finished => finished.Task;

    private void Run()
    {
        while (queue.Take(group, checkpointer.Patience))
        {
            if (group.Count > 0)
            {
                WriteGroup();
                group.Clear();
                checkpointer.AfterGroup();
            }

            checkpointer.EraseIfDue();
        }

        checkpointer.Finish();
        database.CheckpointWholly();
        database.Dispose();
        finished.SetResult();
    }

    private void WriteGroup()
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            begin.Run();
            foreach (var pending in group)
            {
                pending.Result = statements.Write(pending.Commit);
            }

            end.Run();
        }
        catch (Exception failure)
        {
            // Not only SQLite's own failures: whatever happens, nobody may wait for ever and the thread must live.
            database.RollBack();
            statements.Forget();
            Fail(failure is SqliteFailure known ? known.ToUnavailable() : new("store-unavailable", "The commit could not be written.", failure));
            return;
        }

        meter.Wrote(group.Count, Stopwatch.GetElapsedTime(started));
        foreach (var pending in group)
        {
            if (pending.Commit.Erases && pending.Result == CommitResult.Done)
            {
                checkpointer.Erased();
            }

            pending.SetResult(pending.Result);
        }
    }

    private void Fail(StoreUnavailableException failure)
    {
        meter.Failed(group.Count);
        foreach (var pending in group)
        {
            // One exception each: callers on different threads throw it.
            pending.SetException(new StoreUnavailableException(failure.Code, failure.Message, failure.InnerException));
        }
    }
}
