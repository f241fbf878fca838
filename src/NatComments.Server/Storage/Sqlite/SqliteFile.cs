namespace NatComments.Server.Storage.Sqlite;

/// <summary>Makes, checks and opens the database file, with the settings that durability and speed rest on.</summary>
internal static class SqliteFile
{
    /// <summary>4 KiB: a page of the disk and of the kernel. A commit writes whole pages to the log, so larger ones only add bytes.</summary>
    private const int PageSize = 4_096;

    /// <summary>
    /// 8 MiB: the inner pages of every tree and the leaves in use, taken only as they are needed. SQLite walks its whole cache after a commit
    /// that split a page, so more costs more; what does not fit is in the kernel's cache.
    /// </summary>
    private const int WriterCacheKiB = 8 << 10;

    /// <summary>1 MiB: SQLite drops a reader's cache after every commit of the writer, so more would seldom be used.</summary>
    private const int ReaderCacheKiB = 1 << 10;

    /// <summary>32 MiB: what a large snapshot made longer is given back to the disk when the log starts again.</summary>
    private const int MaxIdleLogBytes = 32 << 20;

    /// <summary>Opens the one connection that writes. Everything that can be wrong with the file is found here.</summary>
    /// <exception cref="StoreOpenException">Says what is wrong and what to do.</exception>
    public static Database OpenForWriting(string path, SqliteStoreOptions options)
    {
        MakeFile(path);
        Database? database = null;
        try
        {
            database = new Database(path, options.LockWait);
            if (database.IsReadOnly)
            {
                throw Database.ReadOnly(path, null);
            }

            Schema.Verify(database, path);
            Configure(database, path, options);
            Schema.Migrate(database);
            return database;
        }
        catch (SqliteFailure failure)
        {
            database?.Dispose();
            throw failure.ToOpenFailure(path);
        }
        catch (StoreOpenException)
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>Opens one more connection to a file that <see cref="OpenForWriting"/> found good.</summary>
    public static Database OpenForReading(string path, SqliteStoreOptions options)
    {
        var database = new Database(path, options.LockWait);
        try
        {
            database.Execute($"PRAGMA cache_size = -{ReaderCacheKiB}; PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void Configure(Database database, string path, SqliteStoreOptions options)
    {
        // The page size counts only for a new file, and only before the journal mode is set.
        database.Execute($"PRAGMA page_size = {PageSize}; PRAGMA cache_size = -{WriterCacheKiB}; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF");
        if (options.MaxPages is { } pages)
        {
            database.Execute($"PRAGMA max_page_count = {pages}");
        }

        if (database.QueryText("PRAGMA journal_mode = WAL") != "wal")
        {
            throw new StoreOpenException("store-unavailable", $"The database {path} cannot keep a write-ahead log there. Put it on a local disk, not on a network share.");
        }

        // FULL: the log is flushed at every commit, so that what was acknowledged survives a power cut. NORMAL would lose the last commits.
        // Erased words are overwritten and not only forgotten (secure_delete).
        database.Execute($"PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {MaxIdleLogBytes}; PRAGMA secure_delete = ON");
    }

    /// <summary>Makes an empty file, and the folder that it is in, for the server's own account only.</summary>
    public static void MakeFile(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
                using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            else if (!File.Exists(path))
            {
                // Only the server's own account may look at what readers wrote.
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
                using var file = new FileStream(path, options);
            }
        }
        catch (UnauthorizedAccessException failure) when (!Directory.Exists(path))
        {
            throw Database.ReadOnly(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException("store-unavailable", $"The database {path} cannot be made: {failure.Message} Check that the path is right and that this process may write there.", failure);
        }
    }
}
