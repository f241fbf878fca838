using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Reader;

/// <summary>Receipts, plain pages, feeds and readers' own records call an article by its title and lead back to it, where the site itself said so.</summary>
public sealed partial class ArticleNameTests(RunningServer server) : SiteTests(server)
{
    private string Site => _site.Api;
    private const string News = "https://news.example";
    private const string Title = "Seçim <sonuçları> & \"tartışma\"";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_title_that_a_page_of_the_site_tells_stands_on_every_page_with_the_way_back()
    {
        await Name(News);
        var posted = await Post("post-102", "My *own* words", Title + " - Demo", News + "/secim?p=1#top", News);
        var (id, url) = (posted.Text("comment", "id"), News + "/secim?p=1");
        var link = $"<a href=\"{url}\">Back to the article</a>";

        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102");
        var data = JsonDocument.Parse(Data().Match(plain).Groups[1].Value).RootElement;
        Assert.Contains("<h1 dir=auto>Seçim &lt;sonuçları&gt; &amp; &quot;tartışma&quot;</h1><h2>1 comment</h2>", plain);
        Assert.Contains(link, plain);
        Assert.Equal((Title, url), (data.Text("name"), data.Text("url")));

        var receipt = await _server.Http.GetStringAsync("/receipts/" + posted.Text("receipt"));
        Assert.Contains("<p class=about dir=auto>Seçim &lt;sonuçları&gt; &amp; &quot;tartışma&quot;</p>", receipt);
        Assert.Contains("<p>My <em>own</em> words</p>", receipt);
        Assert.Contains(link, receipt);
        Assert.DoesNotContain("/threads/", receipt);
        Assert.DoesNotContain("post-102", receipt);

        var fragment = await _server.Http.GetStringAsync(Site + "/threads/post-102/fragment");
        Assert.Contains($"<p class=\"nat-article\"><a href=\"{url}\">Seçim &lt;sonuçları&gt;", fragment);

        using var reader = _server.As(posted.Text("readerToken"));
        var own = (await reader.GetFromJsonAsync<JsonElement>(Site + "/me")).Items("comments").Single();
        Assert.Equal((Title, url), (own.Text("page", "title"), own.Text("page", "url")));

        var place = $"{url}#comment-{id}";
        Assert.Equal(("Demo: " + Title, url, "Ayşe", place), await Feed("/threads/post-102/feed.atom", "The newest comments on this article"));
        Assert.Equal(("Demo", null, "Ayşe: " + Title, place), await Feed("/feed.atom", "The newest comments of all articles"));
        foreach (var (path, title, link2) in new[] { ("/threads/post-102/feed.rss", "Demo: " + Title, url), ("/feed.rss", "Demo", null) })
        {
            var channel = XDocument.Parse(await _server.Http.GetStringAsync(Site + path)).Root!.Element("channel")!;
            Assert.Equal(title, channel.Element("title")!.Value);
            Assert.Equal(link2 ?? channel.Element("link")!.Value, channel.Element("link")!.Value);
            Assert.Equal(place, channel.Element("item")!.Element("link")!.Value);
        }
    }

