using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using NatComments.Server.Http;

namespace NatComments.Server.OpenApi;

/// <summary>Responses of refusals: a problem document, and the codes that may stand in it.</summary>
internal static class ErrorResponses
{
    /// <summary>The component with the form of a problem document.</summary>
    public const string Schema = "Problem";

    // Every operation may fail with these: they stand in the document once (100 operations, 2 KB each).
    private static readonly Dictionary<int, string> SharedNames = new()
    {
        [StatusCodes.Status500InternalServerError] = "InternalError",
        [StatusCodes.Status503ServiceUnavailable] = "Unavailable",
    };

    /// <summary>The shared response that says just this; null when an operation has codes of its own.</summary>
    public static string? Shared(int status, IReadOnlyList<string> codes) =>
        SharedNames.TryGetValue(status, out var name) && codes.All(OperationErrors.Always.Contains) ? name : null;

    /// <summary>Adds the shared ones to the document.</summary>
    public static void Add(OpenApiDocument document)
    {
        foreach (var (status, name) in SharedNames)
        {
            var codes = OperationErrors.Always.Where(code => Problems.StatusOf(code) == status).Order().ToList();
            document.AddComponent(name, Of(codes, document));
        }
    }

    /// <summary>A problem document as an example of all.</summary>
    public static JsonNode Example() => new JsonObject
    {
        ["type"] = $"urn:natcomments:{Problems.SiteNotFound}",
        ["title"] = Problems.TitleOf(Problems.SiteNotFound),
        ["status"] = Problems.StatusOf(Problems.SiteNotFound),
        ["code"] = Problems.SiteNotFound,
        ["detail"] = null,
    };

    /// <summary>The response for codes of one status.</summary>
    public static OpenApiResponse Of(IReadOnlyList<string> codes, OpenApiDocument document) => new()
    {
        Description = string.Join('\n', codes.Select(code => $"- `{code}`: {Problems.TitleOf(code)}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Schema, document) },
        },
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            [DescribedOperation.Codes] =
                new JsonNodeExtension(new JsonArray([.. codes.Select(code => JsonValue.Create(code))])),
        },
    };
}
