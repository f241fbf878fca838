using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Server.Accounts;

/// <summary>
/// On which day a token or key was last used: enough to see what nobody needs any more. It is written once a day and node, and never in the place
/// of anything else, so that no request waits for a write and no ended token comes back by one.
/// </summary>
public sealed class UsedDays(IStore store, TimeProvider clock)
{
    // 10,000 tokens and keys that were noted today; beyond that some are noted twice.
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Owner, string Id), DateOnly> _noted = new();

    /// <summary>Notes that something of this owner was used today.</summary>
    public async ValueTask Note(string owner, string id)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (_noted.TryGetValue((owner, id), out var last) && last == today)
        {
            return;
        }

        if (_noted.Count > MaxRemembered)
        {
            _noted.Clear();
        }

        _noted[(owner, id)] = today;
        await store.TryCommit(new(Commit.ServerPartition, null, [], [new(IndexOf(owner), id, Encoding.UTF8.GetBytes(today.ToString("O", CultureInfo.InvariantCulture)))], []));
    }

    /// <summary>The days of everything of an owner that was ever used.</summary>
    public async Task<IReadOnlyDictionary<string, DateOnly>> Of(string owner, CancellationToken stop = default) =>
        (await store.ReadEntries(Commit.ServerPartition, IndexOf(owner), new(StoreLimits.MaxRead), stop))
            .ToDictionary(entry => entry.Key, entry => DateOnly.ParseExact(Encoding.UTF8.GetString(entry.Value), "O", CultureInfo.InvariantCulture));

    /// <summary>What forgets a day together with its token or key.</summary>
    public static EntryChange Forget(string owner, string id) => new(IndexOf(owner), id, null);

    private static string IndexOf(string owner) => AccountKeys.UsedDays(owner);
}