    [Theory]
    [InlineData(null, News + "/secim")]
    [InlineData(News, "https://elsewhere.example/secim")]
    [InlineData(News, null)]
    [InlineData("null", News + "/secim")]
    [Trait("Report", "B8")]
    public async Task A_title_that_no_page_of_the_site_vouches_for_is_shown_to_no_reader(string? origin, string? url)
    {
        await Name(News);
        if (origin is null or News)
        {
            var posted = await Post("post-102", "Words", "A made-up title", url, origin);
            var shown = await _server.Http.GetStringAsync("/receipts/" + posted.Text("receipt"))
                + await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102")
                + await _server.Http.GetStringAsync(Site + "/threads/post-102/fragment")
                + await _server.Http.GetStringAsync(Site + "/threads/post-102/feed.atom")
                + await _server.Http.GetStringAsync(Site + "/feed.rss");
            Assert.DoesNotContain("made-up", shown);
            Assert.DoesNotContain("elsewhere.example", shown);
            return;
        }

        using var refused = await Send("post-102", "Words", "A made-up title", url, origin);
        await refused.IsProblem(403, "origin-not-allowed");
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_page_speaks_for_its_own_address_only()
    {
        await Name(News);
        await Post("/secim", "Words", "Another page's title", News + "/another", News);
        Assert.DoesNotContain("Another page", await _server.Http.GetStringAsync($"{_site.Pages}/threads/%2Fsecim"));

        await Post("/secim", "Words", "Its own title", News + "/secim?utm_source=x", News);
        Assert.Contains("<h1 dir=auto>Its own title</h1>", await _server.Http.GetStringAsync($"{_site.Pages}/threads/%2Fsecim"));
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_title_that_would_be_rejected_as_a_comment_is_shown_to_no_reader()
    {
        await Name(News);
        await Post("post-102", "Words", "siktir git buradan orospu çocuğu", News + "/secim", News);
        Assert.DoesNotContain("siktir", await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102"));

        await Post("post-102", "Words again", "Seçim sonuçları", News + "/secim", News);
        Assert.Contains("<h1 dir=auto>Seçim sonuçları</h1>", await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102"));
    }

    [Theory]
    [InlineData("/2020/%C5%9Fehir-haberi-1/", "/2020/şehir-haberi-1/")]
    [InlineData("/haber/bir%20iki", "/haber/bir iki")]
    [InlineData("/?p=11", "/?p=11")]
    [InlineData("https://gazete.example/a?id=7", "/a?id=7")]
    [Trait("Report", "B8")]
    public async Task An_article_without_a_title_is_called_by_its_path_as_one_reads_it(string article, string name)
    {
        var posted = await _site.Post(article, "Words");
        Assert.Contains($"<h1 dir=auto>{name}</h1>", await _server.Http.GetStringAsync($"{_site.Pages}/threads/" + Uri.EscapeDataString(article)));
        Assert.Contains($"<p class=about dir=auto>{name}</p>", await _server.Http.GetStringAsync("/receipts/" + posted.Text("receipt")));
        Assert.Equal("Demo: " + name, (await Feed($"/threads/{Uri.EscapeDataString(article)}/feed.atom", "The newest comments on this article")).Title);
        Assert.Equal("Ayşe: " + name, (await Feed("/feed.atom", "The newest comments of all articles")).Entry);
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task An_id_that_says_nothing_is_no_heading_and_no_title()
    {
        var posted = await _site.Post("post-102", "Words");
        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102");
        Assert.Contains("<h1>1 comment</h1>", plain);
        Assert.DoesNotContain("post-102", Tags().Replace(plain, ""));
        Assert.DoesNotContain("post-102", Tags().Replace(await _server.Http.GetStringAsync("/receipts/" + posted.Text("receipt")), ""));
        Assert.Equal("Demo", (await Feed("/threads/post-102/feed.atom", "The newest comments on this article")).Title);
        Assert.Equal("Ayşe", (await Feed("/feed.atom", "The newest comments of all articles")).Entry);
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_try_out_without_origins_believes_its_own_pages()
    {
        await Post("/demo/lamplighter", "Words", "The last lamplighter", _server.Url + "/demo/lamplighter", _server.Url);
        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/%2Fdemo%2Flamplighter");
        Assert.Contains("<h1 dir=auto>The last lamplighter</h1>", plain);
        Assert.Contains($"<a href=\"{_server.Url}/demo/lamplighter\">Back to the article</a>", plain);
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task The_sites_people_name_an_article_and_no_page_or_reader_overrules_them()
    {
        await Name(News);
        using var admin = _server.Admin();
        await Post("post-102", "Words", "Told by a page", News + "/a", News);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PutAsJsonAsync(Site + "/threads/post-102/page", new { title = "Told by an editor", url = "https://mirror.example/a" })).StatusCode);
        await Post("post-102", "Words again", "Told by a page", News + "/a", News);

        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102?lang=tr");
        Assert.Contains("<h1 dir=auto>Told by an editor</h1>", plain);
        Assert.Contains("<a href=\"https://mirror.example/a\">Yazıya dön</a>", plain);
        Assert.Contains("\"article-named\"", await admin.GetStringAsync(Site + "/audit?limit=200"));

        foreach (var url in new[] { "javascript:alert(1)", "https://name:secret@news.example/", "/a" })
        {
            using var refused = await admin.PutAsJsonAsync(Site + "/threads/post-102/page", new { title = "X", url });
            await refused.IsProblem(400, "invalid-request");
        }

        await admin.PutAsJsonAsync(Site + "/threads/post-102/page", new { });
        await Post("post-102", "Words once more", "Told by a page", News + "/a", News);
        Assert.Contains("<h1 dir=auto>Told by a page</h1>", await _server.Http.GetStringAsync($"{_site.Pages}/threads/post-102"));
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task An_import_speaks_for_the_site()
    {
        using var folder = new TemporaryFolder();
        var (file, data) = (folder.File("old.xml"), folder.File("data"));
        await File.WriteAllTextAsync(file, """
            <?xml version="1.0" encoding="UTF-8" ?>
            <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
            <item><title>Eski bir yazı</title><link>https://gazete.example/2014/eski-yazi/</link><wp:post_id>7</wp:post_id>
            <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Baran</wp:comment_author><wp:comment_date_gmt>2014-02-01 10:00:00</wp:comment_date_gmt>
            <wp:comment_content>Eski sözler</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment></item>
            </channel></rss>
            """);
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", "wxr", "--articles", "post", "--data", data]));
        await using var server = await RunningServer.Start(data);

        var page = await server.Http.GetStringAsync($"{server.Demo.Pages}/threads/post-7?lang=tr");
        Assert.Contains("<h1 dir=auto>Eski bir yazı</h1>", page);
        Assert.Contains("<a href=\"https://gazete.example/2014/eski-yazi/\">Yazıya dön</a>", page);
        Assert.Contains("1 Şubat 2014 10:00 UTC", page);
        Assert.Contains("<title>Baran: Eski bir yazı</title>", await server.Http.GetStringAsync(server.Demo.Api + "/feed.rss"));
    }

    [Fact]
    [Trait("Report", "B8")]
    public async Task A_feed_that_is_known_is_another_one_when_the_title_or_the_language_is()
    {
        await Name(News);
        await _site.Post("post-102", "Words");
        var (path, tag) = (Site + "/threads/post-102/feed.atom", (await _server.Http.GetAsync(Site + "/threads/post-102/feed.atom")).Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, await Again(path));
        Assert.Equal(HttpStatusCode.OK, await Again(path + "?lang=tr"));
        Assert.Contains("Bu yazıya gelen en yeni yorumlar", await _server.Http.GetStringAsync(path + "?lang=tr"));

        using var admin = _server.Admin();
        await admin.PutAsJsonAsync(Site + "/threads/post-102/page", new { title = "A title" });
        Assert.Equal(HttpStatusCode.OK, await Again(path));

        async Task<HttpStatusCode> Again(string asked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, asked);
            request.Headers.IfNoneMatch.Add(tag!);
            return (await _server.Http.SendAsync(request)).StatusCode;
        }
    }

    private async Task Name(string origin)
    {
        using var admin = _server.Admin();
        (await admin.PutAsJsonAsync(Site + "/reader-settings", new { origins = new[] { origin }, signOn = Array.Empty<object>() })).EnsureSuccessStatusCode();
    }

    private async Task<JsonElement> Post(string article, string text, string title, string? url, string? origin)
    {
        using var answer = await Send(article, text, title, url, origin);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Json();
    }

    private async Task<HttpResponseMessage> Send(string article, string text, string title, string? url, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Site}/threads/{Uri.EscapeDataString(article)}/comments");
        request.Content = JsonContent.Create(new { text, author = new { name = "Ayşe" }, title, url });
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await _server.Http.SendAsync(request);
    }

    // The feed's title, its page, its only entry's title and where that leads.
    private async Task<(string Title, string? Page, string Entry, string Place)> Feed(string path, string subtitle)
    {
        var feed = XDocument.Parse(await _server.Http.GetStringAsync(Site + path)).Root!;
        var entry = feed.Elements(Atom + "entry").Single();
        Assert.Equal((subtitle, "en"), (feed.Element(Atom + "subtitle")!.Value, feed.Attribute(XNamespace.Xml + "lang")!.Value));
        return (
            feed.Element(Atom + "title")!.Value, feed.Elements(Atom + "link").FirstOrDefault(link => link.Attribute("rel")!.Value == "alternate")?.Attribute("href")!.Value,
            entry.Element(Atom + "title")!.Value, entry.Element(Atom + "link")!.Attribute("href")!.Value);
    }

    [GeneratedRegex("<script type=\"application/ld\\+json\">(.*?)</script>")]
    private static partial Regex Data();

    [GeneratedRegex("<script.*?</script>|<[^>]*>")]
    private static partial Regex Tags();
}
