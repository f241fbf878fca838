using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Endpoints;

// What travels over HTTP, request by request. The shapes are a contract; see the OpenAPI document.

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

/// <summary>The articles whose counts are asked for.</summary>
public sealed record CountsRequest(IReadOnlyList<string>? Articles);

/// <summary>A new reader's token, from before the first comment.</summary>
public sealed record ReaderReply(string ReaderToken, string Author);

/// <summary>Signs a moderator in; the code is the second factor, where one is set up.</summary>
public sealed record SignInRequest(string? Name, string? Password, string? Code);

/// <summary>Who is signed in.</summary>
/// <param name="AntiForgery">To be sent as header <c>X-Anti-Forgery</c> with everything that changes something.</param>
/// <param name="EndsAt">When the session ends without use; null with a personal token.</param>
public sealed record SessionReply(
    string Account, string Name, IReadOnlyDictionary<string, string> Roles, string AntiForgery, bool MustSetPassword,
    bool SecondFactor, int RecoveryCodesLeft, DateTimeOffset? EndsAt)
{
    /// <summary>Under which name colleagues and readers meet the person; <see cref="Name"/> is what they sign in with.</summary>
    public string PublicName { get; init; } = "";

    /// <summary>A second factor is required where this account works, and it has none yet: nothing else can be done before.</summary>
    public bool MustSetSecondFactor { get; init; }

    /// <summary>After how many seconds without use the session ends; null with a personal token.</summary>
    public int? IdleSeconds { get; init; }

    /// <summary>How many seconds the session still lasts without use; null with a personal token.</summary>
    public int? SecondsLeft { get; init; }

    /// <summary>When the session ends however busy it is; null with a personal token.</summary>
    public DateTimeOffset? LatestEnd { get; init; }
}

/// <summary>Sets a new password for the account that is signed in.</summary>
/// <param name="Current">The present password; needed when there is one.</param>
public sealed record PasswordRequest(string? Password, string? Current);

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

/// <summary>What the classifiers say of a text: a probability, 0 to 1, for each category, and the words that drove them.</summary>
public sealed record VerdictReply(string Lang, Scores Categories, IReadOnlyList<ScoreSpan> Spans)
{
    public static VerdictReply Of(Verdict verdict) => new(verdict.Lang, verdict.Scores.Rounded(), verdict.Spans);
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

/// <summary>What is known of an author on the site, in short.</summary>
/// <param name="Published">How many of their comments stand published.</param>
/// <param name="Reported">How many reports with weight came in against their comments.</param>
/// <param name="Standing">new, known or trusted.</param>
/// <param name="Since">When the first comment came; null when none is there any more.</param>
/// <param name="Sanction">What holds against them now; null for nothing.</param>
public sealed record AuthorRecordReply(long Published, long Rejected, long Reported, string Standing, DateTimeOffset? Since, SanctionReply? Sanction);

/// <summary>Texts to score: one, or several.</summary>
public sealed record ScoreRequest(string? Text, string? Lang, IReadOnlyList<ScoreItem>? Items);

/// <summary>One text to score; the language is a hint.</summary>
public sealed record ScoreItem(string? Text, string? Lang);

/// <summary>Verdicts in the order of the texts.</summary>
public sealed record ScoresReply(IReadOnlyList<VerdictReply> Items);

/// <summary>The number of a thread's version and of its published comments, for those who watch live.</summary>
public sealed record LiveVersion(long Version, int Count);
