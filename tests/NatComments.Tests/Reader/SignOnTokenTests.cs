using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>Tokens that a site has signed and that are odd: they are good or they are refused, and never a fault of the server.</summary>
public sealed class SignOnTokenTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const string Secret = "a-shared-secret-of-the-site-0123456789";
    private const string User = """{"id":"42","username":"Hêvî"}""";

    public async Task InitializeAsync()
    {
        using var admin = server.Admin();
        (await admin.PutAsJsonAsync("/api/v1/sites/demo/reader-settings", new
        {
            origins = Array.Empty<string>(),
            signOn = new object[]
            {
                new { kid = "free", algorithm = "HS256", key = Secret },
                new { kid = "bound", algorithm = "HS256", key = Secret + "-of-another-system", issuer = "https://news.example", audience = "comments" },
            },
        })).EnsureSuccessStatusCode();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<string, bool> Payloads
    {
        get
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            return new()
            {
                { $$"""{"exp":{{now + 3_600}},"user":{{User}}}""", true },
                { $$"""{"exp":{{now + 3_600}}.5,"iat":{{now}}.25,"user":{{User}}}""", true },
                { $$"""{"iat":{{now}},"user":{{User}}}""", true },
                { $$"""{"exp":{{now + (30 * 86_400)}},"user":{{User}}}""", true },
                { $$"""{"exp":{{now + (32 * 86_400)}},"user":{{User}}}""", false },
                { $$"""{"exp":{{now + 3_153_600_000}},"user":{{User}}}""", false },
                { $$"""{"exp":{{(now + 3_600) * 1000}},"user":{{User}}}""", false },
                { $$"""{"exp":{{now + 3_600}},"iat":{{now * 1000}},"user":{{User}}}""", false },
                { $$"""{"exp":{{now + 3_600}},"nbf":{{now * 1000}},"user":{{User}}}""", false },
                { $$"""{"exp":{{now + 3_600}},"nbf":{{now + 3600}},"user":{{User}}}""", false },
                { $$"""{"exp":{{now - 3600}},"user":{{User}}}""", false },
                { $$"""{"exp":1e308,"user":{{User}}}""", false },
                { $$"""{"exp":1e999,"user":{{User}}}""", false },
                { $$"""{"exp":-1e999,"user":{{User}}}""", false },
                { $$"""{"exp":9223372036854775807,"user":{{User}}}""", false },
                { $$"""{"exp":99999999999999999999999999,"user":{{User}}}""", false },
                { $$"""{"exp":-62135596801,"user":{{User}}}""", false },
                { $$"""{"exp":"{{now + 3_600}}","user":{{User}}}""", false },
                { $$"""{"exp":true,"user":{{User}}}""", false },
                { $$"""{"exp":null,"user":{{User}} }""", false },
                { $$"""{"exp":[],"user":{{User}} }""", false },
                { $$"""{"iat":9e15,"user":{{User}} }""", false },
                { $$"""{"user":{{User}} }""", false },
                { $$"""{"exp":{{now + 3_600}},"user":null}""", false },
                { $$"""{"exp":{{now + 3_600}},"user":"Hêvî"}""", false },
                { $$"""{"exp":{{now + 3_600}},"user":[{{User}}]}""", false },
                { $$"""{"exp":{{now + 3_600}},"user":{"id":{},"username":"A"} }""", false },
                { $$"""{"exp":{{now + 3_600}},"user":{"id":"1","username":"\ud800"} }""", false },
                { $$"""{"exp":{{now + 3_600}},"user":{"id":"\ud800","username":"A"} }""", false },
                { $$"""{"exp":{{now + 3_600}},"user":{"id":"1","username":"A","badges":["\ud800"]} }""", false },
                { $$"""{"exp":{{now + 3_600}},"user":{"id":"1","username":"A","badges":[{},null,5,"STAFF"],"role":{} } }""", true },
                { $$"""{"exp":{{now + 3_600}},"iss":5,"aud":{},"user":{{User}} }""", false },
                { "[]", false },
                { "5", false },
                { "null", false },
                { "{", false },
                { "", false },
                { "\ufeff{}", false },
                { new string('[', 500), false },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    [Trait("Report", "24")]
    public async Task A_payload_is_good_or_refused(string payload, bool good) => await Is(Token("""{"alg":"HS256","kid":"free"}""", payload), good);

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"free","crit":["b64"],"b64":true}""", false)]
    [InlineData("""{"alg":"HS256","kid":"free","crit":[]}""", false)]
    [InlineData("""{"alg":"HS256","kid":"free","crit":null}""", false)]
    [InlineData("""{"alg":"HS256"}""", true)]
    [InlineData("""{"alg":"HS256","kid":5}""", null)]
    [InlineData("""{"alg":5,"kid":"free"}""", false)]
    [InlineData("""{"alg":"hs256","kid":"free"}""", false)]
    [InlineData("""{"alg":"none","kid":"free"}""", false)]
    [InlineData("""{"alg":"HS512","kid":"free"}""", false)]
    [InlineData("""{"alg":"HS256","kid":"free","zip":"DEF"}""", null)]
    [InlineData("""{"alg":"HS256","kid":"free","enc":"A128GCM"}""", null)]
    [InlineData("""{"alg":"HS256","kid":"\ud800"}""", null)]
    [InlineData("{}", false)]
    [Trait("Report", "24")]
    public async Task A_header_is_good_or_refused(string header, bool? good) => await Is(Token(header, Payload()), good);

    [Fact]
    public async Task Issuer_and_audience_are_looked_at_where_the_site_has_set_them()
    {
        const string Bound = """{"alg":"HS256","kid":"bound"}""";
        foreach (var (claims, good) in new (string, bool)[]
        {
            ("", false),
            (""","iss":"https://news.example" """, false),
            (""","aud":"comments" """, false),
            (""","iss":"https://evil.example","aud":"comments" """, false),
            (""","iss":["https://news.example"],"aud":"comments" """, false),
            (""","iss":"https://news.example","aud":"shop" """, false),
            (""","iss":"https://news.example","aud":["shop",5] """, false),
            (""","iss":"https://news.example","aud":"comments" """, true),
            (""","iss":"https://news.example","aud":["shop","comments"] """, true),
        })
        {
            await Is(Token(Bound, Payload(claims), Secret + "-of-another-system"), good);
        }
    }

    [Fact]
    [Trait("Report", "24")]
    public async Task Tokens_with_random_changes_never_make_the_server_fail()
    {
        var random = new Random(5);
        var good = Token("""{"alg":"HS256","kid":"free"}""", Payload());
        for (var i = 0; i < 1_500; i++)
        {
            var payload = Payload().ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                payload[random.Next(payload.Length)] = (char)random.Next(32, 127);
            }

            var token = i % 3 == 0 ? Changed(good, random) : Token("""{"alg":"HS256","kid":"free"}""", new string(payload));
            await Is(token, null);
        }
    }

    private static string Changed(string token, Random random)
    {
        var bytes = token.ToCharArray();
        bytes[random.Next(3, bytes.Length)] = "abcXYZ019-_."[random.Next(12)];
        return new(bytes);
    }

    // Null: either way, only no failure.
    private async Task Is(string token, bool? good)
    {
        using var reader = server.As(token);
        var answer = await reader.GetAsync("/api/v1/sites/demo/threads/a");
        if (good is null)
        {
            Assert.Contains((int)answer.StatusCode, (int[])[200, 401]);
        }
        else
        {
            Assert.Equal(good == true ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private static string Payload(string more = "") => $$"""{"exp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600}},"user":{{User}}{{more}}}""";

    private static string Token(string header, string payload, string secret = Secret)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }
}
