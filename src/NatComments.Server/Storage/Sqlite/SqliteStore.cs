using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// The store of one machine: one SQLite file in WAL mode. One thread writes, grouping the commits of many callers into one durable
/// transaction; reads run beside it on connections of their own and never wait for it. Other processes may open the same file;
/// expected versions hold between them too.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly CommitQueue queue;
    private readonly CommitWriter writer;
    private readonly ReaderPool readers;

    private SqliteStore(Database database, Func<Database> open, SqliteStoreOptions options)
    {
        queue = new(options.MaxWaitingCommits);
        Meter = new(() => queue.Count);
        readers = new(open, options.ReadConnections);
        writer = new(database, queue, open, Meter);
    }

    /// <summary>What the store tells about itself.</summary>
    internal StoreMeter Meter { get; }

    /// <summary>Commits that the writer has not taken yet.</summary>
    internal int WaitingCommits => queue.Count;

    /// <summary>Opens the file, making it and its folder when they are not there, and brings its schema up to date.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the code and the message say why.</exception>
    public static SqliteStore Open(string path, SqliteStoreOptions? options = null)
    {
        options ??= new();
        options.Check();
        path = Path.GetFullPath(path);
        var database = SqliteFile.OpenForWriting(path, options);
        return new(database, () => SqliteFile.OpenForReading(path, options), options);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default)
    {
        var pending = new PendingCommit(commit, StoreArguments.Check(commit));
        stop.ThrowIfCancellationRequested();
        var added = queue.Add(pending, stop);
        return added is { IsCompletedSuccessfully: true, Result: true } && !stop.CanBeCanceled
            ? new(pending.Task)
            : WaitFor(added, pending, stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(stream, nameof(stream));
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        StoreArguments.CheckLimit(limit);
        return readers.Read(static (reader, a) => reader.Events(a.partition, a.stream, a.afterVersion, a.limit), (partition, stream, afterVersion, limit), stop);
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(stream, nameof(stream));
        return readers.Read(static (reader, a) => reader.Version(a.partition, a.stream), (partition, stream), stop);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(key, nameof(key));
        return readers.Read(static (reader, a) => reader.Document(a.partition, a.key), (partition, key), stop);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckNames(keys, nameof(keys));
        return readers.Read(static (reader, a) => reader.Documents(a.partition, a.keys), (partition, keys), stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(index, nameof(index));
        StoreArguments.CheckRange(range.Limit, range.Prefix, range.After);
        return readers.Read(static (reader, a) => reader.Entries(a.partition, a.index, a.range), (partition, index, range), stop);
    }

    /// <inheritdoc/>
    public ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckNames(names, nameof(names));
        return readers.Read(static (reader, a) => reader.Counters(a.partition, a.names), (partition, names), stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckRange(limit, prefix, after);
        return readers.Read(static (reader, a) => reader.StreamNames(a.partition, a.prefix, a.after, a.limit), (partition, prefix, after, limit), stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckRange(limit, prefix, after);
        return readers.Read(static (reader, a) => reader.DocumentKeys(a.partition, a.prefix, a.after, a.limit), (partition, prefix, after, limit), stop);
    }

    /// <summary>Writes what was accepted, waits for the reads under way, empties the write-ahead log and closes the file. Can be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await readers.DisposeAsync().ConfigureAwait(false);
        await writer.Finished.ConfigureAwait(false);
        Meter.Dispose();
    }

    private static async ValueTask<CommitResult> WaitFor(ValueTask<bool> added, PendingCommit pending, CancellationToken stop) =>
        await added.ConfigureAwait(false)
            ? await pending.Wait(stop).ConfigureAwait(false)
            : throw new StoreUnavailableException("store-unavailable", "The store is closed.");
}
