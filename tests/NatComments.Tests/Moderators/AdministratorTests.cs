using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Moderators;

/// <summary>The last administrator cannot be lost, however many go at once. Told over each store.</summary>
public abstract class AdministratorTests : IAsyncLifetime
{
    private const int Rounds = 25;

    private IStore _store = null!;

    public async Task InitializeAsync() => _store = await Open();

    public virtual async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>An empty store.</summary>
    protected abstract ValueTask<IStore> Open();

    [Theory]
    [InlineData("nat")]
    [InlineData(Account.EverySite)]
    public async Task Of_all_administrators_who_go_at_once_one_stays(string scope)
    {
        for (var round = 0; round < Rounds; round++)
        {
            // Each acts through a process of their own.
            var people = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Administrator($"{scope}-{round}-{i}", scope)));
            await Task.WhenAll(people.Select((one, i) => Go(one.Account, people[(i + 1) % people.Length].Account, one.People, (round + i) % 4)));

            var left = (await new AccountStore(_store, new AuditLog(_store, TimeProvider.System), TimeProvider.System).All())
                .Where(account => !account.Disabled && account.Roles.GetValueOrDefault(scope) == Role.Administrator).ToList();
            Assert.NotEmpty(left);
            foreach (var account in left)
            {
                await Forget(account);
            }
        }
    }

    [Fact]
    public async Task The_last_one_neither_steps_down_nor_is_disabled_and_an_invitation_that_lapsed_counts_for_nothing()
    {
        var (last, people) = await Administrator("last", "nat");
        var lapsed = (await Administrator("lapsed", "nat")).Account;
        await Change(lapsed, now => now with { OneTimeUntil = DateTimeOffset.UnixEpoch });

        Assert.Equal(PeopleRefusal.LastAdministrator, (await people.SetRole(last, last.Id, "nat", Role.Editor)).Refusal);
        Assert.Equal(PeopleRefusal.LastAdministrator, (await people.SetRole(last, last.Id, "nat", null)).Refusal);
        Assert.Equal(PeopleRefusal.LastAdministrator, (await people.SetDisabled(last, last.Id, "nat", true)).Refusal);
    }

    [Fact]
    public async Task The_last_one_of_the_server_is_not_lost_by_way_of_a_site_that_has_another()
    {
        var (owner, people) = await Administrator("owner", Account.EverySite);
        await Administrator("local", "nat");

        Assert.Equal(PeopleRefusal.LastAdministrator, (await people.SetDisabled(owner, owner.Id, "nat", true)).Refusal);
    }

    private static Task Go(Account me, Account other, People people, int how) => how switch
    {
        0 => people.SetDisabled(me, other.Id, "nat", true),
        1 => people.SetDisabled(me, me.Id, "nat", true),
        2 => people.SetRole(me, other.Id, Site(me), Role.Moderator),
        _ => people.SetRole(me, me.Id, Site(me), null),
    };

    private static string Site(Account account) => account.Roles.Keys.Single();

    private async Task<(Account Account, People People)> Administrator(string name, string scope)
    {
        var accounts = new AccountStore(_store, new AuditLog(_store, TimeProvider.System), TimeProvider.System);
        return ((await accounts.Add(name, scope, Role.Administrator))!.Value.Account, new People(accounts));
    }

    // Whoever is left of a round must not count in the next; only the store itself can take the last one away.
    private Task Forget(Account account) => _store.TryCommit(new(Commit.ServerPartition, null, [new("account/id/" + account.Id, null)], [], [])).AsTask();

    private Task Change(Account account, Func<Account, Account> change) =>
        new AccountStore(_store, new AuditLog(_store, TimeProvider.System), TimeProvider.System).Change(account.Id, now => (change(now), new AuditDraft("test", "test", now.Id)));
}

/// <inheritdoc cref="AdministratorTests"/>
public sealed class SqliteAdministratorTests : AdministratorTests
{
    private readonly TemporaryFolder _folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ValueTask<IStore> Open() => new(SqliteStore.Open(_folder.File("natcomments.db")));
}

/// <inheritdoc cref="AdministratorTests"/>
public sealed class RedisAdministratorTests(RedisServer server) : AdministratorTests, IClassFixture<RedisServer>
{
    protected override ValueTask<IStore> Open() => new(RedisStore.Open(server.Options()));
}
