using Microsoft.Playwright;

namespace NatComments.Tests.Browser;

/// <summary>The rules of WCAG 2.2 A and AA that a machine can check, over the widget and the pages without scripts.</summary>
[Collection(BrowserTests.Name)]
public sealed class AccessibilityTests(Chromium chromium)
{
    [BrowserFact(Axe = true)]
    public async Task Axe_finds_nothing_in_the_widget_in_either_theme()
    {
        foreach (var (scheme, theme, lang) in new[] { (ColorScheme.Light, "light", "en"), (ColorScheme.Dark, "dark", "tr"), (ColorScheme.Light, "auto", "ku") })
        {
            await using var reader = await chromium.Reader(new() { ColorScheme = scheme });
            var first = await chromium.Server.Post("axe-" + lang, "> A quote\n\nThe full report is [on their site](https://www.amnesty.org/en/documents/1).", "Ayşe");
            await chromium.Server.Post("axe-" + lang, "An answer", parent: Endpoints.Answers.Text(first, "comment", "id"));
            var page = await reader.Open(chromium.Article("axe-" + lang, $"data-theme={theme}", lang));
            await page.Write("You idiot, you moron, I say");
            await page.Locator("nat-comments .box button").ClickAsync();
            await page.Locator("nat-comments li.own footer").WaitForAsync();
            await page.Locator("nat-comments summary").Last.ClickAsync();
            await page.Locator("nat-comments details .row").First.WaitForAsync();
            await page.Locator("nat-comments li:not(.own) footer button").Last.ClickAsync();
            await page.Locator("nat-comments li form").First.WaitForAsync();

            Assert.Empty(await Violations(page));
        }
    }

    [BrowserFact(Axe = true)]
    public async Task Axe_finds_nothing_on_the_pages_without_scripts_nor_on_the_demo()
    {
        await using var reader = await chromium.Reader();
        var posted = await chromium.Server.Post("plain-axe", "Words");
        var thread = "/sites/demo/threads/plain-axe";
        var id = Endpoints.Answers.Text(posted, "comment", "id");
        foreach (var path in new[] { thread, $"{thread}?reply={id}", $"{thread}?report={id}&lang=tr", "/sites/demo/me?lang=ku", "/sites/demo/nothing", "/receipts/" + Endpoints.Answers.Text(posted, "receipt"), "/demo/index.html" })
        {
            var page = await reader.NewPageAsync();
            await page.GotoAsync(chromium.Server.Url + path);
            Assert.Empty(await Violations(page));
        }
    }

    [BrowserFact]
    public async Task The_widget_fits_a_phone_at_four_times_the_size()
    {
        await using var reader = await chromium.Reader(new() { ViewportSize = new() { Width = 320, Height = 256 } });
        var parent = await chromium.Server.Post("narrow", "Level 0");
        for (var level = 1; level < 8; level++)
        {
            parent = await chromium.Server.Post("narrow", $"Level {level} with anunbreakablywordthatislongerthanthescreenofanyphone", parent: Endpoints.Answers.Text(parent, "comment", "id"));
        }

        var page = await reader.Open(chromium.Article("narrow"));
        await page.Comment("Level 7").WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static async Task<string[]> Violations(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Chromium.AxeFile) + "; void 0");
        return await page.EvaluateAsync<string[]>(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`))");
    }
}
