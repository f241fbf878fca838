using System.Globalization;
using System.Text.Json;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Audit;

/// <summary>What a check of a chain found.</summary>
/// <param name="Records">How many records were read.</param>
/// <param name="Head">The digest of the last: written down elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="Faults">What is wrong, in words; empty when all is well. At most <see cref="AuditVerifier.MaxFaults"/>.</param>
public sealed record AuditFindings(long Records, string Head, IReadOnlyList<string> Faults)
{
    /// <summary>The number of the first record that carries a MAC; null when none does.</summary>
    public long? KeyedFrom { get; init; }

    /// <summary>How many heads that were written down elsewhere the chain was compared with.</summary>
    public int Heads { get; init; }
}

/// <summary>Reads a whole chain and what it vouches for, and says what does not fit. Changes nothing.</summary>
/// <param name="keys">The keys of the records' MACs; null: digests alone are checked.</param>
public sealed class AuditVerifier(IStore store, AuditKeys? keys = null)
{
    /// <summary>100 faults: whoever finds so many has no need of the rest.</summary>
    public const int MaxFaults = 100;

    private const int Batch = 1_000;

    /// <summary>Checks the chain of a partition.</summary>
    /// <param name="heads">Where it ended at earlier times, as written down elsewhere; those of other chains are passed over.</param>
    public async Task<AuditFindings> Verify(string partition, IReadOnlyList<PushedHead>? heads = null, CancellationToken stop = default)
    {
        var check = new ChainCheck(store, keys, partition, [.. (heads ?? []).Where(head => head.Partition == partition)]);
        while (check.Faults.Count < MaxFaults && await store.ReadEvents(partition, AuditLog.Stream, check.Number, Batch, stop) is { Count: > 0 } read)
        {
            foreach (var bytes in read)
            {
                await check.Take(bytes, stop);
            }
        }

        if (check.Faults.Count < MaxFaults)
        {
            check.End();
        }

        // The head is read last: records written while we read come before it.
        var (number, previous) = (check.Number, check.Previous);
        var head = await new AuditLog(store, TimeProvider.System).Head(partition, stop);
        if (check.Faults.Count == 0 && (head.Version < number || (head.Version == number && head.Digest != previous)))
        {
            check.Faults.Add($"The chain has {number} records, but its end was written down as number {head.Version} with another digest.");
        }
        else if (check.Faults.Count == 0 && head.Version > number && await store.ReadVersion(partition, AuditLog.Stream, stop) < head.Version)
        {
            check.Faults.Add($"Records are missing at the end: there are {number}, there were {head.Version}.");
        }

        return new(number, previous, check.Faults) { KeyedFrom = check.KeyedFrom, Heads = check.Heads };
    }
}

/// <summary>One walk along a chain.</summary>
internal sealed class ChainCheck(IStore store, AuditKeys? keys, string partition, IReadOnlyList<PushedHead> heads)
{
    private readonly ILookup<long, PushedHead> _heads = heads.ToLookup(head => head.Records);

    // Texts that are not as a record says, with what they were: their HTML may have been written anew later.
    private readonly Dictionary<(string Article, Guid Comment, int Revision, string Digest), long> _changed = [];

    public List<string> Faults { get; } = [];

    public long Number { get; private set; }

    public string Previous { get; private set; } = AuditRecord.NoPrevious;

    public long? KeyedFrom { get; private set; }

    public int Heads => heads.Count;

    public async ValueTask Take(byte[] bytes, CancellationToken stop)
    {
        Number++;
        var record = Read(bytes);
        if (record is not null)
        {
            Place(record);
            Vouched(record, bytes);
            await Event(record, stop);
            await Rendered(record, stop);
        }

        Previous = AuditRecord.Digest(bytes);
        foreach (var head in _heads[Number].Where(head => head.Digest != Previous))
        {
            Faults.Add($"Record {Number} is not the one that stood there on {At(head)}: its digest was {head.Digest[..16]}…, it is {Previous[..16]}….");
        }
    }

