using Microsoft.Playwright;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Browser;

/// <summary>The key that makes a reader the same person tomorrow, as their own browser holds it.</summary>
[Collection(BrowserTests.Name)]
public sealed class KeyTests(Chromium chromium)
{
    private const string Keys = """
        async () => {
          const all = await new Promise(done => { const open = indexedDB.open('nat-comments', 1); open.onsuccess = () => { const asked = open.result.transaction('keys').objectStore('keys').getAll(); asked.onsuccess = () => done(asked.result) } })
          const told = await Promise.all(all.map(async ({ publicKey, privateKey }) => `${privateKey.extractable} ${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))))}`))
          return told
        }
        """;

    [BrowserFact]
    public async Task It_cannot_be_taken_out_and_says_nothing_of_who_one_is_on_another_site()
    {
        await using var reader = await chromium.Reader();
        await ((Server.Sites.SiteDirectory)chromium.Server.Services.GetService(typeof(Server.Sites.SiteDirectory))!).Add("neighbour", "Neighbour");
        var page = await reader.Open(chromium.Page("/two-sites", $"<nat-comments site=demo article=keys></nat-comments><nat-comments site=neighbour article=keys></nat-comments><script src=\"{chromium.Server.Url}/embed.js\" async></script>"));
        foreach (var site in new[] { "demo", "neighbour" })
        {
            var comments = page.Locator($"nat-comments[site={site}]");
            await comments.Locator("[name=name]").FillAsync("Zozan Botan");
            await comments.Locator("[name=text]").FillAsync("Here I am");
            await comments.Locator("button.main").ClickAsync();
            await comments.Locator("li.own footer").WaitForAsync();
        }

        var keys = await page.EvaluateAsync<string[]>(Keys);
        Assert.Equal(2, keys.Distinct().Count());
        Assert.All(keys, key => Assert.StartsWith("false ", key));
        var authors = await Task.WhenAll(new[] { "demo", "neighbour" }.Select(async site => (await (await chromium.Server.Http.GetAsync($"/api/v1/sites/{site}/threads/keys")).Json()).Items("comments").Single().Text("author", "id")));
        Assert.Equal(2, authors.Distinct().Count());
        Assert.Empty(await reader.CookiesAsync());
    }

    [BrowserFact]
    public async Task Another_name_is_the_same_person_and_the_record_stays()
    {
        await using var reader = await chromium.Reader();
        var page = await reader.Open(chromium.Article("renamed"));
        await page.Write("Under the first name", "Berfin Yek");
        await page.Comment("Under the first name").Locator("footer").WaitForAsync();
        await page.Write("Under the second name", "Berfin Du");
        await page.Comment("Under the second name").Locator("footer").WaitForAsync();

        var comments = (await chromium.Server.Page("renamed")).Items("comments");
        Assert.Single(comments.Select(comment => comment.Text("author", "id")).Distinct());
        Assert.Equal(2, comments.Select(comment => comment.Text("author", "name")).Distinct().Count());
        await page.Locator("nat-comments summary").Last.ClickAsync();
        await page.Button("My comments").ClickAsync();
        await Assertions.Expect(page.Locator("nat-comments details ol li")).ToHaveCountAsync(2);
    }
}
