using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Server.Accounts;
using NatComments.Server.Sites;
using NatComments.Tests.Moderators;
using NatComments.Tests.OpenApi;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>
/// A whole server on a free loopback port over a folder of its own, as <c>dotnet run</c> would start it, with the site <c>demo</c> and an
/// administrator whose personal token is <see cref="AdminToken"/>. A start costs half a second: as a fixture it is shared by the tests of a
/// class, which then take articles, people or <see cref="Site">sites</see> of their own; what stops, restarts or breaks one starts its own.
/// </summary>
public class RunningServer : IAsyncLifetime, IAsyncDisposable
{
    public const string AdminToken = "test-token-test-token-test-token-0001";
    public const string DemoSite = FirstStart.DemoSite;
    public const string Password = "a long sentence to sign in";

    private readonly TemporaryFolder? _folder;
    private readonly Action<WebApplicationBuilder>? _extend;
    private readonly string[] _settings;
    private readonly MetRefusals _met = new();
    private RateLimiterTimer? _timer;
    private int _people;
    private int _articles;
    private int _sites;

    /// <summary>One that the tests of a class share: more people sign in from one address than a server takes by itself.</summary>
    public RunningServer()
        : this(null, null, ["--NatComments:SignInsPerFiveMinutes", "200"])
    {
    }

    /// <summary>One with settings or services that the tests of a class share.</summary>
    protected RunningServer(Action<WebApplicationBuilder>? extend, params string[] settings)
        : this(extend, null, settings)
    {
    }

    private RunningServer(Action<WebApplicationBuilder>? extend, string? data, string[] settings)
    {
        _folder = data is null ? new TemporaryFolder() : null;
        (Folder, _extend, _settings) = (data ?? _folder!.FullName, extend, settings);
        Demo = new(this, DemoSite);
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url { get; private set; } = null!;

    /// <summary>A client without cookies or tokens.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The first administrator's one-time password; of a start later on until a password is set.</summary>
    public string? OneTimePassword { get; private set; }

    public WebApplication App { get; private set; } = null!;

    public IServiceProvider Services => App.Services;

    public string Folder { get; }

    /// <summary>The site that is there after the first start.</summary>
    public TestSite Demo { get; }

    /// <summary>Starts a server; over a folder that outlives it when one is given. Settings are command-line arguments.</summary>
    public static Task<RunningServer> Start(string? data = null, params string[] settings) => StartWith(null, data, settings);

    /// <summary>Starts a server whose services a test has added to.</summary>
    public static async Task<RunningServer> StartWith(Action<WebApplicationBuilder>? extend, string? data, params string[] settings)
    {
        var server = new RunningServer(extend, data, settings);
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        App = await NatComments.Server.Program.Build(
        [
            "--urls", "http://127.0.0.1:0",
            "--data", Folder,
            "--NatComments:PostsPerMinute", "0",
            "--NatComments:SetupToken", AdminToken,
            .. _settings,
        ], Extend);
        _timer = new(App);
        await App.StartAsync();
        MetRefusals.Learn(App.Services);
        Url = App.Urls.Single();
        Http = new HttpClient { BaseAddress = new Uri(Url) };
        OneTimePassword = (await FirstStart.Prepare(App.Services))?.Password;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client that is the administrator.</summary>
    public HttpClient Admin() => As(AdminToken);

    /// <summary>A client that sends this token.</summary>
    public HttpClient As(string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>A client that nobody is signed in with.</summary>
    public Person Nobody() => new(new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new(Url) }, "nobody");

    /// <summary>Somebody new with a role on a site, signed in with a password of their own.</summary>
    public async Task<Person> Somebody(Role role, string site = DemoSite)
    {
        var name = $"{role}-{Interlocked.Increment(ref _people)}".ToLowerInvariant();
        var (_, oneTime) = (await Get<AccountStore>().Add(name, site, role))!.Value;
        var person = Nobody();
        Assert.Equal(200, (await person.SignIn(name, oneTime)).Status);
        Assert.Equal(204, (await person.Put("/api/v1/session/password", new { password = Password })).Status);
        return person;
    }

    /// <summary>An article that no other test uses.</summary>
    public string Article() => $"article-{Interlocked.Increment(ref _articles)}";

    /// <summary>A site that no other test uses, with the name of the first one.</summary>
    public async Task<TestSite> Site()
    {
        var site = new TestSite(this, $"site-{Interlocked.Increment(ref _sites)}");
        Assert.True(await Get<SiteDirectory>().Add(site.Id, "Demo"));
        return site;
    }

    /// <inheritdoc cref="TestSite.Post"/>
    public Task<JsonElement> Post(string article, string text, string name = "Ayşe", string? token = null, string? parent = null) =>
        Demo.Post(article, text, name, token, parent);

    /// <inheritdoc cref="TestSite.Premoderate"/>
    public Task Premoderate(string article) => Demo.Premoderate(article);

    /// <inheritdoc cref="TestSite.Page"/>
    public Task<JsonElement> Page(string article, string query = "", string? token = null) => Demo.Page(article, query, token);

    /// <summary>A reader posts; the answer as a document that is read in another way.</summary>
    public async Task<JsonNode> Comment(string article, string text, string? token = null, string name = "Reader", string? parent = null) =>
        JsonNode.Parse((await Post(article, text, name, token, parent)).GetRawText())!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _timer?.Dispose();
        _folder?.Dispose();
        GC.SuppressFinalize(this);
        Assert.Equal([], _met.Undocumented());
    }

    private void Extend(WebApplicationBuilder builder)
    {
        // The first that is asked who writes a problem.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IProblemDetailsWriter>(_met));
        _extend?.Invoke(builder);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
