using System.Net.Http.Json;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;
using Pictures = NatComments.Tests.ConsoleStories.ConsolePage;

namespace NatComments.Tests.Browser;

/// <summary>What the widget says of a comment, to its author and to others, is true.</summary>
[Collection(BrowserTests.Name)]
public sealed class TrueWordsTests(Chromium chromium)
{
    private const string Held = "He lives next door, call him on 0532 123 45 67";
    private const string Site = "/api/v1/sites/demo";

    [BrowserFact]
    [Trait("Report", "A3")]
    public async Task A_place_has_no_name_no_letter_and_no_colour_and_says_no_more_than_is_known()
    {
        var (held, withdrawn) = (await chromium.Server.Post("places", Held), await chromium.Server.Post("places", "Words taken back"));
        foreach (var post in new[] { held, withdrawn })
        {
            var answer = await chromium.Server.Post("places", "An answer that everybody sees", token: post.Text("readerToken"), parent: post.Text("comment", "id"));
            await Decide("places", answer.Text("comment", "id"), 1, "publish");
        }

        using var author = chromium.Server.As(withdrawn.Text("readerToken"));
        (await author.DeleteAsync($"{Site}/comments/{withdrawn.Text("comment", "id")}?article=places")).EnsureSuccessStatusCode();

        await using var stranger = await chromium.Reader();
        var page = await stranger.Open(chromium.Article("places"));
        var (hidden, gone) = (page.Comment("This comment is not shown."), page.Comment("This comment was withdrawn by its author."));
        foreach (var place in new[] { hidden, gone })
        {
            var article = place.Locator("> article");
            await Assertions.Expect(article.Locator(".face")).ToBeEmptyAsync();
            await Assertions.Expect(article.Locator(".author")).ToHaveCountAsync(0);
            Assert.Equal("rgb(217, 220, 225)", await article.Locator(".face").EvaluateAsync<string>("face => getComputedStyle(face).backgroundColor"));
            Assert.DoesNotContain("nobody", await article.EvaluateAsync<string>("article => article.outerHTML"));
        }

        Assert.Equal("This comment is not shown.", await hidden.Locator("> article").GetAttributeAsync("aria-label"));
        await Pictures.Screenshot(page, "widget-places");
    }

    [BrowserFact]
    [Trait("Report", "A3")]
    public async Task What_was_rejected_at_once_does_not_promise_to_appear()
    {
        using var admin = chromium.Server.Admin();
        (await admin.PutAsJsonAsync($"{Site}/word-lists/own", new { text = "[reject]\nzucchinologist" })).EnsureSuccessStatusCode();
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("refused", lang: "tr"));

        await page.Write("A zucchinologist writes");

        var comment = page.Comment("A zucchinologist writes");
        await comment.Locator("header").Shows("Yayımlanmadı: Hakaret");
        await comment.Locator("article").First.Shows("Yorumunuz yayımlanmadı. Gerekçe: Hakaret. Bu karara itiraz edebilirsiniz.");
        Assert.DoesNotContain("görünecek", await comment.InnerTextAsync());
        await Pictures.Screenshot(page, "widget-refused");
    }

    [BrowserFact]
    [Trait("Report", "A3")]
    public async Task An_objection_is_shown_at_once_after_a_reload_and_with_its_answer()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("objection"));
        await page.Write("Words that are rejected");
        await page.Comment("Words that are rejected").Locator("article").First.Shows("Your comment is published.");
        var id = (await page.Locator("nat-comments li").First.GetAttributeAsync("data-id"))!;
        await Decide("objection", id, 1, "reject");
        await page.ReloadAsync();
        await page.Button("Object").ClickAsync();
        await page.Locator("nat-comments li textarea").FillAsync("It was a quotation.");
        await page.Locator("nat-comments li form button.main").ClickAsync();
        await page.Comment("Words that are rejected").Locator("article").Shows("Objection sent ");

        await page.ReloadAsync();
        await page.Comment("Words that are rejected").Locator("article").Shows(", not answered yet.");
        await Pictures.Screenshot(page, "widget-objection");
        await Decide("objection", id, 1, "publish");
        await page.ReloadAsync();
        await page.Comment("Words that are rejected").Locator("article").Shows(": published.");
    }

    [BrowserTheory]
    [InlineData("en", 7, "You cannot take part here until ")]
    [InlineData("tr", null, "Artık bu sitedeki tartışmalara katılamazsınız; bu karar süresizdir.")]
    [Trait("Report", "A3")]
    public async Task Who_is_banned_reads_why_and_until_when(string lang, int? days, string said)
    {
        await using var reader = await chromium.Reader();
        var article = "ban-" + lang;
        var page = await reader.Open(chromium.Article(article, lang: lang));
        await page.Write("A first word");
        await page.Comment("A first word").Locator("a[target=_blank]").WaitForAsync();
        var author = (await chromium.Server.Page(article)).Items("comments").Single().Text("author", "id");
        using var admin = chromium.Server.Admin();
        (await admin.PostAsJsonAsync($"{Site}/authors/{author}/sanctions", new { kind = "ban", reason = "insult", days })).EnsureSuccessStatusCode();

        await page.Locator("nat-comments [name=text]").First.FillAsync("And a second");
        await page.Locator("nat-comments button.main").First.ClickAsync();

        await page.Locator("nat-comments form .fault").First.Shows(said);
        await page.Locator("nat-comments form .fault").First.Shows(lang == "tr" ? "Hakaret" : "Insult");
        Assert.Equal("And a second", await page.Locator("nat-comments [name=text]").First.InputValueAsync());
        await page.Locator("nat-comments summary").Last.ClickAsync();
        await page.Button(lang == "tr" ? "Yorumlarım" : "My comments").ClickAsync();
        await page.Locator("nat-comments details .fault.box").Shows(said);
        await Pictures.Screenshot(page, "widget-banned-" + lang);
    }

    [BrowserFact]
    [Trait("Report", "A4")]
    public async Task An_edit_that_waits_is_told_before_it_is_saved_and_others_go_on_reading_the_former_text()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Premoderate("waits");
        var page = await reader.Open(chromium.Article("waits"));
        await page.Write("He lives in Wan");
        await page.Comment("He lives in Wan").Locator("header").Shows("waiting for a moderator since ");
        var id = (await page.Locator("nat-comments li").First.GetAttributeAsync("data-id"))!;
        await Decide("waits", id, 1, "publish");
        await page.ReloadAsync();

        await page.Button("Edit").ClickAsync();
        await page.Locator("nat-comments li form").Shows("Until a moderator has read it, others see your former text.");
        await Pictures.Screenshot(page, "widget-edit-waits");
        await page.Locator("nat-comments li textarea").FillAsync("He lives somewhere");
        await page.Button("Save").ClickAsync();
        await page.Comment("He lives somewhere").Locator("article").Shows("Your change will appear once it has been read; until then others see your former text.");
        await page.ReloadAsync();
        await page.Comment("He lives somewhere").Locator("article").Shows("Until a moderator has read it, others see your former text.");
        await Pictures.Screenshot(page, "widget-edited");

        await using var stranger = await chromium.Reader();
        await (await stranger.Open(chromium.Article("waits"))).Comment("He lives in Wan").WaitForAsync();
    }

    private async Task Decide(string article, string id, int revision, string outcome)
    {
        using var admin = chromium.Server.Admin();
        var decision = new { article, commentId = id, revision, outcome, reason = outcome == "reject" ? "insult" : "clean", again = true };
        (await admin.PostAsJsonAsync($"{Site}/decisions", new { decisions = new[] { decision } })).EnsureSuccessStatusCode();
    }
}
