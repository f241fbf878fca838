using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Receipts;

/// <summary>What became of a comment, for whoever has its receipt: as JSON, and as a page with a form to object. Guests too, and without scripts.</summary>
internal sealed class ReceiptEndpoints(
    IThreads threads, SiteDirectory sites, ReceiptStore receipts, Articles articles, Statements statements, ReceiptTimeline timeline, Messages messages, Rates rates, TimeProvider clock, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/receipts/{receipt}", Read).WithTags("Reader").Produces<ReceiptReply>().WithSummary("What became of a comment");
        app.MapGet("/receipts/{receipt}", Show).ExcludeFromDescription();
        app.MapPost("/receipts/{receipt}", Appeal).ExcludeFromDescription();
    }

    private async Task Read(HttpContext http, string receipt) =>
        await Wire.Json(http, await Reply(http, await Find(http, receipt)), ReceiptsJson.Default.ReceiptReply);

    private async Task Show(HttpContext http, string receipt)
    {
        var found = await Find(http, receipt);
        await PlainEndpoints.Html(http, await Page(http, found, null, null));
    }

    private async Task Appeal(HttpContext http, string receipt)
    {
        PlainEndpoints.OnlyOwnForms(http);
        var found = await Find(http, receipt);
        var statement = (Wire.OrThrow(await RequestBody.Form(http, options.MaxBodyBytes))["statement"].ToString());
        var tidy = string.IsNullOrWhiteSpace(statement) ? null : PlainText.Tidy(statement, ThreadLimits.MaxStatementLength);
        var fault = tidy is null ? Problems.InvalidStatement : !rates.MayPost(http) ? Problems.RateLimited : null;
        if (fault is null && await threads.Ask(found.Thread, new AppealDecision(found.Comment.Id, found.Comment.Author, tidy!), http.RequestAborted) is { Result: Refused no })
        {
            fault = no.Code;
        }

        if (fault is not null)
        {
            await PlainEndpoints.Html(http, await Page(http, found, statement, fault), 400);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = http.Request.PathBase + "/receipts/" + Uri.EscapeDataString(receipt) + http.Request.QueryString;
    }

    private async ValueTask<(ThreadId Thread, CommentState Comment)> Find(HttpContext http, string receipt) =>
        !rates.MayRead(http) ? throw new BadRequestException(Problems.RateLimited)
        : await receipts.Find(receipt, http.RequestAborted) ?? throw new BadRequestException(Problems.ReceiptNotFound);

    private async ValueTask<ReceiptReply> Reply(HttpContext http, (ThreadId Thread, CommentState Comment) found)
    {
        var ((thread, comment), stop) = (found, http.RequestAborted);
        var site = await sites.Find(thread.Site) ?? throw new BadRequestException(Problems.ReceiptNotFound);
        var article = await articles.Known(site, thread.Article, PublicAddress.OwnOrigin(http, options), stop);
        var own = (await threads.ReadComments(thread, [comment.Id], comment.Author, stop)).FirstOrDefault();
        var rejected = comment.Status == CommentStatus.Rejected;
        return new(
            thread.Site,
            thread.Article,
            comment.Id,
            comment.Status,
            rejected ? comment.Standing.Decision?.Reason : null,
            comment.Standing.Decision?.By is ByPolicy,
            ThreadView.CanAppeal(comment, clock.GetUtcNow()),
            rejected ? comment.Standing.DecidedAt + ThreadLimits.AppealWindow : null,
            comment.Standing.AppealOpen)
        {
            SiteName = site.Name,
            Page = new(article.Title, article.Url),
            PostedAt = comment.PostedAt,
            Html = own is { Author: not null } ? own.Html : null,
            Timeline = await timeline.Of(thread, comment, stop),
            Statement = await statements.For(thread.Site, comment),
            Sanction = await statements.Sanction(thread.Site, comment.Author, messages.For(http)),
            Since = ThreadView.Since(comment),
            ShownRevision = comment.FormerRevision,
            Appeal = AppealView.Of(comment),
        };
    }

    private async Task<string> Page(HttpContext http, (ThreadId Thread, CommentState Comment) found, string? statement, string? fault)
    {
        var (asked, reply) = (http.Request.Query["lang"].ToString(), await Reply(http, found));
        var article = new KnownArticle(reply.Article, reply.Page.Title, reply.Page.Url);
        var setting = new PlainSetting(messages.For(http), found.Thread, reply.SiteName, article, null, asked.Length == 0 ? null : asked, http.Request.PathBase);
        return new ReceiptPage(setting, reply, clock.GetUtcNow()).Whole(statement, fault);
    }
}
