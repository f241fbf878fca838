using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Authors;
using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Scoring;
using NatComments.Core.Sites;
using NatComments.Core.Threads;

namespace NatComments.Server.Endpoints;

// What travels between the console and the server about comments, authors and settings. The shapes are a contract; see the OpenAPI document.

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

/// <summary>The settings of a site, and the reasons that ship with the product.</summary>
public sealed record SettingsReply(SiteSettings Settings, IReadOnlyList<string> ShippedReasons);

/// <summary>Settings to be tried on the last comments before they are saved.</summary>
/// <param name="Policy">As in the settings; what is left out is as it is now.</param>
/// <param name="Words">A word list to try in the place of the site's own, in the notation of lists; left out: words are not looked at.</param>
/// <param name="Language">The language of the words, as when a list is saved.</param>
/// <param name="Last">How many comments, 1 to 1,000; left out: 1,000.</param>
public sealed record PreviewRequest(JsonObject? Policy, string? Words, int? Last, string? Language = null);

/// <summary>What settings would have done to the last comments.</summary>
public sealed record PreviewReply(int Comments, PreviewCountsReply Before, PreviewCountsReply After, IReadOnlyList<PreviewedReply> Changed);

/// <summary>How many comments the policy would publish, hold for a person, or reject.</summary>
public sealed record PreviewCountsReply(int Publish, int Hold, int Reject);

/// <summary>A comment that would have been treated otherwise.</summary>
/// <param name="Status">How it really stands now.</param>
public sealed record PreviewedReply(string Article, Guid Id, string Text, CommentStatus Status, string Before, string After, string Why);

/// <summary>A word list and how many entries it has.</summary>
/// <param name="Language">tr, en or ku; empty for none.</param>
public sealed record WordListReply(string Name, int Entries, string Language);

/// <summary>A word list to be saved: as text in the notation of lists, or the starter list of a language.</summary>
/// <param name="Language">tr, en or ku: whose endings the entries take and which texts they judge; empty for none. Left out: as the text's line [language …] says, or the name of a starter list.</param>
public sealed record WordListRequest(string? Text, string? Starter, string? Language = null);

/// <summary>A word list with what it found.</summary>
/// <param name="Language">tr, en or ku; empty for none.</param>
/// <param name="Warnings">Everyday words that it would find, when it was just saved.</param>
public sealed record WordListEntriesReply(string Name, string Language, IReadOnlyList<WordReply> Entries, IReadOnlyList<WordWarningReply> Warnings);

/// <summary>What a list would find among everyday words, before it is saved.</summary>
public sealed record WordListCheckReply(string Language, int Entries, IReadOnlyList<WordWarningReply> Warnings);

/// <summary>Everyday words that an entry would find.</summary>
/// <param name="Language">Of which language they are.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Words">The first of them.</param>
public sealed record WordWarningReply(string Entry, string Language, int Count, IReadOnlyList<string> Words);

/// <summary>An entry of a word list.</summary>
/// <param name="Action">hold or reject.</param>
/// <param name="Hits">In how many comments it was found.</param>
/// <param name="Languages">The texts that it judges: tr, en, ku, or * for every text; empty when the list has no language.</param>
public sealed record WordReply(string Entry, string Action, long Hits, IReadOnlyList<string> Languages);

/// <summary>A page of an audit chain, newest first.</summary>
public sealed record AuditPage(IReadOnlyList<AuditReply> Records, long? Next);

/// <summary>A record of an audit chain.</summary>
/// <param name="Name">The pseudonym of whoever did it.</param>
public sealed record AuditReply(AuditRecord Record, string Name);

/// <summary>A page of comments that were found, newest first.</summary>
public sealed record FoundPage(IReadOnlyList<FoundReply> Comments, string? Next);

/// <summary>A comment that was found.</summary>
public sealed record FoundReply(string Article, Guid Id, int Revision, string Text, string Html, AuthorView Author, DateTimeOffset PostedAt, CommentStatus Status)
{
    /// <summary>The scores that were written down; null when there were none.</summary>
    public Scores? Categories { get; init; }
}

/// <summary>How a site is doing. Shares are 0 to 1, null while there is nothing to count.</summary>
/// <param name="Waiting">What waits now.</param>
/// <param name="MedianSeconds">From when a comment began to wait to the decision; at most 10 % off.</param>
/// <param name="ByPolicy">The share of all decisions that the policy made.</param>
/// <param name="Overturned">The share of answered appeals after which the comment was published.</param>
/// <param name="Agreement">When a second moderator decided on the same comment: the share of the same outcome.</param>
/// <param name="Moderators">Everybody for administrators, else only oneself.</param>
public sealed record StatisticsReply(
    IReadOnlyList<PeriodReply> Days, IReadOnlyList<PeriodReply> Hours, IReadOnlyList<QueueReply> Waiting, double? MedianSeconds, double? P90Seconds,
    double? ByPolicy, double? Overturned, double? Agreement, IReadOnlyList<ModeratorStatisticsReply> Moderators);

/// <summary>What was counted in a day or an hour.</summary>
/// <param name="Start">Its first moment, UTC: a date, or a time.</param>
public sealed record PeriodReply(string Start, IReadOnlyDictionary<string, long> Counts)
{
    /// <summary>Of what was decided on a day: the median time it had waited, at most 10 % off; null where nothing was, and for hours.</summary>
    public double? MedianSeconds { get; init; }

    /// <summary>The same for the 90th percentile.</summary>
    public double? P90Seconds { get; init; }
}

/// <summary>What one moderator did.</summary>
public sealed record ModeratorStatisticsReply(string Account, string Name, long Decided, long Overturned, long Undone);

/// <summary>How long a queue is, and how many entries it has ever taken in.</summary>
public sealed record QueueNewsReply(string Name, long Count, long Entered);

/// <summary>Comments that are nearly the same text, by their words.</summary>
/// <param name="Id">To decide on all of them at once.</param>
/// <param name="Waiting">How many of it wait.</param>
/// <param name="Rejected">How many of it moderators have rejected.</param>
public sealed record ClusterReply(Guid Id, long Waiting, long Rejected);

/// <summary>What of a cluster waits, at most 500.</summary>
public sealed record ClusterEntriesReply(Guid Id, long Waiting, long Rejected, IReadOnlyList<QueuedReply> Entries);
