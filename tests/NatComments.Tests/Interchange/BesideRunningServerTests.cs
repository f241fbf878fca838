using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>What a command brings into the data of a running server is shown by it at once, and nothing that is written meanwhile is lost.</summary>
public sealed class BesideRunningServerTests
{
    private const string Article = "/2020/haber-1/";

    [Fact]
    [Trait("Report", "14a")]
    public async Task A_thread_that_is_awake_and_read_shows_what_was_imported_when_the_import_ends()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.Start(folder.File("data"));
        await server.Post(Article, "Buradaydım");
        Assert.Equal(1, (await server.Page(Article)).Number("count"));
        var tag = (await server.Http.GetAsync(Path(Article))).Headers.ETag!.Tag;

        var file = folder.File("old.xml");
        await File.WriteAllTextAsync(file, OldFiles.WordPress((Article, 40), ("/2020/haber-2/", 3)));
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", folder.File("data")]));

        var page = await server.Page(Article);
        Assert.Equal((41, 20), (page.Number("count"), page.Items("comments").Count));
        using var again = new HttpRequestMessage(HttpMethod.Get, Path(Article)) { Headers = { { "If-None-Match", tag } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Http.SendAsync(again)).StatusCode);
        Assert.Equal(41, (await server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/counts?article={Uri.EscapeDataString(Article)}")).Number(Article));
        Assert.Contains("old comment 39", await server.Http.GetStringAsync(Path(Article) + "/feed.atom"), StringComparison.Ordinal);
        Assert.Contains("old comment", await server.Http.GetStringAsync("/api/v1/sites/demo/feed.rss"), StringComparison.Ordinal);
        Assert.Contains("old comment", await server.Http.GetStringAsync($"/sites/demo/threads/{Uri.EscapeDataString(Article)}"), StringComparison.Ordinal);
        using var admin = server.Admin();
        var found = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/search?q=comment&limit=100")).GetRawText();
        Assert.Contains("old comment 39", found, StringComparison.Ordinal);
        Assert.Equal(3, (await server.Page("/2020/haber-2/")).Number("count"));
    }

    private static string Path(string article) => $"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}";
}
