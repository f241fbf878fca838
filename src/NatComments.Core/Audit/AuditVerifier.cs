using System.Text.Json;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Audit;

/// <summary>What a check of a chain found.</summary>
/// <param name="Records">How many records were read.</param>
/// <param name="Head">The digest of the last: written down elsewhere, it proves later that nothing before it was changed.</param>
/// <param name="Faults">What is wrong, in words; empty when all is well. At most <see cref="AuditVerifier.MaxFaults"/>.</param>
public sealed record AuditFindings(long Records, string Head, IReadOnlyList<string> Faults);

/// <summary>Reads a whole chain and the events it vouches for, and says what does not fit. Changes nothing.</summary>
public sealed class AuditVerifier(IStore store)
{
    /// <summary>100 faults: whoever finds so many has no need of the rest.</summary>
    public const int MaxFaults = 100;

    private const int Batch = 1_000;

    /// <summary>Checks the chain of a partition.</summary>
    public async Task<AuditFindings> Verify(string partition, CancellationToken stop = default)
    {
        var faults = new List<string>();
        var (number, previous) = (0L, AuditRecord.NoPrevious);
        while (faults.Count < MaxFaults && await store.ReadEvents(partition, AuditLog.Stream, number, Batch, stop) is { Count: > 0 } read)
        {
            foreach (var bytes in read)
            {
                number++;
                await Check(partition, bytes, number, previous, faults, stop);
                previous = AuditRecord.Digest(bytes);
            }
        }

        // The head is read last: records written while we read come before it.
        var head = await new AuditLog(store, TimeProvider.System).Head(partition, stop);
        if (faults.Count == 0 && (head.Version < number || (head.Version == number && head.Digest != previous)))
        {
            faults.Add($"The chain has {number} records, but its end was written down as number {head.Version} with another digest.");
        }
        else if (faults.Count == 0 && head.Version > number && await store.ReadVersion(partition, AuditLog.Stream, stop) < head.Version)
        {
            faults.Add($"Records are missing at the end: there are {number}, there were {head.Version}.");
        }

        return new(number, previous, faults);
    }

    private async Task Check(string partition, byte[] bytes, long number, string previous, List<string> faults, CancellationToken stop)
    {
        AuditRecord record;
        try
        {
            record = AuditRecord.FromBytes(bytes);
        }
        catch (JsonException)
        {
            faults.Add($"Record {number} cannot be read.");
            return;
        }

        if (record.Number != number)
        {
            faults.Add($"Record {number} says that it is number {record.Number}: one was taken out or put in.");
        }
        else if (record.Previous != previous)
        {
            faults.Add($"Record {number} does not fit to the one before: one of the two was changed.");
        }

        if (record.Event is { } vouched)
        {
            var stream = ThreadId.FromTrusted(partition, vouched.Article).Stream;
            var read = await store.ReadEvents(partition, stream, vouched.Number - 1, 1, stop);
            if (read.Count == 0)
            {
                faults.Add($"Record {number} vouches for event {vouched.Number} of {vouched.Article}, which is gone.");
            }
            else if (AuditRecord.Digest(read[0]) != vouched.Digest)
            {
                faults.Add($"Event {vouched.Number} of {vouched.Article} is not as it was when record {number} was written.");
            }
        }
    }
}
