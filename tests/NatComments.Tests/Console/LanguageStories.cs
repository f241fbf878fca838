using Microsoft.Playwright;
using NatComments.Core.Projections;

namespace NatComments.Tests.ConsoleStories;

/// <summary>The console in other languages than English: numbers as the language writes them, words that are whole.</summary>
[Collection(ConsoleTests.Name)]
public sealed class LanguageStories(ConsoleBrowser console)
{
    // The lines that a text takes; 1 where no word was broken.
    private const string Lines = "all => all.map(one => { const text = document.createRange(); text.selectNodeContents(one); return new Set([...text.getClientRects()].map(rect => Math.round(rect.top))).size })";

    // By how much a label of a plot stands out of its drawing.
    private const string Outside = """
        all => Math.max(...all.map(text => {
            const { x, width } = text.getBBox()
            const view = text.ownerSVGElement.viewBox.baseVal
            return Math.max(-x, x + width - view.width)
        }))
        """;

    [ConsoleStory]
    [Trait("Report", "C1")]
    public async Task Thresholds_are_shown_and_typed_with_the_comma_of_the_language()
    {
        await console.Site("comma");
        await using var browser = await console.Fresh();
        var faults = new List<string>();
        var page = await browser.SignIn(console, await console.Somebody(Role.Administrator, "comma"), faults);
        foreach (var (lang, typed, shown) in new[] { ("tr", "0,305", "0,305"), ("ku", "0.31", "0,31"), ("en", "0,32", "0.32") })
        {
            await Speak(page, lang);
            await page.GoTo("comma", "settings");
            await page.Locator("[name=threat-hold]").FillAsync(typed);
            await page.Locator("nat-settings-screen form button.main").First.ClickAsync();
            await Assertions.Expect(page.Locator("[name=threat-hold]")).ToHaveValueAsync(shown);
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator("[name=threat-hold]")).ToHaveValueAsync(shown);
            Assert.DoesNotContain(lang == "en" ? "1,01" : "1.01", await page.Locator("nat-settings-screen").InnerTextAsync());
            await page.Screenshot("settings-" + lang);
        }

        Assert.Empty(faults);
    }

    [ConsoleStory]
    [Trait("Report", "C1")]
    public async Task No_word_of_the_author_card_is_broken_and_no_label_of_a_plot_is_cut()
    {
        await console.Site("whole");
        await console.Waits("whole", "a");
        await console.Server.Get<SiteProjections>().CatchUp("whole");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Administrator, "whole"));
        foreach (var width in new[] { 1280, 820, 390 })
        {
            foreach (var lang in new[] { "tr", "ku", "en" })
            {
                await page.SetViewportSizeAsync(width, 844);
                await Speak(page, lang);
                await page.GoTo("whole", "queue/pending");
                await page.Rows().First.ClickAsync();
                await page.Locator("nat-comment-view .record dt").First.WaitForAsync();
                Assert.All(await page.Locator(".record dt").EvaluateAllAsync<int[]>(Lines), lines => Assert.Equal(1, lines));
                await page.Screenshot($"author-card-{lang}-{width}");

                await page.GoTo("whole", "statistics");
                await page.Locator(".plot svg text").First.WaitForAsync();
                Assert.True(await page.Locator(".plot svg text").EvaluateAllAsync<double>(Outside) <= 0, $"{lang} {width}");
                await page.Screenshot($"statistics-{lang}-{width}");
            }
        }
    }

    private static async Task Speak(IPage page, string lang)
    {
        await page.EvaluateAsync("lang => localStorage.setItem('natcomments-console', JSON.stringify({ lang }))", lang);
        await page.ReloadAsync();
        await page.Locator("main h1").First.WaitForAsync();
    }
}
