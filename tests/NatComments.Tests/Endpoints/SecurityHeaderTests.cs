using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;

namespace NatComments.Tests.Endpoints;

/// <summary>The rules under which browsers show what the server answers, and where links lead.</summary>
public sealed class SecurityHeaderTests(SecurityHeaderTests.BehindProxy server) : IClassFixture<SecurityHeaderTests.BehindProxy>
{
    [Theory]
    [InlineData("/", 302)]
    [InlineData("/demo/index.html", 200)]
    [InlineData("/console/index.html", 200)]
    [InlineData("/console/nothing", 404)]
    [InlineData("/openapi/index.html", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/sites/demo/threads/a", 200)]
    [InlineData("/sites/demo/me", 200)]
    [InlineData("/sites/nowhere/threads/a", 404)]
    [InlineData("/receipts/demo~none", 404)]
    [InlineData("/api/v1/sites/demo/threads/a", 200)]
    [InlineData("/api/v1/sites/demo/threads/a/fragment", 200)]
    [InlineData("/api/v1/sites/demo/feed.atom", 200)]
    [InlineData("/api/v1/sites/demo/audit", 401)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/nothing", 404)]
    [InlineData("/embed.js", 200)]
    [InlineData("/widget/nat-comments.js", 200)]
    [InlineData("/widget/nothing.js", 404)]
    [InlineData("/health/live", 200)]
    public async Task Every_answer_says_what_it_may_do_and_that_it_stands_in_no_frame(string path, int status)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(server.Url) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var answer = await http.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], answer.Headers.GetValues("X-Frame-Options"));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Single(answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["max-age=31536000"], answer.Headers.GetValues("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Without_tls_nobody_is_told_to_come_by_tls_alone() =>
        Assert.False((await server.Http.GetAsync("/sites/demo/threads/a")).Headers.Contains("Strict-Transport-Security"));

    [Fact]
    public async Task An_error_is_not_kept_by_caches() =>
        Assert.True((await server.Http.GetAsync("/api/v1/nothing")).Headers.CacheControl!.NoStore);

    [Theory]
    [InlineData("/api/v1/sites/demo/feed.atom")]
    [InlineData("/api/v1/sites/demo/feed.rss")]
    [InlineData("/api/v1/sites/demo/threads/a/feed.atom")]
    [InlineData("/api/v1/sites/demo/threads/a/feed.rss")]
    [InlineData("/sites/demo/threads/a")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/")]
    public async Task No_link_is_made_from_the_host_that_a_request_names(string path)
    {
        await server.Post("a", "Words");
        var answer = await Ask(path, "evil.example");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("evil.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", answer.Headers.ToString(), StringComparison.Ordinal);
        if (path.Contains("feed", StringComparison.Ordinal))
        {
            Assert.Contains("\"/sites/demo/threads/a?from=", text.Replace(">", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.NotEmpty(XDocument.Parse(text).Root!.Elements());
        }
    }

    [Fact]
    public async Task What_names_this_machine_in_a_feed_is_not_for_caches_that_others_read()
    {
        Assert.True((await Ask("/api/v1/sites/demo/feed.atom", "localhost")).Headers.CacheControl!.Private);
        Assert.True((await Ask("/api/v1/sites/demo/feed.atom", "comments.example")).Headers.CacheControl!.Public);
    }

    [Fact]
    public async Task An_invitation_leads_where_the_settings_say_and_nowhere_else()
    {
        using var admin = server.Admin();
        admin.DefaultRequestHeaders.Host = "evil.example";
        var invited = await (await admin.PostAsJsonAsync("/api/v1/sites/demo/people", new { name = "Zeynep", role = "moderator" })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("/console/#invitation=", invited.Text("link"));

        await using var known = await RunningServer.Start(null, "--NatComments:PublicUrl", "https://comments.example/");
        using var there = known.Admin();
        there.DefaultRequestHeaders.Host = "evil.example";
        invited = await (await there.PostAsJsonAsync("/api/v1/sites/demo/people", new { name = "Zeynep", role = "moderator" })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.StartsWith("https://comments.example/console/#invitation=", invited.Text("link"));
    }

    [Fact]
    public async Task A_private_feed_is_kept_nowhere_takes_another_address_and_ends_with_erasing()
    {
        var mine = await server.Post("a", "A question");
        await server.Post("a", "An answer", parent: mine.Text("comment", "id"));
        using var reader = server.As(mine.Text("readerToken"));
        var first = (await reader.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/me")).Text("feed");
        var shown = await server.Http.GetAsync(first);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("no-store, private", shown.Headers.CacheControl!.ToString());

        var second = (await (await reader.PostAsync("/api/v1/sites/demo/me/feed", null)).Json()).Text("feed");
        await (await server.Http.GetAsync(first)).IsProblem(404, "not-found");
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(second)).StatusCode);
        Assert.Equal(second, (await reader.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/me")).Text("feed"));
        await (await server.Http.PostAsync("/api/v1/sites/demo/me/feed", null)).IsProblem(401, "token-missing");

        Assert.Equal(HttpStatusCode.NoContent, (await reader.DeleteAsync("/api/v1/sites/demo/me")).StatusCode);
        await (await server.Http.GetAsync(second)).IsProblem(404, "not-found");
    }

    private async Task<HttpResponseMessage> Ask(string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        return await server.Http.SendAsync(request);
    }

    /// <summary>One that believes what a proxy of this machine says of where a request came from.</summary>
    public sealed class BehindProxy() : RunningServer(null, "--NatComments:TrustedProxies:0", "127.0.0.1");
}
