using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Server.Endpoints;

namespace NatComments.Server.Hosting;

/// <summary>
/// How much a report weighs. Reporters who are new, who were mostly wrong, or who come from one network count together as one, so that a
/// crowd of fresh identities cannot push a comment up the queue. Networks are remembered for a day, in memory only, as digests.
/// </summary>
internal sealed class ReportWeights(IStore store, ReporterRecords records) : IDisposable
{
    /// <summary>5 wrong reports before somebody counts as mostly wrong: everybody errs a few times.</summary>
    public const int WrongAfter = 5;

    // 100,000 reports: more than a brigade sends in a day; beyond that the oldest count singly again.
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    private readonly MemoryCache _networks = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>True when the report adds nothing to those that are open already.</summary>
    /// <param name="network">A digest of the reporter's network that means nothing outside this process.</param>
    public async ValueTask<bool> IsWeightless(string site, Guid comment, string reader, string network)
    {
        var related = IsRelated(site, comment, reader, network);
        var (published, rejected) = ThreadCommit.AuthorCounters(reader);
        var counts = await store.ReadCounters(site, [published, rejected]);
        var record = await records.Of(site, reader);
        return related || IsUnproven(counts[0], record);
    }

    /// <summary>True for a reporter who has neither a published comment nor a right report, or was mostly wrong.</summary>
    public static bool IsUnproven(long published, ReporterReply record) =>
        (published == 0 && record.Right == 0) || (record.Wrong >= WrongAfter && record.Right * 3 < record.Wrong);

    public void Dispose() => _networks.Dispose();

    private bool IsRelated(string site, Guid comment, string reader, string network)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{comment:N}\n{network}")).AsSpan(0, 16));
        if (_networks.TryGetValue(key, out string? first))
        {
            return first != reader;
        }

        _networks.Set(key, reader, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Window });
        return false;
    }
}
