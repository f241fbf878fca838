namespace NatComments.Server.Storage.Sqlite;

/// <summary>A whole database as one file: written beside a running server, checked, and put back.</summary>
public static class Backup
{
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Writes a copy of one state of the database, with all that was acknowledged before. The server may go on meanwhile; the copy is compact and
    /// holds nothing of what was erased. It is checked before this returns.
    /// </summary>
    /// <exception cref="StoreOpenException">It cannot be read or written; the message says why.</exception>
    public static void Write(string database, string copy)
    {
        Check(database, whole: false);
        if (File.Exists(copy))
        {
            throw new StoreOpenException("store-foreign", $"{copy} is there already. Choose another name; backups are never overwritten.");
        }

        Guarded(database, () =>
        {
            // Only the server's own account may look at what readers wrote.
            SqliteFile.MakeFile(copy);
            using var from = new Database(database, LockWait);
            from.Prepare("VACUUM INTO ?1").Bind(1, copy).Run();
        });
        Check(copy, whole: true);
    }

    /// <summary>Puts a backup in the place of a database that is not there (any more). The backup is checked before and stays where it is.</summary>
    /// <exception cref="StoreOpenException">The backup is not good, or there is a database already.</exception>
    public static void Restore(string copy, string database)
    {
        Check(copy, whole: true);
        if (File.Exists(database))
        {
            throw new StoreOpenException("store-foreign", $"{database} is there already. Stop the server and move that file (with its -wal and -shm, if there are any) away first.");
        }

        Guarded(copy, () =>
        {
            var partial = database + ".part";
            SqliteFile.MakeFile(partial);
            using (var from = File.OpenRead(copy))
            using (var to = new FileStream(partial, FileMode.Create))
            {
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }

            // A log of another database must not be mistaken for this one's.
            foreach (var rest in (string[])[database + "-wal", database + "-shm"])
            {
                File.Delete(rest);
            }

            File.Move(partial, database);
        });
        Check(database, whole: true);
    }

    // SQLite makes a database out of an empty file; a backup must be one already.
    private static void Check(string path, bool whole)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            throw new StoreOpenException("store-foreign", $"{path} is not there or empty.");
        }

        Guarded(path, () =>
        {
            using var database = new Database(path, LockWait);
            Schema.Verify(database, path);
            if (whole && database.QueryText("PRAGMA integrity_check") is var found and not "ok")
            {
                throw new StoreOpenException("store-damaged", $"{path} is damaged: {found}");
            }
        });
    }

    private static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (SqliteFailure failure)
        {
            throw failure.ToOpenFailure(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException("store-unavailable", $"{path}: {failure.Message}", failure);
        }
    }
}
