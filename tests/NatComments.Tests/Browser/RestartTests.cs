using Microsoft.Playwright;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Browser;

/// <summary>A page that stays open while the server is started anew.</summary>
[Collection(BrowserTests.Name)]
public sealed class RestartTests(Chromium chromium)
{
    private const string Article = "/demo/lamplighter";

    [BrowserFact]
    [Trait("Report", "B5")]
    public async Task After_a_restart_nothing_is_missing_that_the_count_counts()
    {
        using var folder = new TemporaryFolder();
        await using var reader = await chromium.Reader();
        var before = await RunningServer.Start(folder.FullName);
        var url = before.Url;
        await before.Post(Article, "Before the restart.");
        var page = await reader.Open(url + "/demo/index.html");
        await page.Comment("Before the restart.").WaitForAsync();
        await before.DisposeAsync();

        await using var after = await RunningServer.Start(folder.FullName, "--urls", url);
        foreach (var i in Enumerable.Range(1, 3))
        {
            await after.Post(Article, $"After the restart, {i}.");
        }

        // Some may be told live and the others be found by the version: all are offered in the end.
        await page.Button("Show 3 new comments").ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments h2").First).ToHaveTextAsync("4 comments");
        await Assertions.Expect(page.Locator("nat-comments .list > li")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("[data-nat-count]")).ToHaveTextAsync("4");
    }
}
