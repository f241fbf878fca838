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

        var file = await Old(folder, (Article, 40), ("/2020/haber-2/", 3));
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", folder.File("data")]));

        var page = await server.Page(Article);
        Assert.Equal((41, 41), (page.Number("count"), page.Items("comments").Count));
        using var again = new HttpRequestMessage(HttpMethod.Get, Path(Article)) { Headers = { { "If-None-Match", tag } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Http.SendAsync(again)).StatusCode);
        Assert.Equal(41, (await server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/counts?article={Uri.EscapeDataString(Article)}")).Number(Article));
        Assert.Contains("old comment 39", await server.Http.GetStringAsync(Path(Article) + "/feed.atom"), StringComparison.Ordinal);
        Assert.Contains("old comment", await server.Http.GetStringAsync("/api/v1/sites/demo/feed.rss"), StringComparison.Ordinal);
        Assert.Contains("old comment", await server.Http.GetStringAsync($"/sites/demo/threads/{Uri.EscapeDataString(Article)}"), StringComparison.Ordinal);
        using var admin = server.Admin();
        var found = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/comments?q=comment")).GetRawText();
        Assert.Contains("old comment 39", found, StringComparison.Ordinal);
        Assert.Equal(3, (await server.Page("/2020/haber-2/")).Number("count"));
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task Whoever_reads_live_hears_of_what_is_imported_also_of_a_thread_that_sleeps()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.Start(folder.File("data"));
        using var answer = await server.Http.GetAsync(Path(Article) + "/live", HttpCompletionOption.ResponseHeadersRead);
        using var live = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var file = await Old(folder, (Article, 5));

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", folder.File("data")]));

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await live.ReadLineAsync(deadline.Token) is { } line && !line.Contains("\"count\":5", StringComparison.Ordinal))
        {
            Assert.NotNull(line);
        }

        Assert.Equal(5, (await server.Page(Article)).Number("count"));
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task Readers_who_post_during_an_import_are_not_disturbed_and_nothing_is_lost()
    {
        const int old = 600, posts = 60;
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.Start(folder.File("data"));
        var file = await Old(folder, (Article, old));
        var importing = Task.Run(() => CommandOutput.Run("import", "demo", file, "--json", "--data", folder.File("data")));
        for (var i = 0; i < posts; i++)
        {
            await server.Post(Article, $"Şimdi yazılan {i}");
            Assert.True((await server.Http.GetAsync(Path(Article))).IsSuccessStatusCode);
        }

        var said = await importing;
        Assert.True(said.Code == 0, said.All);
        Assert.Equal((old, "shown"), (said.Json.Number("comments", "new"), said.Json.Text("server")));
        Assert.Equal(old + posts, (await server.Page(Article)).Number("count"));
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task An_export_is_taken_into_a_running_server_with_its_words_and_its_site()
    {
        using var folder = new TemporaryFolder();
        var (from, file) = (folder.File("from"), folder.File("from.ndjson"));
        await using (var other = await RunningServer.Start(from))
        {
            await other.Post("post-1", "Başka sunucudan");
        }

        Assert.Equal(0, await Commands.Run(["export", "demo", file, "--data", from]));
        await using var server = await RunningServer.Start(folder.File("data"));
        Assert.Equal(0, (await server.Page("post-1")).Number("count"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/api/v1/sites/taze/threads/post-1")).StatusCode);

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", folder.File("data")]));
        Assert.Equal(0, await Commands.Run(["import", "taze", file, "--data", folder.File("data")]));

        Assert.Equal("<p>Başka sunucudan</p>\n", Assert.Single((await server.Page("post-1")).Items("comments")).Text("html"));
        Assert.Contains("Başka sunucudan", await server.Http.GetStringAsync("/api/v1/sites/taze/threads/post-1"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task A_thread_with_a_name_of_an_earlier_version_is_found_by_every_spelling_at_once()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("earlier.ndjson");
        await using var server = await RunningServer.Start(folder.File("data"));
        Assert.Equal(0, (await server.Page("/2020/%C5%9Fehir/")).Number("count"));
        await File.WriteAllLinesAsync(file, OldFiles.Own("/2020/%C5%9Fehir/", Guid.NewGuid(), "Eski"));

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", folder.File("data")]));

        Assert.Equal(1, (await server.Page("/2020/şehir/")).Number("count"));
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task Over_Redis_every_node_shows_what_a_command_on_any_machine_imports()
    {
        using var redis = new RedisServer();
        using var folder = new TemporaryFolder();
        await using var one = await Nodes.Node.Start(redis);
        await using var other = await Nodes.Node.Start(redis);
        await one.Post("post-1", "Buradaydım");
        await Grains.HostQuestions.Until(async () => await other.Count("post-1") == 1);
        var file = await Old(folder, ("/a/", 30));

        Assert.Equal(0, await Nodes.Node.Command(redis, folder.FullName, "import", "demo", file, "--articles", "post"));

        foreach (var node in (Nodes.Node[])[one, other])
        {
            Assert.Equal(31, await node.Count("post-1"));
            using var admin = node.As(Nodes.Node.AdminToken);
            Assert.Contains("old comment 29", (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/comments?q=comment")).GetRawText(), StringComparison.Ordinal);
        }
    }

    private static async Task<string> Old(TemporaryFolder folder, params (string Path, int Comments)[] articles)
    {
        var file = folder.File("old.xml");
        await File.WriteAllTextAsync(file, OldFiles.WordPress(articles));
        return file;
    }

    private static string Path(string article) => $"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}";
}
