using System.Text.Json.Serialization;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>A new comment.</summary>
public sealed record PostRequest
{
    /// <summary>A UUID that the client makes, so that the same post again is not a second comment; left out, the server makes it.</summary>
    public string? Id { get; init; }

    /// <summary>The comment that is answered; left out for none.</summary>
    public string? ParentId { get; init; }

    /// <summary>The comment as Markdown.</summary>
    public string? Text { get; init; }

    /// <summary>The name under which it appears.</summary>
    public NameRequest? Author { get; init; }

    /// <summary>
    /// What the article is called: at most 300 characters, else it is left out. Moderators see it; readers do when the request comes from a page on one of
    /// the site's origins (its <c>Origin</c> header) and <c>url</c> names the article there.
    /// </summary>
    public string? Title { get; init; }

    /// <summary>Where the article stands: on one of the site's origins, at most 1,000 characters, else it is left out.</summary>
    public string? Url { get; init; }
}

/// <summary>The name under which a comment appears.</summary>
public sealed record NameRequest
{
    public string? Name { get; init; }
}

/// <summary>A new text for one's own comment.</summary>
/// <param name="Revision">The revision that is replaced.</param>
public sealed record EditRequest(string? Article, int Revision, string? Text);

/// <summary>A reader's "look at this".</summary>
public sealed record ReportRequest(string? Article, string? Reason, string? Note);

/// <summary>An author's "decide again".</summary>
public sealed record AppealRequest(string? Article, string? Statement);

/// <summary>The answer to a post.</summary>
/// <param name="ReaderToken">Whoever holds it is this comment's author on this site.</param>
/// <param name="Receipt">Shows what became of the comment, at <c>/api/v1/receipts/…</c>.</param>
public sealed record PostReply(CommentView Comment, string ReaderToken, string Receipt)
{
    /// <summary>A warning that holds against the author; null for none.</summary>
    public OwnSanctionReply? Sanction { get; init; }

    /// <summary>What became of the comment, in words of the reader's language: that it is published, that it waits, or why it was rejected.</summary>
    public string Notice { get; init; } = "";
}

/// <summary>The answer to an edit.</summary>
public sealed record CommentReply(CommentView Comment)
{
    /// <inheritdoc cref="PostReply.Notice"/>
    public string Notice { get; init; } = "";
}

/// <summary>The articles whose counts are asked for.</summary>
public sealed record CountsRequest(IReadOnlyList<string>? Articles);

/// <summary>What the classifiers say of a text: a probability, 0 to 1, for each category, and the words that drove them.</summary>
public sealed record VerdictReply(string Lang, Scores Categories, IReadOnlyList<ScoreSpan> Spans)
{
    public static VerdictReply Of(Verdict verdict) => new(verdict.Lang, verdict.Scores.Rounded(), verdict.Spans);
}

/// <summary>The number of a thread's version and of its published comments, for those who watch live.</summary>
public sealed record LiveVersion(long Version, int Count);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(PostRequest))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(AppealRequest))]
[JsonSerializable(typeof(PostReply))]
[JsonSerializable(typeof(CommentReply))]
[JsonSerializable(typeof(DraftRequest))]
[JsonSerializable(typeof(DraftReply))]
[JsonSerializable(typeof(LookAgainReply))]
[JsonSerializable(typeof(CountsRequest))]
[JsonSerializable(typeof(ThreadPage))]
[JsonSerializable(typeof(LiveVersion))]
[JsonSerializable(typeof(CommentView))]
[JsonSerializable(typeof(VerdictReply))]
[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class ThreadsJson : JsonSerializerContext;
