using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

/// <summary>One site of a running server, so that tests which look at a whole site share the server.</summary>
public sealed class TestSite(RunningServer server, string id)
{
    public string Id => id;

    /// <summary>Where programs ask about it.</summary>
    public string Api => "/api/v1/sites/" + id;

    /// <summary>Where its pages without scripts are.</summary>
    public string Pages => "/sites/" + id;

    public string Url => server.Url;

    public HttpClient Http => server.Http;

    public IServiceProvider Services => server.Services;

    public HttpClient Admin() => server.Admin();

    public HttpClient As(string token) => server.As(token);

    /// <summary>Posts a comment as somebody new (or with a token) and gives the answer's JSON: comment, readerToken, receipt.</summary>
    public async Task<JsonElement> Post(string article, string text, string name = "Ayşe", string? token = null, string? parent = null)
    {
        using var http = token is null ? null : As(token);
        var answer = await (http ?? Http).PostAsJsonAsync(
            $"{Api}/threads/{Uri.EscapeDataString(article)}/comments", new { text, parentId = parent, author = new { name } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Holds every comment of a thread until a moderator has read it.</summary>
    public async Task Premoderate(string article)
    {
        using var admin = Admin();
        (await admin.PutAsJsonAsync($"{Api}/threads/{Uri.EscapeDataString(article)}/state", new { state = "premoderated" })).EnsureSuccessStatusCode();
    }

    /// <summary>A page of a thread, as somebody unknown or with a token.</summary>
    public async Task<JsonElement> Page(string article, string query = "", string? token = null)
    {
        using var http = token is null ? null : As(token);
        return await (http ?? Http).GetFromJsonAsync<JsonElement>($"{Api}/threads/{Uri.EscapeDataString(article)}{query}");
    }
}

/// <summary>Tests of a class over one server, each with a site of its own.</summary>
public abstract class SiteTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private protected RunningServer _server = server;
    private protected TestSite _site = null!;

    public virtual async Task InitializeAsync() => _site = await _server.Site();

    public virtual Task DisposeAsync() => Task.CompletedTask;
}
