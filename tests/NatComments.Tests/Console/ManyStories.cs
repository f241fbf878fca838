using Microsoft.Playwright;
using NatComments.Core.Projections;
using NatComments.Core.Scoring.Models;
using NatComments.Core.Sites;
using NatComments.Server.Settings;

namespace NatComments.Tests.ConsoleStories;

/// <summary>Many entries at once: saved views, and clusters of near-duplicates.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ManyStories(ConsoleBrowser console)
{
    [ConsoleStory]
    public async Task A_view_over_an_article_is_saved_with_its_count_worked_on_and_removed()
    {
        await console.Waits(await console.Site("watching"), "election", "First, 0532 123 45 67");
        await console.Waits("watching", "election", "Second, 0532 123 45 68");
        await console.Waits("watching", "weather", "Third, 0532 123 45 69");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Moderator, "watching"));
        await page.Button("New view").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Election night");
        await page.GetByLabel("Articles").FillAsync("election");
        await page.Press("Tab");
        await page.Button("Save").ClickAsync();

        var link = page.Locator("nat-queue-nav a", new() { HasText = "Election night" });
        await Assertions.Expect(link.Locator(".number")).ToHaveTextAsync("2");
        await link.ClickAsync();
        await page.Locator("nat-queue-screen h1").Shows("Election night");
        await page.Waiting(2);
        await page.Press("p");
        await page.Says("Published.");

        await page.Button("New view").ClickAsync();
        await page.Button("Remove Election night").ClickAsync();
        await Assertions.Expect(link).ToHaveCountAsync(0);
    }

    [ConsoleStory]
    public async Task Five_hundred_near_duplicates_are_rejected_in_one_go_and_the_one_that_changed_is_not()
    {
        // Repetition alone would have the policy reject them as spam.
        var never = new Threshold(Threshold.Never, Threshold.Never);
        await console.Server.Get<SettingsKeeper>().Save(await console.Site("flood"), SiteSettings.Default with { Policy = new() { Spam = never } }, "test");
        var posted = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => console.Posted("flood", $"a{i % 20}", "Buy the best watches in town today, they are cheap and good, call 0532 123 45 67", $"Seller {i}")));
        await console.Waits("flood", "other", "Something else entirely waits here with 0532 999 45 67");
        await console.Server.Get<SiteProjections>().CatchUp("flood");
        await using var browser = await console.Fresh();
        var page = await browser.SignIn(console, await console.Somebody(Role.Moderator, "flood"));
        await page.Rows().Filter(new() { HasText = "watches" }).First.Locator("button.opener").ClickAsync();
        await page.Locator("nat-comment-view .cluster").Shows("500 near-duplicates wait.");
        await page.Press("d");
        await page.Says("500 selected");
        var (comment, author, _) = posted[250];
        Assert.Equal(200, (await author.Put($"/api/v1/sites/flood/comments/{comment["id"]}", new { article = "a10", revision = 1, text = "I am sorry, please call 0532 123 45 67 about the watches" })).Status);

        await page.Press("r");
        await page.Press("s");
        await page.Says("1 of 500 were not decided");
        await Assertions.Expect(page.Locator("li.entry.done.reject")).ToHaveCountAsync(499);
        await Assertions.Expect(page.Locator("li.entry.waiting .tag.fault")).ToContainTextAsync("The author has changed the comment");
        await page.Press("u");
        await page.Says("499 decisions taken back.");
    }
}
