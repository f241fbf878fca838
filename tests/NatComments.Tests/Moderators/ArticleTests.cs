using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>What an article is called and where it stands, as moderators see it.</summary>
public sealed class ArticleTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";
    private const string Held = "Call him on 0532 123 45 67";

    [Fact]
    public async Task The_title_and_address_that_come_with_a_comment_stand_beside_it_in_the_queue_and_in_full()
    {
        await NameOrigin();
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var id = await Post(article, "Seçim  sonuçları", "https://example.org/secim?p=1#top");

        var whole = (await ada.Get($"{Root}/comments/{id}?article={article}")).Body!["page"]!;
        Assert.Equal(("Seçim sonuçları", "https://example.org/secim?p=1"), ((string)whole["title"]!, (string)whole["url"]!));
        var entries = (await ada.Get(Root + "/queues/pending?limit=200")).Body!["entries"]!.AsArray();
        Assert.Equal("Seçim sonuçları", (string?)entries.Single(e => (string)e!["article"]! == article)!["page"]!["title"]);
    }

    [Fact]
    public async Task Nobody_is_led_to_a_place_that_only_a_reader_named()
    {
        await server.Get<SiteDirectory>().Add("nowhere", "Nowhere");
        var ada = await server.Somebody(Role.Auditor, "nowhere");
        foreach (var (article, url) in new[] { ("today", "https://elsewhere.example/trap"), ("https://elsewhere.example/trap", "https://elsewhere.example/trap") })
        {
            var told = await Post(article, "A title", url, "nowhere");
            var page = (await ada.Get($"/api/v1/sites/nowhere/comments/{told}?article={Uri.EscapeDataString(article)}")).Body!["page"]!;
            Assert.Equal(("A title", null), ((string?)page["title"], (string?)page["url"]));
        }
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://name:password@example.org/")]
    [InlineData("/only/a/path")]
    [InlineData("not an address")]
    public async Task An_address_that_is_none_is_left_out_and_costs_no_comment(string url)
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Auditor));
        var id = await Post(article, new string('x', ArticlePage.MaxTitleLength + 1), url);

        var page = (await ada.Get($"{Root}/comments/{id}?article={article}")).Body!["page"]!;
        Assert.Equal((null, null), ((string?)page["title"], (string?)page["url"]));
    }

    [Fact]
    public async Task What_is_known_is_not_renamed_by_somebody_new()
    {
        await NameOrigin();
        var (article, ada) = (server.Article(), await server.Somebody(Role.Auditor));
        await Post(article, "The title", "https://example.org/a");
        var id = await Post(article, "Something else", "https://elsewhere.example/b");

        var page = (await ada.Get($"{Root}/comments/{id}?article={article}")).Body!["page"]!;
        Assert.Equal(("The title", "https://example.org/a"), ((string)page["title"]!, (string)page["url"]!));
    }

    [Fact]
    public async Task Where_a_site_names_its_origins_an_address_elsewhere_is_left_out_and_a_path_stands_on_the_first()
    {
        await server.Get<SiteDirectory>().Add("origins", "Origins");
        await server.Get<SiteReaders>().Save("origins", new(["https://news.example"], []), "test");
        var ada = await server.Somebody(Role.Auditor, "origins");
        var told = await Post("/2026/secim", "A title", "https://elsewhere.example/2026/secim", "origins");

        var page = (await ada.Get($"/api/v1/sites/origins/comments/{told}?article=%2F2026%2Fsecim")).Body!["page"]!;
        Assert.Equal(("A title", "https://news.example/2026/secim"), ((string)page["title"]!, (string)page["url"]!));
    }

    private Task NameOrigin() => server.Get<SiteReaders>().Save(RunningServer.DemoSite, new(["https://example.org"], []), "test");

    private async Task<string> Post(string article, string title, string url, string site = RunningServer.DemoSite)
    {
        var reply = await server.Nobody().Post($"/api/v1/sites/{site}/threads/{Uri.EscapeDataString(article)}/comments", new { text = Held, author = new { name = "Reader" }, title, url });
        Assert.True(reply.Status == 201, reply.ToString());
        return (string)reply.Body!["comment"]!["id"]!;
    }
}
