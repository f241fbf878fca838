using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using NatComments.Server;
using NatComments.Server.Hosting;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>
/// A whole server on a free loopback port over a folder of its own, as <c>dotnet run</c> would start it, with the site <c>demo</c> and an
/// administrator whose personal token is <see cref="AdminToken"/>.
/// </summary>
public sealed class RunningServer : IAsyncDisposable
{
    public const string AdminToken = "test-token-test-token-test-token-0001";

    private readonly TemporaryFolder? _folder;
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, TemporaryFolder? folder, string? oneTimePassword)
    {
        (_app, _folder, OneTimePassword) = (app, folder, oneTimePassword);
        Url = app.Urls.Single();
        Http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; }

    /// <summary>A client without cookies or tokens.</summary>
    public HttpClient Http { get; }

    /// <summary>The first administrator's one-time password; of a start later on until a password is set.</summary>
    public string? OneTimePassword { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server; over a folder that outlives it when one is given. Settings are command-line arguments.</summary>
    public static Task<RunningServer> Start(string? data = null, params string[] settings) => StartWith(null, data, settings);

    /// <summary>Starts a server whose services a test has added to.</summary>
    public static async Task<RunningServer> StartWith(Action<WebApplicationBuilder>? extend, string? data, params string[] settings)
    {
        var folder = data is null ? new TemporaryFolder() : null;
        var app = ServerHost.Build(
        [
            "--urls", "http://127.0.0.1:0",
            "--data", data ?? folder!.FullName,
            "--NatComments:PostsPerMinute", "0",
            "--NatComments:SetupToken", AdminToken,
            .. settings,
        ], extend);
        await app.StartAsync();
        return new(app, folder, (await FirstStart.Prepare(app.Services))?.Password);
    }

    /// <summary>A client that is the administrator.</summary>
    public HttpClient Admin() => As(AdminToken);

    /// <summary>A client that sends this token.</summary>
    public HttpClient As(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Posts a comment as somebody new (or with a token) and gives the answer's JSON: comment, readerToken, receipt.</summary>
    public async Task<JsonElement> Post(string article, string text, string name = "Ayşe", string? token = null, string? parent = null)
    {
        using var http = token is null ? null : As(token);
        var answer = await (http ?? Http).PostAsJsonAsync($"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}/comments", new { text, parentId = parent, author = new { name } });
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Holds every comment of a thread until a moderator has read it.</summary>
    public async Task Premoderate(string article)
    {
        using var admin = Admin();
        (await admin.PutAsJsonAsync($"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}/state", new { state = "premoderated" })).EnsureSuccessStatusCode();
    }

    /// <summary>A page of a thread, as somebody unknown or with a token.</summary>
    public async Task<JsonElement> Page(string article, string query = "", string? token = null)
    {
        using var http = token is null ? null : As(token);
        return await (http ?? Http).GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}{query}");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder?.Dispose();
    }
}

/// <summary>What tests read from answers.</summary>
public static class Answers
{
    public static string Text(this JsonElement json, params string[] path) => json.At(path).GetString()!;

    public static int Number(this JsonElement json, params string[] path) => json.At(path).GetInt32();

    public static JsonElement At(this JsonElement json, params string[] path) => path.Aggregate(json, (at, name) => at.GetProperty(name));

    public static List<JsonElement> Items(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];

    /// <summary>The body as JSON, also of a problem.</summary>
    public static Task<JsonElement> Json(this HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Asserts a problem document with this status and stable code.</summary>
    public static async Task IsProblem(this HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Json();
        Assert.Equal((status, code, status), ((int)answer.StatusCode, problem.Text("code"), problem.Number("status")));
        Assert.False(string.IsNullOrWhiteSpace(problem.Text("title")));
    }

    /// <summary>A body of JSON, byte for byte.</summary>
    public static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
