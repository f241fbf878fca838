using System.Text.Json.Serialization;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Search;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>A page of comments that were found, newest first.</summary>
public sealed record FoundPage(IReadOnlyList<FoundReply> Comments, string? Next);

/// <summary>A comment that was found.</summary>
public sealed record FoundReply(string Article, Guid Id, int Revision, string Text, string Html, AuthorView Author, DateTimeOffset PostedAt, CommentStatus Status)
{
    /// <summary>The scores that were written down; null when there were none.</summary>
    public Scores? Categories { get; init; }
}

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(FoundPage))]
internal sealed partial class SearchWireJson : JsonSerializerContext;
