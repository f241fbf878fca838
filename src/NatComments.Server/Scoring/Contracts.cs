using System.Text.Json.Serialization;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Scoring;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>Texts to score: one, or several.</summary>
public sealed record ScoreRequest(string? Text, string? Lang, IReadOnlyList<ScoreItem>? Items);

/// <summary>One text to score; the language is a hint.</summary>
public sealed record ScoreItem(string? Text, string? Lang);

/// <summary>Verdicts in the order of the texts.</summary>
public sealed record ScoresReply(IReadOnlyList<VerdictReply> Items);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(ScoreRequest))]
[JsonSerializable(typeof(ScoresReply))]
internal sealed partial class ScoringJson : JsonSerializerContext;
