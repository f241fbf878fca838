using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>What readers can make the server do has a limit for each network, and newcomers of one network count together.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const string Site = "/api/v1/sites/demo";
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.Start(
        null, "--NatComments:PostsPerMinute", "100", "--NatComments:TrustedProxies:0", "127.0.0.1");

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("198.51.100.1", "198.51.100.2")]
    [InlineData("2001:db8:1:2::1", "2001:db8:9::1")]
    public async Task A_preview_has_one_limit_in_every_form(string address, string elsewhere)
    {
        // A limit fills up again while a slow machine asks: so it is met somewhere after the thirtieth.
        HttpResponseMessage refused;
        var taken = 0;
        while ((refused = await Preview(address)).StatusCode == HttpStatusCode.OK)
        {
            taken++;
            taken += (await Ask(address, HttpMethod.Post, $"{Site}/preview", JsonContent.Create(new { text = "> a" }))).IsSuccessStatusCode ? 1 : 0;
        }

        Assert.InRange(taken, 30, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("&gt; a</textarea>", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await Preview(elsewhere)).StatusCode);
    }

    [Fact]
    public async Task A_wide_network_of_IPv6_has_a_limit_of_its_own()
    {
        var done = 0;
        for (var network = 0; network < 8; network++)
        {
            for (var i = 0; i < 30; i++)
            {
                done += (await Preview($"2001:db8:0:{network:x}::1")).StatusCode == HttpStatusCode.OK ? 1 : 0;
            }
        }

        Assert.InRange(done, 120, 200);
        Assert.Equal(HttpStatusCode.OK, (await Preview("2001:db8:0:100::1")).StatusCode);
    }

    [Fact]
    public async Task Challenges_and_proofs_have_a_limit()
    {
        var made = 0;
        for (var i = 0; i < 80; i++)
        {
            var challenge = await Ask("198.51.100.3", HttpMethod.Post, $"{Site}/pseudonyms/challenges", null);
            if (challenge.IsSuccessStatusCode)
            {
                made += (await Prove("198.51.100.3", (await challenge.Json()).Text("challenge"))).IsSuccessStatusCode ? 1 : 0;
            }
        }

        Assert.InRange(made, 30, 79);
    }

    [Fact]
    public async Task Fresh_readers_of_one_network_like_a_comment_once_together()
    {
        var id = (await _server.Post("l", "Likeable")).Text("comment", "id");
        for (var i = 0; i < 5; i++)
        {
            var token = (await (await Ask("198.51.100.4", HttpMethod.Post, $"{Site}/readers", null)).Json()).Text("readerToken");
            Assert.Equal(HttpStatusCode.NoContent, (await Like("198.51.100.4", id, token)).StatusCode);
            var own = (await _server.Page("l", token: token)).Items("comments").Single();
            Assert.Equal((1, true), (own.Number("likes"), own.GetProperty("liked").GetBoolean()));
        }

        var other = (await (await Ask("198.51.100.5", HttpMethod.Post, $"{Site}/readers", null)).Json()).Text("readerToken");
        await Like("198.51.100.5", id, other);
        var known = (await _server.Post("l", "Somebody with a published comment")).Text("readerToken");
        await Like("198.51.100.4", id, known);
        Assert.Equal(3, (await _server.Page("l")).Items("comments").Single(c => c.Text("id") == id).Number("likes"));
    }

    [Fact]
    public async Task Nobody_likes_their_own_comment()
    {
        var posted = await _server.Post("l", "I like this myself");
        await (await Like("198.51.100.6", posted.Text("comment", "id"), posted.Text("readerToken"))).IsProblem(403, "own-comment");
    }

    [Fact]
    public async Task A_slow_thread_binds_newcomers_by_their_network()
    {
        var known = (await _server.Post("elsewhere", "I was here before")).Text("readerToken");
        for (var i = 0; i < 5; i++)
        {
            await _server.Post("elsewhere", $"And now and then, {i}", token: known);
        }

        using var admin = _server.Admin();
        (await admin.PutAsJsonAsync($"{Site}/threads/s/state", new { state = "slow" })).EnsureSuccessStatusCode();

        var first = new { id = Guid.NewGuid(), text = "The first", author = new { name = "A" } };
        var key = Guid.NewGuid().ToString();
        Assert.Equal(HttpStatusCode.Created, (await Post("198.51.100.7", first, key: key)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Post("198.51.100.7", first, key: key)).StatusCode);
        await (await Post("198.51.100.7", new { text = "The second", author = new { name = "B" } })).IsProblem(429, "thread-slow");
        var fresh = (await (await Ask("198.51.100.7", HttpMethod.Post, $"{Site}/readers", null)).Json()).Text("readerToken");
        await (await Post("198.51.100.7", new { text = "The third", author = new { name = "C" } }, fresh)).IsProblem(429, "thread-slow");
        Assert.Equal(HttpStatusCode.Created, (await Post("198.51.100.7", new { text = "Somebody known", author = new { name = "D" } }, known)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Post("198.51.100.8", new { text = "From elsewhere", author = new { name = "E" } })).StatusCode);
    }

    private Task<HttpResponseMessage> Preview(string address) =>
        Ask(address, HttpMethod.Post, "/sites/demo/threads/p", new FormUrlEncodedContent([new("text", "> a"), new("name", "A"), new("do", "preview")]));

    private Task<HttpResponseMessage> Like(string address, string id, string token) =>
        Ask(address, HttpMethod.Put, $"{Site}/comments/{id}/like?article=l", null, token);

    private Task<HttpResponseMessage> Post(string address, object post, string? token = null, string? key = null) =>
        Ask(address, HttpMethod.Post, $"{Site}/threads/s/comments", JsonContent.Create(post), token, key);

    private Task<HttpResponseMessage> Prove(string address, string challenge)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = key.SignData(Encoding.UTF8.GetBytes($"natcomments:demo:{challenge}"), HashAlgorithmName.SHA256);
        var proof = new { publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), challenge, signature = Convert.ToBase64String(signature) };
        return Ask(address, HttpMethod.Post, $"{Site}/pseudonyms", JsonContent.Create(proof));
    }

    private async Task<HttpResponseMessage> Ask(string address, HttpMethod method, string path, HttpContent? body, string? token = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("X-Forwarded-For", address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _server.Http.SendAsync(request);
    }
}
