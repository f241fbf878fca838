using System.Collections.Concurrent;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NatComments.Server.Accounts;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>A server behind a proxy of this machine, so that people come from whatever network a test wants, with what it writes into its log.</summary>
public sealed class SignInServer : IAsyncDisposable
{
    private readonly RunningServer _server;
    private readonly LogLines _log;

    private SignInServer(RunningServer server, LogLines log) => (_server, _log) = (server, log);

    public string Url => _server.Url;

    public string? OneTimePassword => _server.OneTimePassword;

    /// <summary>Every line of the log so far.</summary>
    public IReadOnlyCollection<string> Log => _log.Lines;

    public static async Task<SignInServer> Start(int failures = 100, TimeProvider? clock = null, string? data = null, params string[] settings)
    {
        var log = new LogLines();
        var server = await RunningServer.StartWith(
            builder =>
            {
                builder.Logging.AddProvider(log);
                if (clock is not null)
                {
                    builder.Services.AddSingleton(clock);
                }
            },
            data,
            ["--NatComments:TrustedProxies:0", "127.0.0.1", "--NatComments:SignInsPerFiveMinutes", $"{failures}", .. settings]);
        return new(server, log);
    }

    public T Get<T>()
        where T : notnull => _server.Services.GetRequiredService<T>();

    public Person Nobody() => From("10.0.0.1");

    /// <summary>A browser in a network.</summary>
    public Person From(string address)
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new(Url) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return new(client, "nobody");
    }

    /// <summary>Somebody with an account and a password, signed in from a network.</summary>
    public async Task<Person> Somebody(string name, string from = "10.0.0.1", Role role = Role.Moderator, string site = FirstStart.DemoSite)
    {
        var (_, oneTime) = (await Get<AccountStore>().Add(name, site, role))!.Value;
        var person = From(from);
        Assert.Equal(200, (await person.SignIn(name, oneTime)).Status);
        Assert.Equal(204, (await person.Put("/api/v1/session/password", new { password = RunningServer.Password })).Status);
        return person;
    }

    /// <summary>Sets up a second factor; its secret and the recovery codes.</summary>
    public async Task<(string Secret, IReadOnlyList<string> Codes)> SecondFactor(Person person)
    {
        var secret = (string)(await person.Post("/api/v1/session/second-factor")).Body!["secret"]!;
        var now = Get<TimeProvider>().GetUtcNow();
        var reply = await person.Put("/api/v1/session/second-factor", new { code = Totp.CodeAt(secret, now) });
        Assert.Equal(200, reply.Status);
        return (secret, [.. reply.Body!["recoveryCodes"]!.AsArray().Select(code => (string)code!)]);
    }

    /// <summary>What the page of an origin asks, with a person's cookies.</summary>
    public Task<HttpResponseMessage> Send(Person person, HttpMethod method, string path, object? body, string origin, string? fetchSite = null)
    {
        var request = person.Request(method, path, body);
        request.Headers.Add("Origin", origin);
        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        return _server.Http.SendAsync(request);
    }

    /// <summary>What a browser asks before it sends what the page of an origin wants to send.</summary>
    public Task<HttpResponseMessage> Preflight(string path, string method, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path) { Content = JsonContent.Create("") };
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        return _server.Http.SendAsync(request);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
