using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Deploy;

/// <summary>The published program on one machine and as three silos.</summary>
[Collection(PublishedProgram.Name)]
public sealed class PublishedProgramTests(PublishedProgram program)
{
    // What the platform promises whoever stops a server.
    private static readonly TimeSpan Drained = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DrainedWithoutRedis = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Alone_it_serves_comments_and_every_kind_of_file_and_ends_on_a_word()
    {
        using var folder = new TemporaryFolder();
        await using var server = program.Begin(folder, ("NatComments__Dashboard", "true"));
        await server.Ready();
        using var http = Client(server);
        await Post(http, "alone", "Said to one machine.");
        Assert.Contains("Said to one machine.", await http.GetStringAsync("/sites/demo/threads/alone"), StringComparison.Ordinal);
        foreach (var path in (string[])["/demo/index.html", "/console/index.html", "/console/nat-console.js", "/widget/nat-comments.js", "/embed.js", "/openapi/index.html", "/openapi/v1.json", "/favicon.ico", "/health/ready"])
        {
            Assert.True((await http.GetAsync(path)).IsSuccessStatusCode, path);
        }

        // Packed when it was built, by the best that brotli can do.
        using var packed = new HttpRequestMessage(HttpMethod.Get, "/console/nat-console.js") { Headers = { AcceptEncoding = { new("br") } } };
        Assert.Equal(["br"], (await http.SendAsync(packed)).Content.Headers.ContentEncoding);

        // Without it a post takes half as much again of a processor.
        Assert.Contains("UnfairSemaphoreSpinLimit", File.ReadAllText(Path.Combine(program.Folder, "NatComments.Server.runtimeconfig.json")), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/api/v1/cluster")).StatusCode);
        using var admin = Admin(server);
        await HostQuestions.Until(async () => Assert.Single(await Silos(admin)).Number("sites") == 1);
        var silo = Assert.Single(await Silos(admin));
        Assert.Equal(("Active", 1), (silo.Text("status"), silo.Number("threads")));
        foreach (var path in (string[])["/orleans/", "/orleans/index.min.js", "/orleans/index.css", "/orleans/ClusterStats"])
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, (await admin.GetAsync(path)).StatusCode));
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await http.GetAsync(path)).StatusCode));
        }

        Assert.InRange(await server.Stop(), TimeSpan.Zero, Drained);
    }

    [Fact]
    public async Task Three_silos_are_one_server_and_one_that_is_stopped_drains_without_a_post_refused_elsewhere()
    {
        using var redis = new RedisServer();
        using var folder = new TemporaryFolder();
        var key = Server.Storage.SealingKeys.New();
        var silos = Enumerable.Range(0, 3).Select(_ => program.Begin(folder, [.. Over(redis, key)])).ToList();
        try
        {
            await Task.WhenAll(silos.Select(silo => silo.Ready()));
            var clients = silos.Select(Client).ToList();
            foreach (var http in clients)
            {
                await Post(http, "shared", "Said to one of three.");
            }

            Assert.All(await Task.WhenAll(clients.Select(http => http.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/threads/shared"))), page => Assert.Equal(3, page.Number("count")));
            Assert.All(await Task.WhenAll(clients.Select(http => http.GetAsync("/console/nat-console.js"))), file => Assert.Equal(HttpStatusCode.OK, file.StatusCode));
            using var admin = Admin(silos[1]);
            Assert.Equal(["Active", "Active", "Active"], (await Silos(admin)).Select(silo => silo.Text("status")));

            using var over = new CancellationTokenSource();
            var posted = new int[clients.Count];
            var writing = Enumerable.Range(1, 2).Select(at => Write(clients[at], at, posted, over.Token)).ToList();
            await HostQuestions.Until(() => Task.FromResult(posted[1] > 20 && posted[2] > 20));
            using var live = await Watch(clients[0], "thread-1");
            var took = await silos[0].Stop();
            await Gone(live);
            var (first, second) = (posted[1], posted[2]);
            await HostQuestions.Until(() => Task.FromResult(writing.Any(task => task.IsFaulted) || (posted[1] > first + 20 && posted[2] > second + 20)));
            await over.CancelAsync();
            await Task.WhenAll(writing);

            Assert.InRange(took, TimeSpan.Zero, Drained);
            Assert.Equal(2, (await Silos(admin)).Count(silo => silo.Text("status") == "Active"));

            // Nobody can be told then, and the service manager would not wait for ever.
            redis.Kill();
            Assert.InRange(await silos[1].Stop(), TimeSpan.Zero, DrainedWithoutRedis);
        }
        finally
        {
            await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
        }
    }

    private static IEnumerable<(string, string)> Over(RedisServer redis, string key) =>
    [
        ("NatComments__Redis", redis.Connection), ("NatComments__SealingKey", key), ("NatComments__Silo__Address", "127.0.0.1"), ("NatComments__Silo__Port", $"{RedisServer.FreePort()}"),
    ];

    private static HttpClient Client(ServerProcess server) => new() { BaseAddress = new(server.Url) };

    private static HttpClient Admin(ServerProcess server)
    {
        var http = Client(server);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Node.AdminToken);
        return http;
    }

    private static async Task<List<JsonElement>> Silos(HttpClient admin) => [.. (await admin.GetFromJsonAsync<JsonElement>("/api/v1/cluster")).EnumerateArray()];

    private static async Task Post(HttpClient http, string article, string text)
    {
        var answer = await http.PostAsJsonAsync($"/api/v1/sites/demo/threads/{article}/comments", new { text, author = new { name = "Defne" } });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    // To threads of every silo, also of the one that goes.
    private static async Task Write(HttpClient http, int at, int[] posted, CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            await Post(http, $"thread-{i % 12}", $"Number {i} at {at}.");
            posted[at]++;
        }
    }

    private static async Task<StreamReader> Watch(HttpClient http, string article)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/demo/threads/{article}/live") { Headers = { Accept = { new("text/event-stream") } } };
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var live = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.NotNull(await live.ReadLineAsync());
        return live;
    }

    private static async Task Gone(StreamReader live)
    {
        try
        {
            while (await live.ReadLineAsync() is not null)
            {
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // Cut off instead of ended.
        }
    }
}
