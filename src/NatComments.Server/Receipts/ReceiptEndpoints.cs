using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
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

/// <summary>
/// What became of a comment, for whoever has its receipt: as JSON, and as a page with a form to object. Guests too, and
/// without scripts.
/// </summary>
internal static class ReceiptEndpoints
{
    /// <summary>Adds what receipts need.</summary>
    public static IServiceCollection AddReceipts(this IServiceCollection services) =>
        services.AddJson(ReceiptsJson.Default).AddSingleton<ReceiptTimeline>().AddSingleton<ReceiptReader>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapReceipts(this IEndpointRouteBuilder app)
    {
        app.MapApi("/api/v1", "Reader").AllowAnonymous().MapGet("/receipts/{receipt}", Read)
            .WithName("readReceipt").Refuses(Problems.ReceiptNotFound)
            .RequireRateLimiting(RateLimits.Reads).WithSummary("What became of a comment");
        var pages = app.MapApi("", "Reader").AllowAnonymous().ExcludeFromDescription()
            .RequireRateLimiting(RateLimits.Reads);
        pages.MapGet("/receipts/{receipt}", Show);
        OwnForms.Only(pages.MapPost("/receipts/{receipt}", Appeal));
    }

    private static async Task<Results<Ok<ReceiptReply>, Refusal>> Read(HttpContext http, string receipt, ReceiptReader receipts) =>
        (await receipts.Find(http, receipt)).Take(out var found) is { } no ? no : TypedResults.Ok(found.Reply);

    private static async Task<Results<HtmlPage, Refusal>> Show(HttpContext http, string receipt, ReceiptReader receipts) =>
        (await receipts.Find(http, receipt)).Take(out var found) is { } no
            ? no : new HtmlPage(receipts.Page(http, found, null, null));

    private static async Task<Results<HtmlPage, SeeOther, Refusal>> Appeal(
        HttpContext http, string receipt, FormBody form, ReceiptReader receipts, IThreads threads, Rates rates)
    {
        if ((await receipts.Find(http, receipt)).Take(out var found) is { } no)
        {
            return no;
        }

        var statement = form["statement"];
        var tidy = statement is null ? null : PlainText.Tidy(statement, ThreadLimits.MaxStatementLength);
        var fault = tidy is null ? Problems.InvalidStatement : !rates.MayPost(http) ? Problems.RateLimited : null;
        if (fault is null)
        {
            var command = new AppealDecision(found.Comment.Id, found.Comment.Author, tidy!);
            fault = (await threads.Ask(found.Thread, command, http.RequestAborted)).Result is Refused refused ? refused.Code : null;
        }

        return fault is null
            ? new SeeOther(http.Request.PathBase + "/receipts/" + Uri.EscapeDataString(receipt) + http.Request.QueryString)
            : new HtmlPage(receipts.Page(http, found, statement, fault), StatusCodes.Status400BadRequest);
    }
}

/// <summary>Finds the comment of a receipt, and gathers what its author is told of it.</summary>
internal sealed class ReceiptReader(
    IThreads threads, SiteDirectory sites, ReceiptStore receipts, Articles articles, Statements statements, ReceiptTimeline timeline, Messages messages,
    TimeProvider clock, IOptions<HttpOptions> options)
{
    /// <summary>The comment that a receipt was given for; refused for what is no receipt of this server.</summary>
    public async ValueTask<Result<(ThreadId Thread, CommentState Comment, ReceiptReply Reply)>> Find(HttpContext http, string receipt) =>
        await receipts.Find(receipt, http.RequestAborted) is { } found && await sites.Find(found.Thread.Site, http.RequestAborted) is { } site
            ? (found.Thread, found.Comment, await Reply(http, found, site))
            : new Refusal(Problems.ReceiptNotFound);

    /// <summary>The page of a receipt.</summary>
    /// <param name="statement">What was typed into its form.</param>
    /// <param name="fault">The code of what is wrong with it; null when nothing is.</param>
    public string Page(HttpContext http, (ThreadId Thread, CommentState Comment, ReceiptReply Reply) found, string? statement, string? fault)
    {
        var (asked, reply) = (http.Request.Query["lang"].ToString(), found.Reply);
        var article = new KnownArticle(reply.Article, reply.Page.Title, reply.Page.Url);
        var setting = new PlainSetting(messages.For(http), found.Thread, reply.SiteName, article, null, asked.Length == 0 ? null : asked, http.Request.PathBase);
        return new ReceiptPage(setting, reply, clock.GetUtcNow()).Whole(statement, fault);
    }

    private async ValueTask<ReceiptReply> Reply(HttpContext http, (ThreadId Thread, CommentState Comment) found, Site site)
    {
        var ((thread, comment), stop) = (found, http.RequestAborted);
        var article = await articles.Known(site, thread.Article, PublicAddress.OwnOrigin(http, options.Value), stop);
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
            Statement = await statements.For(thread.Site, comment, stop),
            Sanction = await statements.Sanction(thread.Site, comment.Author, messages.For(http), stop),
            Since = ThreadView.Since(comment),
            ShownRevision = comment.FormerRevision,
            Appeal = AppealView.Of(comment),
        };
    }
}
