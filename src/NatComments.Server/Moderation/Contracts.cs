using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

// What travels over HTTP. The shapes are a contract; see the OpenAPI document.

/// <summary>A moderation queue or (by its id) a saved view: how many wait in it, and since when the one that has waited longest does.</summary>
public sealed record QueueReply(string Name, long Count, DateTimeOffset? Oldest);

/// <summary>A page of a queue, the most urgent first.</summary>
public sealed record QueuePage(IReadOnlyList<QueuedReply> Entries, string? Next);

/// <summary>A comment that waits for a person.</summary>
/// <param name="Entry">Names the comment and the revision that waits; opaque.</param>
public sealed record QueuedReply(
    string Entry, string Article, QueuedComment Comment, string Queue, string Why, int Priority, DateTimeOffset Since, int Reports, VerdictReply? Verdict, string? ClaimedBy)
{
    /// <summary>Until when <see cref="ClaimedBy"/> holds it.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Why it stands where it stands.</summary>
    public OrderReply? Order { get; init; }

    /// <summary>The number of the decision that stands on this revision, to be sent as <c>seen</c> when one decides; 0 for none.</summary>
    public int? DecisionNumber { get; init; }

    /// <summary>The former revision that readers see while this one waits; null for none. Rejecting what waits removes the comment.</summary>
    public int? ShownRevision { get; init; }

    /// <summary>The comments that are nearly the same text; null when it is the only one.</summary>
    public ClusterReply? Cluster { get; init; }

    /// <summary>What the article is called and where it stands, as far as it is known.</summary>
    public ArticlePage? Page { get; init; }
}

/// <summary>A comment as a moderator sees it in a queue.</summary>
public sealed record QueuedComment(Guid Id, Guid? ParentId, int Revision, string Text, string Html, AuthorView Author, DateTimeOffset PostedAt, CommentStatus Status);

/// <summary>Decisions to be made together; each goes through or is refused by itself.</summary>
public sealed record DecisionsRequest(IReadOnlyList<DecisionRequest>? Decisions);

/// <summary>A decision on the revision of a comment that the moderator has seen.</summary>
public sealed record DecisionRequest(string? Article, string? CommentId, int Revision, Outcome Outcome, string? Reason, string? Note)
{
    /// <summary>Only if it still waits: else it is refused with <c>already-decided</c>, so that nobody decides unseen over a colleague's decision.</summary>
    public bool OnlyWaiting { get; init; }

    /// <summary>
    /// The <c>decisionNumber</c> that the comment had when the moderator saw it, 0 for none. When a colleague has decided on this revision since, the decision is
    /// refused with <c>decided-meanwhile</c>. Left out, it is refused when a colleague has decided and nothing new waits.
    /// </summary>
    public int? Seen { get; init; }

    /// <summary>Decide also over a colleague's decision that was not seen.</summary>
    public bool Again { get; init; }
}

/// <summary>A decision on one entry of a queue, if it still waits.</summary>
public sealed record EntryDecisionRequest(Outcome Outcome, string? Reason, string? Note)
{
    /// <inheritdoc cref="DecisionRequest.Seen"/>
    public int? Seen { get; init; }

    /// <inheritdoc cref="DecisionRequest.Again"/>
    public bool Again { get; init; }
}

/// <summary>Comments of one article (by their ids), or of several, whose last decisions are taken back.</summary>
public sealed record UndoRequest(string? Article, IReadOnlyList<string>? CommentIds, IReadOnlyList<UndoneComment>? Comments);

/// <summary>A comment in its article.</summary>
public sealed record UndoneComment(string? Article, string? CommentId)
{
    /// <summary>The <c>decisionNumber</c> that is to be taken back: refused with <c>decided-meanwhile</c> when another decision stands. Left out: the last.</summary>
    public int? Seen { get; init; }
}

/// <summary>Hands the revision of a comment that the moderator has seen to a more senior one.</summary>
public sealed record EscalateRequest(string? Article, int Revision, string? Note);

/// <summary>What became of each decision, in the order in which they were sent.</summary>
public sealed record DecisionsReply(IReadOnlyList<DecisionResult> Results);

/// <summary>What became of one decision; the code of the refusal when it did not go through.</summary>
public sealed record DecisionResult(string CommentId, bool Ok, string? Code, string? Title)
{
    /// <summary>The number of the decision that stands now, to be sent as <c>seen</c>; 0 for none, null when it is not known.</summary>
    public int? DecisionNumber { get; init; }

