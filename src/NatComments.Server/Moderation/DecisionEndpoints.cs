using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>
/// What moderators decide: publish or reject, one or many, an author's in one go; undo; escalate; open and close
/// threads.
/// </summary>
internal static class DecisionEndpoints
{
    private const string OneByOne =
        "Each decision goes through or is refused by itself: its result says `ok`, or the `code` of its refusal.";

    /// <summary>Maps the endpoints.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site)
    {
        var work = site.MapGroup("").RequireRole(Role.Moderator);
        work.MapPost("/decisions", Decide)
            .WithName("decide").Refuses(Problems.TooManyItems)
            .WithMetadata(new BulkBody()).WithSummary("Decide, also in bulk")
            .WithDescription(OneByOne);
        work.MapPost("/entries/{entry}/decision", DecideEntry)
            .WithName("decideEntry")
            .Refuses(
                Problems.InvalidId, Problems.InvalidArticle, Problems.InvalidNote, Refusals.InvalidReason,
                Refusals.CommentNotFound, Refusals.CommentWithdrawn, Refusals.StaleRevision,
                Problems.ClaimedByAnother, Refusals.CommentEscalated, Refusals.AppealNeedsAnother,
                Refusals.AppealAnswered, Refusals.AlreadyDecided, Refusals.DecidedMeanwhile)
            .WithSummary("Decide on one entry of a queue");
        work.MapPost("/authors/{author}/decisions", DecideAuthor)
            .WithName("decideAuthor").Refuses(Problems.InvalidNote, Refusals.InvalidReason)
            .WithSummary("Decide on everything of an author that waits, up to 500")
            .WithDescription(OneByOne);
        work.MapPost("/clusters/{cluster}/decisions", DecideCluster)
            .WithName("decideDuplicateGroup")
            .Refuses(Problems.InvalidId, Problems.InvalidNote, Refusals.InvalidReason)
            .WithSummary("Decide once on comments that are nearly the same text, up to 500")
            .WithDescription(OneByOne);
        work.MapPost("/decisions/undo", Undo)
            .WithName("undoDecisions").Refuses(Problems.TooManyItems)
            .WithMetadata(new BulkBody()).WithSummary("Take decisions back")
            .WithDescription(OneByOne);
        work.MapPost("/comments/{id}/escalations", Escalate)
            .WithName("escalateComment")
            .Refuses(
                Problems.InvalidArticle, Problems.InvalidNote, Refusals.CommentNotFound, Refusals.CommentWithdrawn,
                Refusals.StaleRevision)
            .WithSummary("Hand to an editor");
        work.MapPut("/threads/{article}/state", SetState)
            .WithName("setThreadState")
            .WithSummary("Open, slow, premoderate or close a thread");
        site.MapGet("/clusters/{cluster}", Cluster)
            .WithName("readDuplicateGroup").Refuses(Problems.InvalidId)
            .RequireRole(Role.Auditor).WithSummary("What waits of comments that are nearly the same text");
    }

    private static async Task<Results<Ok<DecisionsReply>, Refusal>> Decide(
        HttpContext http, string site, Body<DecisionsRequest> body, Decisions decisions, SiteReasons reasons, CancellationToken stop)
    {
        var wanted = body.Value.Decisions ?? [];
        if (TooMany(wanted.Count) is { } no)
        {
            return no;
        }

        // What is malformed is answered for itself; the others go through.
        var (known, named) = (await reasons.Of(site, stop), await ThreadRoute.Threads(http, site));
        var read = wanted.Select(wish => (wish.CommentId, Wish: Wish(named, wish, known))).ToList();
        var done = new Queue<DecisionResult>(
            await decisions.Decide(http.Account(), site, [.. read.Where(r => r.Wish.Refused is null).Select(r => r.Wish.Value)], stop));
        return Answer([.. read.Select(r => r.Wish.Refused is { } malformed ? Decisions.Failed(r.CommentId ?? "", malformed.Code) : done.Dequeue())]);
    }

    private static async Task<Results<Ok<DecisionsReply>, Refusal>> DecideEntry(
        HttpContext http, string site, string entry, Body<EntryDecisionRequest> body, Decisions decisions, SiteReasons reasons, CancellationToken stop)
    {
        var (request, thread, note) = (body.Value, default(ThreadId), default(string));
        if ((QueueReader.ReadEntry(entry).Take(out var of)
            ?? Unknown(request.Outcome, request.Reason, await reasons.Of(site, stop))
            ?? (await ThreadRoute.Threads(http, site)).Called(of.Article).Take(out thread)
            ?? Note(request.Note).Take(out note)) is { } malformed)
        {
            return malformed;
        }

        var wish = new DecisionWanted(thread, of.Comment, of.Revision, request.Outcome, request.Reason, note, OnlyWaiting: !request.Again)
        {
            Seen = request.Seen,
            Again = request.Again,
        };
        var result = (await decisions.Decide(http.Account(), site, [wish], stop))[0];
        return result.Ok ? Answer([result]) : new Refusal(result.Code!, result.Title == Problems.TitleOf(result.Code!) ? null : result.Title);
    }

