using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Server.Accounts;
using NatComments.Server.Sites;

namespace NatComments.Tests.Endpoints;

public class SignInTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.Start();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_one_time_password_works_until_one_of_ones_own_is_set()
    {
        await SignIn(FirstStart.Administrator, _server.OneTimePassword!);
        var session = await SignIn(FirstStart.Administrator, _server.OneTimePassword!);
        Assert.True(session.Reply.GetProperty("mustSetPassword").GetBoolean());
        await (await Send(session, HttpMethod.Get, "/api/v1/sites/demo/queues")).IsProblem(403, "password-must-be-set");
        await (await Send(session, HttpMethod.Put, "/api/v1/session/password", new { password = "short" })).IsProblem(400, "password-too-weak");
        Assert.Equal(HttpStatusCode.NoContent, (await Send(session, HttpMethod.Put, "/api/v1/session/password", new { password = Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(session, HttpMethod.Get, "/api/v1/sites/demo/queues")).StatusCode);

        await (await _server.Http.PostAsJsonAsync("/api/v1/session", new { name = FirstStart.Administrator, password = _server.OneTimePassword })).IsProblem(401, "sign-in-failed");
        await SignIn(FirstStart.Administrator, Password);
    }

    [Fact]
    public async Task The_cookie_is_strict_and_nothing_changes_without_the_anti_forgery_header()
    {
        var session = await SignedIn();
        Assert.Contains("httponly", session.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", session.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", session.SetCookie, StringComparison.OrdinalIgnoreCase);
        var body = new { state = "closed" };
        foreach (var forged in (string?[])[null, "", "forged", session.AntiForgery[1..]])
        {
            var refused = await Send(session with { AntiForgery = forged! }, HttpMethod.Put, "/api/v1/sites/demo/threads/f/state", body);
            await refused.IsProblem(403, "forgery-check-failed");
        }

        Assert.Equal("open", (await _server.Page("f")).Text("state"));
        Assert.Equal(HttpStatusCode.OK, (await Send(session, HttpMethod.Put, "/api/v1/sites/demo/threads/f/state", body)).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_one_signs_out()
    {
        var session = await SignedIn();
        Assert.Equal(FirstStart.Administrator, (await (await Send(session, HttpMethod.Get, "/api/v1/session")).Json()).Text("name"));
        Assert.Equal(HttpStatusCode.NoContent, (await Send(session, HttpMethod.Delete, "/api/v1/session")).StatusCode);
        await (await Send(session, HttpMethod.Get, "/api/v1/session")).IsProblem(401, "not-signed-in");
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_too_many_tries_are_refused_alike()
    {
        await SignedIn();
        await (await Try(FirstStart.Administrator, "wrong")).IsProblem(401, "sign-in-failed");
        await (await Try("nobody", "wrong")).IsProblem(401, "sign-in-failed");
        for (var i = 0; i < 20; i++)
        {
            await Try("guessed", $"wrong {i}");
        }

        await (await Try("guessed", "wrong again")).IsProblem(429, "too-many-attempts");
    }

    [Fact]
    public async Task Every_endpoint_but_the_readers_own_asks_for_a_role()
    {
        var endpoints = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>()?.Tags.Contains("Moderator") == true)
            .Where(e => e.RoutePattern.RawText!.TrimEnd('/') != "/api/v1/session" || e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single() != "POST")
            .ToList();
        Assert.NotEmpty(endpoints);
        foreach (var endpoint in endpoints)
        {
            Assert.True(endpoint.Metadata.GetMetadata<RequiredRole>() is not null, endpoint.DisplayName);
            var path = endpoint.RoutePattern.RawText!.Replace("{site}", "demo").Replace("{id}", Guid.NewGuid().ToString()).Replace("{queue}", "pending").Replace("{article}", "a").Replace("{entry}", "x");
            var answer = await _server.Http.SendAsync(new HttpRequestMessage(new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()), path) { Content = Answers.Body("{}") });
            Assert.Equal((endpoint.DisplayName, HttpStatusCode.Unauthorized), (endpoint.DisplayName, answer.StatusCode));
        }

        // And whatever changes or reads more than a reader may is under that tag.
        Assert.All(
            _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<RequiredRole>() is not null),
            e => Assert.Contains(e, endpoints));
    }

    [Fact]
    public async Task A_role_on_one_site_is_none_on_another_and_an_auditor_only_reads()
    {
        var accounts = _server.Services.GetRequiredService<AccountStore>();
        await _server.Services.GetRequiredService<SiteDirectory>().Add("other", "Other");
        var (account, _) = (await accounts.Add("auditor", "demo", Role.Auditor))!.Value;
        await _server.Services.GetRequiredService<PersonalTokens>().Add(account, "auditor-token", "test", null, account.Id);
        using var http = _server.As("auditor-token");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/sites/demo/queues")).StatusCode);
        await (await http.GetAsync("/api/v1/sites/other/queues")).IsProblem(403, "role-missing");
        await (await http.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = Array.Empty<object>() })).IsProblem(403, "role-missing");
        await (await _server.As("no-token").GetAsync("/api/v1/sites/demo/queues")).IsProblem(401, "not-signed-in");
    }

    [Fact]
    public async Task Scores_are_given_to_holders_of_an_api_key_only()
    {
        var (_, key) = (await _server.Services.GetRequiredService<ApiKeys>().Add("demo", "test", "test"))!.Value;
        using var http = _server.As(key);
        var one = await (await http.PostAsJsonAsync("/api/v1/score", new { text = "you idiot" })).Json();
        Assert.Equal(["abuse", "doxxing", "identity", "insult", "obscene", "severe", "spam", "threat", "toxic"], one.GetProperty("categories").EnumerateObject().Select(p => p.Name).Order());
        Assert.Contains(one.Items("spans"), s => s.Text("category") is "abuse" or "insult" && "you idiot"[s.Number("start")..s.Number("end")] == "idiot");
        var many = await (await http.PostAsJsonAsync("/api/v1/score", new { items = new[] { new { text = "a" }, new { text = "b" } } })).Json();
        Assert.Equal(2, many.Items("items").Count);
        await (await http.PostAsJsonAsync("/api/v1/score", new { items = Enumerable.Repeat(new { text = "a" }, 1001) })).IsProblem(400, "too-many-items");
        await (await _server.Http.PostAsJsonAsync("/api/v1/score", new { text = "x" })).IsProblem(401, "invalid-token");
    }

    private sealed record SignedInSession(string Cookie, string SetCookie, string AntiForgery, JsonElement Reply);

    private async Task<SignedInSession> SignedIn()
    {
        var session = await SignIn(FirstStart.Administrator, _server.OneTimePassword!);
        await Send(session, HttpMethod.Put, "/api/v1/session/password", new { password = Password });
        return session;
    }

    private Task<HttpResponseMessage> Try(string name, string password) => _server.Http.PostAsJsonAsync("/api/v1/session", new { name, password });

    private async Task<SignedInSession> SignIn(string name, string password)
    {
        var answer = await Try(name, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.Cookie + "=", StringComparison.Ordinal));
        var reply = await answer.Json();
        return new(cookie.Split(';')[0], cookie, reply.Text("antiForgery"), reply);
    }

    private async Task<HttpResponseMessage> Send(SignedInSession session, HttpMethod method, string path, object? body = null)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(_server.Url) };
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Cookie", session.Cookie);
        if (session.AntiForgery is not null)
        {
            request.Headers.TryAddWithoutValidation(Sessions.ForgeryHeader, session.AntiForgery);
        }

        return await http.SendAsync(request);
    }
}
