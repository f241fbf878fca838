using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;
using AcceptedResult = Microsoft.AspNetCore.Http.HttpResults.Accepted;

namespace NatComments.Server.Threads;

/// <summary>
/// What visitors do: read, post, edit, withdraw, report, like, appeal. No cookies; a token where a visitor is meant.
/// </summary>
internal static class ThreadEndpoints
{
    private const string OfArticle = "The article that the comment stands under; needed.";

    /// <summary>Maps them.</summary>
    public static void MapReading(this IEndpointRouteBuilder app)
    {
        // The hottest path: Read takes what it needs from the request itself, without a filter or a boxed parameter.
        app.MapGet("/api/v1/sites/{site}/threads/{article}", Read)
            .AllowAnonymous().WithName("readThread")
            .Refuses(
                Problems.SiteNotFound, Problems.InvalidArticle, Problems.InvalidRequest, Refusals.InvalidCursor,
                Refusals.CommentNotFound, Problems.InvalidId, Problems.InvalidToken, Problems.RateLimited)
            .WithTags("Reader")
            .WithMetadata(new Credential(Credential.ReaderToken, Needed: false))
            .WithHeader("If-None-Match", "The ETag of the page that the client has: 304 when it is still the same.")
            .Produces<ThreadPage>().Produces(304).WithSummary("A page of a thread");

        var site = app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous();
        site.MapPost("/readers", NewVisitor)
            .WithName("createReader")
            .RequireRateLimiting(RateLimits.Posts)
            .WithSummary("A reader token before the first comment");

        var changes = site.MapGroup("").RequireRateLimiting(RateLimits.Posts);
        changes.MapPost("/threads/{article}/comments", Post)
            .WithName("postComment")
            .Refuses([
                .. Refuses.Text, Problems.InvalidIdempotencyKey, Problems.InvalidId, Problems.InvalidName,
                Problems.NameReserved, Problems.NameTaken, Problems.AuthorMuted, Problems.AuthorBanned,
                Refusals.IdInUse, Refusals.IdempotencyKeyReused, Refusals.ThreadClosed, Refusals.ThreadFull,
                Refusals.ThreadSlow, Refusals.ParentNotFound, Refusals.ReplyTooDeep, Refusals.CommentWithdrawn])
            .WithSummary("Post a comment")
            .WithHeader(IdempotencyKeys.Header, "A random text of 16 to 200 characters that only this client has. The same post again, when its answer was lost, is the same comment of the same author; other words under it are refused with idempotency-key-reused.");
        changes.MapPut("/comments/{id}", Edit)
            .WithName("editComment")
            .Refuses([
                .. Refuses.Text, Problems.InvalidArticle, Problems.AuthorMuted, Problems.AuthorBanned,
                Refusals.CommentNotFound, Refusals.NotYourComment, Refusals.CommentWithdrawn,
                Refusals.CommentRejected, Refusals.StaleRevision, Refusals.EditWindowOver, Refusals.TooManyRevisions])
            .WithSummary("Change one's own comment");
        changes.MapDelete("/comments/{id}", Withdraw)
            .WithName("withdrawComment")
            .Refuses(Problems.InvalidArticle, Refusals.CommentNotFound, Refusals.NotYourComment)
            .WithSummary("Withdraw one's own comment");
        changes.MapPost("/comments/{id}/reports", Report)
            .WithName("reportComment")
            .Refuses(
                Problems.InvalidArticle, Problems.InvalidNote, Problems.AuthorBanned, Refusals.InvalidReason,
                Refusals.CommentNotFound)
            .WithSummary("Report a comment");
        changes.MapPut("/comments/{id}/like", Like)
            .WithName("likeComment")
            .Refuses(Problems.InvalidArticle, Problems.AuthorBanned, Refusals.CommentNotFound, Refusals.OwnComment)
            .WithSummary("Like a comment");
        changes.MapDelete("/comments/{id}/like", Unlike)
            .WithName("unlikeComment")
            .Refuses(Problems.InvalidArticle, Problems.AuthorBanned, Refusals.CommentNotFound)
            .WithSummary("Like it no longer");
        changes.MapPost("/comments/{id}/appeals", Appeal)
            .WithName("appealDecision")
            .Refuses(
                Problems.InvalidArticle, Problems.InvalidNote, Problems.InvalidStatement, Refusals.CommentNotFound,
                Refusals.NotYourComment, Refusals.NotRejected, Refusals.AlreadyAppealed, Refusals.AppealWindowOver)
            .WithSummary("Ask to decide again");
    }

    /// <summary>Under what a guest reports.</summary>
    /// <param name="network">The digest of their network.</param>
    public static string Guest(string network) => "guest-" + network;

