using NatComments.Core.Projections;
using NatComments.Core.Storage;

namespace NatComments.Server.Authors;

/// <summary>How often the reports of a reader were right: a moderator rejected what they had reported, or let it stand.</summary>
internal sealed class ReporterRecords(IStore store)
{
    /// <summary>The record of a reader.</summary>
    public async ValueTask<ReporterReply> Of(string site, string reader, CancellationToken stop = default)
    {
        var (right, wrong) = ReportersProjection.Counters(reader);
        var counts = await store.ReadCounters(site, [right, wrong], stop);
        return new(counts[0], counts[1]);
    }
}
