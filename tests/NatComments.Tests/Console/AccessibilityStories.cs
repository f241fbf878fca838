using Microsoft.Playwright;
using NatComments.Server.Identity;

namespace NatComments.Tests.ConsoleStories;

/// <summary>The rules of WCAG 2.2 A and AA that a machine can check, on every screen, in both themes, on desk and phone.</summary>
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
            await console.Waits(site, "a", "You idiot. 0532 123 45 67 Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine", "Özgür Işık");
            await console.Waits(site, "b", "اتصل بي 0532 123 45 67", "عمر");
            await using var browser = await console.Fresh(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } });
            var page = await browser.SignIn(console, who);
            await Assertions.Expect(page.Rows()).ToHaveCountAsync(2);
            foreach (var screen in Screens)
            {
                await page.GotoAsync(new Uri(console.Server.Root, $"/console/index.html#/{site}/{screen}").ToString());
                await page.Locator("main h1").WaitForAsync();
                Assert.Empty(await Violations(page, axe, screen));
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), screen);
            }

            await page.Press("?");
            await page.GetByRole(AriaRole.Dialog).WaitForAsync();
            Assert.Empty(await Violations(page, axe, "help"));
        }
    }

    private static async Task<string[]> Violations(IPage page, string axe, string screen)
    {
        // The page's own policy takes no scripts from elsewhere; the test's come by the debugger, as they must for a look from outside.
        await page.EvaluateAsync(axe + "; void 0");
        var found = await page.EvaluateAsync<string[]>(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))");
        return [.. found.Select(violation => $"{screen}: {violation}")];
    }
}
