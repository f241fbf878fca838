using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.Grains;

/// <summary>
/// Since when nothing can have been written to the threads of a site, or lost from them, without this silo's knowing:
/// <see cref="ThreadContext.Epoch"/>.
/// </summary>
internal sealed class StoreEpochs(SealedStore store)
{
    private readonly RedisStore? _redis = store.Inner as RedisStore;
    private readonly ConcurrentDictionary<string, long> _beside = new();

    /// <summary>The epoch of a site. It never falls.</summary>
    public long Of(string site) => (_redis?.Interruptions ?? 0) + _beside.GetValueOrDefault(site);

    /// <summary>So many commits were written to the site's threads beside the servers.</summary>
    public void WrittenBeside(string site, long commits) => _beside.AddOrUpdate(site, commits, (_, known) => Math.Max(known, commits));
}