    private static async Task<Results<Ok<DecisionsReply>, Refusal>> DecideAuthor(
        HttpContext http, string site, string author, Body<AuthorDecisionRequest> body, Decisions decisions, SiteReasons reasons, CancellationToken stop)
    {
        var (request, note) = (body.Value, default(string));
        if ((Unknown(request.Outcome, request.Reason, await reasons.Of(site, stop)) ?? Note(request.Note).Take(out note)) is { } malformed)
        {
            return malformed;
        }

        // What another person must look at first (an appeal, an escalation) is not swept along.
        var wanted = (await decisions.WaitingOf(site, author, stop))
            .Where(w => w.Comment.Standing.Waiting!.Queue is Queues.Pending or Queues.Reported)
            .Select(w => new DecisionWanted(w.Thread, w.Comment.Id, w.Comment.Revision, request.Outcome, request.Reason, note));
        return Answer(await decisions.Decide(http.Account(), site, [.. wanted], stop));
    }

    private static async Task<Results<Ok<ClusterEntriesReply>, Refusal>> Cluster(
        string site, string cluster, Clusters clusters, QueueReader queues, CancellationToken stop)
    {
        if (Ids.Read(cluster).Take(out var id) is { } malformed)
        {
            return malformed;
        }

        var counts = await clusters.Counts(site, id, stop);
        var entries = await queues.Replies(site, await clusters.Waiting(site, id, stop), stop);
        return TypedResults.Ok(new ClusterEntriesReply(id, counts.Waiting, counts.Rejected, entries));
    }

    private static async Task<Results<Ok<DecisionsReply>, Refusal>> DecideCluster(
        HttpContext http, string site, string cluster, Body<AuthorDecisionRequest> body,
        Decisions decisions, Clusters clusters, SiteReasons reasons, CancellationToken stop)
    {
        var (request, note) = (body.Value, default(string));
        if ((Ids.Read(cluster).Take(out var id)
            ?? Unknown(request.Outcome, request.Reason, await reasons.Of(site, stop))
            ?? Note(request.Note).Take(out note)) is { } malformed)
        {
            return malformed;
        }

        var wanted = (await clusters.Waiting(site, id, stop))
            .Where(entry => entry.Waiting.Queue is Queues.Pending or Queues.Reported)
            .Select(entry => new DecisionWanted(ThreadId.FromTrusted(site, entry.Article), entry.Comment, entry.Revision, request.Outcome, request.Reason, note));
        return Answer(await decisions.Decide(http.Account(), site, [.. wanted], stop));
    }

    private static async Task<Results<Ok<DecisionsReply>, Refusal>> Undo(
        HttpContext http, string site, Body<UndoRequest> body, Decisions decisions, CommentReader comments, CancellationToken stop)
    {
        var request = body.Value;
        var undone = request.Comments ?? [.. (request.CommentIds ?? []).Select(id => new UndoneComment(request.Article, id))];

        // The article may be left out: the search index knows where a comment stands.
        return TooMany(undone.Count) is { } no ? no
            : Answer(await decisions.Undo(http.Account(), site, undone, (one, id) => comments.Thread(site, one.Article, id, stop), stop));
    }

    private static async Task<Results<NoContent, Refusal>> Escalate(
        HttpContext http, string site, RouteId comment, Body<EscalateRequest> body, Decisions decisions, QueueClaims claims, CancellationToken stop)
    {
        var (me, request, note) = (http.Account(), body.Value, default(string));
        if (((await ThreadRoute.Threads(http, site)).Called(request.Article).Take(out var thread) ?? Note(request.Note).Take(out note)) is { } malformed)
        {
            return malformed;
        }

        var result = await decisions.Ask(thread, new EscalateComment(comment.Value, request.Revision, note, me.Id), stop);
        if (!result.Ok)
        {
            return new Refusal(result.Code!);
        }

        await decisions.Release(site, me, await claims.Read(site), [comment.Value]);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ThreadStateReply>, Refusal>> SetState(
        HttpContext http, NamedThread thread, Body<ThreadStateRequest> body, IThreads threads, CancellationToken stop)
    {
        await threads.Ask(thread.Value, new ChangeThreadState(body.Value.State, http.Account().Id), stop);
        var state = await threads.ReadState(thread.Value, stop);
        return TypedResults.Ok(new ThreadStateReply(thread.Value.Article, state.State, state.Version, state.Count));
    }

    private static Result<DecisionWanted> Wish(SiteThreads threads, DecisionRequest wish, IReadOnlySet<string> known)
    {
        var (thread, comment, note) = (default(ThreadId), Guid.Empty, default(string));
        return (Unknown(wish.Outcome, wish.Reason, known)
            ?? threads.Called(wish.Article).Take(out thread)
            ?? Ids.Read(wish.CommentId).Take(out comment)
            ?? Note(wish.Note).Take(out note)) is { } malformed
            ? malformed
            : new DecisionWanted(thread, comment, wish.Revision, wish.Outcome, wish.Reason, note, wish.OnlyWaiting) { Seen = wish.Seen, Again = wish.Again };
    }

    // A reason that nobody has written down says nothing to the author.
    private static Refusal? Unknown(Outcome outcome, string? reason, IReadOnlySet<string> known) =>
        outcome == Outcome.Reject && reason is not null && !known.Contains(reason) ? new(Refusals.InvalidReason) : null;

    private static Ok<DecisionsReply> Answer(IReadOnlyList<DecisionResult> results) => TypedResults.Ok(new DecisionsReply(results));

    private static Refusal? TooMany(int count) =>
        count > Decisions.MaxAtOnce ? new(Problems.TooManyItems, $"At most {Decisions.MaxAtOnce} in one call.") : null;

    private static Result<string?> Note(string? note) =>
        string.IsNullOrWhiteSpace(note) ? (string?)null : PlainText.Tidy(note, Decision.MaxNoteLength) is { } tidy ? tidy : new Refusal(Problems.InvalidNote);
}
