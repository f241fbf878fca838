using System.Diagnostics;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file without stalling commits: most of it on a thread and connection of its own while the
/// writer goes on, and the few pages that came meanwhile by the writer itself, so that the log can start again from its beginning.
/// Used by the writer only.
/// </summary>
/// <param name="open">Opens a connection for the copying.</param>
/// <param name="writer">The writer's own connection.</param>
internal sealed class Checkpointer(Func<Database> open, Database writer)
{
    /// <summary>4,000 pages (16 MB): seldom enough to be cheap, often enough that the log stays small and a start after a crash is quick.</summary>
    private const int PagesBetween = 4_000;

    /// <summary>32,000 pages (128 MB): a log this long means that the disk cannot keep up; commits then wait for the copying, so that it does not grow for ever.</summary>
    private const int MaxPages = 32_000;

    /// <summary>5 s: words that many people erase at once leave the log together, long before their minute is over.</summary>
    private static readonly TimeSpan EraseDelay = TimeSpan.FromSeconds(5);

    /// <summary>1 s until the next try when a reader still needs the log.</summary>
    private static readonly TimeSpan EraseAgain = TimeSpan.FromSeconds(1);

    /// <summary>50 ms: how long commits stand still for readers that are about to end.</summary>
    private const int EraseWaitMilliseconds = 50;

    private int pagesWritten;
    private Task? copying;
    private long? eraseFrom;
    private TimeSpan eraseAfter;

    /// <summary>How long the writer may sleep when no commit comes.</summary>
    public TimeSpan Patience => eraseFrom is not { } from ? Timeout.InfiniteTimeSpan
        : eraseAfter - Stopwatch.GetElapsedTime(from) is var left && left > TimeSpan.Zero ? left
        : TimeSpan.Zero;

    /// <summary>Words were removed: their bytes still stand in the log, in pages as they were before.</summary>
    public void Erased()
    {
        if (eraseFrom is null)
        {
            (eraseFrom, eraseAfter) = (Stopwatch.GetTimestamp(), EraseDelay);
        }
    }

    /// <summary>
    /// Copies the log into the file, whose pages have zeros where something was removed (<c>secure_delete</c>), and cuts it to nothing. To be called
    /// between two transactions.
    /// </summary>
    public void EraseIfDue()
    {
        if (eraseFrom is { } from && Stopwatch.GetElapsedTime(from) >= eraseAfter)
        {
            Finish();
            copying = null;
            pagesWritten = writer.CheckpointPassively() ?? 0;
            (eraseFrom, eraseAfter) = writer.TryEmptyLog(EraseWaitMilliseconds) ? ((long?)null, EraseDelay) : (Stopwatch.GetTimestamp(), EraseAgain);
        }
    }

    /// <summary>To be called between two transactions.</summary>
    public void AfterGroup()
    {
        pagesWritten += writer.TakeWrittenPages();
        if (copying is null && pagesWritten >= PagesBetween)
        {
            copying = Task.Factory.StartNew(Copy, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        else if (copying is not null && (copying.IsCompleted || pagesWritten >= MaxPages))
        {
            copying.Wait();
            copying = null;

            // What could not be copied (a reader still needs it, the disk is full) is tried again after as many pages.
            pagesWritten = writer.CheckpointPassively() ?? 0;
        }
    }

    /// <summary>Waits for the copying under way.</summary>
    public void Finish() => copying?.Wait();

    private void Copy()
    {
        try
        {
            using var database = open();
            database.CheckpointPassively();
        }
        catch (SqliteFailure)
        {
            // No connection (too many open files, say): the writer does the whole of it after the next group.
        }
    }
}