    /// <summary>The decision that stands in the way; null when none does.</summary>
    public StandingDecision? Decided { get; init; }
}

/// <summary>A decision of a moderator as it stands.</summary>
/// <param name="Account">Who decided.</param>
/// <param name="By">Under which name colleagues know them.</param>
public sealed record StandingDecision(string Account, string By, DateTimeOffset At, Outcome Outcome, string Reason, string? Note);

/// <summary>Opens, slows, premoderates or closes a thread.</summary>
public sealed record ThreadStateRequest(ThreadMode State);

/// <summary>How a thread stands.</summary>
public sealed record ThreadStateReply(string Article, ThreadMode State, long Version, int Count);

/// <summary>A comment whole, for moderators.</summary>
public sealed record WholeComment(
    string Site, string Article, Guid Id, Guid? ParentId, string Author, CommentStatus Status, int Revision, DateTimeOffset PostedAt, DateTimeOffset? EditedAt,
    IReadOnlyList<RevisionReply> Revisions, VerdictReply? Verdict, Decision? Decision, Waiting? Waiting, IReadOnlyList<ReportReply> Reports, string? Appeal,
    int Likes, AuthorRecordReply AuthorRecord, IReadOnlyList<ThreadEvent> History, bool CanUndo)
{
    /// <summary>What the article is called and where it stands, as far as it is known.</summary>
    public ArticlePage? Page { get; init; }

    /// <summary>What it answers to, the topmost first, whoever may see it.</summary>
    public IReadOnlyList<SurroundingReply> Parents { get; init; } = [];

    /// <summary>What was posted under the article just before and after it.</summary>
    public IReadOnlyList<SurroundingReply> Surroundings { get; init; } = [];

    /// <summary>Notes of colleagues, the newest first.</summary>
    public IReadOnlyList<NoteReply> Notes { get; init; } = [];

    /// <summary>The number of the decision that stands on this revision, to be sent as <c>seen</c> when one decides; 0 for none.</summary>
    public int DecisionNumber { get; init; }

    /// <summary>The revision that readers see; null while they see none. Less than <c>revision</c> while an edit waits.</summary>
    public int? ShownRevision { get; init; }

    /// <summary>The pseudonyms of the accounts in the history.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();
}

/// <summary>The words of one revision of a comment.</summary>
public sealed record RevisionReply(int Revision, string Name, string Text, string Html);

/// <summary>A reader's report of a comment.</summary>
public sealed record ReportReply(string Reader, string Reason, DateTimeOffset At, string? Note)
{
    /// <summary>How often this reader's reports were right.</summary>
    public ReporterReply? Record { get; init; }
}

/// <summary>Why an entry stands where it stands in its queue: what the priority was made of.</summary>
/// <param name="Danger">The larger of the scores for doxxing and threat, 0 to 1: somebody may be hurt.</param>
/// <param name="Harm">The largest score of abuse or spam, 0 to 1.</param>
/// <param name="SeenByReaders">It is published, so readers see it now.</param>
/// <param name="Reports">How many reports count against it since the last decision.</param>
public sealed record OrderReply(float Danger, float Harm, bool SeenByReaders, int Reports)
{
    internal static OrderReply Of(QueueEntry entry) => entry.Verdict()?.Scores is { } scores
        ? new(MathF.Max(scores.Doxxing, scores.Threat), MathF.Max(Policy.MaxAbuse(scores), scores.Spam), entry.Status == CommentStatus.Published, entry.OpenReports)
        : new(0, 0, entry.Status == CommentStatus.Published, entry.OpenReports);
}

/// <summary>A saved view to be made or changed.</summary>
public sealed record ViewRequest(string? Name, IReadOnlyList<string>? Articles, IReadOnlyList<string>? Authors);

/// <summary>Asks for the next entries.</summary>
/// <param name="Queue">A queue or saved view; left out: pending.</param>
/// <param name="Limit">1 to 200; left out: 1.</param>
public sealed record ClaimRequest(string? Queue, int? Limit);

/// <summary>The entries that were given.</summary>
/// <param name="Until">When the lease ends unless it is extended; null when there was nothing to give.</param>
public sealed record ClaimsReply(IReadOnlyList<QueuedReply> Entries, DateTimeOffset? Until);

