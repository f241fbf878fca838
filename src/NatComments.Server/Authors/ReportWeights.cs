using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Limits;

namespace NatComments.Server.Authors;

/// <summary>
/// How much a report weighs. Reporters who are new, who were mostly wrong, or who come from one network count together as one, so that a
/// crowd of fresh identities cannot push a comment up the queue. That a network has reported is kept until its day is over, on every node alike, as
/// digests that mean nothing afterwards.
/// </summary>
internal sealed class ReportWeights(IStore store, ReporterRecords records, DayKeys days)
{
    /// <summary>5 wrong reports before somebody counts as mostly wrong: everybody errs a few times.</summary>
    public const int WrongAfter = 5;

    // 500 marks of a day that is over are removed at once.
    private const int Step = 500;

    /// <summary>True when the report adds nothing to those that are open already.</summary>
    /// <param name="network">A digest of the reporter's network, from <see cref="NetworkDigests"/>.</param>
    public async ValueTask<bool> IsWeightless(string site, Guid comment, string reader, string network, CancellationToken stop = default)
    {
        var related = await IsRelated(site, comment, reader, network, stop);
        var (published, rejected) = ThreadCommit.AuthorCounters(reader);
        var counts = await store.ReadCounters(site, [published, rejected], stop);
        var record = await records.Of(site, reader, stop);
        return related || IsUnproven(counts[0], record);
    }

    /// <summary>True for a reporter who has neither a published comment nor a right report, or was mostly wrong.</summary>
    public static bool IsUnproven(long published, ReporterReply record) =>
        (published == 0 && record.Right == 0) || (record.Wrong >= WrongAfter && record.Right * 3 < record.Wrong);

    /// <summary>Removes what is kept of days that are over.</summary>
    public async Task ForgetOld(string site, CancellationToken stop)
    {
        var today = VisitorKeys.NetworkMarksOf((await days.Today(stop)).Day);
        while ((await store.ReadDocumentKeys(site, VisitorKeys.NetworkMarks, null, Step, stop)).Where(key => string.CompareOrdinal(key, today) < 0).ToList() is { Count: > 0 } old)
        {
            await store.TryCommit(new(site, null, [.. old.Select(key => new DocumentChange(key, null))], [], []), stop);
        }
    }

    // The first of a network is remembered, so that the same reader again is no crowd.
    private async ValueTask<bool> IsRelated(string site, Guid comment, string reader, string network, CancellationToken stop = default)
    {
        var day = await days.Today(stop);
        var key = VisitorKeys.NetworkMark(day.Day, Convert.ToHexStringLower(Digest(day, $"{comment:N}\n{network}")));
        var first = Digest(day, $"reader\n{comment:N}\n{reader}");
        return await store.TryCommit(new(site, null, [new(key, first, MustBeAbsent: true)], [], []), stop) != CommitResult.Done
            && await store.ReadDocument(site, key, stop) is { } known && !known.AsSpan().SequenceEqual(first);
    }

    private static byte[] Digest(DayKey day, string text) => HMACSHA256.HashData(day.Key, Encoding.UTF8.GetBytes(text))[..16];
}
