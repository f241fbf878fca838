using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NatComments.Server.Accounts;

namespace NatComments.Tests.Moderators;

/// <summary>What a server answered.</summary>
public sealed record Answered(int Status, JsonNode? Body)
{
    /// <summary>The stable code of a problem.</summary>
    public string? Code => Body is JsonObject o && o.TryGetPropertyValue("code", out var code) ? (string?)code : null;

    public override string ToString() => $"{Status} {Body?.ToJsonString()}";
}

/// <summary>A browser or program of one person: keeps the cookie and the anti-forgery value, or a token.</summary>
public sealed class Person(HttpClient client, string name)
{
    private readonly Dictionary<string, string> _cookies = [];

    public HttpClient Client => client;

    public string Name { get; private set; } = name;

    public string Account { get; private set; } = "";

    public string? AntiForgery { get; set; }

    public string? Token { get; set; }

    /// <summary>Asks as a page does by itself, while nobody is there.</summary>
    public bool InBackground { get; set; }

    public string? Cookie(string name) => _cookies.GetValueOrDefault(name);

    public void SetCookie(string name, string value) => _cookies[name] = value;

    public async Task<Answered> SignIn(string name, string password, string? code = null)
    {
        var reply = await Post("/api/v1/session", new { name, password, code });
        if (reply.Status == 200)
        {
            (Name, Account, AntiForgery) = (name, (string)reply.Body!["account"]!, (string)reply.Body["antiForgery"]!);
        }

        return reply;
    }

    public Task<Answered> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Answered> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body);

    public Task<Answered> Put(string path, object? body = null) => Send(HttpMethod.Put, path, body);

    public Task<Answered> Delete(string path, object? body = null) => Send(HttpMethod.Delete, path, body);

    public async Task<Answered> Send(HttpMethod method, string path, object? body)
    {
        using var request = Request(method, path, body);
        using var response = await client.SendAsync(request);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var parts in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            {
                _cookies[parts[0]] = parts[1];
            }
        }

        var text = await response.Content.ReadAsStringAsync();
        var json = text.Length > 0 && response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return new((int)response.StatusCode, json ? JsonNode.Parse(text) : text.Length > 0 ? JsonValue.Create(text) : null);
    }

    /// <summary>A request as this person's browser would send it.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (AntiForgery is not null)
        {
            request.Headers.Add(Sessions.ForgeryHeader, AntiForgery);
        }

        if (InBackground)
        {
            request.Headers.Add("X-Background", "true");
        }

        if (Token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + Token);
        }

        return request;
    }
}
