using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>What moderators decide: publish or reject, one or many, an author's in one go; undo; escalate; open and close threads.</summary>
internal sealed class DecisionEndpoints(IThreads threads, Decisions decisions, QueueClaims claims, Clusters clusters, QueueReader queues, CommentReader comments, SiteReasons reasons, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Moderator");
        site.MapPost("/decisions", Decide).Accepts<DecisionsRequest>("application/json").Produces<DecisionsReply>().RequireRole(Role.Moderator).WithSummary("Decide, also in bulk");
        site.MapPost("/entries/{entry}/decision", DecideEntry).Accepts<EntryDecisionRequest>("application/json").Produces<DecisionsReply>().RequireRole(Role.Moderator).WithSummary("Decide on one entry of a queue");
        site.MapPost("/authors/{author}/decisions", DecideAuthor).Accepts<AuthorDecisionRequest>("application/json").Produces<DecisionsReply>().RequireRole(Role.Moderator).WithSummary("Decide on everything of an author that waits, up to 500");
        site.MapGet("/clusters/{cluster}", Cluster).Produces<ClusterEntriesReply>().RequireRole(Role.Auditor).WithSummary("What waits of comments that are nearly the same text");
        site.MapPost("/clusters/{cluster}/decisions", DecideCluster).Accepts<AuthorDecisionRequest>("application/json").Produces<DecisionsReply>().RequireRole(Role.Moderator).WithSummary("Decide once on comments that are nearly the same text, up to 500");
        site.MapPost("/decisions/undo", Undo).Accepts<UndoRequest>("application/json").Produces<DecisionsReply>().RequireRole(Role.Moderator).WithSummary("Take decisions back");
        site.MapPost("/comments/{id}/escalations", Escalate).Accepts<EscalateRequest>("application/json").Produces(204).RequireRole(Role.Moderator).WithSummary("Hand to an editor");
        site.MapPut("/threads/{article}/state", SetState).Accepts<ThreadStateRequest>("application/json").Produces<ThreadStateReply>().RequireRole(Role.Moderator).WithSummary("Open, slow, premoderate or close a thread");
    }

    private async Task Decide(HttpContext http, string site)
    {
        var request = await Wire.Body(http, ModerationJson.Default.DecisionsRequest, options.MaxBulkBytes);
        var wanted = request.Decisions ?? [];
        AtMost(wanted.Count);
        var (known, named) = (await reasons.Of(site), await ThreadRoute.Threads(http, site));

        // What is malformed is answered for itself; the others go through.
        var read = wanted.Select(d => (d, Wish: Try(() => Wish(named, d, known), out var code), code)).ToList();
        var done = new Queue<DecisionResult>(await decisions.Decide(http.Account(), site, [.. read.Where(r => r.Wish is not null).Select(r => r.Wish!)], http.RequestAborted));
        await Answer(http, [.. read.Select(r => r.Wish is null ? Decisions.Failed(r.d.CommentId ?? "", r.code!) : done.Dequeue())]);
    }

    private async Task DecideEntry(HttpContext http, string site, string entry)
    {
        var request = await Wire.Body(http, ModerationJson.Default.EntryDecisionRequest, options.MaxBodyBytes);
        var (article, comment, revision) = QueueReader.ReadEntry(entry);
        Known(request.Outcome, request.Reason, await reasons.Of(site));
        var wish = new DecisionWanted(Wire.OrThrow((await ThreadRoute.Threads(http, site)).Called(article)), comment, revision, request.Outcome, request.Reason, Note(request.Note), OnlyWaiting: !request.Again) { Seen = request.Seen, Again = request.Again };
        var result = (await decisions.Decide(http.Account(), site, [wish], http.RequestAborted))[0];
        if (!result.Ok)
        {
            throw new BadRequestException(result.Code!, result.Title == Problems.TitleOf(result.Code!) ? null : result.Title);
        }

        await Answer(http, [result]);
    }

    private async Task DecideAuthor(HttpContext http, string site, string author)
    {
        var request = await Wire.Body(http, ModerationJson.Default.AuthorDecisionRequest, options.MaxBodyBytes);
        Known(request.Outcome, request.Reason, await reasons.Of(site));
        var note = Note(request.Note);
        var waiting = await decisions.WaitingOf(site, author, http.RequestAborted);

        // What another person must look at first (an appeal, an escalation) is not swept along.
        var wanted = waiting.Where(w => w.Comment.Standing.Waiting!.Queue is Queues.Pending or Queues.Reported)
            .Select(w => new DecisionWanted(w.Thread, w.Comment.Id, w.Comment.Revision, request.Outcome, request.Reason, note));
        await Answer(http, await decisions.Decide(http.Account(), site, [.. wanted], http.RequestAborted));
    }

    private async Task Cluster(HttpContext http, string site, string cluster)
    {
        var (id, stop) = (Ids.Id(cluster), http.RequestAborted);
        var counts = await clusters.Counts(site, id, stop);
        var entries = await queues.Replies(site, await clusters.Waiting(site, id, stop), stop);
        await Wire.Json(http, new ClusterEntriesReply(id, counts.Waiting, counts.Rejected, entries), ModerationJson.Default.ClusterEntriesReply);
    }

    private async Task DecideCluster(HttpContext http, string site, string cluster)
    {
        var request = await Wire.Body(http, ModerationJson.Default.AuthorDecisionRequest, options.MaxBodyBytes);
        Known(request.Outcome, request.Reason, await reasons.Of(site));
        var note = Note(request.Note);
        var wanted = (await clusters.Waiting(site, Ids.Id(cluster), http.RequestAborted))
            .Where(entry => entry.Waiting.Queue is Queues.Pending or Queues.Reported)
            .Select(entry => new DecisionWanted(ThreadId.FromTrusted(site, entry.Article), entry.Comment, entry.Revision, request.Outcome, request.Reason, note));
        await Answer(http, await decisions.Decide(http.Account(), site, [.. wanted], http.RequestAborted));
    }

    private async Task Undo(HttpContext http, string site)
    {
        var request = await Wire.Body(http, ModerationJson.Default.UndoRequest, options.MaxBulkBytes);
        var undone = request.Comments ?? [.. (request.CommentIds ?? []).Select(id => new UndoneComment(request.Article, id))];
        AtMost(undone.Count);

        // The article may be left out: the search index knows where a comment stands.
        var stop = http.RequestAborted;
        await Answer(http, await decisions.Undo(http.Account(), site, undone, (one, id) => comments.Thread(site, one.Article, id, stop), stop));
    }

    private async Task Escalate(HttpContext http, string site, string id)
    {
        var request = await Wire.Body(http, ModerationJson.Default.EscalateRequest, options.MaxBodyBytes);
        var (me, comment) = (http.Account(), Ids.Id(id));
        var result = await decisions.Ask(
            Wire.OrThrow((await ThreadRoute.Threads(http, site)).Called(request.Article)), new EscalateComment(comment, request.Revision, Note(request.Note), me.Id), http.RequestAborted);
        if (!result.Ok)
        {
            throw new BadRequestException(result.Code!);
        }

        await decisions.Release(site, me, await claims.Read(site), [comment]);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SetState(HttpContext http, string site, string article)
    {
        var thread = Wire.OrThrow((await ThreadRoute.Threads(http, site)).Called(ThreadRoute.Article(http, article)));
        var request = await Wire.Body(http, ModerationJson.Default.ThreadStateRequest, options.MaxBodyBytes);
        await threads.Ask(thread, new ChangeThreadState(request.State, http.Account().Id), http.RequestAborted);
        var state = await threads.ReadState(thread, http.RequestAborted);
        await Wire.Json(http, new ThreadStateReply(thread.Article, state.State, state.Version, state.Count), ModerationJson.Default.ThreadStateReply);
    }

    private static DecisionWanted Wish(SiteThreads threads, DecisionRequest d, IReadOnlySet<string> known)
    {
        Known(d.Outcome, d.Reason, known);
        return new(Wire.OrThrow(threads.Called(d.Article)), Ids.Id(d.CommentId), d.Revision, d.Outcome, d.Reason, Note(d.Note), d.OnlyWaiting) { Seen = d.Seen, Again = d.Again };
    }

    // A reason that nobody has written down says nothing to the author.
    private static void Known(Outcome outcome, string? reason, IReadOnlySet<string> known)
    {
        if (outcome == Outcome.Reject && reason is not null && !known.Contains(reason))
        {
            throw new BadRequestException(Refusals.InvalidReason);
        }
    }

    private static T? Try<T>(Func<T> read, out string? code)
    {
        try
        {
            code = null;
            return read();
        }
        catch (BadRequestException e)
        {
            code = e.Code;
            return default;
        }
    }

    private static Task Answer(HttpContext http, IReadOnlyList<DecisionResult> results) =>
        Wire.Json(http, new DecisionsReply(results), ModerationJson.Default.DecisionsReply);

    private static void AtMost(int count)
    {
        if (count > Decisions.MaxAtOnce)
        {
            throw new BadRequestException(Problems.TooManyItems, $"At most {Decisions.MaxAtOnce} in one call.");
        }
    }

    private static string? Note(string? note) =>
        string.IsNullOrWhiteSpace(note) ? null : PlainText.Tidy(note, Decision.MaxNoteLength) ?? throw new BadRequestException(Problems.InvalidNote);
}
