using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Browser;

/// <summary>Which article's comments a page shows when it names none itself, and which after its address changed without loading.</summary>
[Collection(BrowserTests.Name)]
public sealed class AddressTests(Chromium chromium)
{
    [BrowserFact]
    [Trait("Report", "10")]
    [Trait("Report", "12")]
    public async Task Every_address_of_the_table_leads_to_its_article()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Page("/table", ""));
        var rows = ArticleAddressTests.Table().Select(row => (Item1: (string)row[0], Item2: (string)row[1])).Where(row => row.Item1.StartsWith("http", StringComparison.OrdinalIgnoreCase)).ToList();
        var articles = await page.EvaluateAsync<string[]>(
            """
            async ([root, addresses]) => {
              const { encode, named } = await import(`${root}/widget/drawing.js`)
              const article = async address => (await (await fetch(`${root}/api/v1/sites/demo/threads/${encode(named(new URL(address)))}?limit=1`)).json()).article
              return Promise.all(addresses.map(article))
            }
            """, new object[] { chromium.Server.Url, rows.Select(row => row.Item1).ToArray() });

        Assert.True(rows.Count > 70);
        Assert.Equal(rows.Select(row => (row.Item1, row.Item2)), rows.Zip(articles).Select(pair => (pair.First.Item1, pair.Second)));
    }

    [BrowserTheory]
    [InlineData("/2020/%c5%9fehir-haberi/?utm_source=x", "/2020/şehir-haberi/")]
    [InlineData("/?p=11", "/?p=11")]
    [InlineData("/?p=12&fbclid=1#comment-5", "/?p=12")]
    [InlineData("/#!haber-9", "/#!haber-9")]
    [InlineData("/a/index.html", "/a/")]
    [Trait("Report", "10")]
    [Trait("Report", "12")]
    public async Task A_page_without_a_name_shows_the_comments_of_its_address(string address, string article)
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post(article, $"Under {article}.");
        var page = await reader.Open(Open(address));
        await page.Comment($"Under {article}.").WaitForAsync();
        await page.Write("From the page.");
        await page.Comment("From the page.").Locator("footer").First.WaitForAsync();
        Assert.Contains("From the page.", (await chromium.Server.Page(article)).GetRawText(), StringComparison.Ordinal);
    }

    [BrowserTheory]
    [InlineData("")]
    [InlineData("<link rel=canonical href=\"https://gazete.example/spa/one\">")]
    [Trait("Report", "30")]
    public async Task Comments_follow_a_page_that_changes_its_address_without_loading_and_drafts_stay_with_their_article(string head)
    {
        await using var reader = await chromium.Reader();
        var two = "/spa/two" + head.Length;
        await chromium.Server.Post("/spa/one", "Under the first.");
        await chromium.Server.Post(two, "Under the second.");
        var page = await reader.Open(Open("/spa/one", head));
        await page.Comment("Under the first.").WaitForAsync();
        await page.Locator("nat-comments [name=text]").FillAsync("Half a thought about the first");

        // The same article, seen otherwise: nothing is drawn anew.
        await page.EvaluateAsync("() => { document.querySelector('nat-comments').shadowRoot.querySelector('h2').id = 'same'; history.replaceState(null, '', '/spa/one?tab=2#half') }");
        await page.Comment("Under the first.").WaitForAsync();

        await page.EvaluateAsync("two => history.pushState(null, '', two)", two);
        await page.Comment("Under the second.").WaitForAsync();
        await Assertions.Expect(page.Comment("Under the first.")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("");
        await page.Write("Written under the second.");
        await page.Comment("Written under the second.").Locator("footer").First.WaitForAsync();
        Assert.Equal(2, (await chromium.Server.Page(two)).Number("count"));

        await page.EvaluateAsync("() => history.back()");
        await page.Comment("Under the first.").WaitForAsync();
        await Assertions.Expect(page.Locator("nat-comments [name=text]")).ToHaveValueAsync("Half a thought about the first");
    }

    [BrowserFact]
    [Trait("Report", "30")]
    public async Task A_canonical_link_that_changes_with_the_page_names_the_article()
    {
        await using var reader = await chromium.Reader();
        await chromium.Server.Post("/canonical/b", "Under the second canonical address.");
        var page = await reader.Open(Open("/app?view=a", "<link rel=canonical href=\"https://gazete.example/canonical/a\">"));
        await page.EvaluateAsync("() => { history.pushState(null, '', '/app/other'); document.querySelector('link[rel=canonical]').href = 'https://gazete.example/canonical/b' }");
        await page.Comment("Under the second canonical address.").WaitForAsync();
    }

    [BrowserFact]
    [Trait("Report", "13")]
    public async Task An_address_that_is_too_long_is_explained_in_the_pages_language()
    {
        await using var reader = await chromium.Reader(new() { Locale = "en-GB" });
        var page = await reader.NewPageAsync();
        await page.GotoAsync(Open("/2020/" + string.Concat(Enumerable.Repeat("%d8%a7", 301)) + "/", "", "tr"));
        await page.Locator("nat-comments .fault").First.Shows("Bu sayfanın adresi yorumlar için çok uzun");
    }

    [BrowserFact]
    [Trait("Report", "22")]
    public async Task A_list_of_two_hundred_long_articles_gets_its_counts()
    {
        await using var reader = await chromium.Reader();
        var articles = Enumerable.Range(100, 200).Select(i => $"/{i}/" + new string('a', 295)).ToList();
        await chromium.Server.Post(articles[150], "Counted.");
        var page = await reader.NewPageAsync();
        await page.GotoAsync(chromium.Page("/list", $"<script src=\"{chromium.Server.Url}/embed.js\" data-site=demo data-article=other async></script>" + string.Concat(articles.Select(article => $"<b data-nat-count=\"{article}\">-</b>"))));
        await Assertions.Expect(page.GetByText("-", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.All(await page.Locator("b").AllTextContentsAsync(), (text, i) => Assert.Equal(i == 150 ? "1" : "0", text));
    }

    // The publisher's pages at these addresses name no article.
    private string Open(string address, string head = "", string lang = "en")
    {
        var path = Uri.UnescapeDataString(address.Split('?', '#')[0]);
        chromium.Page(new PathString(path).ToUriComponent(), $"{head}<script src=\"{chromium.Server.Url}/embed.js\" data-site=demo async></script>", lang);
        return chromium.Publisher + address;
    }
}
