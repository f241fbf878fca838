using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using NatComments.Tests.ConsoleStories;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>Nothing that a reader writes runs in anybody's browser, also where no content security policy holds it back.</summary>
[Collection(BrowserTests.Name)]
public sealed class XssTests(Chromium chromium)
{
    private const int PerArticle = 50;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [BrowserFact]
    public async Task Of_800_texts_none_runs_in_the_widget_on_plain_pages_in_fragments_or_in_feeds()
    {
        Assert.True(XssCorpus.Texts.Count >= 500);
        await using var server = await RunningServer.Start(null, "--NatComments:PublishEverything", "true");
        var articles = XssCorpus.Texts.Chunk(PerArticle).Select((texts, i) => (Article: $"xss-{i}\"><img src=x onerror=alert({i})>", Texts: texts)).ToList();
        var (posted, receipt) = (0, "");
        foreach (var (article, texts) in articles)
        {
            foreach (var text in texts)
            {
                var answer = await server.Http.PostAsJsonAsync($"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}/comments", new { text, author = new { name = XssCorpus.Name(posted) }, title = text[..Math.Min(text.Length, 200)], url = "javascript:alert(1)" });
                Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.BadRequest]);
                if (answer.StatusCode == HttpStatusCode.Created)
                {
                    (posted, receipt) = (posted + 1, (await answer.Json()).Text("receipt"));
                }
            }
        }

        Assert.True(posted >= 500, $"{posted}");
        await using var reader = await chromium.Reader(new() { BypassCSP = true });
        var ran = new List<string>();
        var page = await reader.NewPageAsync();
        page.Dialog += async (_, dialog) =>
        {
            ran.Add($"{page.Url}: {dialog.Message}");
            await dialog.DismissAsync();
        };

        foreach (var (article, _) in articles)
        {
            var path = $"/sites/demo/threads/{Uri.EscapeDataString(article)}";
            await page.GotoAsync(chromium.Page($"/xss-{Guid.NewGuid():N}", $"<script src=\"{server.Url}/embed.js\" data-site=demo data-article=\"{WebUtility.HtmlEncode(article)}\" async></script>"));
            await page.Locator("nat-comments li").First.WaitForAsync();
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));

            await page.GotoAsync(server.Url + path);
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));

            await page.SetContentAsync(XssCorpus.Page([await server.Http.GetStringAsync($"/api/v1{path}/fragment")]));
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));

            var feed = XDocument.Parse(await server.Http.GetStringAsync($"/api/v1{path}/feed.atom"));
            await page.SetContentAsync(XssCorpus.Page(feed.Descendants(Atom + "content").Select(content => content.Value)));
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));
            Assert.All(feed.Descendants(Atom + "link"), link => Assert.StartsWith("http", link.Attribute("href")!.Value));

            var rss = XDocument.Parse(await server.Http.GetStringAsync($"/api/v1{path}/feed.rss"));
            await page.SetContentAsync(XssCorpus.Page(rss.Descendants("item").Elements("description").Select(description => description.Value)));
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));
            Assert.All(rss.Descendants("link"), link => Assert.StartsWith("http", link.Value));
        }

        await page.GotoAsync($"{server.Url}/receipts/{Uri.EscapeDataString(receipt)}");
        Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));
        Assert.Empty(ran);
    }
}

/// <summary>The same in the moderators' console.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ConsoleXssTests(ConsoleBrowser console)
{
    // Two of three, so that every kind is among them: each is opened.
    private const int Step = 3;

    [ConsoleStory]
    public async Task Nothing_that_waits_in_a_queue_runs_when_it_is_looked_at()
    {
        var who = await console.Somebody(Role.Moderator, "xss");
        var texts = XssCorpus.Texts.Where((_, i) => i % Step != 0).ToList();
        var posted = 0;
        foreach (var text in texts)
        {
            var reply = await console.Server.Nobody().Post("/api/v1/sites/xss/threads/a/comments", new { text = text + "\n\n0532 123 45 67", author = new { name = XssCorpus.Name(posted) }, title = text[..Math.Min(text.Length, 200)] });
            posted += reply.Status == 201 ? 1 : 0;
        }

        Assert.True(posted >= 500, $"{posted}");
        var ran = new List<string>();
        await using var browser = await console.Fresh(new() { BypassCSP = true });
        var page = await browser.SignIn(console, who);
        page.Dialog += async (_, dialog) =>
        {
            ran.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        for (var i = 0; i < posted; i++)
        {
            await page.Press("j");
            Assert.Empty(await page.EvaluateAsync<string[]>(XssCorpus.Scan));
        }

        Assert.Empty(ran);
    }
}
