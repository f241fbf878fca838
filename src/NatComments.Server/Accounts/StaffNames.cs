using System.Collections.Concurrent;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>
/// Under which names readers of a site cannot appear: the public names of the people who work on it, its own name, and the names of offices, in
/// every spelling that passes for one of these (<see cref="KeptNames"/>). Names with which people sign in are not among them: what is refused
/// to a reader tells nothing of an account.
/// </summary>
public sealed class StaffNames(AccountStore accounts, SiteDirectory sites, TimeProvider clock)
{
    // 5 seconds: a name that another process gave away is noticed while one looks; a post does not read the store for its name each time.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Known? _known;

    /// <summary>True when a reader of the site cannot sign with this name.</summary>
    public async ValueTask<bool> Keeps(string site, string name, CancellationToken stop = default) => (await Now(stop)).On(site, await sites.Find(site, stop)).Contain(name);

    private ValueTask<Known> Now(CancellationToken stop) =>
        _known is { } known && known.Version == accounts.Version && known.Until > clock.GetUtcNow() ? new(known) : Read(stop);

    // One reads, whoever comes meanwhile goes on with what was known; only after a change on this node they wait for it.
    private async ValueTask<Known> Read(CancellationToken stop)
    {
        var old = _known is { } known && known.Version == accounts.Version ? known : null;
        if (old is null)
        {
            await _reading.WaitAsync(stop);
        }
        else if (!_reading.Wait(0, stop))
        {
            return old;
        }

        try
        {
            if (_known is { } read && read.Version == accounts.Version && read.Until > clock.GetUtcNow())
            {
                return read;
            }

            var version = accounts.Version;
            return _known = new(version, clock.GetUtcNow() + Fresh, await accounts.All(stop));
        }
        finally
        {
            _reading.Release();
        }
    }

    // Immutable but for the sets, which are made for a site when it is asked for.
    private sealed class Known(long version, DateTimeOffset until, IReadOnlyList<Account> all)
    {
        private readonly ConcurrentDictionary<string, KeptNames> _sites = new();

        public long Version => version;

        public DateTimeOffset Until => until;

        public KeptNames On(string site, Site? found) => _sites.GetOrAdd(
            site, _ => new(all.Where(account => account.RoleOn(site) is not null).Select(account => account.PublicName), found is null ? [site] : [found.Name, site]));
    }
}
