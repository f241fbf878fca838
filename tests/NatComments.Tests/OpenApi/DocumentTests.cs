using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NatComments.Server.Http;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.OpenApi;

/// <summary>The document says of every operation what a program that is made from it needs.</summary>
public sealed partial class DocumentTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private ApiDocument _document = null!;

    private IEnumerable<ApiOperation> All => _document.Operations.Values;

    public async Task InitializeAsync() => _document = await ApiDocument.Of(server);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Each_operation_has_an_id_of_its_own_and_a_summary()
    {
        var ids = _document.Json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .Select(method => (string?)method.Value!["operationId"]).ToList();
        Assert.True(ids.Count > 100);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(CamelCase(), id!));
        Assert.All(All, operation => Assert.False(string.IsNullOrEmpty((string?)operation.Json["summary"]), operation.ToString()));
    }

    [Fact]
    public void Each_parameter_and_body_is_described()
    {
        foreach (var operation in All)
        {
            Assert.All(operation.Parameters, parameter =>
            {
                var name = (string)parameter["name"]!;
                Assert.True(((string?)parameter["description"])?.Length > 10, $"{operation}: {name}");
                Assert.True((string)parameter["in"]! == "header" || char.IsLower(name[0]), $"{operation}: {name}");
                Assert.True(parameter["schema"]!["type"] is not null, $"{operation}: {name}");
            });
            Assert.True(!operation.HasBody || operation.Json["requestBody"]!["description"] is not null, operation.ToString());
        }
    }

    [Theory]
    [InlineData("readThread", "limit", """{"maximum":200,"minimum":1,"type":"integer","format":"int32","default":50}""")]
    [InlineData("readThread", "sort", """{"enum":["newest","oldest","top"],"type":"string","default":"newest"}""")]
    [InlineData("searchComments", "status", """{"enum":["pending","published","rejected","withdrawn"],"type":"string"}""")]
    [InlineData("readThread", "article", """{"maxLength":300,"minLength":1,"type":"string"}""")]
    [InlineData("readSession", "ifAny", """{"enum":["true","false"],"type":"string"}""")]
    public void Limits_defaults_and_values_of_parameters_are_told(string operation, string name, string schema)
    {
        var parameter = _document.Operations[operation].Parameters.Single(one => (string)one["name"]! == name);
        Assert.Equal(Sorted(JsonNode.Parse(schema)!), Sorted(parameter["schema"]!));
    }

    [Fact]
    public void Each_error_lists_codes_of_its_status_and_has_the_form_of_a_problem()
    {
        foreach (var operation in All)
        {
            Assert.Contains(503, operation.Responses.Keys);
            foreach (var (status, response) in operation.Responses.Where(response => response.Key >= 400))
            {
                var schema = (string?)response["content"]!["application/problem+json"]!["schema"]!["$ref"];
                Assert.Equal("#/components/schemas/Problem", schema);
                Assert.NotEmpty(operation.CodesOf(status));
                Assert.All(operation.CodesOf(status), code =>
                {
                    Assert.Equal(status, Problems.StatusOf(code));
                    Assert.Contains($"`{code}`: ", (string)response["description"]!);
                });
            }
        }
    }

    [Fact]
    public void Each_code_belongs_to_an_operation()
    {
        // Answered where there is no operation, by a page without scripts, or for one decision of many.
        string[] elsewhere =
        [
            "method-not-allowed", "form-of-another-page", "claimed-by-another", "nothing-to-undo", "undo-window-over",
            "not-your-decision",
        ];
        var listed = All.SelectMany(operation => operation.Responses.Keys.SelectMany(operation.CodesOf)).ToHashSet();
        Assert.Equal([], Problems.Codes.Except(listed).Except(elsewhere));
    }

    [Fact]
    public void Each_schema_of_the_document_is_there_and_types_are_told()
    {
        var schemas = _document.Json["components"]!["schemas"]!.AsObject();
        Assert.All(schemas.Where(schema => schema.Value!["enum"] is not null), schema => Assert.Equal("string", (string?)schema.Value!["type"]));
        Assert.All(References(_document.Json), reference =>
        {
            var at = reference.Split('/').Skip(1).Aggregate((JsonNode?)_document.Json, (node, name) => node?[name]);
            Assert.True(at is not null, reference);
        });
    }

    [Fact]
    public void Security_names_schemes_that_are_described()
    {
        var schemes = _document.Json["components"]!["securitySchemes"]!.AsObject();
        Assert.Equal(["antiForgery", "apiKey", "personalToken", "readerToken", "session"], schemes.Select(scheme => scheme.Key).Order());
        Assert.Equal(["session", "antiForgery"], _document.Operations["decide"].Schemes);
        Assert.Equal(["session"], _document.Operations["listQueues"].Schemes);
        Assert.Equal(["apiKey"], _document.Operations["score"].Schemes);
        Assert.True(_document.Operations["postComment"].IsOpen);
        Assert.False(_document.Operations["editComment"].IsOpen);
        Assert.Equal(["readerToken"], _document.Operations["editComment"].Schemes);
    }

    [Fact]
    public async Task The_document_is_made_once_and_then_has_an_entity_tag()
    {
        using var first = await server.Http.GetAsync("/openapi/v1.json");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await server.Http.SendAsync(request);
        Assert.Equal(304, (int)second.StatusCode);
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(pair => pair is { Key: "$ref", Value: JsonValue } ? [(string)pair.Value!] : References(pair.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static string Sorted(JsonNode schema) =>
        string.Join(',', schema.AsObject().OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value!.ToJsonString()}"));

    [GeneratedRegex("^[a-z][a-zA-Z]+$")]
    private static partial Regex CamelCase();
}
