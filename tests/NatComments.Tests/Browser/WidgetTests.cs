using System.Net.Http.Json;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>The widget in a real browser, on a page of another origin with a strict content security policy.</summary>
[Collection(BrowserTests.Name)]
public sealed class WidgetTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_reader_posts_replies_edits_likes_and_withdraws_without_an_error_on_the_console()
    {
        await using var reader = await chromium.Reader();
        var faults = new List<string>();
        await chromium.Server.Post("story", "The first word", "Ayşe");
        var page = await reader.Open(chromium.Article("story"), faults);

        await page.Write("Mine, with *stress*");
        await page.Comment("Mine, with stress").Locator("em").WaitForAsync();
        await page.Comment("Mine, with stress").Locator("article").First.Shows("Your comment is published.");

        await page.Comment("Mine, with stress").GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).ClickAsync();
        await page.Locator("nat-comments li textarea").FillAsync("Mine, mended");
        await page.Button("Save").ClickAsync();
        await page.Comment("Mine, mended").Locator("header").First.Shows("edited");

        await page.Comment("The first word").GetByRole(AriaRole.Button, new() { Name = "Reply", Exact = true }).ClickAsync();
        await page.Locator("nat-comments li textarea").FillAsync("An answer");
        await page.Locator("nat-comments li form button.main").ClickAsync();
        await page.Locator("nat-comments li li .body").Shows("An answer");

        await page.Comment("The first word").GetByRole(AriaRole.Button, new() { Name = "Like, 0 so far" }).First.ClickAsync();
        await page.Comment("The first word").GetByRole(AriaRole.Button, new() { Name = "Like, 1 so far" }).First.WaitForAsync();

        await page.Comment("Mine, mended").GetByRole(AriaRole.Button, new() { Name = "Withdraw", Exact = true }).ClickAsync();
        await page.Locator("nat-comments li .box button.second").ClickAsync();
        await Assertions.Expect(page.Comment("Mine, mended")).ToHaveCountAsync(0);

        Assert.Equal(2, (await chromium.Server.Page("story")).Number("count"));
        Assert.Empty(faults);
    }

    [BrowserFact]
    public async Task What_became_of_a_comment_is_always_seen_by_its_author_and_can_be_objected_to()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Premoderate("fate");
        var page = await reader.Open(chromium.Article("fate"));
        await page.Write("A word that waits");
        await page.Comment("A word that waits").Locator("header").Shows("waiting for a moderator since ");
        Assert.Equal(0, (await chromium.Server.Page("fate")).Number("count"));

        using var admin = chromium.Server.Admin();
        var id = await page.Locator("nat-comments li").First.GetAttributeAsync("data-id");
        (await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "fate", commentId = id, revision = 1, outcome = "reject", reason = "insult" } } })).EnsureSuccessStatusCode();
        await page.ReloadAsync();
        await page.Comment("A word that waits").Locator("header").Shows("Not published: Insult");

        await page.Button("Object").ClickAsync();
        await page.Locator("nat-comments li textarea").FillAsync("It was said to myself.");
        await page.Locator("nat-comments li form button.main").ClickAsync();
        await Assertions.Expect(page.Button("Object")).ToHaveCountAsync(0);

        await page.Locator("nat-comments summary").Filter(new() { HasText = "You" }).Last.ClickAsync();
        await page.Button("My comments").ClickAsync();
        await page.Locator("nat-comments details ol").Shows("not published");
    }

    [BrowserFact]
    public async Task What_others_write_meanwhile_is_offered_and_the_page_does_not_jump()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("live", "Already there");
        var page = await reader.Open(chromium.Article("live"));
        var before = await page.Comment("Already there").Top();

        await chromium.Server.Post("live", "Just in");
        await page.Button("Show 1 new comment").WaitForAsync();
        Assert.Equal(before, await page.Comment("Already there").Top());
        Assert.Equal(0, await page.Comment("Just in").CountAsync());

        await page.Button("Show 1 new comment").ClickAsync();
        await page.Comment("Just in").WaitForAsync();
        await Assertions.Expect(page.Locator("nat-comments h2")).ToHaveTextAsync("2 comments");
    }

    [BrowserFact]
    public async Task Only_what_has_a_place_on_the_page_is_offered()
    {
        await using var reader = await chromium.Reader();
        var far = await chromium.Server.Post("offered", "On a page that is not shown");
        await chromium.Server.Post("offered", "On the page that is shown");
        var page = await reader.Open(chromium.Article("offered", "data-page-size=1"));
        await chromium.Server.Post("offered", "An answer far away", parent: far.Text("comment", "id"));
        await Assertions.Expect(page.Locator("nat-comments h2")).ToHaveTextAsync("3 comments");
        var near = await chromium.Server.Post("offered", "Just in");
        await chromium.Server.Post("offered", "And an answer to it", parent: near.Text("comment", "id"));

        await page.Button("Show 2 new comments").ClickAsync();
        await page.Comment("And an answer to it").WaitForAsync();
        Assert.Equal(0, await page.Comment("An answer far away").CountAsync());
    }

    [BrowserFact]
    public async Task A_link_leads_to_the_end_of_a_long_conversation_that_was_folded()
    {
        await using var reader = await chromium.Reader(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        var last = await chromium.Server.Post("deep", "The beginning");
        for (var level = 1; level < 8; level++)
        {
            last = await chromium.Server.Post("deep", $"Level {level}, with a great many words, so that what stands above it fills more than the screen of a phone and one has to go a long way down before one is there", $"Zelal {(char)('a' + level)}", parent: last.Text("comment", "id"));
        }

        var id = last.Text("comment", "id");
        var page = await reader.Open(chromium.Article("deep") + "#comment-" + id);
        var linked = page.Locator($"nat-comments [data-id='{id}'] article");
        await Assertions.Expect(linked).ToBeInViewportAsync();
        await page.Locator("nat-comments .fold").First.ClickAsync();
        await page.Locator("nat-comments .fold").First.Shows("+7");
        await Assertions.Expect(linked).ToBeHiddenAsync();
        await page.EvaluateAsync("id => { location.hash = ''; location.hash = '#comment-' + id }", id);
        await Assertions.Expect(linked).ToBeInViewportAsync();
    }

    [BrowserFact]
    public async Task The_exact_time_is_shown_to_whoever_asks_for_it_also_with_a_finger()
    {
        await using var reader = await chromium.Reader(new() { HasTouch = true });
        await chromium.Server.Post("time", "Some time ago");
        var page = await reader.Open(chromium.Article("time"));
        var time = page.Comment("Some time ago").Locator("time");
        await time.TapAsync();
        await Assertions.Expect(time).ToHaveTextAsync((await time.GetAttributeAsync("title"))!);
        await Assertions.Expect(time).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("20[0-9]{2}.*[0-9]:[0-9]{2}"));
    }

    [BrowserFact]
    public async Task A_link_to_a_comment_on_a_far_page_leads_to_it()
    {
        await using var reader = await chromium.Reader();
        var first = await chromium.Server.Post("far", "The oldest of all");
        var reply = await chromium.Server.Post("far", "Its answer", parent: first.Text("comment", "id"));
        for (var i = 0; i < 12; i++)
        {
            await chromium.Server.Post("far", $"Later {i}");
        }

        var page = await reader.Open(chromium.Article("far", "data-page-size=5") + "#comment-" + reply.Text("comment", "id"));
        await Assertions.Expect(page.Locator("nat-comments .linked > article .body")).ToHaveTextAsync("Its answer");
        await Assertions.Expect(page.Comment("Its answer").Locator("article")).ToBeInViewportAsync();
        await page.Button("All comments").ClickAsync();
        await page.Comment("Later 11").WaitForAsync();
        await page.Button("More comments").ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments .list li")).ToHaveCountAsync(10);
    }

    [BrowserFact]
    public async Task A_draft_survives_a_reload_and_a_lost_answer_makes_no_second_comment()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("draft"));
        await page.Locator("nat-comments [name=name]").FillAsync("Half a name");
        await page.Locator("nat-comments [name=text]").FillAsync("Half a thought");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("nat-comments [name=name]")).ToHaveValueAsync("Half a name");
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("Half a thought");

        // The server takes the first try, but its answer never arrives.
        var lost = 0;
        await page.RouteAsync("**/comments", async route =>
        {
            if (route.Request.Method == "POST" && lost++ == 0)
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await page.Write("Half a thought");
        await page.Comment("Half a thought").Locator("article").Shows("Your comment is published.");
        Assert.Equal(2, lost);
        Assert.Equal(1, (await chromium.Server.Page("draft")).Number("count"));
    }

    [BrowserFact]
    public async Task Where_storage_is_refused_one_can_still_write()
    {
        await using var reader = await chromium.Reader();
        await reader.AddInitScriptAsync("for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError') } })");
        var faults = new List<string>();
        var page = await reader.Open(chromium.Article("private"), faults);
        await page.Write("No trace of me");
        await page.Comment("No trace of me").GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).WaitForAsync();
        Assert.Empty(faults);
    }

    [BrowserFact]
    public async Task Several_threads_on_a_page_counts_beside_them_and_attributes_that_change()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("one", "In the first");
        await chromium.Server.Post("two", "In the second");
        await chromium.Server.Post("two", "Also there");
        var url = chromium.Page("/several", $"<b id=n data-nat-count=two></b><nat-comments site=demo article=one></nat-comments><nat-comments site=demo article=two lang=tr></nat-comments><script src=\"{chromium.Server.Url}/embed.js\" async></script>");
        var page = await reader.Open(url);
        await Assertions.Expect(page.Locator("nat-comments h2")).ToHaveTextAsync(["1 comment", "2 yorum"]);
        await Assertions.Expect(page.Locator("#n")).ToHaveTextAsync("2");

        await page.Locator("nat-comments").First.EvaluateAsync("el => { el.setAttribute('article', 'two'); el.setAttribute('lang', 'ku') }");
        await Assertions.Expect(page.Locator("nat-comments h2").First).ToHaveTextAsync("2 şîrove");
    }

    [BrowserFact]
    public async Task A_site_of_a_single_page_brings_comments_in_whenever_it_wants()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("later", "Brought in later");
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Page("/single", $"<script src=\"{chromium.Server.Url}/embed.js\" async></script>"));
        await page.EvaluateAsync("() => { const el = document.createElement('nat-comments'); el.setAttribute('site', 'demo'); el.setAttribute('article', 'later'); document.querySelector('main').append(el) }");
        await page.Comment("Brought in later").WaitForAsync();
        await page.Locator("nat-comments").EvaluateAsync("el => { el.remove(); document.querySelector('main').prepend(el) }");
        await page.Comment("Brought in later").WaitForAsync();
        await page.Locator("nat-comments textarea").WaitForAsync();
    }

    [BrowserFact]
    public async Task The_page_hears_of_what_happens_and_gives_the_comments_its_own_looks()
    {
        await using var reader = await chromium.Reader();
        await reader.AddInitScriptAsync("window.heard = []; for (const name of ['ready', 'count', 'comment-posted', 'error']) addEventListener('nat-' + name, ({ type, detail }) => heard.push(type + ' ' + (detail.count ?? detail.code ?? detail.comment.html)))");
        await chromium.Server.Post("heard", "Already there");
        var page = await reader.Open(chromium.Article("heard", "data-sort=oldest data-page-size=7"));
        await page.Write(" \u2060 ");
        await page.Locator("nat-comments form > .fault").Shows("nothing to see");
        await page.Locator("nat-comments [name=text]").FillAsync("Heard of");
        await page.Locator("nat-comments button.main").First.ClickAsync();
        await page.Comment("Heard of").Locator("article").Shows("published");
        await page.WaitForFunctionAsync("heard.includes('nat-count 2')");
        string[] heard = ["nat-count 1", "nat-ready 1", "nat-error text-empty", "nat-comment-posted <p>Heard of</p>\n", "nat-count 2"];
        Assert.Equal(heard.Order(), (await page.EvaluateAsync<string[]>("heard")).Order());

        await page.EvaluateAsync("() => { const looks = new CSSStyleSheet(); looks.replaceSync('nat-comments { --nat-accent: rgb(1, 2, 3) } nat-comments::part(body) { color: rgb(4, 5, 6) } nat-comments::part(face) { display: none }'); document.adoptedStyleSheets = [looks] }");
        Assert.Equal("rgb(1, 2, 3)", await Colour(page.Locator("nat-comments button.second").First));
        Assert.Equal("rgb(4, 5, 6)", await Colour(page.Comment("Already there").Locator(".body")));
        await Assertions.Expect(page.Locator("nat-comments .face").First).ToBeHiddenAsync();
    }

    private static Task<string> Colour(ILocator element) => element.EvaluateAsync<string>("el => getComputedStyle(el).color");

    [BrowserFact]
    public async Task A_thread_of_thousands_shows_only_what_was_asked_for()
    {
        await using var reader = await chromium.Reader();
        await Parallel.ForEachAsync(Enumerable.Range(0, 5_000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) => await chromium.Server.Post("long", $"Number {i}"));
        var page = await reader.Open(chromium.Article("long"));
        await Assertions.Expect(page.Locator("nat-comments h2")).ToHaveTextAsync($"{(await chromium.Server.Page("long")).Number("count")} comments");
        await Assertions.Expect(page.Locator("nat-comments .list li")).ToHaveCountAsync(50);
    }

    [BrowserFact]
    public async Task A_pseudonym_is_carried_to_another_browser_by_its_phrase_and_erased_from_there()
    {
        await using var phone = await chromium.Reader();
        var page = await phone.Open(chromium.Article("carried"));
        await page.Write("From my phone", "Berivan");
        await page.Comment("From my phone").Locator("em, article").First.Shows("published");
        await page.Locator("nat-comments summary").Last.ClickAsync();
        await page.Button("Make a recovery phrase").ClickAsync();
        var phrase = await page.Locator("nat-comments strong").InnerTextAsync();

        await using var desk = await chromium.Reader();
        var other = await desk.Open(chromium.Article("carried"));
        await other.Locator("nat-comments summary").Last.ClickAsync();
        await other.Locator("nat-comments details input").First.FillAsync("Berivan");
        await other.Locator("nat-comments details input").Last.FillAsync(phrase);
        await other.Button("Use").ClickAsync();
        await other.Comment("From my phone").GetByRole(AriaRole.Button, new() { Name = "Edit", Exact = true }).WaitForAsync();

        await other.Button("Erase all I wrote").ClickAsync();
        await other.Locator("nat-comments .box").GetByRole(AriaRole.Button, new() { Name = "Erase all I wrote" }).ClickAsync();
        await Assertions.Expect(other.Comment("From my phone")).ToHaveCountAsync(0);
        Assert.Equal(0, (await chromium.Server.Page("carried")).Number("count"));
    }
}
