using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Server.Accounts;
using NatComments.Server.Storage;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>A whole server of ours over a Redis, on a free port of the loopback: a silo of the cluster of all that share it.</summary>
internal sealed class Node : IAsyncDisposable
{
    public const string AdminToken = "a-token-of-the-tests-with-many-letters";

    // Nodes over one Redis share a key.
    private static readonly string Key = SealingKeys.New();

    private readonly WebApplication _app;

    private Node(WebApplication app)
    {
        _app = app;
        Http = new() { BaseAddress = new(app.Urls.First()) };

        // As the widget on an article's page asks.
        Http.DefaultRequestHeaders.Add("Origin", "https://news.example");
    }

    public HttpClient Http { get; }

    public static Task<Node> Start(RedisServer redis) => Start(redis.Connection);

    /// <summary>Starts a server over whatever a connection string leads to.</summary>
    public static async Task<Node> Start(string connection, params string[] settings) => await Start(await NatComments.Server.Program.Build([.. Over(connection), .. settings]));

    /// <summary>The settings of a server over a Redis.</summary>
    public static string[] Over(RedisServer redis) => Over(redis.Connection);

    public static string[] Over(string connection) =>
        ["--urls", "http://127.0.0.1:0", "--NatComments:Redis", connection, "--NatComments:RedisPrefix", "nodes", "--NatComments:SealingKey", Key, "--NatComments:PostsPerMinute", "0", "--NatComments:SetupToken", AdminToken,
            "--NatComments:RedisTimeoutSeconds", $"{RedisServer.Patience.TotalSeconds}", .. Silo()];

    /// <summary>The settings of a member of a cluster on this machine.</summary>
    public static string[] Silo() => ["--NatComments:Silo:Address", "127.0.0.1", "--NatComments:Silo:Port", $"{RedisServer.FreePort()}"];

    /// <summary>Starts a server that was built.</summary>
    public static async Task<Node> Start(WebApplication app)
    {
        await app.StartAsync();
        await FirstStart.Prepare(app.Services);
        return new(app);
    }

    /// <summary>Runs a command over the same Redis, in a process of its own. Gives its exit code.</summary>
    public static async Task<int> Command(RedisServer redis, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(NatComments.Server.Program).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        (start.Environment["NatComments__Redis"], start.Environment["NatComments__RedisPrefix"], start.Environment["NatComments__SealingKey"]) = (redis.Connection, "nodes", Key);
        using var process = Process.Start(start)!;
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said + await errors);
        return process.ExitCode;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client of a moderator's.</summary>
    public HttpClient As(string token) => new() { BaseAddress = Http.BaseAddress, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    /// <summary>Posts a comment and gives the answer.</summary>
    public Task<HttpResponseMessage> TryPost(string article, string text, Guid? id = null)
    {
        var comment = id ?? Guid.NewGuid();
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/sites/demo/threads/{article}/comments")
        {
            Content = JsonContent.Create(new { id = comment, text, author = new { name = "Defne" } }),
        };

        // As the widget does, so that the same post again is the same comment wherever it comes to.
        request.Headers.Add("Idempotency-Key", $"key-of-{comment}");
        return Http.SendAsync(request);
    }

    /// <summary>Posts a comment that must be taken.</summary>
    public async Task Post(string article, string text, Guid? id = null)
    {
        var answer = await TryPost(article, text, id);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The first page of a thread as somebody unknown sees it.</summary>
    public async Task<JsonElement> Page(string article) =>
        await Http.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/threads/{article}?sort=oldest&limit=200");

    public async Task<int> Count(string article) => (await Page(article)).GetProperty("count").GetInt32();

    /// <summary>The live updates of a thread, line by line.</summary>
    public async Task<StreamReader> Watch(string article)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/sites/demo/threads/{article}/live");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(await answer.Content.ReadAsStreamAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
