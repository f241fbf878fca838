using System.Text.Json.Serialization;
using NatComments.Core.Authors;
using NatComments.Server.Http;

namespace NatComments.Server.Authors;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>What an author is told of a rejection.</summary>
/// <param name="Names">What the reason is called, by language, when it is one of the site's own.</param>
/// <param name="Rule">The site's rule that it stands for; null when none was written down.</param>
/// <param name="Automated">No person has decided.</param>
/// <param name="AnswersAppeal">The appeal was heard, and this is its answer.</param>
/// <param name="AppealUntil">Until when the author may appeal; null when they may not.</param>
public sealed record StatementReply(
    string What, string Reason, IReadOnlyDictionary<string, string>? Names, string? Rule, bool Automated, DateTimeOffset At, bool AnswersAppeal, DateTimeOffset? AppealUntil);

/// <summary>A sanction as its author is told of it.</summary>
/// <param name="Names">What the reason is called, by language, when it is one of the site's own.</param>
/// <param name="Until">When it ends by itself; null: for good.</param>
public sealed record OwnSanctionReply(Core.Authors.SanctionKind Kind, string Reason, IReadOnlyDictionary<string, string>? Names, DateTimeOffset At, DateTimeOffset? Until)
{
    /// <summary>It does not end by itself.</summary>
    public bool Permanent => Until is null;

    /// <summary>All of it in words of the reader's language.</summary>
    public string? Text { get; init; }
}

/// <summary>What is known of an author on the site, in short.</summary>
/// <param name="Published">How many of their comments stand published.</param>
/// <param name="Reported">How many reports with weight came in against their comments.</param>
/// <param name="Standing">new, known or trusted.</param>
/// <param name="Since">When the first comment came; null when none is there any more.</param>
/// <param name="Sanction">What holds against them now; null for nothing.</param>
public sealed record AuthorRecordReply(long Published, long Rejected, long Reported, string Standing, DateTimeOffset? Since, SanctionReply? Sanction);

/// <summary>A note for colleagues.</summary>
public sealed record NoteRequest(string? Text);

/// <summary>A note of a colleague.</summary>
public sealed record NoteReply(string By, string Name, DateTimeOffset At, string Text);

/// <summary>A sanction to be given.</summary>
/// <param name="Days">How long; left out: for good.</param>
public sealed record SanctionRequest(SanctionKind Kind, string? Reason, int? Days, string? Note);

/// <summary>A sanction as colleagues see it.</summary>
public sealed record SanctionReply(
    string Id, SanctionKind Kind, string Reason, string By, string Name, DateTimeOffset At, DateTimeOffset? Until, string? Note, bool Holds, DateTimeOffset? LiftedAt)
{
    /// <summary>The least role that could have given it, and so the least that takes it back.</summary>
    public Role LeastRole { get; init; }
}

/// <summary>How often a reader's reports were right: the comment was then rejected, or it stayed.</summary>
public sealed record ReporterReply(long Right, long Wrong);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(NoteReply))]
[JsonSerializable(typeof(SanctionRequest))]
[JsonSerializable(typeof(SanctionReply))]
internal sealed partial class AuthorsJson : JsonSerializerContext;
