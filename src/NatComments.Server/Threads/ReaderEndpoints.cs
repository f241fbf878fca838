using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Sites;
using NatComments.Server.Visitors;

namespace NatComments.Server.Threads;

/// <summary>What readers do: read, post, edit, withdraw, report, like, appeal. No cookies; a reader token where a reader is meant.</summary>
internal sealed class ReaderEndpoints(
    GrainThreads threads, SiteDirectory sites, Submissions submissions, Readers readers, Posts posts, Articles articles, Statements statements, ReaderTokens tokens, Messages messages,
    Rates rates, NetworkDigests networks, IdempotencyKeys keys, CursorSeal cursors, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        var site = app.MapGroup("/api/v1/sites/{site}").WithTags("Reader");
        site.MapGet("/threads/{article}", Read).Produces<ThreadPage>().Produces(304).WithSummary("A page of a thread");
        site.MapPost("/threads/{article}/comments", Post).Accepts<PostRequest>("application/json").Produces<PostReply>(201).WithSummary("Post a comment")
            .WithHeader(IdempotencyKeys.Header, "A random text of 16 to 200 characters that only this client has. The same post again, when its answer was lost, is the same comment of the same author; other words under it are refused with idempotency-key-reused.");
        site.MapPost("/readers", NewReader).Produces<ReaderReply>(201).WithSummary("A reader token before the first comment");
        site.MapPut("/comments/{id}", Edit).Accepts<EditRequest>("application/json").Produces<CommentReply>().WithSummary("Change one's own comment");
        site.MapDelete("/comments/{id}", Withdraw).Produces(204).WithSummary("Withdraw one's own comment");
        site.MapPost("/comments/{id}/reports", Report).Accepts<ReportRequest>("application/json").Produces(202).WithSummary("Report a comment");
        site.MapPut("/comments/{id}/like", Like).Produces(204).WithSummary("Like a comment");
        site.MapDelete("/comments/{id}/like", Unlike).Produces(204).WithSummary("Like it no longer");
        site.MapPost("/comments/{id}/appeals", Appeal).Accepts<AppealRequest>("application/json").Produces(202).WithSummary("Ask to decide again");
    }

    private async Task Read(HttpContext http, string site, string article, string? sort = null, int limit = PageQuery.DefaultLimit, string? after = null, string? from = null)
    {
        await Site(site);
        var thread = await ThreadRoute.Thread(http, site, article);
        var size = limit is > 0 and <= PageQuery.MaxLimit ? limit : throw new BadRequestException(Problems.InvalidRequest, $"limit is 1 to {PageQuery.MaxLimit}.");
        var cursor = after is null ? null : cursors.Open(thread, after) ?? throw new BadRequestException(Refusals.InvalidCursor);
        var query = new PageQuery(Sort(sort), size, cursor, from is null ? null : Ids.Id(from));
        var reader = (await readers.Find(http, site))?.Author;
        if (reader is null && await threads.FindReady(thread, query) is { } ready)
        {
            await Wire.Page(http, ready);
            return;
        }

        if (!rates.MayRead(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }

        var reply = await threads.ReadPage(thread, query, reader, http.RequestAborted);
        if (reply.Refused is { } no)
        {
            await Problems.Write(http, no.Code);
            return;
        }

        await Wire.Page(http, reply.Page!);
    }

    private async Task Post(HttpContext http, string site, string article)
    {
        var of = await Site(site);
        var thread = await ThreadRoute.Thread(http, site, article);
        var request = await Changes(http, ThreadsJson.Default.PostRequest);
        var parent = request.ParentId is null ? (Guid?)null : Ids.Id(request.ParentId);
        var known = await readers.Find(http, site);
        var key = IdempotencyKeys.Of(http);
        var id = request.Id is not null ? Ids.Id(request.Id) : key is not null ? keys.Comment(thread, key) : Guid.NewGuid();
        var author = known?.Author ?? (key is null ? ReaderTokens.NewAuthor() : keys.Author(thread, key));
        var name = known?.Name ?? request.Author?.Name;

        // With a token and an id of the client's own the key has nothing to prove.
        var proof = key is null ? PostProof.None : known is null ? PostProof.Author : request.Id is null ? PostProof.Comment : PostProof.None;
        var post = new NewComment(id, parent, author, known is not null, name, known?.Badge, request.Text, rates.Network(http), proof);
        var (comment, receipt) = await posts.Post(of, thread, post, http.RequestAborted);
        await articles.Tell(of, thread, author, request.Title, request.Url, http.Request.Headers.Origin, PublicAddress.OwnOrigin(http, options), http.RequestAborted);

        // Who came with a token keeps it: only a proof gives a pseudonym a longer life.
        var words = messages.For(http);
        var reply = new PostReply(comment, known?.Token ?? tokens.Make(site, author), receipt)
        {
            Sanction = known is null ? null : await statements.Sanction(site, author, words),
            Notice = AuthorWords.Posted(words, comment.Status, comment.Reason, await statements.Names(site, comment.Reason)),
        };
        await Wire.Json(http, reply, ThreadsJson.Default.PostReply, 201);
    }

    private async Task NewReader(HttpContext http, string site)
    {
        await Site(site);
        Limit(http);
        var author = ReaderTokens.NewAuthor();
        await Wire.Json(http, new ReaderReply(tokens.Make(site, author), author), VisitorsJson.Default.ReaderReply, 201);
    }

    private async Task Edit(HttpContext http, string site, string id)
    {
        var of = await Site(site);
        var author = (await readers.Need(http, site)).Author;
        var request = await Changes(http, ThreadsJson.Default.EditRequest);
        var thread = await ThreadRoute.ThreadOf(http, site, request.Article);
        var comment = Ids.Id(id);

        // The name stays what it was: it is read with the words of the revision that is replaced.
        var before = (await threads.ReadComments(thread, [comment], author, http.RequestAborted)).FirstOrDefault();
        var (text, evidence) = await submissions.Gather(of, author, true, before?.Author?.Name ?? "?", request.Text, isNew: false);
        text = text with { Badge = before?.Author?.Badge };
        var reply = await threads.Ask(thread, new EditComment(comment, request.Revision, author, text, evidence), http.RequestAborted);
        await Answer(http, reply, async () =>
        {
            var view = ThreadView.View(reply.Comment!, reply.Replies, text, author, reply.Comment!.EditedAt!.Value);
            var notice = AuthorWords.Edited(messages.For(http), view, await statements.Names(site, view.Reason));
            await Wire.Json(http, new CommentReply(view) { Notice = notice }, ThreadsJson.Default.CommentReply);
        });
    }

    private async Task Withdraw(HttpContext http, string site, string id, string? article = null)
    {
        await Site(site);
        var author = (await readers.Need(http, site)).Author;
        Limit(http);
        await Answer(http, await threads.Ask(await ThreadRoute.ThreadOf(http, site, article), new WithdrawComment(Ids.Id(id), author), http.RequestAborted), 204);
    }

    private async Task Report(HttpContext http, string site, string id)
    {
        await Site(site);
        var request = await Changes(http, ThreadsJson.Default.ReportRequest);

        // Guests report under their network's digest: it counts once for each network, and says nothing to anybody when the day is over.
        var network = await networks.Of(http, site, Ids.Id(id));
        var reader = (await readers.Find(http, site))?.Author ?? Guest(network);
        var note = Optional(request.Note, Decision.MaxNoteLength);
        var command = await submissions.Report(site, new ReportComment(Ids.Id(id), reader, request.Reason ?? "", note), network);
        await Answer(http, await threads.Ask(await ThreadRoute.ThreadOf(http, site, request.Article), command, http.RequestAborted), 202);
    }

    /// <summary>Under what a guest reports.</summary>
    /// <param name="network">The digest of their network.</param>
    public static string Guest(string network) => "guest-" + network;

    private Task Like(HttpContext http, string site, string id, string? article = null) => SetLike(http, site, id, article, true);

    private Task Unlike(HttpContext http, string site, string id, string? article = null) => SetLike(http, site, id, article, false);

    private async Task SetLike(HttpContext http, string site, string id, string? article, bool on)
    {
        await Site(site);
        var reader = (await readers.Need(http, site)).Author;
        Limit(http);
        var command = await submissions.Like(site, new LikeComment(Ids.Id(id), reader, on), rates.Network(http));
        await Answer(http, await threads.Ask(await ThreadRoute.ThreadOf(http, site, article), command, http.RequestAborted), 204);
    }

    private async Task Appeal(HttpContext http, string site, string id)
    {
        await Site(site);
        var author = (await readers.Need(http, site)).Author;
        var request = await Changes(http, ThreadsJson.Default.AppealRequest);
        var statement = Optional(request.Statement, ThreadLimits.MaxStatementLength) ?? throw new BadRequestException(Problems.InvalidStatement);
        await Answer(http, await threads.Ask(await ThreadRoute.ThreadOf(http, site, request.Article), new AppealDecision(Ids.Id(id), author, statement), http.RequestAborted), 202);
    }

    private async ValueTask<Site> Site(string id) => await sites.Find(id) ?? throw new BadRequestException(Problems.SiteNotFound);

    private void Limit(HttpContext http)
    {
        if (!rates.MayPost(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }
    }

    private ValueTask<T> Changes<T>(HttpContext http, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        Limit(http);
        return Wire.Body(http, type, options.MaxBodyBytes);
    }

    private static string? Optional(string? text, int max) =>
        string.IsNullOrWhiteSpace(text) ? null : PlainText.Tidy(text, max) ?? throw new BadRequestException(Problems.InvalidNote);

    private static PageSort Sort(string? sort) => sort switch
    {
        null or "newest" => PageSort.Newest,
        "oldest" => PageSort.Oldest,
        "top" => PageSort.Top,
        _ => throw new BadRequestException(Problems.InvalidRequest, "sort is newest, oldest or top."),
    };

    private static Task Answer(HttpContext http, ThreadReply reply, int status) => Answer(http, reply, () =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    private static Task Answer(HttpContext http, ThreadReply reply, Func<Task> accepted) =>
        reply.Result is Refused no ? Problems.Write(http, no.Code) : accepted();
}
