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

    private int pagesWritten;
    private Task? copying;

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
