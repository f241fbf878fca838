using System.Net.Http.Json;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>What goes wrong around the widget: each is safe, and it says what to do.</summary>
[Collection(BrowserTests.Name)]
public sealed class TroubleTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_clock_that_is_wrong_by_a_day_changes_neither_times_nor_what_can_be_done(int days)
    {
        await using var reader = await chromium.Reader();
        var article = $"clock-{days}";
        await chromium.Server.Post(article, "Just now");
        await reader.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddDays(days));
        var page = await reader.Open(chromium.Article(article));
        await Assertions.Expect(page.Comment("Just now").Locator("time")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("just now|1 minute ago"));

        await page.Write("Mine, too");
        await page.Comment("Mine, too").GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).WaitForAsync();
        await Assertions.Expect(page.Comment("Mine, too").Locator("time")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("just now|1 minute ago"));
    }

    [BrowserFact]
    public async Task A_closed_thread_can_be_read_and_says_so_and_one_that_closes_meanwhile_keeps_the_text()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("shut", "Before it closed");
        var page = await reader.Open(chromium.Article("shut"));
        await page.Locator("nat-comments [name=text]").FillAsync("Too late");
        await State("shut", "closed");
        await page.Write("Too late");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("Comments are closed.");
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("Too late");

        var other = await reader.Open(chromium.Article("shut"), writable: false);
        await other.Locator("nat-comments .notice").Shows("Comments are closed. You can still read them.");
        await other.Comment("Before it closed").WaitForAsync();
        Assert.Equal(0, await other.Locator("nat-comments textarea").CountAsync());
        Assert.Equal(0, await other.Button("Reply").CountAsync());
    }

    [BrowserFact]
    public async Task A_slow_thread_says_so_and_a_second_comment_waits_for_its_minute()
    {
        await using var reader = await chromium.Reader();
        await State("slow", "slow");
        var page = await reader.Open(chromium.Article("slow"));
        await page.Locator("nat-comments .notice").Shows("one comment a minute");
        await page.Write("The first", "Newroz");
        await page.Comment("The first").Locator("article").Shows("published");
        await page.Write("The second", "Newroz");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("Please wait a minute.");
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("The second");
        await Assertions.Expect(page.Comment("The second")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Without_a_connection_it_tries_again_and_what_was_written_is_there_once()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("offline"));
        await page.Write("The first is online");
        await page.Comment("The first is online").Locator("article").Shows("published");
        await reader.SetOfflineAsync(true);
        await page.Write("In a tunnel");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("No connection. Trying again");
        await page.Comment("In a tunnel").Locator("header").Shows("Sending");
        await reader.SetOfflineAsync(false);
        await page.Comment("In a tunnel").Locator("article").Shows("published");
        Assert.Equal(2, (await chromium.Server.Page("offline")).Number("count"));
    }

    [BrowserFact]
    public async Task A_token_of_another_site_is_left_behind_and_one_can_read_and_write()
    {
        await using var reader = await chromium.Reader();
        await ((Server.Sites.SiteDirectory)chromium.Server.Services.GetService(typeof(Server.Sites.SiteDirectory))!).Add("elsewhere", "Elsewhere");
        var token = (await (await chromium.Server.Http.PostAsync("/api/v1/sites/elsewhere/readers", null)).Json()).Text("readerToken");
        await chromium.Server.Post("token", "To be read");
        var url = chromium.Article("token");
        await reader.AddInitScriptAsync($"localStorage['nat:demo'] ??= JSON.stringify({{ token: '{token}' }})");
        var page = await reader.Open(url);
        await page.Comment("To be read").WaitForAsync();
        await page.Write("And written");
        await page.Comment("And written").Locator("article").Shows("published");
    }

    [BrowserFact]
    public async Task Who_was_signed_in_by_the_site_and_is_no_longer_reads_on_and_is_told()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("ended", "To be read");
        var page = await reader.Open(chromium.Article("ended", "data-token=eyJhbGciOiJIUzI1NiJ9.e30.over data-lang=tr"));
        await page.Comment("To be read").WaitForAsync();
        await page.Locator("nat-comments .box.fault").Shows("Oturumunuz sona erdi.");
        await page.Locator("nat-comments [name=name]").WaitForAsync();
    }

    [BrowserFact]
    public async Task What_cannot_be_fetched_at_first_is_fetched_when_one_tries_again()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("cut", "There after all");
        await reader.RouteAsync("**/threads/cut?**", route => route.AbortAsync());
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Article("cut"));
        await page.Locator("nat-comments [role=alert]").Shows("There is no connection.");
        await reader.UnrouteAsync("**/threads/cut?**");
        await page.Button("Try again").ClickAsync();
        await page.Comment("There after all").WaitForAsync();
        await page.Locator("nat-comments textarea").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_link_to_a_comment_that_is_gone_says_so_and_shows_the_others()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("gone", "Still there");
        var page = await reader.Open(chromium.Article("gone") + "#comment-" + Guid.NewGuid());
        await page.Locator("nat-comments p.box[role=alert]").Shows("This comment is gone.");
        await page.Comment("Still there").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_name_that_shows_nothing_is_refused_in_words_of_the_page()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("nameless", lang: "ku"));
        await page.Write("Words without a name", "\u200B\u2060\u200B");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("Ji kerema xwe navekî heta 60 tîpên xuya hilbijêrin.");
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("Words without a name");
        await Assertions.Expect(page.Locator("nat-comments li")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_page_that_may_not_show_the_comments_says_what_its_owner_can_do()
    {
        await using var reader = await chromium.Reader();
        await ((Server.Sites.SiteDirectory)chromium.Server.Services.GetService(typeof(Server.Sites.SiteDirectory))!).Add("strict", "Strict");
        using var admin = chromium.Server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/strict/reader-settings", new { origins = new[] { "https://news.example" }, signOn = Array.Empty<object>() })).EnsureSuccessStatusCode();
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Page("/strict", $"<nat-comments site=strict article=a></nat-comments><script src=\"{chromium.Server.Url}/embed.js\" async></script>"));
        await page.Locator("nat-comments [role=alert]").Shows("This page may not show these comments.");
        await page.Button("Try again").WaitForAsync();
    }

    [BrowserFact]
    public async Task A_hundred_levels_of_quotes_are_refused_in_words_and_three_hundred_links_do_no_harm()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("bulk"));
        await page.Write(new string('>', 100) + " deep");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("Too many quotes or lists inside each other.");
        await page.Locator("nat-comments [name=text]").FillAsync(string.Concat(Enumerable.Range(0, 300).Select(i => $"https://example.org/{i} ")));
        await page.Locator("nat-comments button.main").First.ClickAsync();
        var again = page.Button("Send as it is");
        await page.Locator("nat-comments li.own:not(:has(.sending))").Or(again).First.WaitForAsync();
        if (await again.IsVisibleAsync())
        {
            await again.ClickAsync();
        }

        await page.Locator("nat-comments li.own footer").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.True(await page.Locator("nat-comments li.own .body a").CountAsync() <= 100);
        Assert.Equal(0, (await chromium.Server.Page("bulk")).Number("count"));
    }

    [BrowserFact]
    public async Task A_moderators_name_is_refused_in_words_and_the_text_is_kept()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("pretender"));
        await page.Write("Believe me", "аdmin");
        await page.Locator("nat-comments form > [role=alert].fault").Shows("This name is kept for the editors.");
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("Believe me");
    }

    private async Task State(string article, string state)
    {
        using var admin = chromium.Server.Admin();
        (await admin.PutAsJsonAsync($"/api/v1/sites/demo/threads/{article}/state", new { state })).EnsureSuccessStatusCode();
    }
}
