using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NatComments.Server.Threads;
using NatComments.Tests.Grains;

namespace NatComments.Tests.Browser;

/// <summary>Many tabs of one reader over HTTP/1.1, of which a browser opens six connections to a server; and tabs that nobody looks at.</summary>
[Collection(BrowserTests.Name)]
public sealed class TabTests(Chromium chromium)
{
    [BrowserFact]
    [Trait("Report", "8")]
    public async Task Eight_tabs_are_all_ready_and_can_all_write()
    {
        await using var reader = await chromium.Reader();
        var tabs = new List<IPage>();
        for (var i = 0; i < 8; i++)
        {
            await chromium.Server.Post($"tab-{i % 4}", $"Under article {i % 4}, once more {i}.");
            tabs.Add(await reader.Open(chromium.Article($"tab-{i % 4}", $"data-x={i}")));
        }

        foreach (var i in (int[])[0, 7, 6])
        {
            await tabs[i].Write($"From tab {i}.");
            await tabs[i].Comment($"From tab {i}.").Locator("footer").First.WaitForAsync();
        }

        // Tab 4 has the article of tab 0, tab 7 that of tab 3, and one of each two has no stream.
        await chromium.Server.Post("tab-0", "From elsewhere.");
        await chromium.Server.Post("tab-3", "From elsewhere too.");
        foreach (var i in (int[])[0, 4, 3, 7])
        {
            await tabs[i].GetByRole(AriaRole.Button, new() { NameRegex = new("^Show [0-9]+ new comments?$") }).WaitForAsync();
        }
    }

    [BrowserFact]
    [Trait("Report", "8")]
    [Trait("Report", "B5")]
    public async Task A_hidden_tab_lets_its_stream_go_and_misses_nothing_when_it_is_seen_again()
    {
        await using var reader = await chromium.Reader();
        var live = chromium.Server.Services.GetRequiredService<LiveUpdates>();
        await chromium.Server.Post("hidden", "Already there.");
        var url = chromium.Page("/hidden", $"<b data-nat-count=hidden></b><script src=\"{chromium.Server.Url}/embed.js\" data-site=demo data-article=hidden async></script>");
        var page = await reader.Open(url);
        var thread = Core.Threads.ThreadId.FromTrusted("demo", "hidden");
        await HostQuestions.Until(() => Task.FromResult(live.Watched.Contains(thread)));

        await See(page, false);
        await HostQuestions.Until(() => Task.FromResult(!live.Watched.Contains(thread)));
        for (var i = 0; i < 60; i++)
        {
            await chromium.Server.Post("hidden", $"Meanwhile {i}.");
        }

        await See(page, true);
        await page.Button("Show 60 new comments").ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments h2")).ToHaveTextAsync("61 comments");
        await Assertions.Expect(page.Locator("b[data-nat-count]")).ToHaveTextAsync("61");
        await Assertions.Expect(page.Locator("nat-comments .list > li")).ToHaveCountAsync(61);
        await HostQuestions.Until(() => Task.FromResult(live.Watched.Contains(thread)));
    }

    private static Task See(IPage page, bool seen) => page.EvaluateAsync(
        "seen => { Object.defineProperty(document, 'hidden', { value: !seen, configurable: true }); document.dispatchEvent(new Event('visibilitychange')) }", seen);
}
