using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace NatComments.Tests.Endpoints;

/// <summary>Whatever comes in gets a problem document with a stable code, and nothing is lost or half done.</summary>
public class BadInputTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const string Comments = "/api/v1/sites/demo/threads/bad/comments";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Assert.Equal(0, (await server.Page("bad")).Number("count"));
        Assert.Equal("live", await server.Http.GetStringAsync("/health/live"));
    }

    [Theory]
    [InlineData("", "invalid-json")]
    [InlineData("null", "invalid-json")]
    [InlineData("[]", "invalid-json")]
    [InlineData("{\"text\":", "invalid-json")]
    [InlineData("{\"text\":5,\"author\":{\"name\":\"A\"}}", "invalid-json")]
    [InlineData("{\"text\":\"x\",\"author\":\"A\"}", "invalid-json")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"A\"}} more", "invalid-json")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"A\"},\"admin\":true}", "unknown-field")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"A\",\"badge\":\"staff\"}}", "unknown-field")]
    [InlineData("{\"author\":{\"name\":\"A\"}}", "text-empty")]
    [InlineData("{\"text\":\"  \\n \",\"author\":{\"name\":\"A\"}}", "text-empty")]
    [InlineData("{\"text\":\"\\u200b\\u2060\",\"author\":{\"name\":\"A\"}}", "text-empty")]
    [InlineData("{\"text\":\"x\"}", "invalid-name")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"\"}}", "invalid-name")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"\\u200b\\u202e\"}}", "invalid-name")]
    [InlineData("{\"text\":\"x\\u0000y\",\"author\":{\"name\":\"A\"}}", "invalid-text")]
    [InlineData("{\"text\":\"x\\u0008y\",\"author\":{\"name\":\"A\"}}", "invalid-text")]
    [InlineData("{\"text\":\"x\\ud800y\",\"author\":{\"name\":\"A\"}}", "invalid-text")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"A\"},\"id\":\"7\"}", "invalid-id")]
    [InlineData("{\"text\":\"x\",\"author\":{\"name\":\"A\"},\"parentId\":\"not-a-uuid\"}", "invalid-id")]
    public async Task A_malformed_comment_is_refused_by_name(string body, string code) =>
        await (await server.Http.PostAsync(Comments, Answers.Body(body))).IsProblem(400, code);

    [Fact]
    public async Task Broken_utf8_is_refused()
    {
        var body = new ByteArrayContent([.. "{\"text\":\""u8, 0xC3, 0x28, .. "\",\"author\":{\"name\":\"A\"}}"u8]);
        body.Headers.ContentType = new("application/json");
        await (await server.Http.PostAsync(Comments, body)).IsProblem(400, "invalid-text");
    }

    [Fact]
    public async Task Ten_thousand_nested_quotes_are_refused_quickly_and_forty_levels_of_json_too()
    {
        await (await server.Http.PostAsJsonAsync(Comments, new { text = new string('>', 9_990) + " x", author = new { name = "A" } })).IsProblem(400, "text-too-deeply-nested");
        await (await server.Http.PostAsync(Comments, Answers.Body(new string('[', 40) + new string(']', 40)))).IsProblem(400, "invalid-json");
    }

    [Fact]
    public async Task A_text_over_the_limit_is_refused_and_one_at_the_limit_is_not()
    {
        await (await server.Http.PostAsJsonAsync(Comments, new { text = new string('a', 10_001), author = new { name = "A" } })).IsProblem(400, "text-too-long");
        var good = await server.Http.PostAsJsonAsync("/api/v1/sites/demo/threads/good/comments", new { text = new string('a', 10_000), author = new { name = "A" } });
        Assert.Equal(HttpStatusCode.Created, good.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_it_is_read_whole()
    {
        // Announces a gigabyte, sends a few bytes, and has its answer.
        var uri = new Uri(server.Url);
        using var socket = new TcpClient(uri.Host, uri.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {Comments} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{{\"text\":\""));
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));

        // Without a length it is counted while it is read.
        var chunked = new HttpRequestMessage(HttpMethod.Post, Comments) { Content = Answers.Body("{\"text\":\"" + new string('a', 200_000) + "\"}") };
        chunked.Headers.TransferEncodingChunked = true;
        await (await server.Http.SendAsync(chunked)).IsProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Other_media_types_are_refused()
    {
        var form = new FormUrlEncodedContent([new("text", "x")]);
        await (await server.Http.PostAsync(Comments, form)).IsProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task What_is_not_there_says_what_is_not_there()
    {
        await (await server.Http.GetAsync("/api/v1/sites/nowhere/threads/a")).IsProblem(404, "site-not-found");
        await (await server.Http.GetAsync("/api/v1/sites/Not%20A%20Site/threads/a")).IsProblem(404, "site-not-found");
        await (await server.Http.GetAsync("/api/v1/nothing")).IsProblem(404, "not-found");
        await (await server.Http.DeleteAsync("/api/v1/sites/demo/threads/a")).IsProblem(405, "method-not-allowed");
        await (await server.Http.PostAsJsonAsync(Comments, new { text = "x", parentId = Guid.NewGuid(), author = new { name = "A" } })).IsProblem(404, "parent-not-found");
        await (await server.Http.PostAsJsonAsync($"/api/v1/sites/demo/comments/{Guid.NewGuid()}/reports", new { article = "bad", reason = "spam" })).IsProblem(404, "comment-not-found");
    }

    [Fact]
    public async Task A_comment_is_only_found_under_its_own_article()
    {
        var posted = await server.Post("one", "in article one");
        var id = posted.Text("comment", "id");
        using var author = server.As(posted.Text("readerToken"));
        await (await author.DeleteAsync($"/api/v1/sites/demo/comments/{id}?article=two")).IsProblem(404, "comment-not-found");
        await (await author.DeleteAsync($"/api/v1/sites/demo/comments/{id}")).IsProblem(400, "invalid-article");

        // An id belongs to one comment of a site.
        var same = await server.Http.PostAsJsonAsync("/api/v1/sites/demo/threads/two/comments", new { id, text = "in article two", author = new { name = "B" } });
        await same.IsProblem(409, "id-in-use");
        Assert.Contains("in article one", (await server.Page("one")).GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await server.Page("two")).Items("comments"));
    }

    [Fact]
    public async Task A_cursor_of_another_thread_or_order_is_refused()
    {
        foreach (var article in (string[])["c1", "c2"])
        {
            await server.Post(article, "1");
            await server.Post(article, "2");
        }

        var cursor = (await server.Page("c1", "?limit=1")).Text("next");
        foreach (var wrong in (string[])[$"/c2?limit=1&after={cursor}", $"/c1?sort=oldest&limit=1&after={cursor}", "/c1?after=xyz", "/c1?after=" + new string('A', 500)])
        {
            await (await server.Http.GetAsync("/api/v1/sites/demo/threads" + wrong)).IsProblem(400, "invalid-cursor");
        }

        foreach (var wrong in (string[])["limit=0", "limit=201", "limit=many", "sort=best"])
        {
            await (await server.Http.GetAsync("/api/v1/sites/demo/threads/c1?" + wrong)).IsProblem(400, "invalid-request");
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("demo.author.99999999999.forged")]
    [InlineData("demo.a.b.c.d.e.f")]
    [InlineData("....")]
    public async Task A_forged_reader_token_is_refused(string token)
    {
        using var http = server.As(token);
        await (await http.GetAsync("/api/v1/sites/demo/threads/bad")).IsProblem(401, "invalid-token");
        await (await http.PostAsJsonAsync(Comments, new { text = "x", author = new { name = "A" } })).IsProblem(401, "invalid-token");
    }

    [Fact]
    public async Task An_article_id_that_is_none_is_refused()
    {
        foreach (var article in (string[])["%20", "a%0Ab", new string('x', 301)])
        {
            await (await server.Http.GetAsync($"/api/v1/sites/demo/threads/{article}")).IsProblem(400, "invalid-article");
        }
    }

    [Fact]
    public async Task Markup_scripts_and_addresses_that_run_code_come_out_as_text()
    {
        var posted = await server.Post("x", "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](data:text/html,x) ![i](https://example.org/x.png) <https://example.org/?\"onclick=x>");
        var html = (await server.Page("x", token: posted.Text("readerToken"))).Items("comments").Single().Text("html");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"data", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"onclick", html, StringComparison.OrdinalIgnoreCase);
    }
}
