using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Feeds of a thread, of a site and of what was answered to one reader.</summary>
public sealed class FeedTests(RunningServer server) : SiteTests(server)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_sites_feed_has_the_newest_of_every_thread_and_loses_what_is_taken_back()
    {
        await _site.Post("a", "First");
        var second = await _site.Post("b", "Second, with *stress*");
        await _site.Post("a", "You idiot, you moron");

        Assert.Equal(["Second, with stress", "First"], await Words($"{_site.Api}/feed.atom"));
        var rss = XDocument.Parse(await _server.Http.GetStringAsync($"{_site.Api}/feed.rss")).Descendants("item").ToList();
        Assert.Equal(2, rss.Count);
        Assert.Contains($"{_site.Pages}/threads/b?from=", rss[0].Element("link")!.Value);
        Assert.Single(XDocument.Parse(await _server.Http.GetStringAsync($"{_site.Api}/threads/a/feed.rss")).Descendants("item"));
        Assert.Equal(rss[0].Element("link")!.Value, XDocument.Parse(await _server.Http.GetStringAsync($"{_site.Api}/feed.atom")).Descendants(Atom + "entry").First().Element(Atom + "link")!.Attribute("href")!.Value);

        using var author = _server.As(second.Text("readerToken"));
        await author.DeleteAsync($"{_site.Api}/comments/{second.Text("comment", "id")}?article=b");
        Assert.Equal(["First"], await Words($"{_site.Api}/feed.atom"));
    }

    [Fact]
    public async Task A_reader_is_told_what_others_answered_and_nobody_else_can_guess_where()
    {
        var mine = await _site.Post("a", "A question", "Zîn");
        var id = mine.Text("comment", "id");
        await _site.Post("a", "An answer", parent: id);
        await _site.Post("a", "To myself", "Zîn", mine.Text("readerToken"), id);
        using var reader = _server.As(mine.Text("readerToken"));
        var feed = (await reader.GetFromJsonAsync<JsonElement>($"{_site.Api}/me")).Text("feed");

        Assert.Equal(["An answer"], await Words(feed));
        await (await _server.Http.GetAsync(feed.Replace("~", "~A", StringComparison.Ordinal))).IsProblem(404, "not-found");
        await (await _server.Http.GetAsync($"{_site.Api}/replies/{mine.Text("comment", "author", "id")}.atom")).IsProblem(404, "not-found");
    }

    private async Task<string[]> Words(string path) =>
        [.. XDocument.Parse(await _server.Http.GetStringAsync(path)).Descendants(Atom + "entry").Select(entry => XElement.Parse($"<x>{entry.Element(Atom + "content")!.Value}</x>").Value.Trim())];
}
