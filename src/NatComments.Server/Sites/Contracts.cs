using System.Text.Json.Serialization;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>What a site tells its visitors.</summary>
/// <param name="Guidelines">As sanitised HTML; null: the site has none of its own, and those that ship with the product hold.</param>
/// <param name="Reasons">The site's own reasons for rejections: names by language, by code.</param>
public sealed record AboutReply(string Name, string? Guidelines, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Reasons)
{
    /// <summary>The guidelines that ship with the product, as sanitised HTML in the language of the request.</summary>
    public string? Shipped { get; init; }

    /// <summary>Sentences of the widget that most visitors never need, in the language of the request.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();
}

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(AboutReply))]
[JsonSerializable(typeof(ReaderSettings))]
internal sealed partial class SitesJson : JsonSerializerContext;
