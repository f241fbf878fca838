using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

/// <summary>What tests read from answers.</summary>
public static class Answers
{
    public static string Text(this JsonElement json, params string[] path) => json.At(path).GetString()!;

    public static int Number(this JsonElement json, params string[] path) => json.At(path).GetInt32();

    public static JsonElement At(this JsonElement json, params string[] path) => path.Aggregate(json, (at, name) => at.GetProperty(name));

    public static List<JsonElement> Items(this JsonElement json, string name) => [.. json.GetProperty(name).EnumerateArray()];

    /// <summary>The body as JSON, also of a problem.</summary>
    public static Task<JsonElement> Json(this HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Asserts a problem document with this status and stable code.</summary>
    public static async Task IsProblem(this HttpResponseMessage answer, int status, string code)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Json();
        Assert.Equal((status, code, status), ((int)answer.StatusCode, problem.Text("code"), problem.Number("status")));
        Assert.False(string.IsNullOrWhiteSpace(problem.Text("title")));
    }

    /// <summary>A body of JSON, byte for byte.</summary>
    public static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
