using Microsoft.Extensions.Caching.Memory;
using NatComments.Core.Threads;

namespace NatComments.Server.Limits;

/// <summary>
/// Binds newcomers by their network where a thread is slow: a new identity costs nothing, and each would have a minute of its own. Networks are remembered
/// for that minute, in memory only, as digests.
/// </summary>
public sealed class SlowTurns : IDisposable
{
    // 50,000 networks within a minute; beyond that the first of them may write again earlier.
    private const int MaxRemembered = 50_000;

    private readonly Lock _lock = new();
    private readonly MemoryCache _turns = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    /// <summary>True when no other comment came from the network's newcomers in this minute. The same comment again is no other.</summary>
    public bool Take(ThreadId thread, string network, Guid comment)
    {
        lock (_lock)
        {
            if (_turns.TryGetValue((thread, network), out Guid before))
            {
                return before == comment;
            }

            _turns.Set((thread, network), comment, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = ThreadLimits.SlowInterval });
            return true;
        }
    }

    /// <summary>The comment was refused.</summary>
    public void GiveBack(ThreadId thread, string network, Guid comment)
    {
        lock (_lock)
        {
            if (_turns.TryGetValue((thread, network), out Guid taken) && taken == comment)
            {
                _turns.Remove((thread, network));
            }
        }
    }

    public void Dispose() => _turns.Dispose();
}
