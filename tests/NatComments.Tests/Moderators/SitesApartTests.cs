using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Who administers one site sees and reaches nothing of another's people.</summary>
public sealed class SitesApartTests : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly RunningServer _server;
    private Person _here = null!;
    private Person _there = null!;
    private Person _colleague = null!;

    public SitesApartTests(RunningServer server) => _server = server;

    public static TheoryData<string> Exports =>
        ["audit/export?chain=people", "audit/EXPORT?chain=people", "audit/export/?chain=people", "AUDIT/Export/?chain=people&x=1", "audit/%65xport?chain=people"];

    public async Task InitializeAsync()
    {
        await _server.Get<SiteDirectory>().Add("here", "Here");
        await _server.Get<SiteDirectory>().Add("there", "There");
        _here = await _server.Somebody(Role.Administrator, "here");
        _there = await _server.Somebody(Role.Administrator, "there");
        _colleague = await _server.Somebody(Role.Moderator, "here");
        await _there.Post("/api/v1/session/tokens", new { label = "secret of there", password = RunningServer.Password });
        await _there.Post("/api/v1/sites/there/people", new { name = "Zelal of there", role = "moderator" });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task The_chain_of_accounts_shows_and_exports_only_what_concerns_the_site(string path)
    {
        var reply = await _here.Get("/api/v1/sites/here/" + path);

        Assert.Equal(200, reply.Status);
        Stranger(reply);
        Assert.Contains(_colleague.Account, reply.ToString());
    }

    [Fact]
    public async Task The_list_of_records_is_the_same_and_administrators_of_the_server_see_all()
    {
        var mine = await _here.Get("/api/v1/sites/here/audit?chain=people&limit=500");
        var owner = await (await _server.Somebody(Role.Administrator, Account.EverySite)).Get("/api/v1/sites/here/audit?chain=people&limit=500");

        Stranger(mine);
        Assert.Contains(mine.Body!["records"]!.AsArray(), record => (string?)record!["record"]!["what"] == "password-changed");
        Assert.Contains("Zelal of there", owner.ToString());
        Assert.Contains(_there.Account, owner.ToString());
    }

    [Fact]
    public async Task Nobody_gives_roles_to_people_of_another_site_or_learns_of_them()
    {
        const string People = "/api/v1/sites/here/people";

        foreach (var reply in new[]
        {
            await _here.Put($"{People}/{_there.Account}/role", new { role = "auditor" }),
            await _here.Delete($"{People}/{_there.Account}/role"),
            await _here.Put($"{People}/{_there.Account}/disabled", new { disabled = true }),
            await _here.Post($"{People}/{_there.Account}/invitation"),
            await _here.Get($"{People}/{_there.Account}/tokens"),
            await _here.Delete($"{People}/{_there.Account}/tokens/x"),
        })
        {
            Assert.Equal((404, "account-not-found"), (reply.Status, reply.Code));
            Assert.Equal(reply.Body!.ToJsonString(), (await _here.Put($"{People}/nobody-at-all/role", new { role = "auditor" })).Body!.ToJsonString());
        }

        Stranger(await _here.Get(People));
        Assert.Equal("there", Assert.Single((await _there.Get("/api/v1/session")).Body!["roles"]!.AsObject()).Key);
    }

    [Fact]
    public async Task An_invitation_does_not_tell_who_works_elsewhere()
    {
        var taken = await _here.Post("/api/v1/sites/here/people", new { name = _there.Name, role = "auditor" });
        var again = await _here.Post("/api/v1/sites/here/people", new { name = "Zelal of there", role = "auditor" });

        Assert.Equal((201, 201), (taken.Status, again.Status));
        Assert.Matches(@"-\d{4}$", (string)taken.Body!["signInName"]!);
    }

    private void Stranger(Answered reply)
    {
        Assert.DoesNotContain(_there.Account, reply.ToString());
        Assert.DoesNotContain(_there.Name, reply.ToString());
        Assert.DoesNotContain("of there", reply.ToString());
    }
}