    /// <summary>What only the whole chain shows.</summary>
    public void End()
    {
        foreach (var (text, number) in _changed.OrderBy(changed => changed.Value))
        {
            Faults.Add($"The text of comment {text.Comment:D} in {text.Article}, revision {text.Revision}, was changed since record {number} decided on it.");
        }

        foreach (var head in heads.Where(head => head.Records > Number).OrderByDescending(head => head.Records).Take(1))
        {
            Faults.Add($"The chain has {Number} records; on {At(head)} it had {head.Records}. Its end was cut off, or an older backup was put back.");
        }

        foreach (var head in heads.Where(head => keys is not null && head is { Key: { } key, Mac: { } mac } && keys.Has(key) && !keys.IsGoodHead(key, head.Line, mac)))
        {
            Faults.Add($"The head of {At(head)} (record {head.Records}) was not written by this server: its MAC does not fit.");
        }

        if (keys is not null && Number > 0 && KeyedFrom is null)
        {
            Faults.Add($"None of the {Number} records carries a MAC: the chain was made anew by somebody without the key, or is older than the first start with one.");
        }
    }

    private AuditRecord? Read(byte[] bytes)
    {
        try
        {
            return AuditRecord.FromBytes(bytes);
        }
        catch (JsonException)
        {
            Faults.Add($"Record {Number} cannot be read.");
            return null;
        }
    }

    private void Place(AuditRecord record)
    {
        if (record.Number != Number)
        {
            Faults.Add($"Record {Number} says that it is number {record.Number}: one was taken out or put in.");
        }
        else if (record.Previous != Previous)
        {
            Faults.Add($"Record {Number} does not fit to the one before: one of the two was changed.");
        }
    }

    private void Vouched(AuditRecord record, byte[] bytes)
    {
        if (keys is null)
        {
            return;
        }

        if (record is not { Key: { } key, Mac: not null })
        {
            if (KeyedFrom is not null)
            {
                Faults.Add($"Record {Number} carries no MAC, though those before it do: it was not written by this server.");
            }

            return;
        }

        if (!keys.Has(key))
        {
            Faults.Add($"Record {Number} carries a MAC of the key {key}, which is not here: it cannot be checked.");
        }
        else if (!keys.IsGood(partition, key, bytes))
        {
            Faults.Add($"Record {Number} was altered, or was not written by this server: its MAC does not fit.");
        }
        else if (KeyedFrom is null && Number > 1 && record.What != AuditKinds.ChainKeyed)
        {
            Faults.Add($"Records 1 to {Number - 1} carry no MAC, and no record vouches for them: the chain was made anew by somebody without the key.");
        }

        KeyedFrom ??= Number;
    }

    private async ValueTask Event(AuditRecord record, CancellationToken stop)
    {
        if (record.Event is not { } vouched)
        {
            return;
        }

        var stream = ThreadId.FromTrusted(partition, vouched.Article).Stream;
        var read = await store.ReadEvents(partition, stream, vouched.Number - 1, 1, stop);
        if (read.Count == 0)
        {
            Faults.Add($"Record {Number} vouches for event {vouched.Number} of {vouched.Article}, which is gone.");
        }
        else if (AuditRecord.Digest(read[0]) != vouched.Digest)
        {
            Faults.Add($"Event {vouched.Number} of {vouched.Article} is not as it was when record {Number} was written.");
        }

        if (vouched is { Text: { } digest, Comment: { } comment, Revision: { } revision })
        {
            await Text(vouched.Article, comment, revision, digest, stop);
        }
    }

    // Words that their author has erased are gone for good, and leave a mark that they were.
    private async ValueTask Text(string article, Guid comment, int revision, string digest, CancellationToken stop)
    {
        var read = await store.ReadDocuments(partition, [CommentText.Key(article, comment, revision), KeptText.ErasedKey(article, comment)], stop);
        if (read[0] is { } text && AuditRecord.Digest(text) != digest)
        {
            _changed.TryAdd((article, comment, revision, digest), Number);
        }
        else if (read[0] is null && read[1] is null)
        {
            Faults.Add($"The text that record {Number} decided on (comment {comment:D}, revision {revision}, in {article}) is gone, and its author has not erased it.");
        }
    }

    // From here on the record vouches for the text, as it was written anew.
    private async ValueTask Rendered(AuditRecord record, CancellationToken stop)
    {
        foreach (var text in RenderedText.Of(record))
        {
            if (_changed.Remove((text.Article, text.Comment, text.Revision, text.From)))
            {
                await Text(text.Article, text.Comment, text.Revision, text.To, stop);
            }
        }
    }

    private static string At(PushedHead head) => head.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
