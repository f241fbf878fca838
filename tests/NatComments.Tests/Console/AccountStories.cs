using Microsoft.Playwright;
using NatComments.Server.Identity;
using NatComments.Tests.Moderators;

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
        await Assertions.Expect(invited.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Çiğdem");
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
