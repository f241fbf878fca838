namespace NatComments.Core.Storage;

/// <summary>
/// The one port to durable data: events, documents, ordered index entries and counters, changed together in one commit. Every
/// feature is built on these and on nothing else that a store can do, so that a second store stays cheap.
/// Implementations are thread-safe and pass <c>StoreConformance</c>. Every member may throw <see cref="StoreUnavailableException"/>, also once
/// the store is closed, and <see cref="ArgumentException"/> for what breaks <see cref="StoreLimits"/>. One read sees one state: never half a commit.
/// Names are ordered by their code points (the order of their UTF-8 bytes, and for ASCII that of <c>string.CompareOrdinal</c>).
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>
    /// Writes everything in the commit or nothing. When the task completes with <see cref="CommitResult.Done"/> the commit survives the
    /// death of process and machine. Commits without an append are always done unless a document had to be absent. An append of no events
    /// only asks for the version. Changes to the same key apply in the order of the commit. <paramref name="stop"/> gives up waiting for
    /// a turn; once the write has begun it runs to its end.
    /// </summary>
    ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default);

    /// <summary>The events of a stream after a version, oldest first, at most <paramref name="limit"/> (1 to <see cref="StoreLimits.MaxRead"/>).</summary>
    ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default);

    /// <summary>The version of a stream: the number of its events, 0 when there is none.</summary>
    ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default);

    /// <summary>One document, or null.</summary>
    ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default);

    /// <summary>Documents in the order of the keys, null where there is none. At most <see cref="StoreLimits.MaxRead"/> keys.</summary>
    ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default);

    /// <summary>Entries of an index in order (or in reverse), at most <c>Limit</c> of them.</summary>
    ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default);

    /// <summary>Counters in the order of the names. At most <see cref="StoreLimits.MaxRead"/> names.</summary>
    ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default);

    /// <summary>Names of a partition's streams that begin with a prefix, ordinally after <paramref name="after"/> (null: from the first), in order.</summary>
    ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default);

    /// <summary>Keys of a partition's documents that begin with a prefix, ordinally after <paramref name="after"/> (null: from the first), in order.</summary>
    ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default);
}

/// <summary>Which entries of an index to read.</summary>
/// <param name="Limit">1 to <see cref="StoreLimits.MaxRead"/>.</param>
/// <param name="After">Only keys beyond this one in reading direction (exclusive); null: from the start.</param>
/// <param name="Prefix">Only keys that begin with this; empty: all.</param>
/// <param name="Descending">Read from the largest key down.</param>
public readonly record struct EntryRange(int Limit, string? After = null, string Prefix = "", bool Descending = false);

/// <summary>Bounds that hold for every store.</summary>
public static class StoreLimits
{
    /// <summary>10,000 items in one read: enough to wake a thread in few round trips, small enough to bound memory.</summary>
    public const int MaxRead = 10_000;

    /// <summary>400 characters for partition, stream, key, index and counter names: the longest article id (300) and what stands before it. Names hold any Unicode text but no U+0000 and no lone surrogates.</summary>
    public const int MaxName = 400;

    /// <summary>64 MiB for one value: the snapshot of the longest thread fits several times.</summary>
    public const int MaxValue = 64 << 20;

    /// <summary>256 MiB for all events and values of one commit together: several of the largest at once, and what a store can hold in memory while it writes.</summary>
    public const int MaxCommitBytes = 256 << 20;

    /// <summary>2^40, either way, in one change of a counter: more than any count of comments or bytes, and millions of such steps away from overflow.</summary>
    public const long MaxCounterStep = 1L << 40;
}
