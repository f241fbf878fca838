using System.Text.Json.Serialization;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Receipts;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>What became of a comment.</summary>
public sealed record ReceiptReply(
    string Site, string Article, Guid Comment, CommentStatus Status, string? Reason, bool Automated, bool AppealOpen, DateTimeOffset? AppealUntil, bool Appealed)
{
    /// <summary>What the site is called.</summary>
    public string SiteName { get; init; } = "";

    /// <summary>What the article is called and where it stands, as far as the site's own word is known.</summary>
    public ArticlePage Page { get; init; } = new(null, null);

    /// <summary>When the comment was sent.</summary>
    public DateTimeOffset PostedAt { get; init; }

    /// <summary>The author's own words as they are shown; null when they were withdrawn or erased.</summary>
    public string? Html { get; init; }

    /// <summary>What happened to the comment, oldest first.</summary>
    public IReadOnlyList<ReceiptStep> Timeline { get; init; } = [];

    /// <summary>The statement of reasons when the comment stands rejected, else null.</summary>
    public StatementReply? Statement { get; init; }

    /// <summary>What holds against the author on this site now; null for nothing.</summary>
    public OwnSanctionReply? Sanction { get; init; }

    /// <summary>Since when it waits or is rejected; null for any other.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The former revision that readers see while the last one waits; null for none.</summary>
    public int? ShownRevision { get; init; }

    /// <summary>What became of the author's appeal; null when there was none.</summary>
    public AppealView? Appeal { get; init; }
}

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(ReceiptReply))]
internal sealed partial class ReceiptsJson : JsonSerializerContext;