/// <summary>Who holds a comment.</summary>
public sealed record ClaimReply(Guid CommentId, string Account, string Name, DateTimeOffset Until, bool Mine);

/// <summary>Until when one's claims hold; null when one has none.</summary>
public sealed record LeaseReply(DateTimeOffset? Until);

/// <summary>What somebody looks at.</summary>
public sealed record PresenceRequest(string? Queue, string? CommentId);

/// <summary>Somebody who is at work now.</summary>
public sealed record PresentReply(string Account, string Name, DateTimeOffset SeenAt, string? Queue, Guid? CommentId);

/// <summary>A decision on everything of an author that waits.</summary>
public sealed record AuthorDecisionRequest(Outcome Outcome, string? Reason, string? Note);

/// <summary>An author on a site.</summary>
/// <param name="Name">As on the newest comment; null when its words are gone.</param>
/// <param name="Standing">new, known or trusted.</param>
/// <param name="Since">When the first comment came.</param>
/// <param name="Next">The cursor to older comments.</param>
public sealed record AuthorReply(
    string Author, string? Name, long Published, long Rejected, string Standing, ReporterReply Reports, DateTimeOffset? Since,
    IReadOnlyList<SanctionReply> Sanctions, IReadOnlyList<NoteReply> Notes, IReadOnlyList<AuthoredReply> Comments, string? Next)
{
    /// <summary>How many reports with weight came in against their comments.</summary>
    public long Reported { get; init; }
}

/// <summary>A comment in its author's record.</summary>
/// <param name="Reports">How many readers ever reported it.</param>
/// <param name="Queue">Where it waits; null when it does not.</param>
public sealed record AuthoredReply(
    string Article, Guid Id, string Text, DateTimeOffset PostedAt, CommentStatus Status, string? Reason, int Revision, int Reports, string? Queue)
{
    /// <summary>The scores that were written down; null when there were none.</summary>
    public Scores? Categories { get; init; }
}

/// <summary>A comment that stands near another.</summary>
public sealed record SurroundingReply(Guid Id, Guid? ParentId, string Author, string Name, string Text, DateTimeOffset PostedAt, CommentStatus Status)
{
    /// <summary>The scores that were written down; null when there were none.</summary>
    public Scores? Categories { get; init; }
}

/// <summary>How long a queue is, and how many entries it has ever taken in.</summary>
public sealed record QueueNewsReply(string Name, long Count, long Entered);

/// <summary>Comments that are nearly the same text, by their words.</summary>
/// <param name="Id">To decide on all of them at once.</param>
/// <param name="Waiting">How many of it wait.</param>
/// <param name="Rejected">How many of it moderators have rejected.</param>
public sealed record ClusterReply(Guid Id, long Waiting, long Rejected);

/// <summary>What of a cluster waits, at most 500.</summary>
public sealed record ClusterEntriesReply(Guid Id, long Waiting, long Rejected, IReadOnlyList<QueuedReply> Entries);

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, no unknown fields taken.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(UtcTime)],
    MaxDepth = 16)]
[JsonSerializable(typeof(List<QueueReply>))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(DecisionsRequest))]
[JsonSerializable(typeof(AuthorDecisionRequest))]
[JsonSerializable(typeof(EntryDecisionRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(EscalateRequest))]
[JsonSerializable(typeof(DecisionsReply))]
[JsonSerializable(typeof(ThreadStateRequest))]
[JsonSerializable(typeof(PageRequest))]
[JsonSerializable(typeof(ThreadStateReply))]
[JsonSerializable(typeof(WholeComment))]
[JsonSerializable(typeof(SavedView))]
[JsonSerializable(typeof(IReadOnlyList<SavedView>))]
[JsonSerializable(typeof(ViewRequest))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(ClaimsReply))]
[JsonSerializable(typeof(List<ClaimReply>))]
[JsonSerializable(typeof(LeaseReply))]
[JsonSerializable(typeof(PresenceRequest))]
[JsonSerializable(typeof(List<PresentReply>))]
[JsonSerializable(typeof(AuthorReply))]
[JsonSerializable(typeof(ClusterEntriesReply))]
[JsonSerializable(typeof(IReadOnlyList<QueueNewsReply>))]
internal sealed partial class ModerationJson : JsonSerializerContext;
