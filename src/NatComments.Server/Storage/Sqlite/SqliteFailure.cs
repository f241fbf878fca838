using NatComments.Core.Storage;
using SQLitePCL;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>A call that SQLite turned down, with its extended result code. Never leaves the store: callers see the port's own exceptions.</summary>
internal sealed class SqliteFailure(int extendedCode, string message) : Exception($"{message} (SQLite result {extendedCode})")
{
    /// <summary>The lowest byte of an extended code is the family that it belongs to.</summary>
    private const int FamilyMask = 0xFF;

    /// <summary>The family: <c>SQLITE_FULL</c>, <c>SQLITE_BUSY</c> and so on.</summary>
    public int Family { get; } = extendedCode & FamilyMask;

    /// <summary>What the port's callers are told.</summary>
    public StoreUnavailableException ToUnavailable() => Family switch
    {
        raw.SQLITE_FULL => new("store-full", "The disk of the database is full. Nothing was written; make room and it goes on by itself.", this),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new("store-locked", "Another process holds the database. Nothing was written; try again.", this),
        raw.SQLITE_READONLY => new("store-read-only", "The database cannot be written. Give this process the right to write to it.", this),
        _ => new("store-unavailable", "The database does not answer. It cannot be said whether the last change was written.", this),
    };

    /// <summary>What the operator is told when it happens at the start.</summary>
    public StoreOpenException ToOpenFailure(string path) => Family switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new("store-locked", $"The database {path} is held by another process. Stop that process (another server, a backup, a database shell), then start again.", this),
        raw.SQLITE_NOTADB => Schema.Foreign(path, this),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => Database.ReadOnly(path, this),
        raw.SQLITE_FULL => new("store-full", $"There is no room for the database {path}. Make room on its disk, then start again.", this),
        raw.SQLITE_CORRUPT => new("store-damaged", $"The database {path} is damaged. Restore a backup; keep the damaged file, much of it can often be read.", this),
        _ => new("store-unavailable", $"The database {path} cannot be opened: {Message}. Check that the path is right and that this process may read and write the folder.", this),
    };
}
