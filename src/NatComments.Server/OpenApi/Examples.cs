using System.Text.Json;
using System.Text.Json.Nodes;

namespace NatComments.Server.OpenApi;

/// <summary>An example of an operation: what to send, and what comes back where that is small.</summary>
/// <param name="Parameters">Values of path, query and headers by name.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Response">The answer; null where it is left out.</param>
internal sealed record Example(IReadOnlyDictionary<string, JsonNode> Parameters, JsonNode? Body, JsonNode? Response);

/// <summary>
/// The examples of the document, by operation. They are one story of one site, told from top to bottom: a test sends
/// each of them, in this order, to a server on which the story has happened.
/// </summary>
internal static class Examples
{
    /// <summary>Reads them: 30 KB of JSON, only when the document is made.</summary>
    public static IReadOnlyList<(string Operation, Example Example)> Read()
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!;
        var all = JsonNode.Parse(file, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
        return [.. all.AsObject().Select(pair => (pair.Key, Of(pair.Value!.AsObject())))];
    }

    private static Example Of(JsonObject example)
    {
        var parameters = example["parameters"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!) ?? [];
        return new(parameters, example["body"], example["response"]);
    }
}
