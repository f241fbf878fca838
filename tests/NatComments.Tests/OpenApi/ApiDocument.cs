using System.Globalization;
using System.Text.Json.Nodes;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.OpenApi;

/// <summary>The document of the API, as a program reads it that makes requests from it.</summary>
internal sealed class ApiDocument(JsonObject json)
{
    /// <summary>Every operation, by its id.</summary>
    public IReadOnlyDictionary<string, ApiOperation> Operations { get; } = json["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(method =>
            new ApiOperation(json, path.Key, method.Key, method.Value!.AsObject())))
        .ToDictionary(operation => operation.Id);

    public JsonObject Json => json;

    public static async Task<ApiDocument> Of(RunningServer server) =>
        new(JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json"))!.AsObject());
}

/// <summary>One operation of the document.</summary>
internal sealed class ApiOperation(JsonObject document, string path, string method, JsonObject json)
{
    public string Id => (string)json["operationId"]!;

    public HttpMethod Method { get; } = new(method.ToUpperInvariant());

    public string Path => path;

    public JsonObject Json => json;

    public bool IsOfSite => path.Contains("{site}", StringComparison.Ordinal);

    public IReadOnlyList<JsonObject> Parameters { get; } =
        [.. (json["parameters"]?.AsArray() ?? []).Select(parameter => parameter!.AsObject())];

    /// <summary>The parameters of the path beside the site.</summary>
    public IEnumerable<string> Ids => Parameters.Where(parameter => (string)parameter["in"]! == "path")
        .Select(parameter => (string)parameter["name"]!).Where(name => name != "site");

    public bool HasBody => json["requestBody"] is not null;

    /// <summary>The example of the body; null for none.</summary>
    public JsonNode? Body => json["requestBody"]?["content"]!["application/json"]!["example"];

    /// <summary>What shows who one is: the schemes of the first way that is named; empty for nobody.</summary>
    public IReadOnlyList<string> Schemes { get; } =
        [.. (json["security"]?.AsArray().FirstOrDefault()?.AsObject() ?? []).Select(scheme => scheme.Key)];

    /// <summary>True where a guest may ask too.</summary>
    public bool IsOpen =>
        json["security"] is not JsonArray { Count: > 0 } ways || ways.Any(way => way!.AsObject().Count == 0);

    /// <summary>Every status with its response.</summary>
    public IReadOnlyDictionary<int, JsonObject> Responses { get; } = json["responses"]!.AsObject().ToDictionary(
        response => int.Parse(response.Key, CultureInfo.InvariantCulture),
        response => Resolved(document, response.Value!.AsObject()));

    /// <summary>The codes that the document lists for a status.</summary>
    public IEnumerable<string> CodesOf(int status) =>
        Responses.GetValueOrDefault(status)?["x-codes"]?.AsArray().Select(code => (string)code!) ?? [];

    public override string ToString() => $"{Id} ({Method} {path})";

    private static JsonObject Resolved(JsonObject document, JsonObject response) =>
        response["$ref"] is { } reference
            ? ((string)reference!).Split('/').Skip(1).Aggregate((JsonNode)document, (at, name) => at[name]!).AsObject()
            : response;
}
