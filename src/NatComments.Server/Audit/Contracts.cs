using System.Text.Json.Serialization;
using NatComments.Core.Audit;
using NatComments.Server.Http;

namespace NatComments.Server.Audit;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>A page of an audit chain, newest first.</summary>
public sealed record AuditPage(IReadOnlyList<AuditReply> Records, long? Next);

/// <summary>A record of an audit chain.</summary>
/// <param name="Name">The pseudonym of whoever did it.</param>
public sealed record AuditReply(AuditRecord Record, string Name);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(AuditPage))]
internal sealed partial class AuditWireJson : JsonSerializerContext;
