using System.Net.Http.Json;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>Everything that a reader can do, in a real browser that runs no scripts, coming from a page of another origin.</summary>
[Collection(BrowserTests.Name)]
public sealed class PlainFormTests(Chromium chromium)
{
    private const string Phrase = "a phrase that nobody else has";

    [BrowserFact]
    public async Task A_reader_comes_from_the_article_previews_mends_posts_and_follows_the_receipt()
    {
        await using var reader = await Reader();
        await chromium.Server.Post("no-script", "Already there");
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Page("/no-script", $"<noscript><a href=\"{chromium.Server.Url}/sites/demo/threads/no-script\">Comments</a></noscript>"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Comments" }).ClickAsync();
        await page.Locator("li .body").First.Shows("Already there");

        await Write(page, "Hêlîn", "Without scripts, with *stress*");
        await page.Button("Preview").ClickAsync();
        await Assertions.Expect(page.Locator(".preview em")).ToHaveTextAsync("stress");
        await page.Locator("[name=name]").FillAsync("\u200B\u200B");
        await page.Button("Send").ClickAsync();
        await page.Locator("form [role=alert]").Shows("Please choose a name");
        await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync("Without scripts, with *stress*");

        await page.Locator("[name=name]").FillAsync("Hêlîn");
        await page.Button("Send").ClickAsync();
        await page.Locator("li .body").First.Shows("Without scripts, with stress");
        await page.ReloadAsync();
        Assert.Equal(2, (await chromium.Server.Page("no-script")).Number("count"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Your receipt" }).ClickAsync();
        await page.Locator("b").Shows("published");
        Assert.Empty(await reader.CookiesAsync());
    }

    [BrowserFact]
    public async Task A_passphrase_is_the_same_person_who_replies_objects_sees_their_own_and_erases_it()
    {
        await using var reader = await Reader();
        var page = await reader.NewPageAsync();
        page.SetDefaultTimeout(ReadersPage.Patience);
        await chromium.Server.Post("phrase", "A question");
        await page.GotoAsync(chromium.Server.Url + "/sites/demo/threads/phrase");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reply" }).ClickAsync();
        await Write(page, "Rênas", "An answer", Phrase);
        await page.Button("Send").ClickAsync();
        await page.Locator("li li .body").Shows("An answer");
        var receipt = await page.GetByRole(AriaRole.Link, new() { Name = "Your receipt" }).GetAttributeAsync("href");

        using var admin = chromium.Server.Admin();
        var answer = (await chromium.Server.Page("phrase")).Items("comments")[1];
        await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "phrase", commentId = answer.Text("id"), revision = 1, outcome = "reject", reason = "off-topic" } } });
        await page.GotoAsync(chromium.Server.Url + receipt);
        await page.Locator(".box").First.Shows("Off topic");
        await page.Locator("textarea").FillAsync("It is an answer.");
        await page.Button("Send").ClickAsync();
        await page.Locator("[role=status]").Shows(", not answered yet.");

        await page.GotoAsync(chromium.Server.Url + "/sites/demo/threads/phrase");
        await page.GetByRole(AriaRole.Link, new() { Name = "My comments" }).ClickAsync();
        await page.Locator("[name=name]").FillAsync("Rênas");
        await page.Locator("[name=phrase]").FillAsync("one that nobody has");
        await page.Button("My comments").ClickAsync();
        await page.Locator("[role=alert]").Shows("Nobody here has this name and phrase.");
        await page.Locator("[name=name]").FillAsync("Rênas");
        await page.Locator("[name=phrase]").FillAsync(Phrase);
        await page.Button("My comments").ClickAsync();
        await page.Locator("li").Shows("not published");
        var file = await page.RunAndWaitForDownloadAsync(() => page.Button("Save all I wrote").ClickAsync());
        Assert.Contains("An answer", await File.ReadAllTextAsync(await file.PathAsync()));

        await page.Button("Erase all I wrote").ClickAsync();
        await page.Locator(".box").GetByRole(AriaRole.Button, new() { Name = "Erase all I wrote" }).ClickAsync();
        await page.Locator("[role=status]").Shows("Erased.");
        await page.Locator("[name=name]").FillAsync("Rênas");
        await page.Locator("[name=phrase]").FillAsync(Phrase);
        await page.Button("My comments").ClickAsync();
        await page.Locator("[role=alert]").Shows("Nobody here has this name and phrase.");
    }

    [BrowserFact]
    public async Task A_form_is_taken_also_by_a_site_that_allows_only_its_own_pages()
    {
        await using var reader = await Reader();
        await ((Server.Sites.SiteDirectory)chromium.Server.Services.GetService(typeof(Server.Sites.SiteDirectory))!).Add("guarded", "Guarded");
        using var admin = chromium.Server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/guarded/reader-settings", new { origins = new[] { "https://news.example" }, signOn = Array.Empty<object>() })).EnsureSuccessStatusCode();
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Server.Url + "/sites/guarded/threads/a");
        await Write(page, "Hêlîn", "From the page itself");
        await page.Button("Send").ClickAsync();
        await page.Locator("li .body").First.Shows("From the page itself");
    }

    private Task<IBrowserContext> Reader() => chromium.Reader(new() { JavaScriptEnabled = false, Locale = "en" });

    private static async Task Write(IPage page, string name, string text, string? phrase = null)
    {
        page.SetDefaultTimeout(ReadersPage.Patience);
        await page.Locator("[name=name]").FillAsync(name);
        await page.Locator("[name=phrase]").FillAsync(phrase ?? "");
        await page.Locator("[name=text]").FillAsync(text);
    }
}
