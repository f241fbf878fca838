using System.Text.Json.Serialization;
using NatComments.Server.Http;

namespace NatComments.Server.Visitors;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>A new reader's token, from before the first comment.</summary>
public sealed record ReaderReply(string ReaderToken, string Author);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(ReaderReply))]
[JsonSerializable(typeof(ChallengeReply))]
[JsonSerializable(typeof(ProofRequest))]
[JsonSerializable(typeof(PhraseRequest))]
[JsonSerializable(typeof(PseudonymReply))]
internal sealed partial class VisitorsJson : JsonSerializerContext;
