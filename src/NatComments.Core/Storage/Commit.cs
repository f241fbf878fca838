namespace NatComments.Core.Storage;

/// <summary>
/// All that one turn changes, written at once or not at all. A partition is a site's id (or <see cref="ServerPartition"/>):
/// every key of a commit lies in one partition, so that a clustered store can hold it in one place.
/// </summary>
/// <param name="Partition">The site, or <see cref="ServerPartition"/>.</param>
/// <param name="Append">Events to add to a stream at an expected version, or null when only the rest changes.</param>
/// <param name="Documents">Documents to put or (null value) remove.</param>
/// <param name="Entries">Index entries to put or (null value) remove.</param>
/// <param name="Counters">What to add to counters.</param>
public sealed record Commit(
    string Partition,
    StreamAppend? Append,
    IReadOnlyList<DocumentChange> Documents,
    IReadOnlyList<EntryChange> Entries,
    IReadOnlyList<CounterChange> Counters)
{
    /// <summary>The partition of what belongs to no site: accounts, sessions, the list of sites.</summary>
    public const string ServerPartition = "_server";

    /// <summary>4,096: a turn's events, texts and index entries stay far below it; more is a defect, not a load.</summary>
    public const int MaxChanges = 4_096;

    /// <summary>
    /// True when people's words or secrets leave with this commit: the store then also rids its logs and files of their bytes, within a minute. It is set
    /// where that matters and not for every removal, because a store may have to write itself anew for it.
    /// </summary>
    public bool Erases { get; init; }
}

/// <summary>Events for one stream. Its version is the number of its events; the first event has number 1.</summary>
/// <param name="ExpectedVersion">The version that the writer saw, 0 for a stream that does not exist yet.</param>
public sealed record StreamAppend(string Stream, long ExpectedVersion, IReadOnlyList<byte[]> Events);

/// <summary>A small or large value under a key: a text, a snapshot, an account, settings. A null value removes it.</summary>
/// <param name="MustBeAbsent">The whole commit is a conflict if the document is already there.</param>
public readonly record struct DocumentChange(string Key, byte[]? Value, bool MustBeAbsent = false);

/// <summary>
/// An entry of an ordered index: entries of one index are ordered by the code points of their keys. A null value removes it.
/// </summary>
public readonly record struct EntryChange(string Index, string Key, byte[]? Value);

/// <summary>A named number that commits add to, at most <see cref="StoreLimits.MaxCounterStep"/> at once. A counter never written is 0.</summary>
public readonly record struct CounterChange(string Name, long Add);

/// <summary>One entry as it was read.</summary>
public readonly record struct Entry(string Key, byte[] Value);

/// <summary>What became of a commit. A store that cannot say (disk full, connection lost) throws <see cref="StoreUnavailableException"/> instead.</summary>
public enum CommitResult
{
    /// <summary>Durably written.</summary>
    Done,

    /// <summary>Nothing was written: the stream is not at the expected version, or a document that must be absent is there.</summary>
    Conflict,
}

/// <summary>
/// The store cannot answer now, or cannot say whether a commit was written. Nothing may be assumed: whoever wrote must read again.
/// </summary>
/// <param name="code">Stable: <c>store-full</c>, <c>store-locked</c>, <c>store-read-only</c>, <c>store-newer</c> or <c>store-unavailable</c>.</param>
public sealed class StoreUnavailableException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The stable code, fit for a problem document.</summary>
    public string Code { get; } = code;
}
