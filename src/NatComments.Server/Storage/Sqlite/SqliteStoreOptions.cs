namespace NatComments.Server.Storage.Sqlite;

/// <summary>How a <see cref="SqliteStore"/> keeps its connections and its queue of commits.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>4: reads are short and take no locks, so a few connections keep every core busy. 1 to 64.</summary>
    public int ReadConnections { get; init; } = 4;

    /// <summary>5 s: how long to wait for another process that holds the database (the command line, a backup) before giving up. 0 to 60 s.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>1,024 commits may wait for the writer, well under a second's work; who comes later waits for room. 1 to 65,536.</summary>
    public int MaxWaitingCommits { get; init; } = 1_024;

    /// <summary>Pages that the file may have, or null for all that the disk has. Makes a real "disk full" in tests.</summary>
    internal long? MaxPages { get; init; }

    /// <summary>Throws when a setting is out of its range.</summary>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadConnections, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReadConnections, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(LockWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockWait, TimeSpan.FromMinutes(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWaitingCommits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWaitingCommits, 65_536);
    }
}
