using Microsoft.Playwright;

namespace NatComments.Tests.ConsoleStories;

/// <summary>The rules of WCAG 2.2 A and AA that a machine can check, on every screen and dialog, in both themes, on desk and phone.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AccessibilityStories(ConsoleBrowser console)
{
    private static readonly string[] Screens = ["queue/pending", "search", "statistics", "people", "settings", "audit", "account"];

    [ConsoleStory(Axe = true)]
    public async Task Axe_finds_nothing_on_any_screen_and_nothing_is_wider_than_the_page()
    {
        var axe = await File.ReadAllTextAsync(ConsoleBrowser.AxeFile);
        foreach (var (scheme, width, site) in new[] { (ColorScheme.Light, 1400, "axe-light"), (ColorScheme.Dark, 390, "axe-dark") })
        {
            var who = await console.Somebody(Role.Administrator, site);
            await console.Server.Get<NatComments.Server.Settings.SettingsKeeper>().SaveWords(site, "Words", NatComments.Core.Sites.WordList.Of("Words", "[hold]\npatlıcan", null), who.Name);
            await console.Waits(site, "a", "You idiot. 0532 123 45 67 Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine", "Özgür Işık");
            await console.Waits(site, "muvaffakiyetsizlestiricilestiriveremeyebileceklerimizdenmissinizcesine", "اتصل بي 0532 123 45 67", "عمر");
            await using var browser = await console.Fresh(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
            var page = await browser.NewPageAsync();
            await page.GotoAsync(console.Server.Url + "/console/");
            await page.Locator("dialog").WaitForAsync();
            Assert.Empty(await Violations(page, axe, "sign in"));
            await page.CloseAsync();

            page = await browser.SignIn(console, who);
            await page.Waiting(2);
            foreach (var screen in Screens)
            {
                await page.GotoAsync(new Uri(new Uri(console.Server.Url), $"/console/index.html#/{site}/{screen}").ToString());
                await page.Locator("main h1").WaitForAsync();
                Assert.Empty(await Violations(page, axe, screen));
            }

            await Dialogs(page, axe, site);
        }
    }

    private static async Task Dialogs(IPage page, string axe, string site)
    {
        await page.Button("Set up an authenticator").ClickAsync();
        await page.Locator(".qr").WaitForAsync();
        Assert.Empty(await Violations(page, axe, "second factor"));

        await page.GoTo(site, "settings");
        await page.Locator("summary", new() { HasText = "Words" }).ClickAsync();
        await page.Button("Preview").ClickAsync();
        await page.Locator(".preview table").WaitForAsync();
        Assert.Empty(await Violations(page, axe, "preview"));
        await page.Button("Edit").ClickAsync();
        await page.Locator("dialog textarea").WaitForAsync();
        Assert.Empty(await Violations(page, axe, "word list"));
        await page.Press("Escape");

        await page.GoTo(site, "people");
        await page.Locator("[name=invite-name]").FillAsync("Çiğdem " + site);
        await page.Press("Enter");
        await page.Locator("dialog code").First.WaitForAsync();
        Assert.Empty(await Violations(page, axe, "invitation"));
        await page.Press("Escape");

        await page.GoTo(site, "queue/pending");
        await page.Waiting(2);
        await page.Rows().First.Locator("button.opener").ClickAsync();
        await page.Locator("nat-comment-view .past").WaitForAsync();
        await page.EvaluateAsync("document.querySelectorAll('nat-comment-view details').forEach(part => { part.open = true })");
        await page.Button("Reject").ClickAsync();
        Assert.Empty(await Violations(page, axe, "a comment and the reasons"));
        await page.Press("Escape");
        foreach (var (key, ready) in new[] { ("w", ".author-record h3"), ("e", "textarea"), ("?", "kbd") })
        {
            await page.Press(key);
            await page.Locator("dialog " + ready).First.WaitForAsync();
            await page.EvaluateAsync("document.querySelectorAll('dialog details').forEach(part => { part.open = true })");
            Assert.Empty(await Violations(page, axe, "dialog " + key));
            await page.Press("Escape");
            await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        }
    }

    private static async Task<string[]> Violations(IPage page, string axe, string screen)
    {
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), screen);

        // The page's own policy takes no scripts from elsewhere; the test's come by the debugger, as they must for a look from outside.
        await page.EvaluateAsync(axe + "; void 0");
        var found = await page.EvaluateAsync<string[]>(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))");
        return [.. found.Select(violation => $"{screen}: {violation}")];
    }
}