    private static async Task Read(
        HttpContext http, string site, string article, SiteDirectory sites, Readers readers, GrainThreads threads, CursorSeal cursors, Rates rates,
        [Description("The order of comments that answer to nothing; replies stand under their parents.")]
        [AllowedValues("newest", "oldest", "top")] [DefaultValue("newest")] string? sort = null,
        [Description("How many comments at most.")] [Range(1, PageQuery.MaxLimit)] int limit = PageQuery.DefaultLimit,
        [Description("The cursor that the page before gave as next.")] string? after = null,
        [Description("A comment's id: the page begins with the discussion that it stands in.")] string? from = null)
    {
        var (thread, query, reader) = (default(ThreadId), default(PageQuery), default(Reader));
        var refused = await sites.Find(site, http.RequestAborted) is null ? new(Problems.SiteNotFound)
            : (await ThreadRoute.Thread(http, site, article)).Take(out thread)
            ?? Query(thread, cursors, sort, limit, after, from).Take(out query)
            ?? (await readers.Find(http, site)).Take(out reader);
        if (refused is null && reader is null && await threads.FindReady(thread, query!) is { } ready)
        {
            await Wire.Page(http, ready);
            return;
        }

        refused ??= rates.MayRead(http) ? null : new(Problems.RateLimited);
        if (refused is null)
        {
            var reply = await threads.ReadPage(thread, query!, reader?.Author, http.RequestAborted);
            if (reply.Page is { } page)
            {
                await Wire.Page(http, page);
                return;
            }

            refused = new(reply.Refused!.Code);
        }

        await Problems.Write(http, refused);
    }

    private static Result<PageQuery> Query(ThreadId thread, CursorSeal cursors, string? sort, int limit, string? after, string? from)
    {
        PageSort? by = sort switch { null or "newest" => PageSort.Newest, "oldest" => PageSort.Oldest, "top" => PageSort.Top, _ => null };
        if (by is not { } order || limit is <= 0 or > PageQuery.MaxLimit)
        {
            return new Refusal(Problems.InvalidRequest, by is null ? "sort is newest, oldest or top." : $"limit is 1 to {PageQuery.MaxLimit}.");
        }

        var cursor = after is null ? null : cursors.Open(thread, after);
        var start = from is null ? default : Ids.Read(from);
        return after is not null && cursor is null ? new Refusal(Refusals.InvalidCursor)
            : start.Refused is { } no ? no
            : new PageQuery(order, limit, cursor, from is null ? null : start.Value);
    }

    private static async Task<Results<Created<PostReply>, Refusal>> Post(
        HttpContext http, FoundSite site, FoundThread thread, Body<PostRequest> body, Visitor visitor,
        IdempotencyKeys keys, Rates rates, Posts posts, Articles articles, ReaderTokens tokens, Messages messages, Statements statements, IOptions<HttpOptions> options)
    {
        var (request, known, stop) = (body.Value, visitor.Known, http.RequestAborted);
        Guid? parent = null;
        var sent = default(Guid);
        if ((IdempotencyKeys.Of(http).Take(out var key)
            ?? Ids.Optional(request.ParentId).Take(out parent)
            ?? (request.Id is null ? null : Ids.Read(request.Id).Take(out sent))) is { } malformed)
        {
            return malformed;
        }

        var id = request.Id is not null ? sent : key is not null ? keys.Comment(thread.Value, key) : Guid.NewGuid();
        var author = known?.Author ?? (key is null ? ReaderTokens.NewAuthor() : keys.Author(thread.Value, key));

        // With a token and an id of the client's own the key has nothing to prove.
        var proof = key is null ? PostProof.None : known is null ? PostProof.Author : request.Id is null ? PostProof.Comment : PostProof.None;
        var post = new NewComment(
            id, parent, author, known is not null, known?.Name ?? request.Author?.Name, known?.Badge, request.Text, rates.Network(http), proof);
        var posted = await posts.Post(site.Value, thread.Value, post, stop);
        if (posted.Refused is { } no)
        {
            return no;
        }

        var (comment, receipt) = posted.Value;
        await articles.Tell(
            site.Value, thread.Value, author, request.Title, request.Url, http.Request.Headers.Origin, PublicAddress.OwnOrigin(http, options.Value), stop);

        // Who came with a token keeps it: only a proof gives a pseudonym a longer life.
        var words = messages.For(http);
        return TypedResults.Created((string?)null, new PostReply(comment, known?.Token ?? tokens.Make(site.Value.Id, author), receipt)
        {
            Sanction = known is null ? null : await statements.Sanction(site.Value.Id, author, words, stop),
            Notice = AuthorWords.Posted(words, comment.Status, comment.Reason, await statements.Names(site.Value.Id, comment.Reason, stop)),
        });
    }

    private static Created<ReaderReply> NewVisitor(FoundSite site, ReaderTokens tokens)
    {
        var author = ReaderTokens.NewAuthor();
        return TypedResults.Created((string?)null, new ReaderReply(tokens.Make(site.Value.Id, author), author));
    }

