using Microsoft.Extensions.Options;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Deploy;

/// <summary>A server under a path of a host that others use too, behind a real nginx that cuts the path off or passes it on.</summary>
public sealed partial class SubpathTests
{
    [SkippableOnProxyTheory]
    [InlineData("/")]
    [InlineData("")]
    [Trait("Report", "23")]
    public async Task Everything_works_under_a_path(string behind)
    {
        var port = FreePort();
        await using var server = await RunningServer.Start(null, "--NatComments:PublicUrl", $"http://127.0.0.1:{port}/comments");
        using var folder = new TemporaryFolder();
        using var nginx = Start(folder, port, server.Url + behind);
        try
        {
            using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new($"http://127.0.0.1:{port}") };
            await HostQuestions.Until(() => Answers(http));
            await Reads(http, "/2020/şehir-haberi/");
            await Reads(http, "a1");
            await Reads(http, "blog/12");
            await Leads(http, "/comments/", "/comments/demo/index.html");
            await Leads(http, "/comments/console", "/comments/console/index.html");
            await Leads(http, "/comments/favicon.ico", "/comments/console/icon.svg");
            foreach (var page in (string[])["/comments/demo/index.html", "/comments/console/index.html", "/comments/openapi/index.html", "/comments/sites/demo/me", "/comments/sites/demo/privacy", "/comments/sites/demo/threads/a1", "/comments/sites/demo/nothing-here"])
            {
                await LinksWork(http, page);
            }

            var api = await http.GetFromJsonAsync<JsonElement>("/comments/openapi/v1.json");
            Assert.Equal($"http://127.0.0.1:{port}/comments", api.Items("servers")[0].Text("url"));
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await nginx.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("https://gazete.example/comments?x=1")]
    [InlineData("https://gazete.example/#comments")]
    [InlineData("ftp://gazete.example/comments")]
    [Trait("Report", "23")]
    public async Task A_public_address_that_cannot_work_is_refused_at_the_start(string url)
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningServer.Start(null, "--NatComments:PublicUrl", url));
        Assert.Contains("PublicUrl", e.Message, StringComparison.Ordinal);
    }

    // Written by the form of the page, read by the interface, the feed and the receipt.
    private static async Task Reads(HttpClient http, string article)
    {
        var id = Uri.EscapeDataString(Uri.EscapeDataString(article));
        var page = await http.GetStringAsync($"/comments/sites/demo/threads/{id}");
        var action = WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value);
        var nonce = Nonce().Match(page).Groups[1].Value;
        var name = "Reader " + string.Concat(article.Where(char.IsAsciiLetter));
        var form = new Dictionary<string, string> { ["nonce"] = nonce, ["name"] = name, ["text"] = $"Under {article}.", ["do"] = "send" };
        var sent = await http.PostAsync(action, new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var after = sent.Headers.Location!.ToString();
        Assert.StartsWith("/comments/sites/demo/threads/", after, StringComparison.Ordinal);
        Assert.Contains("Under ", await http.GetStringAsync(after), StringComparison.Ordinal);
        await LinksWork(http, after);

        var thread = await http.GetFromJsonAsync<JsonElement>($"/comments/api/v1/sites/demo/threads/{id}");
        Assert.Equal((1, article), (thread.Number("count"), thread.Text("article")));
        var feed = await http.GetStringAsync($"/comments/api/v1/sites/demo/threads/{id}/feed.atom");
        var alternate = Alternate().Match(feed).Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(alternate)).StatusCode);
        await LinksWork(http, $"/comments/api/v1/sites/demo/threads/{id}/fragment");
    }

    private static async Task Leads(HttpClient http, string from, string to)
    {
        Assert.Equal(to, (await http.GetAsync(from)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(to)).StatusCode);
    }

    private static async Task LinksWork(HttpClient http, string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.ParseAdd("text/html");
        var html = await (await http.SendAsync(request)).Content.ReadAsStringAsync();
        var links = Link().Matches(html.Replace("rel=\"canonical\" href", "rel=\"canonical\"", StringComparison.Ordinal)).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => !link.StartsWith("data:", StringComparison.Ordinal) && !link.StartsWith('#')).ToList();
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            var at = new Uri(new Uri(http.BaseAddress!, page), link);
            Assert.StartsWith("/comments/", at.AbsolutePath, StringComparison.Ordinal);
            Assert.InRange((int)(await http.GetAsync(at)).StatusCode, 200, 399);
        }
    }

    private static async Task<bool> Answers(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/comments/health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(TemporaryFolder folder, int port, string behind)
    {
        var user = Environment.UserName == "root" ? "user root;" : "";
        File.WriteAllText(folder.File("nginx.conf"), $"events {{}} http {{ access_log off; server {{ listen 127.0.0.1:{port}; location /comments/ {{ proxy_pass {behind}; }} location = /comments {{ return 301 /comments/; }} }} }}");
        return Process.Start("/usr/sbin/nginx", ["-p", folder.FullName, "-c", folder.File("nginx.conf"), "-e", folder.File("error.log"), "-g", $"daemon off; pid {folder.File("nginx.pid")}; {user}"]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("<form method=post action=\"([^\"]+)\" id=form>")]
    private static partial Regex Action();

    [GeneratedRegex("name=nonce value=\"([^\"]+)\"")]
    private static partial Regex Nonce();

    [GeneratedRegex("rel=\"alternate\" href=\"([^\"]+)\"")]
    private static partial Regex Alternate();

    private sealed class SkippableOnProxyTheoryAttribute : TheoryAttribute
    {
        public SkippableOnProxyTheoryAttribute() => Skip = ShippedProxy.IsHere ? null : "There is no nginx.";
    }
}
