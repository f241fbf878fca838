using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.OpenApi;

/// <summary>A server that is told of no large bodies, so that a walk need not send them.</summary>
public sealed class NarrowServer() : RunningServer(
    null,
    "--NatComments:SignInsPerFiveMinutes", "200",
    "--NatComments:MaxBulkBytes", "65536",
    "--NatComments:MaxBodyBytes", "16384");

/// <summary>
/// A walk over all operations of the document with requests that must be refused. Each refusal is the one that is
/// meant, and stands in the document for that operation.
/// </summary>
public sealed class DocumentedErrorTests(NarrowServer server) : IClassFixture<NarrowServer>, IAsyncLifetime
{
    private const string There = "there";

    private readonly List<string> _wrong = [];
    private ApiDocument _document = null!;
    private Story _story = null!;

    private IEnumerable<ApiOperation> All => _document.Operations.Values;

    private IEnumerable<ApiOperation> OfModerators => All.Where(operation => operation.Schemes.Contains("session"));

    public async Task InitializeAsync()
    {
        (_document, _story) = (await ApiDocument.Of(server), new Story(server));
        await server.Get<SiteDirectory>().Add(There, "There");
    }

    public Task DisposeAsync()
    {
        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_site_that_is_not_there()
    {
        await SignIn();
        foreach (var operation in All.Where(operation => operation.IsOfSite))
        {
            var person = operation.Schemes.Contains("readerToken") && operation.IsOpen ? server.Nobody() : null;
            var request = _story.Request(operation, person, name => name == "site" ? "nowhere" : null);
            await Check(operation, request, "site-not-found");
        }
    }

    [Fact]
    public async Task An_id_that_is_not_there()
    {
        await SignIn();
        foreach (var operation in All)
        {
            foreach (var id in operation.Ids.Where(id => id != "article"))
            {
                foreach (var value in new[] { Guid.NewGuid().ToString(), "!" })
                {
                    await Check(operation, _story.Request(operation, change: name => name == id ? value : null));
                }
            }
        }
    }

    [Fact]
    public async Task Nobody_who_says_who_they_are()
    {
        foreach (var operation in All.Where(operation => !operation.IsOpen))
        {
            await Check(operation, _story.Request(operation, server.Nobody()), operation.Schemes[0] switch
            {
                "session" => "not-signed-in",
                "apiKey" => "invalid-token",
                _ => "token-missing",
            });
        }
    }

    [Fact]
    public async Task A_reader_of_another_site()
    {
        var stranger = server.Nobody();
        stranger.Token = (string)(await server.Nobody().Post($"/api/v1/sites/{There}/readers")).Body!["readerToken"]!;
        foreach (var operation in All.Where(operation => operation.Schemes.Contains("readerToken")))
        {
            await Check(operation, _story.Request(operation, stranger), "invalid-token");
        }
    }

    [Fact]
    public async Task People_of_another_site_whatever_their_role()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var stranger = await server.Somebody(role, There);
            foreach (var operation in OfModerators.Where(operation => Least(operation) is not null))
            {
                await Check(operation, _story.Request(operation, stranger), "role-missing");
            }
        }
    }

    [Fact]
    public async Task A_role_that_is_one_too_low()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var person = await server.Somebody(role);
            foreach (var operation in OfModerators.Where(one => one.IsOfSite && Least(one) == role + 1))
            {
                await Check(operation, _story.Request(operation, person), "role-missing");
            }
        }
    }

    [Fact]
    public async Task A_change_without_the_anti_forgery_header()
    {
        await SignIn();
        _story.Moderator.AntiForgery = null;
        foreach (var operation in OfModerators.Where(operation => operation.Method != HttpMethod.Get))
        {
            await Check(operation, _story.Request(operation), "forgery-check-failed");
        }
    }

    [Fact]
    public async Task A_change_that_a_page_of_another_origin_asks_for()
    {
        var changes = OfModerators.Where(operation => operation.Method != HttpMethod.Get);
        foreach (var operation in changes.Append(_document.Operations["signIn"]))
        {
            var request = _story.Request(operation, server.Nobody());
            request.Headers.Add("Origin", "https://elsewhere.example");
            await Check(operation, request, "foreign-origin");
        }
    }

    [Theory]
    [InlineData("{", "application/json", "invalid-json")]
    [InlineData("[1,2", "application/json", "invalid-json")]
    [InlineData("{\"nobodyKnowsThis\":1}", "application/json", "unknown-field", "invalid-settings")]
    [InlineData("{\"a\":\"\\ud800\"}", "application/json", "invalid-text")]
    [InlineData("{\"policy\":{\"a\":\"\\ud800\"}}", "application/json", "invalid-text")]
    [InlineData("a=b", "application/x-www-form-urlencoded", "unsupported-media-type")]
    public async Task A_body_that_is_malformed(string body, string media, params string[] codes)
    {
        await SignIn();
        foreach (var operation in All.Where(operation => operation.HasBody))
        {
            var request = _story.Request(operation);
            request.Content = new StringContent(body, Encoding.UTF8, media);
            await Check(operation, request, codes);
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large()
    {
        await SignIn();
        foreach (var operation in All.Where(operation => operation.HasBody))
        {
            var (metadata, options) = (Endpoint(operation).Metadata, server.Get<IOptions<HttpOptions>>().Value);
            var limit = metadata.GetMetadata<BodyLimit>()?.MaxBytes
                ?? (metadata.GetMetadata<BulkBody>() is null ? options.MaxBodyBytes : options.MaxBulkBytes);
            var request = _story.Request(operation);
            request.Content = new StringContent(new string(' ', limit + 1), Encoding.UTF8, "application/json");
            await Check(operation, request, "body-too-large");
        }
    }

    [Fact]
    public async Task A_query_that_cannot_be_read()
    {
        await SignIn();
        foreach (var operation in All)
        {
            foreach (var query in operation.Parameters.Where(parameter => (string)parameter["in"]! == "query"))
            {
                var request = _story.Request(operation);
                var address = request.RequestUri!.OriginalString.Split('?')[0];
                request.RequestUri = new($"{address}?{query["name"]}=%01nothing", UriKind.Relative);
                await Check(operation, request);
            }
        }
    }

    // The story's moderator and program without their story: what is asked here never gets as far.
    private async Task SignIn()
    {
        var admin = await server.Somebody(Role.Administrator, Account.EverySite);
        Assert.Equal(200, (await _story.Moderator.SignIn(admin.Name, RunningServer.Password)).Status);
        var reader = await server.Nobody().Post($"/api/v1/sites/{RunningServer.DemoSite}/readers");
        _story.Reader.Token = (string)reader.Body!["readerToken"]!;
        _story.Program.Token = (await server.Get<ApiKeys>().Add(RunningServer.DemoSite, "walk", "test"))!.Value.Secret;
    }

    private RouteEndpoint Endpoint(ApiOperation operation) => ((IEndpointRouteBuilder)server.App).DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Single(endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == operation.Id);

    private Role? Least(ApiOperation operation) => Endpoint(operation).Metadata.GetMetadata<RequiredRole>()!.Least;

    // One of these codes; with none, any that is documented, or no refusal at all.
    private async Task Check(ApiOperation operation, HttpRequestMessage request, params string[] codes)
    {
        using (request)
        {
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var status = (int)response.StatusCode;
            if (status < 400 && codes.Length == 0)
            {
                return;
            }

            var isProblem = response.Content.Headers.ContentType?.MediaType == "application/problem+json";
            var code = isProblem ? (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"] : null;
            var isMeant = codes.Length == 0 || codes.Contains(code);
            if (code is null || !isMeant || !operation.CodesOf(status).Contains(code))
            {
                _wrong.Add($"{operation}: {status} {code}, not {string.Join(" or ", codes)} or not documented");
            }
        }
    }
}
