using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Server.Http;

namespace NatComments.Tests.Endpoints;

/// <summary>The description of the API says what a program cannot guess.</summary>
public sealed class ApiDescriptionTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Every_code_of_a_refusal_is_explained()
    {
        var description = (await server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).Text("info", "description");
        Assert.All(Problems.Codes, code => Assert.Contains($"| `{code}` | ", description));
    }

    [Theory]
    [InlineData("/api/v1/sites/{site}/threads/{article}/comments", "post", "header", "Idempotency-Key")]
    [InlineData("/api/v1/sites/{site}/threads/{article}/live", "get", "header", "Last-Event-ID")]
    [InlineData("/api/v1/sites/{site}/threads/{article}/live", "get", "query", "after")]
    public async Task Parameters_that_a_handler_reads_by_itself_are_described(string path, string method, string place, string name)
    {
        var operation = (await server.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).At("paths", path, method);
        var parameter = Assert.Single(operation.Items("parameters"), parameter => parameter.Text("in") == place && parameter.Text("name") == name);
        Assert.True(parameter.Text("description").Length > 40);
    }
}
