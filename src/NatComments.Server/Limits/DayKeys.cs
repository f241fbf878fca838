using System.Globalization;
using System.Security.Cryptography;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Server.Limits;

/// <summary>A day's key.</summary>
/// <param name="Day">As <c>2026-03-01</c>, UTC.</param>
/// <param name="From">When it was first used here.</param>
public sealed record DayKey(string Day, byte[] Key, DateTimeOffset From);

/// <summary>
/// The key of today, with which digests of networks are made. All nodes share it, a restart does not lose it, and after its day it is destroyed:
/// from then on nobody can tell which network a digest was made of, not even whoever holds the server and every other key.
/// </summary>
public sealed partial class DayKeys(IStore store, TimeProvider clock, ILogger<DayKeys> log)
{
    private const int KeyLength = 32;

    private volatile DayKey? _known;

    /// <summary>The key of today; made when there is none.</summary>
    public ValueTask<DayKey> Today(CancellationToken stop = default) => _known is { } known && known.Day == Now() ? new(known) : Load(Now(), stop);

    /// <summary>Destroys the keys of days that are over.</summary>
    public async Task DestroyOld(CancellationToken stop)
    {
        var today = Now();
        if (_known is { } known && string.CompareOrdinal(known.Day, today) < 0)
        {
            _known = null;
        }

        var old = (await store.ReadDocumentKeys(Commit.ServerPartition, ServerKeys.Days, null, StoreLimits.MaxRead, stop)).Where(key => string.CompareOrdinal(key[ServerKeys.Days.Length..], today) < 0).ToList();
        if (old.Count > 0)
        {
            await store.TryCommit(new(Commit.ServerPartition, null, [.. old.Select(key => new DocumentChange(key, null))], [], []) { Erases = true }, stop);
            Destroyed(old.Count);
        }
    }

    [LoggerMessage(1322, LogLevel.Information, "{Count} keys of days that are over were destroyed")]
    private partial void Destroyed(int count);

    private string Now() => clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async ValueTask<DayKey> Load(string day, CancellationToken stop)
    {
        var key = await store.ReadDocument(Commit.ServerPartition, ServerKeys.Day(day), stop);
        if (key is null)
        {
            await store.TryCommit(new(Commit.ServerPartition, null, [new(ServerKeys.Day(day), RandomNumberGenerator.GetBytes(KeyLength), MustBeAbsent: true)], [], []), stop);
            key = await store.ReadDocument(Commit.ServerPartition, ServerKeys.Day(day), stop);
        }

        return _known = new(day, key ?? throw new StoreUnavailableException("store-unavailable", "The key of the day is gone."), clock.GetUtcNow());
    }
}
