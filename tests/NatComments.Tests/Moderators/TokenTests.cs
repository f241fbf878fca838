using System.Text.Json;
using System.Text.Json.Nodes;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Personal tokens: how they are made, and everything that ends them.</summary>
public sealed class TokenTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Session = "/api/v1/session";
    private const string People = $"/api/v1/sites/{RunningServer.DemoSite}/people";
    private const string NewPassword = "another long sentence to sign in";

    public static TheoryData<string> Ends => ["sign-out-everywhere", "password", "invitation", "disabled", "factor-on", "factor-off"];

    [Fact]
    public async Task A_token_is_made_with_the_password_and_ends_by_itself()
    {
        var ada = await server.Somebody(Role.Moderator);

        Assert.Equal("password-wrong", (await ada.Post(Session + "/tokens", new { label = "script" })).Code);
        Assert.Equal("password-wrong", (await ada.Post(Session + "/tokens", new { label = "script", password = "guess guess guess" })).Code);
        Assert.Equal("invalid-request", (await ada.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password, days = 366 })).Code);
        Assert.InRange(DaysLeft(await Made(ada)), 89, 90);
        Assert.InRange(DaysLeft(await Made(ada, days: 365)), 364, 365);
    }

    [Fact]
    public async Task Where_there_is_a_second_factor_a_token_needs_its_code()
    {
        var ada = await server.Somebody(Role.Moderator);
        var codes = await SwitchOn(ada);

        Assert.Equal("second-factor-needed", (await ada.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password })).Code);
        Assert.Equal("second-factor-wrong", (await ada.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password, code = "000000" })).Code);
        Assert.Equal(201, (await ada.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password, code = codes[0] })).Status);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Whatever_is_done_against_a_thief_ends_every_token(string how)
    {
        var (admin, ada) = (await server.Somebody(Role.Administrator), await server.Somebody(Role.Moderator));
        var codes = how == "factor-off" ? await SwitchOn(ada) : [];
        var made = await ada.Post(Session + "/tokens", new { label = "script", password = RunningServer.Password, code = codes.FirstOrDefault() });
        var script = server.Nobody();
        script.Token = (string)made.Body!["token"]!;
        Assert.Equal(200, (await script.Get(People)).Status);

        await End(how, admin, ada, codes);

        Assert.Equal("not-signed-in", (await script.Get(People)).Code);
        if (how == "disabled")
        {
            await admin.Put($"{People}/{ada.Account}/disabled", new { disabled = false });
            Assert.Equal("not-signed-in", (await script.Get(People)).Code);
        }
    }

    [Fact]
    public async Task Who_administers_every_site_of_an_account_lists_its_tokens_and_ends_them()
    {
        await server.Get<SiteDirectory>().Add("second", "Second");
        var (admin, ada) = (await server.Somebody(Role.Administrator), await server.Somebody(Role.Moderator));
        var token = await Made(ada);
        var script = server.Nobody();
        script.Token = (string)token["token"]!;
        Assert.Equal(200, (await script.Get(People)).Status);

        var listed = Assert.Single((await admin.Get($"{People}/{ada.Account}/tokens")).Body!.AsArray())!;
        Assert.Equal(("script", Today()), ((string)listed["label"]!, (string)listed["lastUsed"]!));
        Assert.Null(listed["token"]);
        await server.Get<AccountStore>().Change(ada.Account, now => (
            now with { Roles = new Dictionary<string, Role>(now.Roles) { ["second"] = Role.Auditor } }, new NatComments.Core.Audit.AuditDraft("role-changed", "test", now.Id)));
        Assert.Equal("account-of-other-sites", (await admin.Get($"{People}/{ada.Account}/tokens")).Code);
        Assert.Equal("account-of-other-sites", (await admin.Delete($"{People}/{ada.Account}/tokens/{token["id"]}")).Code);
        var owner = await server.Somebody(Role.Administrator, Account.EverySite);
        Assert.Equal(204, (await owner.Delete($"{People}/{ada.Account}/tokens/{token["id"]}")).Status);
        Assert.Equal("token-not-found", (await owner.Delete($"{People}/{ada.Account}/tokens/{token["id"]}")).Code);
        Assert.Equal("not-signed-in", (await script.Get(People)).Code);
    }

    [Fact]
    public async Task A_token_that_was_made_to_last_for_ever_has_an_end_from_its_next_use_on()
    {
        var (ada, secret, store) = (await server.Somebody(Role.Moderator), PersonalTokens.NewSecret(), server.Get<IStore>());
        var digest = Secrets.Digest(secret);
        var stored = JsonSerializer.SerializeToUtf8Bytes(new { id = "old", label = "old", createdAt = "2026-01-02T03:04:05+00:00", digest });
        var owner = JsonSerializer.SerializeToUtf8Bytes(new { account = ada.Account });
        await store.TryCommit(new(Commit.ServerPartition, null, [new("account/token/" + digest, owner)], [new("tokens/" + ada.Account, "old", stored)], []));
        Assert.Null((await ada.Get(Session + "/tokens")).Body![0]!["endsAt"]);

        var script = server.Nobody();
        script.Token = secret;
        Assert.Equal(200, (await script.Get(People)).Status);
        Assert.Equal(200, (await script.Get(People)).Status);

        Assert.InRange(DaysLeft((await ada.Get(Session + "/tokens")).Body![0]!), 89, 90);
        await ada.Delete(Session + "?everywhere=true");
        Assert.Equal("not-signed-in", (await script.Get(People)).Code);
    }

    private async Task End(string how, Person admin, Person ada, IReadOnlyList<string> codes)
    {
        var done = how switch
        {
            "sign-out-everywhere" => await ada.Delete(Session + "?everywhere=true"),
            "password" => await ada.Put(Session + "/password", new { password = NewPassword, current = RunningServer.Password }),
            "invitation" => await admin.Post($"{People}/{ada.Account}/invitation"),
            "disabled" => await admin.Put($"{People}/{ada.Account}/disabled", new { disabled = true }),
            "factor-off" => await ada.Delete(Session + "/second-factor", new { password = RunningServer.Password, code = codes[1] }),
            _ => (await SwitchOn(ada)).Count == 10 ? new Answered(200, null) : new Answered(500, null),
        };
        Assert.InRange(done.Status, 200, 204);
    }

    private static async Task<IReadOnlyList<string>> SwitchOn(Person who)
    {
        var secret = (string)(await who.Post(Session + "/second-factor")).Body!["secret"]!;
        var reply = await who.Put(Session + "/second-factor", new { code = Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()) });
        return [.. reply.Body!["recoveryCodes"]!.AsArray().Select(code => (string)code!)];
    }

    private static async Task<JsonNode> Made(Person who, int? days = null) =>
        (await who.Post(Session + "/tokens", new { label = "script", days, password = RunningServer.Password })).Body!;

    private static double DaysLeft(JsonNode token) => ((DateTimeOffset)token["endsAt"]! - TimeProvider.System.GetUtcNow()).TotalDays;

    private static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
