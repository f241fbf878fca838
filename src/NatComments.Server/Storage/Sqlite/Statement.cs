using System.Text;
using NatComments.Core.Storage;
using SQLitePCL;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// A prepared statement, made once per connection and used again and again by one thread at a time. Values are copied in when
/// bound and copied out when read. A statement that failed is ready for its next use.
/// </summary>
internal sealed class Statement : IDisposable
{
    /// <summary>A UTF-16 unit becomes at most 3 bytes of UTF-8; one byte more for the end of a range.</summary>
    private const int MaxNameBytes = (StoreLimits.MaxName * 3) + 1;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly byte[] name = new byte[MaxNameBytes];
    private string? partition;

    public Statement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    /// <summary>Binds a name of at most <see cref="StoreLimits.MaxName"/> characters.</summary>
    public Statement Bind(int parameter, string text) => BindText(parameter, name.AsSpan(0, Encoding.UTF8.GetBytes(text, name)));

    /// <summary>Binds the partition as the first parameter, which is never bound otherwise. Bindings stay from use to use, and it is mostly the same.</summary>
    public Statement In(string partition)
    {
        if (partition != this.partition)
        {
            Bind(1, partition);
            this.partition = partition;
        }

        return this;
    }

    /// <summary>Binds text that is UTF-8 already.</summary>
    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        Check(raw.sqlite3_bind_text(statement, parameter, utf8));
        return this;
    }

    /// <summary>Binds a value. An empty one is an empty value, not NULL; it also frees what was bound before.</summary>
    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(value.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>Moves to the next row.</summary>
    /// <returns>False when there is none; the statement is then ready for its next use.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        // The reset says once more what the step said, and frees the locks that a failed statement still holds.
        Check(raw.sqlite3_reset(statement));
        return false;
    }

    /// <summary>Runs to the end, whatever rows there are.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Leaves the remaining rows unread.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>The bytes in place, until the next step.</summary>
    public ReadOnlySpan<byte> BlobSpan(int column) => raw.sqlite3_column_blob(statement, column);

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column));

    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteFailure(raw.sqlite3_extended_errcode(database), raw.sqlite3_errmsg(database).utf8_to_string());
        }
    }
}
