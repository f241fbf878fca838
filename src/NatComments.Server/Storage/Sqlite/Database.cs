using SQLitePCL;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// One connection to the database file, used by one thread at a time. It speaks to SQLite's own interface: through the ADO.NET layer the
/// statements of a commit cost 1.5 to 1.9 times as much (prepared commands, parameters reused) and 470 bytes of garbage each.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 handle;
    private readonly List<Statement> statements = [];
    private readonly int lockWaitMilliseconds;

    static Database() => Batteries_V2.Init();

    /// <summary>Opens an existing file (an empty one is a database yet to be made).</summary>
    public Database(string path, TimeSpan lockWait)
    {
        // No mutexes: a connection never serves two threads at once here.
        var result = raw.sqlite3_open_v2(path, out handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK)
        {
            var failure = new SqliteFailure(result, raw.sqlite3_errstr(result).utf8_to_string());
            handle.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(handle, 1);
        raw.sqlite3_busy_timeout(handle, lockWaitMilliseconds = (int)lockWait.TotalMilliseconds);
    }

    /// <summary>True when the operating system lets us only read the file.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(handle, "main") == 1;

    /// <summary>Rows that the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>The id of the row that was inserted last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(handle);

    /// <summary>The start-up error for a file or folder without the right to write.</summary>
    public static StoreOpenException ReadOnly(string path, Exception? inner) =>
        new("store-read-only", $"The database {path} cannot be written. Give this process the right to write to the file and its folder, or choose another folder.", inner);

    /// <summary>Prepares a statement that lives as long as the connection.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(handle, sql);
        statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements without parameters, one after the other.</summary>
    public void Execute(string sql)
    {
        var result = raw.sqlite3_exec(handle, sql);
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteFailure(raw.sqlite3_extended_errcode(handle), raw.sqlite3_errmsg(handle).utf8_to_string());
        }
    }

    /// <summary>The number in the first column of the first row.</summary>
    public long QueryInt64(string sql)
    {
        using var statement = new Statement(handle, sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    /// <summary>The text in the first column of the first row.</summary>
    public string QueryText(string sql)
    {
        using var statement = new Statement(handle, sql);
        return statement.Step() ? statement.Text(0) : "";
    }

    /// <summary>Leaves a transaction if there is one: after some failures SQLite has rolled back by itself.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(handle) == 0)
        {
            raw.sqlite3_exec(handle, "ROLLBACK");
        }
    }

    /// <summary>Pages written to the write-ahead log since the last call.</summary>
    public int TakeWrittenPages()
    {
        raw.sqlite3_db_status(handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Copies the write-ahead log into the database file as far as readers and other writers allow, without waiting for them.</summary>
    /// <returns>Pages that are left in the log, or null when somebody else is doing it or the disk is full: a later one will do.</returns>
    public int? CheckpointPassively() =>
        raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var inLog, out var copied) == raw.SQLITE_OK
            ? Math.Max(0, inLog - copied)
            : null;

    /// <summary>Copies everything and cuts the log to nothing, waiting this long for readers that still need it.</summary>
    /// <returns>False when a reader, another process or the disk did not let it.</returns>
    public bool TryEmptyLog(int waitMilliseconds)
    {
        raw.sqlite3_busy_timeout(handle, waitMilliseconds);
        try
        {
            return raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _) == raw.SQLITE_OK;
        }
        finally
        {
            raw.sqlite3_busy_timeout(handle, lockWaitMilliseconds);
        }
    }

    /// <summary>Copies everything and empties the log, for the next start to find one file.</summary>
    public void CheckpointWholly() =>
        raw.sqlite3_wal_checkpoint_v2(handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }
}