    private static async Task<Results<Ok<CommentReply>, Refusal>> Edit(
        HttpContext http, FoundSite site, RouteId comment, KnownVisitor visitor, Body<EditRequest> body,
        GrainThreads threads, Submissions submissions, Messages messages, Statements statements)
    {
        var (request, author, stop) = (body.Value, visitor.Author, http.RequestAborted);
        if ((await ThreadRoute.ThreadOf(http, site.Value.Id, request.Article)).Take(out var thread) is { } unknown)
        {
            return unknown;
        }

        // The name stays what it was: it is read with the words of the revision that is replaced.
        var before = (await threads.ReadComments(thread, [comment.Value], author, stop)).FirstOrDefault();
        var gathered = await submissions.Gather(site.Value, author, true, before?.Author?.Name ?? "?", request.Text, isNew: false, stop);
        if (gathered.Refused is { } unfit)
        {
            return unfit;
        }

        var text = gathered.Value.Text with { Badge = before?.Author?.Badge };
        var reply = await threads.Ask(thread, new EditComment(comment.Value, request.Revision, author, text, gathered.Value.Evidence), stop);
        if (reply.Result is Refused no)
        {
            return new Refusal(no.Code);
        }

        var view = ThreadView.View(reply.Comment!, reply.Replies, text, author, reply.Comment!.EditedAt!.Value);
        var notice = AuthorWords.Edited(messages.For(http), view, await statements.Names(site.Value.Id, view.Reason, stop));
        return TypedResults.Ok(new CommentReply(view) { Notice = notice });
    }

    private static async Task<Results<NoContent, Refusal>> Withdraw(
        HttpContext http, FoundSite site, RouteId comment, KnownVisitor visitor, GrainThreads threads,
        [Description(OfArticle)] string? article = null) =>
        await Ask(http, threads, site, article, new WithdrawComment(comment.Value, visitor.Author)) is { } no ? no : TypedResults.NoContent();

    private static async Task<Results<AcceptedResult, Refusal>> Report(
        HttpContext http, FoundSite site, RouteId comment, Body<ReportRequest> body, Visitor visitor,
        GrainThreads threads, Submissions submissions, NetworkDigests networks)
    {
        if (Optional(body.Value.Note, Decision.MaxNoteLength).Take(out var note) is { } malformed)
        {
            return malformed;
        }

        // Guests report under their network's digest: it counts once for each network, and says nothing to anybody when
        // the day is over.
        var network = await networks.Of(http, site.Value.Id, comment.Value);
        var report = new ReportComment(comment.Value, visitor.Known?.Author ?? Guest(network), body.Value.Reason ?? "", note);
        var refused = (await submissions.Report(site.Value.Id, report, network, http.RequestAborted)).Take(out var command)
            ?? await Ask(http, threads, site, body.Value.Article, command!);
        return refused is not null ? refused : TypedResults.Accepted((string?)null);
    }

    private static Task<Results<NoContent, Refusal>> Like(
        HttpContext http, FoundSite site, RouteId comment, KnownVisitor visitor, GrainThreads threads,
        Submissions submissions, Rates rates, [Description(OfArticle)] string? article = null) =>
        SetLike(http, site, new(comment.Value, visitor.Author, true), threads, submissions, rates, article);

    private static Task<Results<NoContent, Refusal>> Unlike(
        HttpContext http, FoundSite site, RouteId comment, KnownVisitor visitor, GrainThreads threads,
        Submissions submissions, Rates rates, [Description(OfArticle)] string? article = null) =>
        SetLike(http, site, new(comment.Value, visitor.Author, false), threads, submissions, rates, article);

    private static async Task<Results<NoContent, Refusal>> SetLike(
        HttpContext http, FoundSite site, LikeComment like, GrainThreads threads, Submissions submissions, Rates rates, string? article)
    {
        var refused = (await submissions.Like(site.Value.Id, like, rates.Network(http), http.RequestAborted)).Take(out var command)
            ?? await Ask(http, threads, site, article, command!);
        return refused is not null ? refused : TypedResults.NoContent();
    }

    private static async Task<Results<AcceptedResult, Refusal>> Appeal(
        HttpContext http, FoundSite site, RouteId comment, KnownVisitor visitor, Body<AppealRequest> body, GrainThreads threads)
    {
        if (Optional(body.Value.Statement, ThreadLimits.MaxStatementLength).Take(out var statement) is { } malformed)
        {
            return malformed;
        }

        return statement is null ? new Refusal(Problems.InvalidStatement)
            : await Ask(http, threads, site, body.Value.Article, new AppealDecision(comment.Value, visitor.Author, statement)) is { } no ? no
            : TypedResults.Accepted((string?)null);
    }

    // Asks a thread, and says why it refuses; null when it did what it was asked.
    private static async Task<Refusal?> Ask(HttpContext http, GrainThreads threads, FoundSite site, string? article, ThreadCommand command) =>
        (await ThreadRoute.ThreadOf(http, site.Value.Id, article)).Take(out var thread)
            ?? ((await threads.Ask(thread, command, http.RequestAborted)).Result is Refused no ? new(no.Code) : null);

    private static Result<string?> Optional(string? text, int max) =>
        string.IsNullOrWhiteSpace(text) ? (string?)null : PlainText.Tidy(text, max) is { } tidy ? tidy : new Refusal(Problems.InvalidNote);
}
