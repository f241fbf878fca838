using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NatComments.Core.Audit;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>What holds against people who guess passwords, and that it never keeps the owner of an account out.</summary>
public sealed class SignInDefenceTests
{
    private const string Name = "defne";
    private const string Wrong = "surely not the password";

    [Fact]
    public async Task A_network_uses_up_its_failures_whatever_names_it_tries()
    {
        await using var server = await Start(failures: 2);
        var attacker = server.From("10.9.0.1");
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("sign-in-failed", (await attacker.SignIn($"somebody-{i}", Wrong)).Code);
        }

        Assert.Equal((429, "too-many-attempts"), Said(await attacker.SignIn("somebody-new", Wrong)));
        Assert.Equal("sign-in-failed", (await server.From("10.9.0.2").SignIn("somebody-new", Wrong)).Code);
    }

    [Fact]
    public async Task A_network_of_ipv6_is_64_bits_and_a_customers_48_bits_have_a_budget_too()
    {
        await using var server = await Start(failures: 1);
        Assert.Equal("sign-in-failed", (await server.From("2001:db8:1:1::1").SignIn("x", Wrong)).Code);
        Assert.Equal("too-many-attempts", (await server.From("2001:db8:1:1:ffff::2").SignIn("x", Wrong)).Code);
        for (var i = 2; i <= 16; i++)
        {
            Assert.Equal("sign-in-failed", (await server.From($"2001:db8:1:{i:x}::1").SignIn("x", Wrong)).Code);
        }

        Assert.Equal("too-many-attempts", (await server.From("2001:db8:1:ff::1").SignIn("x", Wrong)).Code);
        Assert.Equal("sign-in-failed", (await server.From("2001:db8:2::1").SignIn("x", Wrong)).Code);
    }

    [Fact]
    public async Task Right_sign_ins_use_up_nothing()
    {
        await using var server = await Start(failures: 2);
        await server.Somebody(Name);
        var here = server.From("10.1.0.1");
        Assert.Equal("sign-in-failed", (await here.SignIn(Name, Wrong)).Code);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(200, (await server.From("10.1.0.1").SignIn(Name, RunningServer.Password)).Status);
        }

        Assert.Equal("sign-in-failed", (await here.SignIn(Name, Wrong)).Code);
        Assert.Equal("too-many-attempts", (await here.SignIn(Name, Wrong)).Code);
    }

    [Fact]
    public async Task A_device_that_signed_in_before_passes_where_strangers_have_used_up_the_failures()
    {
        await using var server = await Start(failures: 2);
        var owner = await server.Somebody(Name, "10.1.0.1");
        var stranger = server.From("10.1.0.1");
        await stranger.SignIn(Name, Wrong);
        await stranger.SignIn(Name, Wrong);
        Assert.Equal("too-many-attempts", (await stranger.SignIn(Name, RunningServer.Password)).Code);

        Assert.Equal(200, (await owner.SignIn(Name, RunningServer.Password)).Status);

        // It has failures of its own, belongs to one account, and cannot be made.
        var device = owner.Cookie(Devices.Cookie)!;
        await owner.SignIn(Name, Wrong);
        await owner.SignIn(Name, Wrong);
        Assert.Equal("too-many-attempts", (await owner.SignIn(Name, RunningServer.Password)).Code);
        stranger.SetCookie(Devices.Cookie, device[..^1] + (device[^1] == 'A' ? 'B' : 'A'));
        Assert.Equal("too-many-attempts", (await stranger.SignIn(Name, RunningServer.Password)).Code);
        stranger.SetCookie(Devices.Cookie, "x.y.z.w");
        Assert.Equal("too-many-attempts", (await stranger.SignIn(Name, RunningServer.Password)).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_is_known_no_more_after_signing_out_everywhere_or_a_new_password(bool everywhere)
    {
        await using var server = await Start(failures: 2);
        var owner = await server.Somebody(Name, "10.1.0.1");
        var stolen = owner.Cookie(Devices.Cookie)!;
        var (path, password) = ("/api/v1/session", everywhere ? RunningServer.Password : "another long sentence");
        Assert.Equal(204, (everywhere
            ? await owner.Delete(path + "?everywhere=true")
            : await owner.Put(path + "/password", new { password, current = RunningServer.Password })).Status);
        var stranger = server.From("10.1.0.1");
        stranger.SetCookie(Devices.Cookie, stolen);
        await stranger.SignIn(Name, Wrong);
        await stranger.SignIn(Name, Wrong);

        Assert.Equal("too-many-attempts", (await stranger.SignIn(Name, password)).Code);
        Assert.Equal(everywhere ? "too-many-attempts" : null, (await owner.SignIn(Name, password)).Code);
    }

    [Fact]
    public async Task A_name_under_attack_from_many_networks_lets_its_owner_in_from_a_fresh_one_within_seconds()
    {
        await using var server = await Start(failures: 2);
        await server.Somebody(Name);
        using var over = new CancellationTokenSource();
        var attackers = Enumerable.Range(0, 40).Select(i => Attack(server.From($"10.7.{i}.1"), over.Token)).ToList();
        Assert.True(await Eventually(() => Task.FromResult(attackers.Count(attacker => attacker.IsCompleted) > 20)));

        var watch = Stopwatch.StartNew();
        var owner = await server.From("10.8.0.1").SignIn(Name, RunningServer.Password);
        await over.CancelAsync();

        Assert.Equal(200, owner.Status);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        await Task.WhenAll(attackers);
    }

    [Fact]
    public async Task So_many_hashes_wait_and_whoever_comes_then_is_asked_to_come_again()
    {
        await using var server = await Start(failures: 100);
        await server.Somebody(Name);
        var many = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => server.From($"10.5.{i / 250}.{i % 250}").SignIn($"nobody-{i}", Wrong)));

        Assert.All(many, answer => Assert.Contains(Said(answer), ((int, string?)[])[(401, "sign-in-failed"), (503, "sign-in-busy")]));
        Assert.Contains(many, answer => answer.Code == "sign-in-busy");
        Assert.Equal(200, (await server.From("10.6.0.1").SignIn(Name, RunningServer.Password)).Status);
    }

    [Fact]
    public async Task A_name_that_nobody_can_have_costs_no_hash()
    {
        await using var server = await Start(failures: 1_000);
        var person = server.From("10.1.0.1");
        Assert.Equal("sign-in-failed", (await person.SignIn("nobody", Wrong)).Code);
        async Task<TimeSpan> Twenty(string name)
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal("sign-in-failed", (await person.SignIn(name, Wrong)).Code);
            }

            return watch.Elapsed;
        }

        Assert.True(await Twenty(new string('n', 61)) < await Twenty("nobody") / 2);
    }

    [Fact]
    public async Task Codes_are_not_guessed_from_many_networks_by_somebody_who_has_the_password()
    {
        await using var server = await Start(failures: 100);
        var owner = await server.Somebody(Name);
        await server.SecondFactor(owner);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("second-factor-wrong", (await server.From($"10.4.{i}.1").SignIn(Name, RunningServer.Password, "000000")).Code);
        }

        Assert.Equal("too-many-attempts", (await server.From("10.4.100.1").SignIn(Name, RunningServer.Password, "000000")).Code);
        Assert.Equal("second-factor-wrong", (await owner.SignIn(Name, RunningServer.Password, "000000")).Code);
    }

    [Fact]
    public async Task A_session_that_was_taken_over_guesses_no_password()
    {
        await using var server = await Start(failures: 2);
        var thief = await server.Somebody(Name);
        var body = new { current = Wrong, password = "another long sentence" };
        Assert.Equal("password-wrong", (await thief.Put("/api/v1/session/password", body)).Code);
        Assert.Equal("password-wrong", (await thief.Put("/api/v1/session/password", body)).Code);
        Assert.Equal("too-many-attempts", (await thief.Put("/api/v1/session/password", body)).Code);
        Assert.Equal(200, (await server.From("10.1.0.9").SignIn(Name, RunningServer.Password)).Status);
    }

    [Fact]
    public async Task A_hash_of_before_is_renewed_with_the_next_right_sign_in()
    {
        await using var server = await Start(failures: 20);
        var owner = await server.Somebody(Name);
        var old = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })).HashPassword(null!, RunningServer.Password);
        var accounts = server.Get<AccountStore>();
        await accounts.Change(owner.Account, now => (now with { PasswordHash = old }, new AuditDraft(AuditKinds.PasswordChanged, owner.Account, owner.Account)));

        Assert.Equal("sign-in-failed", (await server.From("10.1.0.2").SignIn(Name, Wrong)).Code);
        Assert.Equal(old, (await accounts.Find(owner.Account))!.PasswordHash);
        Assert.Equal(200, (await server.From("10.1.0.2").SignIn(Name, RunningServer.Password)).Status);

        var hash = Convert.FromBase64String((await accounts.Find(owner.Account))!.PasswordHash!);
        Assert.Equal(Passwords.Iterations, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)));
        Assert.InRange(Passwords.Iterations, 210_000, int.MaxValue);
        Assert.Equal(200, (await server.From("10.1.0.2").SignIn(Name, RunningServer.Password)).Status);
    }

    [Fact]
    public async Task A_page_of_another_site_neither_reads_what_moderators_are_answered_nor_changes_anything()
    {
        await using var server = await Start(failures: 20);
        var owner = await server.Somebody(Name);
        var session = new { name = Name, password = RunningServer.Password };
        foreach (var origin in (string[])["https://evil.example", "null", "http://127.0.0.1.evil.example"])
        {
            using var signIn = await server.Send(server.Nobody(), HttpMethod.Post, "/api/v1/session", session, origin);
            Assert.Equal(HttpStatusCode.Forbidden, signIn.StatusCode);
            Assert.Contains("foreign-origin", await signIn.Content.ReadAsStringAsync());
            using var write = await server.Send(owner, HttpMethod.Post, "/api/v1/session/tokens", new { label = "x" }, origin);
            Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
            using var read = await server.Send(owner, HttpMethod.Get, "/api/v1/session", null, origin);
            using var asked = await server.Preflight("/api/v1/session", "POST", origin);
            using var asked2 = await server.Preflight("/api/v1/sites/demo/decisions", "POST", origin);
            Assert.All([signIn, write, read, asked, asked2], answer => Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin")));
        }

        // The console, also behind a proxy that is not configured, and readers' pages elsewhere go on.
        using var own = await server.Send(server.Nobody(), HttpMethod.Post, "/api/v1/session", session, server.Url);
        using var proxied = await server.Send(server.Nobody(), HttpMethod.Post, "/api/v1/session", session, "https://comments.example", fetchSite: "same-origin");
        using var reader = await server.Preflight("/api/v1/sites/demo/threads/a/comments", "POST", "https://news.example");
        Assert.Equal((200, 200, "*"), ((int)own.StatusCode, (int)proxied.StatusCode, reader.Headers.GetValues("Access-Control-Allow-Origin").Single()));
    }

    private static async Task Attack(Person attacker, CancellationToken over)
    {
        for (var i = 0; i < 8 && !over.IsCancellationRequested; i++)
        {
            if ((await attacker.SignIn(Name, Wrong)).Code == "too-many-attempts")
            {
                return;
            }
        }
    }

    private static async Task<bool> Eventually(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }

        return true;
    }

    private static (int Status, string? Code) Said(Answered answer) => (answer.Status, answer.Code);

    private static Task<SignInServer> Start(int failures) => SignInServer.Start(failures);
}
