using System.Net.Http.Json;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>What browsers and search engines ask of a host beside its comments, and origins in other scripts.</summary>
public sealed class AddressesOfPeopleTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("/nothing-here")]
    [InlineData("/sites/demo")]
    [InlineData("/sites/nobody/threads/a")]
    [InlineData("/receipts/none")]
    public async Task People_are_answered_by_a_page_in_their_language(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.AcceptLanguage.ParseAdd("tr");
        var answer = await server.Http.SendAsync(request);
        Assert.Equal((404, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<html lang=\"tr\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", (await server.Http.GetAsync(path)).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Programs_are_answered_by_documents_whatever_they_accept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing-here");
        request.Headers.Accept.ParseAdd("text/html");
        await (await server.Http.SendAsync(request)).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Search_engines_list_the_article_and_not_the_plain_page()
    {
        using var admin = server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/demo/reader-settings", new { origins = new[] { "https://şehir.example" }, signOn = Array.Empty<object>() })).EnsureSuccessStatusCode();
        var answer = await server.Http.GetAsync("/sites/demo/threads/%2F2020%2Fhaber%2F");
        Assert.Equal(["noindex"], answer.Headers.GetValues("X-Robots-Tag"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<meta name=robots content=noindex>", html, StringComparison.Ordinal);
        Assert.Contains("<link rel=canonical href=\"https://xn--ehir-45a.example/2020/haber/\">", html, StringComparison.Ordinal);
        Assert.Contains("Disallow: /api/", await server.Http.GetStringAsync("/robots.txt"), StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", (await server.Http.GetAsync("/favicon.ico")).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("https://şehir.example", "https://xn--ehir-45a.example")]
    [InlineData("https://Şehir.EXAMPLE:443/", "https://xn--ehir-45a.example")]
    [InlineData("https://s\u0327ehir.example", "https://xn--ehir-45a.example")]
    [InlineData("https://xn--ehir-45a.example", "https://xn--ehir-45a.example")]
    [InlineData("http://münchen.example:8080", "http://xn--mnchen-3ya.example:8080")]
    [InlineData("https://新聞。example", "https://xn--efvv70d.example")]
    [InlineData("https://GAZETE.example/", "https://gazete.example")]
    [Trait("Report", "25")]
    public async Task Origins_in_every_script_are_those_that_browsers_send(string typed, string sent)
    {
        using var admin = server.Admin();
        var saved = await (await admin.PutAsJsonAsync("/api/v1/sites/demo/reader-settings", new { origins = new[] { typed }, signOn = Array.Empty<object>() })).Json();
        Assert.Equal(sent, saved.Items("origins")[0].GetString());
        foreach (var (origin, status) in ((string, int)[])[(sent, 200), ("https://other.example", 403)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites/demo/threads/a");
            request.Headers.Add("Origin", origin);
            Assert.Equal(status, (int)(await server.Http.SendAsync(request)).StatusCode);
        }
    }
}
