using System.Collections.Concurrent;

namespace NatComments.Server.Accounts;

/// <summary>The public names of accounts, for screens that show who did what. Remembered for a minute: a name changes rarely, and here it is forgotten at once.</summary>
public sealed class ModeratorNames(AccountStore accounts, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (string? Name, DateTimeOffset Until)> _known = new();

    /// <summary>The name of an account; its id when there is no such account.</summary>
    public async ValueTask<string> Of(string account, CancellationToken stop = default)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(account, out var known) && known.Until > now)
        {
            return known.Name ?? account;
        }

        if (_known.Count > AccountStore.MaxAccounts)
        {
            _known.Clear();
        }

        var name = (await accounts.Find(account, stop))?.PublicName;
        _known[account] = (name, now + Fresh);
        return name ?? account;
    }

    /// <summary>Forgets the name of an account that was changed.</summary>
    public void Forget(string account) => _known.TryRemove(account, out _);
}
