using System.Text.Json.Serialization;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(AboutReply))]
[JsonSerializable(typeof(ReaderSettings))]
internal sealed partial class SitesJson : JsonSerializerContext;
