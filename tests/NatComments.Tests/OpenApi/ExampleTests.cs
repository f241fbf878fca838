using System.Text.Json;
using System.Text.Json.Nodes;
using NatComments.Server.Accounts;
using NatComments.Server.OpenApi;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.OpenApi;

/// <summary>The examples of the document work: each is sent to a server, in the order of their story.</summary>
public sealed class ExampleTests(RunningServer server) : IClassFixture<RunningServer>
{
    private readonly List<string> _wrong = [];

    [Fact]
    public async Task Every_operation_has_an_example_that_works()
    {
        var (document, examples) = (await ApiDocument.Of(server), Examples.Read());
        Assert.Equal(document.Operations.Keys.Order(), examples.Select(example => example.Operation).Order());
        Assert.All(examples, example => Assert.Equal(
            example.Example.Parameters.Keys.Order(),
            document.Operations[example.Operation].Parameters
                .Where(parameter => parameter["example"] is not null).Select(parameter => (string)parameter["name"]!).Order()));

        var story = await Story.Happen(server);
        foreach (var operation in examples.Select(example => document.Operations[example.Operation]))
        {
            using var request = story.Request(operation);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var answered = await Read(response);
            if ((int)response.StatusCode is var status && (status >= 300 || !operation.Responses.ContainsKey(status)))
            {
                _wrong.Add($"{operation}: {status} {answered}");
                continue;
            }

            Compare(operation, operation.Responses[status], response, answered);
            Learn(story, operation, answered);
        }

        Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));
    }

    [Fact]
    public async Task Whoever_fills_in_a_personal_token_is_let_in_wherever_the_document_says_so()
    {
        var (document, password) = (await ApiDocument.Of(server), RunningServer.Password);
        var admin = await server.Somebody(Role.Administrator, Account.EverySite);
        var made = await admin.Post("/api/v1/session/tokens", new { label = "Authorize", password });
        var program = server.Nobody();
        program.Token = (string)made.Body!["token"]!;
        var story = new Story(server);
        var reads = document.Operations.Values.Where(one => one.Method == HttpMethod.Get);
        foreach (var operation in reads.Where(one => one.Schemes.Contains("session")))
        {
            using var request = story.Request(operation, program);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var way = operation.Json["security"]!.AsArray().Any(way => way!.AsObject().ContainsKey("personalToken"));
            Assert.True((int)response.StatusCode is 401 or 403 != way, $"{operation}: {(int)response.StatusCode}");
        }
    }

    // A stream never ends: it is read until its first event.
    private static async Task<string> Read(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            return await response.Content.ReadAsStringAsync();
        }

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await lines.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith("event:", StringComparison.Ordinal));

        return line ?? "";
    }

    private void Compare(ApiOperation operation, JsonObject documented, HttpResponseMessage response, string answered)
    {
        var media = response.Content.Headers.ContentType?.MediaType;
        var content = documented["content"]?.AsObject();
        if (content is null ? answered.Length > 0 : media is null || !content.ContainsKey(media))
        {
            _wrong.Add($"{operation}: {media} is not documented.");
        }
        else if (content?[media!]?["example"] is { } example
            && Difference(example, JsonNode.Parse(answered), "") is { } place)
        {
            _wrong.Add($"{operation}: the example of the answer differs at {place}: {answered}");
        }
    }

    // Where two documents differ in their names and kinds of values; null where they do not.
    private static string? Difference(JsonNode? example, JsonNode? real, string place) => (example, real) switch
    {
        (JsonObject a, JsonObject b) => !Names(a).SequenceEqual(Names(b))
            ? place + "/"
            : a.Select(pair => Difference(pair.Value, b[pair.Key], $"{place}/{pair.Key}"))
                .FirstOrDefault(found => found is not null),
        (JsonArray a, JsonArray b) => a.Count > 0 && b.Count > 0 ? Difference(a[0], b[0], place + "/0") : null,
        (null, _) or (_, null) => null,
        _ => Kind(example) == Kind(real) ? null : place,
    };

    private static IEnumerable<string> Names(JsonObject json) => json.Select(pair => pair.Key).Order();

    private static JsonValueKind Kind(JsonNode value) =>
        value.GetValueKind() is var kind && kind == JsonValueKind.False ? JsonValueKind.True : kind;

    // What later examples need of an answer: codes that only an authenticator knows.
    private static void Learn(Story story, ApiOperation operation, string answered)
    {
        switch (operation.Id)
        {
            case "prepareSecondFactor":
                var secret = (string)JsonNode.Parse(answered)!["secret"]!;
                story.Names["492039"] = Totp.CodeAt(secret, TimeProvider.System.GetUtcNow());
                break;
            case "confirmSecondFactor" or "renewRecoveryCodes":
                story.Names["k7m2-p9qx"] = (string)JsonNode.Parse(answered)!["recoveryCodes"]![0]!;
                break;
        }
    }
}
