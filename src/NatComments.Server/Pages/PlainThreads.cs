using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Rendering;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Pages;

/// <summary>Reads threads for pages without scripts.</summary>
internal sealed class PlainThreads(
    IThreads threads, ReceiptStore receipts, Articles articles, Statements statements, Messages messages, CursorSeal cursors,
    IOptions<HttpOptions> options)
{
    /// <summary>What the page of a thread stands in.</summary>
    /// <param name="root">What links begin with; null: the path that the server has.</param>
    public async ValueTask<PlainSetting> Setting(HttpContext http, Site site, ThreadId thread, string? root = null)
    {
        var article = await articles.Known(
            site, thread.Article, PublicAddress.OwnOrigin(http, options.Value), http.RequestAborted);
        return new(
            messages.For(http), thread, site.Name, article, CommentMarkdown.Guidelines(site.Settings.Guidelines),
            Known(http.Request.Query["lang"]), root ?? http.Request.PathBase);
    }

    /// <summary>A comment as everybody sees it; null for what is none.</summary>
    public async ValueTask<CommentView?> Comment(ThreadId thread, string? id, CancellationToken stop) =>
        Guid.TryParse(id, out var comment)
        && (await threads.ReadComments(thread, [comment], null, stop)).FirstOrDefault() is { Author: not null } view
            ? view : null;

    /// <summary>The page that the query asks for. A link that has grown old leads to the beginning.</summary>
    public async Task<ThreadPage> Page(HttpContext http, ThreadId thread, int limit)
    {
        var (query, stop) = (http.Request.Query, http.RequestAborted);
        var sort = Enum.TryParse<PageSort>(query["sort"], ignoreCase: true, out var known) && Enum.IsDefined(known)
            ? known : PageSort.Newest;
        var after = Known(query["after"]) is { } cursor ? cursors.Open(thread, cursor) : null;
        var asked = new PageQuery(sort, limit, after, Guid.TryParse(query["from"], out var from) ? from : null);
        var reply = await threads.ReadPage(thread, asked, null, stop);
        var page = reply.Page ?? (await threads.ReadPage(thread, new(sort, limit), null, stop)).Page!;
        return ThreadPages.Read(page.Body);
    }

    /// <summary>The whole page of a thread, with a form.</summary>
    /// <param name="said">What is said of what was just done, as HTML; null for nothing.</param>
    public async Task<HtmlPage> Show(
        HttpContext http, PlainSetting setting, string form, string? said = null, int status = StatusCodes.Status200OK) =>
        new(new PlainPage(setting).Whole(await Page(http, setting.Thread, PageQuery.DefaultLimit), form, said), status);

    /// <summary>
    /// What the query says was just done, as HTML; null for nothing. Whoever holds the receipt may know what became of
    /// the comment.
    /// </summary>
    public async ValueTask<string?> Said(PlainSetting setting, IQueryCollection query, CancellationToken stop)
    {
        var words = setting.Words;
        if (Known(query["receipt"]) is not { } receipt || await receipts.Find(receipt, stop) is not { } found
            || found.Thread != setting.Thread)
        {
            return Known(query["reported"]) is null ? null : PlainPage.E(words.Say("thanks"));
        }

        var language = setting.Asked is null ? "" : "?lang=" + words.Language.Lang;
        var address = $"{setting.Root}/receipts/{Uri.EscapeDataString(receipt)}{language}";
        var reason = found.Comment.Standing.Decision?.Reason;
        var said = AuthorWords.Posted(
            words, found.Comment.Status, reason, await statements.Names(setting.Thread.Site, reason, stop));
        var appeal = AuthorWords.Appeal(words, AppealView.Of(found.Comment));
        return $"{PlainPage.E(said)} {PlainPage.E(appeal)} "
            + $"<a href=\"{PlainPage.E(address)}\">{PlainPage.E(words.Say("receipt"))}</a>";
    }

    private static string? Known(StringValues value) => string.IsNullOrWhiteSpace(value) ? null : value.ToString();
}
