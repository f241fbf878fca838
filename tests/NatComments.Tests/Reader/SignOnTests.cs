using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>The site's own users, and the pages that may show its comments.</summary>
public sealed class SignOnTests(RunningServer server) : SiteTests(server)
{
    private const string Secret = "a-shared-secret-of-the-site-0123456789";
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsa = RSA.Create(2048);

    private string Settings => _site.Api + "/reader-settings";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Set(new
        {
            origins = Array.Empty<string>(),
            signOn = new[]
            {
                new { kid = "h1", algorithm = "HS256", key = Secret },
                new { kid = "h2", algorithm = "HS256", key = Secret + "-the-next" },
                new { kid = "e1", algorithm = "ES256", key = _curve.ExportSubjectPublicKeyInfoPem() },
                new { kid = "r1", algorithm = "RS256", key = _rsa.ExportSubjectPublicKeyInfoPem() },
            },
        });
    }

    public override Task DisposeAsync()
    {
        _curve.Dispose();
        _rsa.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_user_without_a_badge_of_the_site_cannot_be_called_like_its_staff()
    {
        await (await Post(Token(Shared("h1"), "HS256", new { id = "7", username = "admin" }))).IsProblem(409, "name-reserved");
        Assert.Equal(HttpStatusCode.Created, (await Post(Token(Shared("h1"), "HS256", new { id = "7", username = "Admin", badges = new[] { "staff" } }))).StatusCode);
    }

    [Fact]
    public async Task A_user_of_the_site_writes_under_the_name_and_badge_that_the_site_gives()
    {
        foreach (var (key, algorithm) in new (SecurityKey, string)[] { (Shared("h1"), "HS256"), (Shared("h2", Secret + "-the-next"), "HS256"), (Curve(), "ES256"), (Rsa(), "RS256") })
        {
            var posted = await Post(Token(key, algorithm, new { id = "42", username = "Hêvî", email = "hevi@example.org", role = "STAFF" }));
            var author = (await posted.Json()).At("comment", "author");

            Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
            Assert.Equal(("Hêvî", "staff"), (author.Text("name"), author.Text("badge")));
            Assert.DoesNotContain("42", author.Text("id").Replace("4", "", StringComparison.Ordinal));
        }

        var page = (await _site.Page("a")).Items("comments");
        Assert.Single(page.Select(comment => comment.Text("author", "id")).Distinct());
        Assert.DoesNotContain("example.org", JsonSerializer.Serialize(page));
    }

    [Fact]
    public async Task A_token_that_is_forged_or_over_or_of_another_key_is_refused()
    {
        var user = new { id = "42", username = "Hêvî" };
        string[] bad =
        [
            Token(Shared("h1", "another-secret-of-somebody-else-000"), "HS256", user),
            Token(Shared("h9"), "HS256", user),
            Token(Shared("e1", _curve.ExportSubjectPublicKeyInfoPem()), "HS256", user),
            Token(Shared("h1"), "HS256", user, ends: DateTimeOffset.UnixEpoch.AddYears(50)),
            Token(Shared("h1"), "HS256", new { username = "No id" }),
            "eyJhbGciOiJub25lIn0.eyJ1c2VyIjp7ImlkIjoiNDIiLCJ1c2VybmFtZSI6IlgifX0.",
            Token(Shared("h1"), "HS256", user, ends: DateTimeOffset.UtcNow.AddYears(100)),
            "eyJ.x.y",
        ];
        foreach (var token in bad)
        {
            await (await Post(token)).IsProblem(401, "invalid-token");
        }
    }

    [Fact]
    public async Task Only_pages_of_allowed_origins_show_the_comments_and_secrets_are_not_shown_again()
    {
        var shown = await Set(new { origins = new[] { "https://news.example", "https://mirror.example/" }, signOn = new[] { new { kid = "h1", algorithm = "HS256", key = "(kept)" } } });
        Assert.DoesNotContain(Secret, shown.GetRawText());

        Assert.Equal(HttpStatusCode.OK, (await From("https://mirror.example")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await From(_server.Url)).StatusCode);
        await (await From("https://elsewhere.example")).IsProblem(403, "origin-not-allowed");
        Assert.Equal(HttpStatusCode.Created, (await Post(Token(Shared("h1"), "HS256", new { id = "1", username = "Still good" }))).StatusCode);
    }

    [Fact]
    public async Task Settings_that_cannot_work_are_refused()
    {
        using var admin = _server.Admin();
        foreach (var key in new[] { new { kid = "a", algorithm = "HS256", key = "short" }, new { kid = "a", algorithm = "none", key = Secret }, new { kid = "a", algorithm = "RS256", key = "no key" },
            new { kid = "a", algorithm = "ES256", key = _curve.ExportPkcs8PrivateKeyPem() }, new { kid = "a", algorithm = "ES256", key = _curve.ExportECPrivateKeyPem() },
            new { kid = "a", algorithm = "RS256", key = _rsa.ExportRSAPrivateKeyPem() }, new { kid = "a", algorithm = "HS256", key = _rsa.ExportRSAPrivateKeyPem() },
            new { kid = "a", algorithm = "HS256", key = _rsa.ExportSubjectPublicKeyInfoPem() }, new { kid = "a", algorithm = "RS256", key = Weak() } })
        {
            await (await admin.PutAsJsonAsync(Settings, new { origins = Array.Empty<string>(), signOn = new[] { key } })).IsProblem(400, "invalid-settings");
        }

        await (await admin.PutAsJsonAsync(Settings, new { origins = new[] { "news.example/path" }, signOn = Array.Empty<object>() })).IsProblem(400, "invalid-settings");
        await (await _server.Http.GetAsync(Settings)).IsProblem(401, "not-signed-in");
    }

    private async Task<HttpResponseMessage> From(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_site.Api}/threads/a");
        request.Headers.Add("Origin", origin);
        return await _server.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Post(string token)
    {
        using var reader = _server.As(token);
        return await reader.PostAsJsonAsync($"{_site.Api}/threads/a/comments", new { text = "As a user" });
    }

    private async Task<JsonElement> Set(object settings)
    {
        using var admin = _server.Admin();
        var answer = await admin.PutAsJsonAsync(Settings, settings);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }

    private static string Weak()
    {
        using var rsa = RSA.Create(1024);
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    private static SymmetricSecurityKey Shared(string kid, string secret = Secret) => new(Encoding.UTF8.GetBytes(secret)) { KeyId = kid };

    private ECDsaSecurityKey Curve() => new(_curve) { KeyId = "e1" };

    private RsaSecurityKey Rsa() => new(_rsa) { KeyId = "r1" };

    private static string Token(SecurityKey key, string algorithm, object user, DateTimeOffset? ends = null)
    {
        var payload = JsonSerializer.Serialize(new { exp = (ends ?? DateTimeOffset.UtcNow.AddHours(1)).ToUnixTimeSeconds(), user });
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(payload, new SigningCredentials(key, algorithm));
    }
}
