using System.Text.Json.Nodes;
using Microsoft.Playwright;
using NatComments.Core.Sites;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.ConsoleStories;

/// <summary>How people come in: by invitation, and with a second factor.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AccountStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task An_administrator_invites_somebody_who_comes_in_by_the_link()
    {
        var who = await console.Somebody(Role.Administrator, "inviting");
        var faults = new List<string>();
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who, faults);
        await page.GetByRole(AriaRole.Link, new() { Name = "People" }).ClickAsync();
        await page.Locator("[name=invite-name]").FillAsync("Çiğdem");
        await page.Press("Enter");
        var link = await page.Locator("dialog code").First.TextContentAsync();

        await using var another = await console.Fresh();
        var invited = await another.NewPageAsync();
        await invited.GotoAsync(link!);
        await Assertions.Expect(invited.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(@"^Çiğdem-\d{4}$"));
        Assert.DoesNotContain("invitation", invited.Url, StringComparison.Ordinal);
        await invited.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await invited.Locator("[name=new-password]").FillAsync(RunningServer.Password);
        await invited.Locator("[name=repeat-password]").FillAsync(RunningServer.Password);
        await invited.Press("Enter");
        await invited.Locator("nat-queue-screen h1").WaitForAsync();
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task A_second_factor_is_set_up_and_asked_for_at_the_next_sign_in()
    {
        var who = await console.Somebody(Role.Moderator, "factor");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await page.GetByRole(AriaRole.Link, new() { Name = who.Name }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator" }).ClickAsync();
        var secret = (await page.Locator("code.secret").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("[name=factor-code]").FillAsync(Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        await page.Press("Enter");
        await page.Locator("nat-account-screen").Shows("Each works once");
        var recovery = await page.Locator("nat-account-screen .notice code").First.TextContentAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(who.Name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(RunningServer.Password);
        await page.Press("Enter");
        await page.Locator("[name=code]").FillAsync(recovery!);
        await page.Press("Enter");
        await page.Locator("nat-queue-screen h1, nat-account-screen h1").WaitForAsync();
    }

    [ConsoleStory]
    public async Task Somebody_who_reloads_before_a_password_is_set_is_asked_for_it_again()
    {
        var (name, oneTime) = await console.Somebody(Role.Moderator, "reloading");
        await using var browser = await console.Fresh();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(console.Server.Url + "/console/");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(oneTime);
        await page.Press("Enter");
        await page.Locator("[name=new-password]").WaitForAsync();
        await page.ReloadAsync();
        await page.Locator("[name=new-password]").FillAsync("password1234");
        await page.Locator("[name=repeat-password]").FillAsync("password1234");
        await page.Press("Enter");
        await page.Locator("dialog").Shows("too easy to guess");
        await page.Screenshot("password-after-reload");

        // The one-time password still works, also in a browser that knows nothing of the first.
        await using var another = await console.Fresh();
        await (await another.SignIn(console, (name, oneTime))).Locator("nat-queue-screen h1").WaitForAsync();
    }

    [ConsoleStory]
    public async Task Where_a_second_factor_is_required_the_console_leads_to_it_and_to_nothing_else_before()
    {
        var who = await console.Somebody(Role.Moderator, "strict");
        var settings = console.Server.Get<NatComments.Server.Settings.SettingsKeeper>();
        await settings.Save("strict", (await settings.Read("strict")) with { RequireSecondFactor = SecondFactorNeed.Everybody }, "test");
        console.Server.Get<NatComments.Server.Sites.SiteDirectory>().Forget("strict");
        var faults = new List<string>();
        await using var browser = await console.Fresh();
        var page = await browser.SignInUntil(console, who, "[name=factor-code]", faults);
        await page.ReloadAsync();
        await page.Locator("dialog").Shows("A second factor is required here");
        await page.Screenshot("second-factor-required");
        var secret = (await page.Locator("code.secret").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await page.Locator("[name=factor-code]").FillAsync("000000");
        await page.Press("Enter");
        await page.Locator("dialog [role=alert]").Shows("not right");
        await page.Locator("[name=factor-code]").FillAsync(Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        await page.Press("Enter");
        await page.Locator("dialog").Shows("Each works once");
        await page.Screenshot("recovery-codes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.Locator("nat-queue-screen h1").WaitForAsync();

        // It is switched off with the password and a code.
        await page.GoTo("strict", "account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch off" }).ClickAsync();
        await page.Locator("[name=proof-password]").FillAsync(RunningServer.Password);
        await page.Locator("[name=proof-code]").FillAsync("000000");
        await page.Press("Enter");
        await page.Says("not right");
        Assert.Empty(faults);
    }

    [ConsoleStory]
    public async Task A_session_that_nobody_uses_is_warned_of_and_when_it_has_ended_what_was_written_stays()
    {
        var who = await console.Somebody(Role.Moderator, "idle");
        await console.Waits("idle", "a");
        await using var browser = await console.Fresh();
        var page = await browser.NewPageAsync();
        await page.Clock.InstallAsync();
        page = await browser.SignIn(console, who, page: page);
        await page.Waiting(1);
        await page.Locator("textarea.note").FillAsync("A note that took long");
        await page.RouteAsync("**/api/v1/session?ifAny=true", async route =>
        {
            var answer = await route.FetchAsync();
            var session = JsonNode.Parse(await answer.TextAsync())!;
            session["secondsLeft"] = route.Request.Headers.ContainsKey("x-background") ? 90 : 1_800;
            await route.FulfillAsync(new() { Response = answer, Body = session.ToJsonString() });
        });
        await page.Clock.FastForwardAsync("29:00");
        await page.Says("You will be signed out in 2 minutes");
        await page.Screenshot("idle-warning");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" }).ClickAsync();
        await Assertions.Expect(page.Locator("nat-announcer")).Not.ToContainTextAsync("signed out");

        await page.UnrouteAllAsync();
        var accounts = console.Server.Get<AccountStore>();
        await console.Server.Get<Sessions>().EndAll((await accounts.FindByName(who.Name))!);
        await page.Locator("dialog.sign-in").Shows("Your session has ended");
        await page.Screenshot("signed-out");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(RunningServer.Password);
        await page.Press("Enter");
        await Assertions.Expect(page.Locator("dialog.sign-in")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("textarea.note")).ToHaveValueAsync("A note that took long");
    }

    [ConsoleStory]
    public async Task An_auditor_sees_and_is_offered_no_decision()
    {
        var who = await console.Somebody(Role.Auditor, "audited");
        await console.Waits("audited", "a");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, who);
        await Assertions.Expect(page.Rows()).ToHaveCountAsync(1);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Publish" })).ToHaveCountAsync(0);
        await page.Press("p");
        await Assertions.Expect(page.Locator("li.entry.waiting")).ToHaveCountAsync(1);
    }
}
