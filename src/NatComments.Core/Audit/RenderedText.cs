using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NatComments.Core.Audit;

/// <summary>
/// A text whose HTML was written anew: the chain goes on vouching for it. Stored for ever in records of <see cref="AuditKinds.TextsRendered"/>.
/// </summary>
/// <param name="From">SHA-256 of the text as it was stored.</param>
/// <param name="To">SHA-256 of the text as it is stored since.</param>
public sealed record RenderedText(string Article, Guid Comment, int Revision, string From, string To)
{
    /// <summary>The record of texts that were written anew in one commit.</summary>
    public static AuditDraft Draft(IEnumerable<RenderedText> texts) => new(AuditKinds.TextsRendered, AuditMakers.CommandLine)
    {
        After = JsonSerializer.SerializeToNode([.. texts], RenderedTextJson.Default.RenderedTextArray),
    };

    /// <summary>Reads what <see cref="Draft"/> wrote; nothing for any other record.</summary>
    public static IReadOnlyList<RenderedText> Of(AuditRecord record) =>
        record is { What: AuditKinds.TextsRendered, After: JsonArray texts } ? texts.Deserialize(RenderedTextJson.Default.RenderedTextArray) ?? [] : [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RenderedText[]))]
internal sealed partial class RenderedTextJson : JsonSerializerContext;
