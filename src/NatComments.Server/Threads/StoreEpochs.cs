using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.Threads;

/// <summary>
/// Since when nothing can have been written to the threads of a site, or lost from them, without this silo's knowing:
/// <see cref="ThreadContext.Epoch"/>.
/// </summary>
/// <param name="redis">Null over SQLite, which loses nothing while the server runs.</param>
internal sealed partial class StoreEpochs(ILogger<StoreEpochs> log, RedisStore? redis = null)
{
    private int _isLost;
    private readonly ConcurrentDictionary<string, long> _beside = new();

    /// <summary>The epoch of a site. It never falls.</summary>
    public long Of(string site) => (redis?.Interruptions ?? 0) + _beside.GetValueOrDefault(site);

    /// <summary>So many commits were written to the site's threads beside the servers.</summary>
    public void WrittenBeside(string site, long commits) => _beside.AddOrUpdate(site, commits, (_, known) => Math.Max(known, commits));

    /// <summary>A thread of this silo had no answer from the store. Said once, however many threads ask.</summary>
    public void Lost(string code)
    {
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            StoreLost(code);
        }
    }

    /// <summary>A thread that had no answer has one again.</summary>
    public void Back()
    {
        if (Interlocked.Exchange(ref _isLost, 0) == 1)
        {
            StoreBack();
        }
    }

    [LoggerMessage(
        1101,
        LogLevel.Warning,
        "The store does not answer ({Code}): threads are shown as they are known, and take nothing")]
    private partial void StoreLost(string code);

    [LoggerMessage(1102, LogLevel.Information, "The store answers again")]
    private partial void StoreBack();
}
