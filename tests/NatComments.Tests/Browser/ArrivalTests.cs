using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace NatComments.Tests.Browser;

/// <summary>How the comments come onto a page that has never had them.</summary>
[Collection(BrowserTests.Name)]
public sealed class ArrivalTests(Chromium chromium)
{
    [BrowserFact]
    public async Task After_the_loader_everything_is_asked_for_at_once_of_nobody_else_and_the_article_stays_where_it_is()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("arrival", "The first to be read");
        string[] needed = ["/widget/nat-comments.js", "/widget/drawing.js", "/widget/writing.js", "/widget/messages.en.json", "/api/v1/sites/demo/threads/arrival"];
        var (asked, strangers) = (new ConcurrentDictionary<string, bool>(), new ConcurrentBag<string>());
        var (all, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        reader.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(chromium.Server.Url, StringComparison.Ordinal) && !request.Url.StartsWith(chromium.Publisher, StringComparison.Ordinal) && request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                strangers.Add(request.Url);
            }
        };

        // Nothing is answered before everything is asked for: what waits for an answer before it asks would wait for ever.
        await reader.RouteAsync(url => url.StartsWith(chromium.Server.Url, StringComparison.Ordinal) && !url.EndsWith("/embed.js", StringComparison.Ordinal), async route =>
        {
            asked[new Uri(route.Request.Url).AbsolutePath] = true;
            if (needed.All(asked.ContainsKey))
            {
                all.TrySetResult();
            }

            await answer.Task;
            await route.ContinueAsync();
        });
        var page = await reader.NewPageAsync();
        page.SetDefaultTimeout(ReadersPage.Patience);
        await page.GotoAsync(chromium.Article("arrival"), new() { WaitUntil = WaitUntilState.Commit });
        await all.Task.WaitAsync(TimeSpan.FromMilliseconds(ReadersPage.Patience));
        var heading = await page.Locator("h1").Top();
        answer.SetResult();
        await page.Comment("The first to be read").WaitForAsync();
        await page.Locator("nat-comments textarea").WaitForAsync();

        Assert.Equal(heading, await page.Locator("h1").Top());
        Assert.Equal(needed.Order(), asked.Keys.Where(path => !path.EndsWith("/live", StringComparison.Ordinal)).Order());
        Assert.Empty(strangers);
    }

    [BrowserFact]
    public async Task Nothing_around_the_comments_moves_when_they_come_into_a_place_of_their_own()
    {
        await using var reader = await chromium.Reader(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await chromium.Server.Post("steady", "The first to be read");
        await reader.AddInitScriptAsync("window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(shift => moved += shift.value)).observe({ type: 'layout-shift', buffered: true })");
        var place = $"<div id=place><script src=\"{chromium.Server.Url}/embed.js\" data-site=demo data-article=steady async></script></div><footer>Below the comments</footer>";
        var page = await reader.Open(chromium.Page("/steady", place));
        await page.Comment("The first to be read").WaitForAsync();
        Assert.InRange(await page.EvaluateAsync<double>("moved"), 0, 0.1);

        // The site's own style sheet gives the place its height. A sheet holds back what follows it, so the place is never drawn without it.
        chromium.StyleSheet("/steady.css", "#place { min-height: 100vh }");
        await page.GotoAsync(chromium.Page("/steady-place", "<link rel=stylesheet href=/steady.css>" + place));
        await page.Comment("The first to be read").WaitForAsync();
        await page.Locator("nat-comments textarea").WaitForAsync();
        Assert.Equal(0, await page.EvaluateAsync<double>("moved"));
    }
}
