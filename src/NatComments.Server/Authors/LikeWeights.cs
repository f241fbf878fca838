using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Activation;
using NatComments.Core.Storage;

namespace NatComments.Server.Authors;

/// <summary>
/// Which likes count. Readers without a published comment who come from one network count together as one for each comment, so that fresh identities cannot
/// push a comment up. Networks are remembered for a day, in memory only, as digests.
/// </summary>
internal sealed class LikeWeights(IStore store) : IDisposable
{
    // 100,000 likes by newcomers: more than a brigade sends in a day; beyond that the ones that were met longest ago count singly again.
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    private readonly MemoryCache _first = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>True when another newcomer of the network likes the comment already.</summary>
    /// <param name="network">A digest of the reader's network that means nothing outside this process.</param>
    public async ValueTask<bool> IsWeightless(string site, Guid comment, string reader, string network, CancellationToken stop = default)
    {
        var (published, _) = ThreadCommit.AuthorCounters(reader);
        if ((await store.ReadCounters(site, [published], stop))[0] > 0)
        {
            return false;
        }

        var key = (site, comment, network);
        if (_first.TryGetValue(key, out string? first))
        {
            return first != reader;
        }

        _first.Set(key, reader, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Window });
        return false;
    }

    public void Dispose() => _first.Dispose();
}
