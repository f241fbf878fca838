using System.Net.Http.Json;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>What stands around a comment: preview, reports, guidelines, reasons of the site's own, and writing that goes from right to left.</summary>
[Collection(BrowserTests.Name)]
public sealed class ReadingAndReportingTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_preview_shows_what_will_stand_there_and_sends_nothing()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("preview"));
        await page.Locator("nat-comments [name=text]").FillAsync("A **bold** word <script>alert(1)</script>");
        await page.Button("Preview").ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments .preview strong")).ToHaveTextAsync("bold");
        await page.Locator("nat-comments .preview").Shows("<script>alert(1)</script>");
        await page.Locator("nat-comments [name=text]").FillAsync("Other words");
        await Assertions.Expect(page.Locator("nat-comments .preview")).ToBeHiddenAsync();
        Assert.Equal(0, (await chromium.Server.Page("preview")).Number("count"));
    }

    [BrowserFact]
    public async Task A_report_reaches_the_moderators_with_its_reason_and_note()
    {
        await using var reader = await chromium.Reader();
        var posted = await chromium.Server.Post("reported", "Look at this");
        var page = await reader.Open(chromium.Article("reported"));
        await page.Button("Report").ClickAsync();
        await page.Locator("nat-comments li select").SelectOptionAsync(new SelectOptionValue { Label = "Off topic" });
        await page.Locator("nat-comments li textarea").FillAsync("Not about the lamps");
        await page.Locator("nat-comments li form button.main").ClickAsync();
        await page.Comment("Look at this").Locator("article").Shows("A moderator will look at it.");

        using var admin = chromium.Server.Admin();
        var whole = await admin.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/sites/demo/comments/{posted.Text("comment", "id")}?article=reported");
        var report = whole.Items("reports").Single();
        Assert.Equal(("off-topic", "Not about the lamps"), (report.Text("reason"), report.Text("note")));
    }

    [BrowserFact]
    public async Task The_sites_own_guidelines_and_reasons_are_shown_in_its_words()
    {
        await using var reader = await chromium.Reader();
        await ((Server.Sites.SiteDirectory)chromium.Server.Services.GetService(typeof(Server.Sites.SiteDirectory))!).Add("own", "Own");
        using var admin = chromium.Server.Admin();
        var reasons = new[] { new { code = "ad-speak", names = new { en = "Ad speak", tr = "Reklam dili" }, rule = "Rule 4" } };
        (await admin.PutAsJsonAsync("/api/v1/sites/own/settings", new { guidelines = "We are **neighbours** here.", reasons })).EnsureSuccessStatusCode();
        var page = await reader.Open(chromium.Page("/own", $"<nat-comments site=own article=a lang=tr></nat-comments><script src=\"{chromium.Server.Url}/embed.js\" async></script>"));
        await page.Locator("nat-comments summary").First.ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments details strong")).ToHaveTextAsync("neighbours");

        await page.Write("Al, al, al");
        var id = await page.Locator("nat-comments li.own:not(:has(.sending))").GetAttributeAsync("data-id");
        (await admin.PostAsJsonAsync("/api/v1/sites/own/decisions", new { decisions = new[] { new { article = "a", commentId = id, revision = 1, outcome = "reject", reason = "ad-speak" } } })).EnsureSuccessStatusCode();
        await page.ReloadAsync();
        await page.Locator("nat-comments li header").Shows("Yayımlanmadı: Reklam dili");
    }

    [BrowserFact]
    public async Task Words_that_run_from_right_to_left_do_so_also_beside_others_and_in_a_language_that_does()
    {
        await using var reader = await chromium.Reader(new() { ViewportSize = new() { Width = 360, Height = 640 } });
        var first = await chromium.Server.Post("rtl", "این یک نظر است", "نسرین");
        await chromium.Server.Post("rtl", "An answer from the left", parent: first.Text("comment", "id"));
        await reader.RouteAsync("**/messages.fa.json", async route =>
        {
            var words = await (await route.FetchAsync(new() { Url = chromium.Server.Url + "/widget/messages.en.json" })).TextAsync();
            await route.FulfillAsync(new() { Body = words.Replace("\"ltr\"", "\"rtl\"", StringComparison.Ordinal).Replace("\"lang\":\"en\"", "\"lang\":\"fa\"", StringComparison.Ordinal), ContentType = "application/json", Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" } });
        });

        var page = await reader.Open(chromium.Article("rtl"));
        Assert.Equal("rtl", await Direction(page.Comment("این یک نظر است").Locator(".body").First));
        Assert.Equal("ltr", await Direction(page.Comment("An answer from the left").Locator(".body").First));
        Assert.True(await Indent(page) > 0);

        page = await reader.Open(chromium.Article("rtl", "data-lang=fa", "fa"));
        Assert.Equal("ltr", await Direction(page.Comment("An answer from the left").Locator(".body").First));
        Assert.True(await Indent(page) < 0);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static Task<string> Direction(ILocator element) => element.EvaluateAsync<string>("el => getComputedStyle(el).direction");

    // By how much an answer stands further to the right than what it answers, measured at the edge where lines begin.
    private static Task<double> Indent(IPage page) => page.Locator("nat-comments .list").EvaluateAsync<double>(
        "list => { const [a, b] = [...list.querySelectorAll('li')].map(li => li.getBoundingClientRect()); return getComputedStyle(list).direction === 'rtl' ? b.right - a.right : b.left - a.left }");
}
