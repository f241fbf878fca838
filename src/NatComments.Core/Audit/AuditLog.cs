using System.Text.Json;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Audit;

/// <summary>Where a chain ends: how many records it has, and the digest of the last.</summary>
/// <param name="KeyedFrom">The number of the first record that carries a MAC; null when none does.</param>
public sealed record AuditHead(long Version, string Digest, long? KeyedFrom = null)
{
    public static readonly AuditHead Empty = new(0, AuditRecord.NoPrevious);
}

/// <summary>What one audited change writes besides its records.</summary>
/// <param name="Drafts">At least one.</param>
public sealed record AuditedChange(IReadOnlyList<AuditDraft> Drafts)
{
    public AuditedChange(AuditDraft draft, params DocumentChange[] documents) : this([draft]) => Documents = documents;

    public IReadOnlyList<DocumentChange> Documents { get; init; } = [];

    public IReadOnlyList<EntryChange> Entries { get; init; } = [];

    public IReadOnlyList<CounterChange> Counters { get; init; } = [];
}

/// <summary>
/// The audit chains: one for each site, one for the server's accounts. Append-only. Whatever is kept as a document and changed by people is
/// changed through here, in one commit with its record; the chain's version also keeps two changes from overwriting each other.
/// </summary>
/// <param name="keys">The keys that records are vouched for with; null: none, for tools that only measure.</param>
public sealed class AuditLog(IStore store, TimeProvider clock, AuditKeys? keys = null)
{
    /// <summary>The stream that holds a chain.</summary>
    public const string Stream = AuditChainKeys.Chain;

    // 16 tries: the chain also grows with decisions, a few times a second when a site is busy.
    private const int MaxTries = 16;

    // 200 ms: a follower's batch takes some tens, and sixteen tries then wait two seconds at most, as long as somebody waits for a page.
    private const int MaxBackoffMilliseconds = 200;

    /// <summary>Where the chain ends now.</summary>
    public async ValueTask<AuditHead> Head(string partition, CancellationToken stop = default) =>
        await store.ReadDocument(partition, AuditChainKeys.Head, stop) is { } bytes ? JsonSerializer.Deserialize(bytes, AuditJson.Default.AuditHead)! : AuditHead.Empty;

    /// <summary>
    /// Decides on a change and writes it with its records. <paramref name="decide"/> reads what it needs and may be asked again when somebody
    /// else changed something meanwhile; a null change writes nothing. Throws <see cref="StoreUnavailableException"/> when it never gets its turn.
    /// </summary>
    public async Task<T> Change<T>(string partition, Func<Task<(T Result, AuditedChange? Change)>> decide)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var head = await Head(partition);
            var (result, change) = await decide();
            if (change is null || await TryCommit(partition, head, change))
            {
                return result;
            }

            await Backoff(tries + 1);
        }

        throw new StoreUnavailableException("thread-busy", "Others are changing this too. Try again in a few seconds.");
    }

    /// <summary>
    /// Marks in a chain from before there were keys where its MACs begin. The record holds the digest of the one before, so with its own MAC it vouches for
    /// all of them as they are now. A chain without records, or with MACs, needs none.
    /// </summary>
    public Task Anchor(string partition) => Change(partition, async () =>
    {
        var head = await Head(partition);
        var draft = head is { Version: > 0, KeyedFrom: null } ? new AuditDraft(AuditKinds.ChainKeyed, AuditMakers.Server) : null;
        return (draft is not null, draft is null ? null : new AuditedChange(draft));
    });

    /// <summary>Waits after a race for the chain that was lost, longer after each and never the same: whoever lost together must not meet again.</summary>
    /// <param name="lost">How many were lost in a row; after none nothing is waited for.</param>
    public static Task Backoff(int lost, CancellationToken stop = default) => lost == 0 ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, Math.Min(MaxBackoffMilliseconds, 2 << Math.Min(lost, 10)))), stop);

    /// <summary>Writes a change after the head that was seen. False when the chain has grown since, or a document that must be absent is there.</summary>
    public async Task<bool> TryCommit(string partition, AuditHead seen, AuditedChange change)
    {
        var now = clock.GetUtcNow();
        var previous = seen.Digest;
        var records = new byte[change.Drafts.Count][];
        for (var i = 0; i < records.Length; i++)
        {
            var draft = change.Drafts[i];
            records[i] = new AuditRecord
            {
                Number = seen.Version + i + 1,
                At = now,
                What = draft.What,
                By = draft.By,
                Subject = draft.Subject,
                Site = draft.Site,
                Before = draft.Before,
                After = draft.After,
                Event = draft.Event,
                Previous = previous,
                Key = keys?.Current,
            }.ToBytes();
            records[i] = keys?.Sign(partition, records[i]) ?? records[i];
            previous = AuditRecord.Digest(records[i]);
        }

        var keyedFrom = seen.KeyedFrom ?? (keys is null ? null : seen.Version + 1);
        var head = JsonSerializer.SerializeToUtf8Bytes(new AuditHead(seen.Version + records.Length, previous, keyedFrom), AuditJson.Default.AuditHead);
        var commit = new Commit(
            partition, new StreamAppend(Stream, seen.Version, records), [.. change.Documents, new(AuditChainKeys.Head, head)], change.Entries, change.Counters);
        return await store.TryCommit(commit) == CommitResult.Done;
    }
}
