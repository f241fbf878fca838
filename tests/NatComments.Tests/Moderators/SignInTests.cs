using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>How people get in, stay in and are thrown out.</summary>
public sealed class SignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Session = "/api/v1/session";
    private const string People = $"/api/v1/sites/{RunningServer.DemoSite}/people";

    [Fact]
    public async Task A_page_that_asks_whether_anybody_is_signed_in_gets_no_fault_when_nobody_is()
    {
        var nobody = await server.Nobody().Get("/api/v1/session?ifAny=true");
        var ada = await server.Somebody(Role.Moderator);

        Assert.Equal((204, null), (nobody.Status, nobody.Body));
        Assert.Equal(ada.Name, (string?)(await ada.Get("/api/v1/session?ifAny=true")).Body!["name"]);
        Assert.Equal(401, (await server.Nobody().Get("/api/v1/session")).Status);
    }

    [Fact]
    public async Task The_first_administrator_signs_in_once_with_what_the_first_start_printed()
    {
        var admin = server.Nobody();

        var first = await admin.SignIn("admin", server.OneTimePassword!);
        Assert.Equal(200, first.Status);
        Assert.True((bool)first.Body!["mustSetPassword"]!);
        Assert.Equal("password-must-be-set", (await admin.Get(People)).Code);
        Assert.Equal("password-too-weak", (await admin.Put(Session + "/password", new { password = "short" })).Code);
        Assert.Equal(204, (await admin.Put(Session + "/password", new { password = RunningServer.Password })).Status);
        Assert.Equal(200, (await admin.Get(People)).Status);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn("admin", server.OneTimePassword!)).Code);
        Assert.Equal(200, (await server.Nobody().SignIn("Admin", RunningServer.Password)).Status);
    }

    [Fact]
    public async Task An_invited_person_signs_in_with_the_link_sets_a_password_and_has_the_role()
    {
        var admin = await server.Somebody(Role.Administrator);

        var invitation = (await admin.Post(People, new { name = "Defne", role = "moderator" })).Body!;
        var defne = server.Nobody();
        var link = (string)invitation["link"]!;
        var signInName = (string)invitation["signInName"]!;
        Assert.Contains($"#invitation={signInName}:", link);
        Assert.Equal("Defne", (string?)invitation["name"]);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn("Defne", link[(link.LastIndexOf(':') + 1)..])).Code);
        Assert.Equal(200, (await defne.SignIn(signInName, link[(link.LastIndexOf(':') + 1)..])).Status);
        Assert.Equal(204, (await defne.Put(Session + "/password", new { password = RunningServer.Password })).Status);

        Assert.Equal("moderator", (string?)(await defne.Get(Session)).Body!["roles"]![RunningServer.DemoSite]);
        Assert.Equal("role-missing", (await defne.Post(People, new { name = "Ece", role = "moderator" })).Code);
        Assert.Equal("name-taken", (await admin.Post(People, new { name = "defne", role = "editor" })).Code);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_sessions_and_tokens_at_once()
    {
        var (admin, moderator) = (await server.Somebody(Role.Administrator), await server.Somebody(Role.Moderator));
        var token = (await moderator.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password })).Body!;
        var script = server.Nobody();
        script.Token = (string)token["token"]!;
        Assert.Equal(200, (await script.Get(People)).Status);

        Assert.Equal(204, (await admin.Put($"{People}/{moderator.Account}/disabled", new { disabled = true })).Status);

        Assert.Equal("not-signed-in", (await moderator.Get(Session)).Code);
        Assert.Equal("not-signed-in", (await script.Get(People)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(moderator.Name, RunningServer.Password)).Code);

        await admin.Put($"{People}/{moderator.Account}/disabled", new { disabled = false });
        Assert.Equal("not-signed-in", (await moderator.Get(Session)).Code);
        Assert.Equal(200, (await server.Nobody().SignIn(moderator.Name, RunningServer.Password)).Status);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_with_the_next_request()
    {
        var (admin, editor) = (await server.Somebody(Role.Administrator), await server.Somebody(Role.Editor));

        Assert.Equal(204, (await admin.Put($"{People}/{editor.Account}/role", new { role = "auditor" })).Status);
        Assert.Equal("auditor", (string?)(await editor.Get(Session)).Body!["roles"]![RunningServer.DemoSite]);
        Assert.Equal(204, (await admin.Delete($"{People}/{editor.Account}/role")).Status);
        Assert.Equal("role-missing", (await editor.Get(People)).Code);
    }

    [Fact]
    public async Task An_administrator_of_one_site_cannot_take_over_the_account_of_one_who_works_on_every_site()
    {
        var admin = await server.Somebody(Role.Administrator);
        var owner = (await server.Get<AccountStore>().Add("owner", Account.EverySite, Role.Administrator))!.Value.Account;

        Assert.Equal("account-of-other-sites", (await admin.Post($"{People}/{owner.Id}/invitation")).Code);
        Assert.Equal("account-of-other-sites", (await admin.Put($"{People}/{owner.Id}/disabled", new { disabled = true })).Code);
    }

    [Fact]
    public async Task The_second_factor_is_asked_for_and_each_code_works_once()
    {
        var moderator = await server.Somebody(Role.Moderator);
        var secret = (string)(await moderator.Post(Session + "/second-factor")).Body!["secret"]!;
        Assert.Equal("second-factor-wrong", (await moderator.Put(Session + "/second-factor", new { code = "000000" })).Code);
        var code = Totp.CodeAt(secret, DateTimeOffset.UtcNow);
        var codes = (await moderator.Put(Session + "/second-factor", new { code })).Body!["recoveryCodes"]!.AsArray();

        Assert.Equal(10, codes.Count);
        Assert.Equal("second-factor-needed", (await server.Nobody().SignIn(moderator.Name, RunningServer.Password)).Code);
        Assert.Equal("second-factor-wrong", (await server.Nobody().SignIn(moderator.Name, RunningServer.Password, code)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(moderator.Name, "not the password", code)).Code);
        Assert.Equal(200, (await server.Nobody().SignIn(moderator.Name, RunningServer.Password, (string)codes[0]!)).Status);
        Assert.Equal("second-factor-wrong", (await server.Nobody().SignIn(moderator.Name, RunningServer.Password, (string)codes[0]!)).Code);
        Assert.Equal(9, (int)(await moderator.Get(Session)).Body!["recoveryCodesLeft"]!);

        var next = Totp.CodeAt(secret, DateTimeOffset.UtcNow.AddSeconds(30));
        Assert.Equal(200, (await server.Nobody().SignIn(moderator.Name, RunningServer.Password, next)).Status);
        Assert.Equal("password-wrong", (await moderator.Delete(Session + "/second-factor", new { password = "guess guess guess" })).Code);
        Assert.Equal("second-factor-needed", (await moderator.Delete(Session + "/second-factor", new { password = RunningServer.Password })).Code);
        Assert.Equal("second-factor-wrong", (await moderator.Delete(Session + "/second-factor", new { password = RunningServer.Password, code = "000000" })).Code);
        Assert.Equal("second-factor-wrong", (await moderator.Delete(Session + "/second-factor", new { password = RunningServer.Password, code = next })).Code);
        Assert.Equal(204, (await moderator.Delete(Session + "/second-factor", new { password = RunningServer.Password, code = (string)codes[1]! })).Status);
        Assert.Equal(200, (await server.Nobody().SignIn(moderator.Name, RunningServer.Password)).Status);
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_and_ends_every_other_session()
    {
        var moderator = await server.Somebody(Role.Moderator);
        var other = server.Nobody();
        await other.SignIn(moderator.Name, RunningServer.Password);

        Assert.Equal("password-wrong", (await moderator.Put(Session + "/password", new { password = "another long sentence" })).Code);
        Assert.Equal(204, (await moderator.Put(Session + "/password", new { password = "another long sentence", current = RunningServer.Password })).Status);

        Assert.Equal(200, (await moderator.Get(Session)).Status);
        Assert.Equal("not-signed-in", (await other.Get(Session)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(moderator.Name, RunningServer.Password)).Code);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_on_all_devices()
    {
        var moderator = await server.Somebody(Role.Moderator);
        var phone = server.Nobody();
        await phone.SignIn(moderator.Name, RunningServer.Password);

        Assert.Equal(204, (await moderator.Delete(Session + "?everywhere=true")).Status);

        Assert.Equal("not-signed-in", (await phone.Get(Session)).Code);
    }

    [Fact]
    public async Task A_token_that_was_ended_opens_nothing_and_none_can_change_how_its_owner_signs_in()
    {
        var moderator = await server.Somebody(Role.Moderator);
        var made = (await moderator.Post(Session + "/tokens", new { label = "export", days = 30, password = RunningServer.Password })).Body!;
        var script = server.Nobody();
        script.Token = (string)made["token"]!;

        Assert.Equal("not-signed-in", (await script.Put(Session + "/password", new { password = "another long sentence" })).Code);
        Assert.Equal("not-signed-in", (await script.Post(Session + "/tokens", new { label = "another" })).Code);
        Assert.Equal("export", (string?)Assert.Single((await moderator.Get(Session + "/tokens")).Body!.AsArray())!["label"]);
        Assert.Equal(204, (await moderator.Delete($"{Session}/tokens/{made["id"]}")).Status);
        Assert.Equal("not-signed-in", (await script.Get(People)).Code);
    }
}
