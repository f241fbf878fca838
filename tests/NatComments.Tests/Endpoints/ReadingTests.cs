using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

public class ReadingTests(RunningServer server) : SiteTests(server)
{

    [Fact]
    public async Task An_article_never_commented_on_is_an_empty_open_thread()
    {
        var page = await _site.Page("new");
        Assert.Equal((_site.Id, "new", "open", 0, "newest"), (page.Text("site"), page.Text("article"), page.Text("state"), page.Number("count"), page.Text("sort")));
        Assert.Empty(page.Items("comments"));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_posted_comment_is_read_back_with_everything_the_contract_names()
    {
        var posted = await _site.Post("a", "Merhaba **dünya**, ğüşiöç İ");
        var comment = (await _site.Page("a")).Items("comments").Single();
        Assert.Equal(posted.Text("comment", "id"), comment.Text("id"));
        Assert.Equal("<p>Merhaba <strong>dünya</strong>, ğüşiöç İ</p>\n", comment.Text("html"));
        Assert.Equal(("Ayşe", "published", 1, 0, 0, false), (comment.Text("author", "name"), comment.Text("status"), comment.Number("revision"), comment.Number("likes"), comment.Number("replyCount"), comment.GetProperty("mine").GetBoolean()));
        Assert.EndsWith("Z", comment.Text("postedAt"), StringComparison.Ordinal);
        foreach (var name in (string[])["parentId", "depth", "author", "editedAt", "reason", "canAppeal"])
        {
            Assert.True(comment.TryGetProperty(name, out _), name);
        }

        Assert.Equal(["badge", "id", "name"], comment.GetProperty("author").EnumerateObject().Select(p => p.Name).Order());
    }

    [Theory]
    [InlineData("post-1234")]
    [InlineData("/2026/11/some-article/")]
    [InlineData("a b&c=d?e#f%2Fg")]
    [InlineData("Türkçe/yazı-ı-İ")]
    [InlineData("..")]
    public async Task Any_article_id_is_a_thread_of_its_own_when_it_is_url_encoded(string article)
    {
        if (article == "..")
        {
            // Clients resolve dots in paths before they ask; such an id can be used in bodies and queries only.
            var counts = await _server.Http.GetStringAsync($"{_site.Api}/counts?article=..");
            Assert.Equal("{\"..\":0}", counts);
            return;
        }

        await _site.Post(article, "here");
        Assert.Equal(article, (await _site.Page(article)).Text("article"));
        Assert.Equal(1, (await _site.Page(article)).Number("count"));
    }

    [Fact]
    public async Task Pages_follow_each_other_in_all_three_orders_without_gaps_or_repeats()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await _site.Post("p", $"comment {i}")).Text("comment", "id"));
        }

        var reply = (await _site.Post("p", "I see this the same way", parent: ids[2])).Text("comment", "id");
        foreach (var sort in (string[])["newest", "oldest", "top"])
        {
            var seen = new List<string>();
            var next = "";
            do
            {
                var page = await _site.Page("p", $"?sort={sort}&limit=3{next}");
                seen.AddRange(page.Items("comments").Select(c => c.Text("id")));
                next = page.GetProperty("next").GetString() is { } cursor ? $"&after={cursor}" : null;
            }
            while (next is not null);
            Assert.Equal(8, seen.Count);
            Assert.Equal(ids.Append(reply).Order(), seen.Order());
            Assert.True(seen.IndexOf(ids[2]) < seen.IndexOf(reply));
            Assert.Equal(sort == "newest" ? ids[6] : ids[0], seen[0]);
        }
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_304_and_one_that_has_is_not()
    {
        await _site.Post("e", "first");
        var first = await _server.Http.GetAsync($"{_site.Api}/threads/e");
        var tag = first.Headers.ETag!;
        Assert.Equal(HttpStatusCode.NotModified, (await Get($"{_site.Api}/threads/e", tag)).StatusCode);
        await _site.Post("e", "second");
        var changed = await Get($"{_site.Api}/threads/e", tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);

        // What one reader sees is never taken for what everybody sees.
        var token = (await _site.Post("e", "third")).Text("readerToken");
        using var reader = _server.As(token);
        Assert.NotEqual((await _server.Http.GetAsync($"{_site.Api}/threads/e")).Headers.ETag, (await reader.GetAsync($"{_site.Api}/threads/e")).Headers.ETag);
    }

    [Fact]
    public async Task A_page_that_is_asked_for_again_comes_packed_and_says_the_same()
    {
        for (var i = 0; i < 5; i++)
        {
            await _site.Post("br", string.Join(' ', Enumerable.Repeat("words that repeat", 20)));
        }

        var plain = await _server.Http.GetByteArrayAsync($"{_site.Api}/threads/br");
        HttpResponseMessage packed = null!;
        for (var i = 0; i < 3; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"{_site.Api}/threads/br");
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            packed = await _server.Http.SendAsync(request);
        }

        Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
        await using var unpacked = new System.IO.Compression.BrotliStream(await packed.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unpacked.CopyToAsync(bytes);
        Assert.Equal(plain, bytes.ToArray());
    }

    [Fact]
    public async Task Counts_tell_published_comments_of_many_articles_by_get_and_by_post()
    {
        await _site.Post("one", "x");
        await _site.Post("two", "x");
        await _site.Post("two", "y");
        Assert.Equal("{\"one\":1,\"two\":2,\"none\":0}", await _server.Http.GetStringAsync($"{_site.Api}/counts?article=one&article=two&article=none"));
        var posted = await _server.Http.PostAsync($"{_site.Api}/counts", Answers.Body("{\"articles\":[\"two\",\"one\"]}"));
        Assert.Equal("{\"two\":2,\"one\":1}", await posted.Content.ReadAsStringAsync());
        var many = string.Join('&', Enumerable.Range(0, 201).Select(i => $"article={i}"));
        await (await _server.Http.GetAsync($"{_site.Api}/counts?" + many)).IsProblem(400, "too-many-items");
    }

    [Fact]
    public async Task The_feed_names_what_a_reply_answers_to()
    {
        var parent = (await _site.Post("f", "the <b>parent</b>")).Text("comment", "id");
        var reply = (await _site.Post("f", "the reply", parent: parent)).Text("comment", "id");
        var feed = System.Xml.Linq.XDocument.Parse(await _server.Http.GetStringAsync($"{_site.Api}/threads/f/feed.atom"));
        System.Xml.Linq.XNamespace atom = "http://www.w3.org/2005/Atom", thr = "http://purl.org/syndication/thread/1.0";
        var entries = feed.Root!.Elements(atom + "entry").ToList();
        Assert.Equal([$"urn:uuid:{reply}", $"urn:uuid:{parent}"], entries.Select(e => e.Element(atom + "id")!.Value));
        Assert.Equal($"urn:uuid:{parent}", entries[0].Element(thr + "in-reply-to")!.Attribute("ref")!.Value);
        Assert.Contains("&lt;b&gt;parent", entries[1].Element(atom + "content")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_the_description_of_the_api_answer()
    {
        Assert.Equal("live", await _server.Http.GetStringAsync("/health/live"));
        Assert.Equal("ready", await _server.Http.GetStringAsync("/health/ready"));
        var api = JsonDocument.Parse(await _server.Http.GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.True(api.At("paths").TryGetProperty("/api/v1/sites/{site}/threads/{article}", out _));
        Assert.Contains("swagger", await _server.Http.GetStringAsync("/openapi/index.html"), StringComparison.OrdinalIgnoreCase);
    }

    private Task<HttpResponseMessage> Get(string path, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(tag);
        return _server.Http.SendAsync(request);
    }
}
