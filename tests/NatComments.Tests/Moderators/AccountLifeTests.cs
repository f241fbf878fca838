using System.Text.Json.Nodes;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Interchange;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Moderators;

/// <summary>How accounts begin, stay, are let in anew and end, and what is written down of it.</summary>
public sealed class AccountLifeTests : IDisposable
{
    private const string Name = "defne";
    private const string Session = "/api/v1/session";
    private const string Queues = $"/api/v1/sites/{FirstStart.DemoSite}/queues";
    private const string Wrong = "surely not the password";

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_session_ends_after_30_minutes_without_use_and_looks_that_nobody_asked_for_do_not_keep_it()
    {
        await using var server = await SignInServer.Start(clock: _clock);
        var person = await server.Somebody(Name);
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(200, (await person.Get(Queues)).Status);
        }

        person.InBackground = true;
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(200, (await person.Get(Queues)).Status);
        _clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("not-signed-in", (await person.Get(Queues)).Code);
    }

    [Fact]
    public async Task A_session_ends_after_12_hours_however_busy_it_is()
    {
        await using var server = await SignInServer.Start(clock: _clock);
        var person = await server.Somebody(Name);
        for (var i = 0; i < 36; i++)
        {
            Assert.Equal(200, (await person.Get(Queues)).Status);
            _clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal("not-signed-in", (await person.Get(Queues)).Code);
    }

    [Fact]
    public async Task How_long_sessions_last_is_a_setting()
    {
        await using var server = await SignInServer.Start(100, _clock, null, "--NatComments:SessionIdleMinutes", "60", "--NatComments:SessionHours", "1");
        var person = await server.Somebody(Name);
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, (await person.Get(Queues)).Status);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("not-signed-in", (await person.Get(Queues)).Code);
    }

    [Fact]
    public async Task A_one_time_password_of_the_command_line_or_the_first_start_ends_after_a_week()
    {
        await using var server = await SignInServer.Start(clock: _clock);
        var (_, oneTime) = (await server.Get<AccountStore>().Add(Name, FirstStart.DemoSite, Role.Moderator))!.Value;
        _clock.Jump(TimeSpan.FromDays(6));
        Assert.Equal(200, (await server.Nobody().SignIn(Name, oneTime)).Status);
        Assert.Equal(200, (await server.Nobody().SignIn(Name, oneTime)).Status);
        _clock.Jump(TimeSpan.FromDays(2));
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(Name, oneTime)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(FirstStart.Administrator, server.OneTimePassword!)).Code);
    }

    [Fact]
    public async Task Each_start_gives_a_fresh_sign_in_until_an_administrator_has_a_password()
    {
        string first;
        await using (var server = await SignInServer.Start(data: _folder.FullName))
        {
            first = server.OneTimePassword!;
            Assert.Equal(200, (await server.Nobody().SignIn(FirstStart.Administrator, first)).Status);
        }

        await using (var server = await SignInServer.Start(data: _folder.FullName))
        {
            Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(FirstStart.Administrator, first)).Code);
            var admin = server.Nobody();
            Assert.Equal(200, (await admin.SignIn(FirstStart.Administrator, server.OneTimePassword!)).Status);
            Assert.Equal(204, (await admin.Put(Session + "/password", new { password = RunningServer.Password })).Status);
        }

        await using var last = await SignInServer.Start(data: _folder.FullName);
        Assert.Null(last.OneTimePassword);
    }

    [Fact]
    public async Task A_moderator_who_lost_everything_is_let_in_anew_from_the_command_line_and_all_that_let_in_before_ends()
    {
        await using var server = await SignInServer.Start(data: _folder.FullName);
        var person = await server.Somebody(Name);
        await server.SecondFactor(person);

        var (code, said) = await Command("moderator", "reset", Name);

        Assert.Equal(0, code);
        Assert.Equal("not-signed-in", (await person.Get(Session)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(Name, RunningServer.Password)).Code);
        var oneTime = said.Split("password ")[1].Split(' ')[0];
        var anew = server.Nobody();
        Assert.True((bool)(await anew.SignIn(Name, oneTime)).Body!["mustSetPassword"]!);
        Assert.Equal(204, (await anew.Put(Session + "/password", new { password = RunningServer.Password })).Status);
        Assert.Equal(200, (await anew.Get(Queues)).Status);
    }

    [Fact]
    public async Task Moderators_are_listed_disabled_and_enabled_from_the_command_line()
    {
        await using var server = await SignInServer.Start(data: _folder.FullName);
        var person = await server.Somebody(Name);

        Assert.Equal(0, (await Command("moderator", "disable", Name)).Code);
        Assert.Equal("not-signed-in", (await person.Get(Session)).Code);
        Assert.Equal("sign-in-failed", (await server.Nobody().SignIn(Name, RunningServer.Password)).Code);
        var list = (await Command("moderator", "list")).Said;
        Assert.Matches(@"defne\s+moderator on demo\s+disabled", list);
        Assert.Matches(@"admin\s+administrator on every site\s+no password yet", list);

        Assert.Equal(0, (await Command("moderator", "enable", Name)).Code);
        Assert.Equal(200, (await server.Nobody().SignIn(Name, RunningServer.Password)).Status);
        Assert.Equal(1, (await Command("moderator", "reset", "nobody-here")).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_lacks_a_required_second_factor_can_do_nothing_before_it_is_set_up(bool bySite)
    {
        await using var server = await SignInServer.Start(100, null, null, bySite ? [] : ["--NatComments:RequireSecondFactor", "administrators"]);
        var admin = await server.Somebody("ada", role: Role.Administrator);
        if (bySite)
        {
            Assert.Equal(200, (await admin.Put($"/api/v1/sites/{FirstStart.DemoSite}/settings", new { requireSecondFactor = "administrators" })).Status);
        }

        Assert.True((bool)(await admin.Get(Session)).Body!["mustSetSecondFactor"]!);
        foreach (var path in (string[])[Queues, $"/api/v1/sites/{FirstStart.DemoSite}/people", "/api/v1/sites", Session + "/tokens"])
        {
            Assert.Equal((403, "second-factor-must-be-set"), Said(await admin.Get(path)));
        }

        Assert.Equal("second-factor-must-be-set", (await admin.Post(Session + "/tokens", new { label = "way round" })).Code);
        Assert.Equal(200, (await (await server.Somebody(Name)).Get(Queues)).Status);

        await server.SecondFactor(admin);
        Assert.Equal(200, (await admin.Get(Queues)).Status);
        Assert.False((bool)(await admin.Get(Session)).Body!["mustSetSecondFactor"]!);
    }

    [Fact]
    public async Task Sign_ins_are_in_the_log_and_the_chain_failures_summed_up_and_without_what_was_typed()
    {
        await using var server = await SignInServer.Start(clock: _clock);
        var person = await server.Somebody(Name, role: Role.Administrator);
        for (var i = 0; i < 6; i++)
        {
            await server.From($"10.3.{i}.1").SignIn(Name, Wrong);
            await server.From($"10.3.{i}.1").SignIn("my-typed-secret", Wrong);
        }

        Assert.Equal(2, (await Failures(server, 2)).Count);
        _clock.Advance(SignInJournal.Window + TimeSpan.FromMinutes(1));
        var failures = await Failures(server, 4);
        Assert.Equal([1, 5], failures.Where(record => (string?)record["subject"] == person.Account).Select(record => (int)record["after"]!["count"]!));
        Assert.Equal([1, 5], failures.Where(record => record["subject"] is null).Select(record => (int)record["after"]!["count"]!));
        Assert.All(failures, record => Assert.Equal("unknown", (string?)record["by"]));

        var chain = await Chain(server);
        Assert.Contains(chain, record => (string?)record["what"] == "invitation-used" && (string?)record["by"] == person.Account);
        var written = string.Join('\n', chain.Select(record => record.ToJsonString())) + string.Join('\n', server.Log);
        Assert.Contains($"sign-ins of account {person.Account} failed", written);
        Assert.Contains("names that no account has", written);
        Assert.Contains($"Account {person.Account} signed in", written);
        Assert.Contains($"Account {person.Account}: password-changed", written);
        Assert.DoesNotContain("my-typed-secret", written);
        Assert.DoesNotContain(Wrong, written);
        Assert.DoesNotContain("10.3.", written);
    }

    // Records are written a moment after the answer, so that nobody waits for them.
    private static async Task<IReadOnlyList<JsonNode>> Failures(SignInServer server, int atLeast)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var failures = (await Chain(server)).Where(record => (string?)record["what"] == "sign-in-failed").ToList();
            if (failures.Count >= atLeast)
            {
                return failures;
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> Chain(SignInServer server)
    {
        var records = await server.Get<NatComments.Core.Storage.IStore>().ReadEvents(NatComments.Core.Storage.Commit.ServerPartition, NatComments.Core.Audit.AuditLog.Stream, 0, 1_000);
        return [.. records.Select(record => JsonNode.Parse(record)!)];
    }

    private async Task<(int Code, string Said)> Command(params string[] command)
    {
        var (code, said) = await CommandOutput.Run([.. command, "--data", _folder.FullName]);
        return (code, said);
    }

    private static (int Status, string? Code) Said(Answered answer) => (answer.Status, answer.Code);
}
