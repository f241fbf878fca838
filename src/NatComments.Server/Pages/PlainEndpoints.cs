using Microsoft.Extensions.Primitives;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Receipts;
using NatComments.Server.Rendering;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server.Pages;

/// <summary>A thread without JavaScript: read, preview, post and report by plain forms. No cookies: who wants to stay the same person types a passphrase.</summary>
internal sealed class PlainEndpoints(
    IThreads threads, SiteDirectory sites, Posts posts, Submissions submissions, ReceiptStore receipts, Articles articles, Pseudonyms pseudonyms, Statements statements, Messages messages, Rates rates, NetworkDigests networks,
    IdempotencyKeys keys, CursorSeal cursors, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sites/{site}/threads/{article}", Read).ExcludeFromDescription();
        app.MapGet("/sites/{site}/threads/{first}/{**rest}", ToThread).ExcludeFromDescription();
        app.MapPost("/sites/{site}/threads/{article}", Post).ExcludeFromDescription();
        app.MapGet("/api/v1/sites/{site}/threads/{article}/fragment", Fragment).WithTags("Reader").Produces(200, contentType: "text/html").WithSummary("The comments as HTML to be put into a page of the site");
    }

    /// <summary>Answers with a page that needs no script.</summary>
    public static Task Html(HttpContext http, string html, int status = 200)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Plain;

        // Nobody else is told where one comes from. Not "no-referrer": then a form would not say that it is one of our own.
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers.Vary = "Accept-Language";
        return http.Response.WriteAsync(html, http.RequestAborted);
    }

    /// <summary>Whether a person's browser asks for a page: then also what is wrong is said by one.</summary>
    public static bool IsPage(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api")
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private async Task Read(HttpContext http, string site, string article)
    {
        var setting = await Setting(http, site, article);
        var query = http.Request.Query;
        if (await Comment(setting.Thread, query["report"], http.RequestAborted) is { } reported)
        {
            await Show(http, setting, PlainForms.Report(setting, new(reported, null, null)), null, 200);
            return;
        }

        var typed = new TypedComment(Secrets.Random(), await Comment(setting.Thread, query["reply"], http.RequestAborted), null, null, null);
        await Show(http, setting, PlainForms.Comment(setting, typed), await Said(setting, query, http.RequestAborted), 200);
    }

    // A path that was not escaped, or that a proxy has decoded: its thread has an address of its own.
    private static IResult ToThread(HttpContext http, string site)
    {
        var path = http.Request.Path.Value!;
        var article = path[(path.IndexOf("/threads/", StringComparison.Ordinal) + "/threads".Length)..];
        string root = http.Request.PathBase;
        return Results.Redirect(root + PlainSetting.Address(site, article, root) + http.Request.QueryString);
    }

    private async Task Fragment(HttpContext http, string site, string article)
    {
        // It stands in a page of the site, on another host.
        var setting = await Setting(http, site, article, PublicAddress.Of(http, options));
        var page = await Page(http, setting.Thread, PageQuery.MaxLimit);
        await Html(http, new PlainPage(setting).Fragment(page));
    }

    /// <summary>
    /// Refuses a form that a page of somebody else sends: there are no cookies to abuse, but the comment would come from the visitor's address. Browsers say
    /// where a form stands; a program that says nothing is no visitor.
    /// </summary>
    public static Refusal? OnlyOwnForms(HttpContext http)
    {
        var (site, origin) = (http.Request.Headers["Sec-Fetch-Site"].ToString(), http.Request.Headers.Origin.ToString());
        var isOwn = site.Length > 0 ? site is "same-origin" or "none" : origin.Length == 0 || SiteOrigins.IsOwnHost(http, origin);
        return isOwn ? null : new(Problems.ForeignForm);
    }

    private async Task Post(HttpContext http, string site, string article)
    {
        if (OnlyOwnForms(http) is { } foreign)
        {
            await Problems.Write(http, foreign);
            return;
        }

        var setting = await Setting(http, site, article);
        var form = Wire.OrThrow(await RequestBody.Form(http, 2 * options.MaxBodyBytes));
        await (form["do"] == "report" ? Report(http, setting, form) : Write(http, setting, form));
    }

    private async Task Write(HttpContext http, PlainSetting setting, IFormCollection form)
    {
        var parent = Known(form["parent"]);
        var typed = new TypedComment(
            Known(form["nonce"]) is { } nonce && IdempotencyKeys.IsGood(nonce) ? nonce : Secrets.Random(),
            await Comment(setting.Thread, parent, http.RequestAborted), Known(form["name"]), Known(form["phrase"]), Known(form["text"]));
        try
        {
            if (parent is not null && typed.Parent is null)
            {
                throw new BadRequestException(Refusals.ParentNotFound);
            }

            if (form["do"] == "preview")
            {
                if (!rates.MayLook(http))
                {
                    throw new BadRequestException(Problems.RateLimited);
                }

                await Show(http, setting, PlainForms.Comment(setting, typed with { Preview = Wire.OrThrow(DraftEndpoints.Render(typed.Text)) }), null, 200);
                return;
            }

            SeeOther(http, setting.Link($"receipt={Uri.EscapeDataString(await Send(http, setting.Thread, typed))}", "#list"));
        }
        catch (BadRequestException e)
        {
            // The form was sent before with other words (somebody went back and wrote the next comment): it is a new one from here on.
            var next = e.Code is Refusals.IdempotencyKeyReused or Refusals.IdInUse ? typed with { Nonce = Secrets.Random() } : typed;
            await Show(http, setting, PlainForms.Comment(setting, next with { Fault = Said(setting, e) }), null, StatusOf(e.Code));
        }
    }

    // A form that is sent twice is one comment, whose id its nonce says. It answers with the receipt and never with a token.
    private async Task<string> Send(HttpContext http, ThreadId thread, TypedComment typed)
    {
        Limit(http);
        var site = (await sites.Find(thread.Site))!;
        var isGuest = typed.Phrase is null;
        var author = isGuest
            ? keys.Author(thread, typed.Nonce)
            : await OfPhrase(http, thread.Site, typed);
        var proof = isGuest ? PostProof.Author : PostProof.Comment;
        var post = new NewComment(keys.Comment(thread, typed.Nonce), typed.Parent?.Id, author, !isGuest, typed.Name, null, typed.Text, rates.Network(http), proof);
        return Wire.OrThrow(await posts.Post(site, thread, post, http.RequestAborted)).Receipt;
    }

    private async ValueTask<string> OfPhrase(HttpContext http, string site, TypedComment typed)
    {
        var name = PlainText.Name(typed.Name, ThreadLimits.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        return !rates.MayTryPhrase(http) ? throw new BadRequestException(Problems.RateLimited)
            : Wire.OrThrow(await pseudonyms.OfPhrase(site, name, typed.Phrase!)) ?? throw new BadRequestException(Problems.InvalidPhrase);
    }

    private async Task Report(HttpContext http, PlainSetting setting, IFormCollection form)
    {
        var typed = new TypedReport(
            await Comment(setting.Thread, form["comment"], http.RequestAborted) ?? throw new BadRequestException(Refusals.CommentNotFound), Known(form["reason"]), Known(form["note"]));
        try
        {
            Limit(http);
            var note = typed.Note is null ? null : PlainText.Tidy(typed.Note, Decision.MaxNoteLength) ?? throw new BadRequestException(Problems.InvalidNote);
            var network = await networks.Of(http, setting.Thread.Site, typed.Comment.Id);
            var command = Wire.OrThrow(await submissions.Report(setting.Thread.Site, new(typed.Comment.Id, ThreadEndpoints.Guest(network), typed.Reason ?? "", note), network));
            if ((await threads.Ask(setting.Thread, command, http.RequestAborted)).Result is Refused no)
            {
                throw new BadRequestException(no.Code);
            }

            SeeOther(http, setting.Link("reported=1", "#list"));
        }
        catch (BadRequestException e)
        {
            await Show(http, setting, PlainForms.Report(setting, typed with { Fault = Said(setting, e) }), null, StatusOf(e.Code));
        }
    }

    private static string Said(PlainSetting setting, BadRequestException e) =>
        e.Refusal.Sanction?.Say(setting.Words) ?? setting.Words.Fault(e.Code);

    // What was just done, in words: whoever holds the receipt may know what became of the comment.
    private async ValueTask<string?> Said(PlainSetting setting, IQueryCollection query, CancellationToken stop)
    {
        var words = setting.Words;
        if (Known(query["receipt"]) is not { } receipt || await receipts.Find(receipt, stop) is not { } found || found.Thread != setting.Thread)
        {
            return Known(query["reported"]) is null ? null : PlainPage.E(words.Say("thanks"));
        }

        var address = $"{setting.Root}/receipts/{Uri.EscapeDataString(receipt)}{(setting.Asked is null ? "" : "?lang=" + words.Language.Lang)}";
        var reason = found.Comment.Standing.Decision?.Reason;
        var said = AuthorWords.Posted(words, found.Comment.Status, reason, await statements.Names(setting.Thread.Site, reason));
        return $"{PlainPage.E(said)} {PlainPage.E(AuthorWords.Appeal(words, AppealView.Of(found.Comment)))} <a href=\"{PlainPage.E(address)}\">{PlainPage.E(words.Say("receipt"))}</a>";
    }

    private async Task Show(HttpContext http, PlainSetting setting, string form, string? said, int status) =>
        await Html(http, new PlainPage(setting).Whole(await Page(http, setting.Thread, PageQuery.DefaultLimit), form, said), status);

    private async Task<ThreadPage> Page(HttpContext http, ThreadId thread, int limit)
    {
        var query = http.Request.Query;
        var sort = Enum.TryParse<PageSort>(query["sort"], ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : PageSort.Newest;
        var after = Known(query["after"]) is { } cursor ? cursors.Open(thread, cursor) : null;
        var asked = new PageQuery(sort, limit, after, Guid.TryParse(query["from"], out var from) ? from : null);
        var reply = await threads.ReadPage(thread, asked, null, http.RequestAborted);

        // A link that has grown old leads to the beginning.
        var page = reply.Page ?? (await threads.ReadPage(thread, new(sort, limit), null, http.RequestAborted)).Page!;
        return ThreadPages.Read(page.Body);
    }

    // A comment that everybody sees; null for what is none.
    private async ValueTask<CommentView?> Comment(ThreadId thread, string? id, CancellationToken stop) =>
        Guid.TryParse(id, out var comment) && (await threads.ReadComments(thread, [comment], null, stop)).FirstOrDefault() is { Author: not null } view ? view : null;

    private async Task<PlainSetting> Setting(HttpContext http, string site, string article, string? root = null)
    {
        var of = await sites.Find(site) ?? throw new BadRequestException(Problems.SiteNotFound);
        var thread = Wire.OrThrow(await ThreadRoute.Thread(http, site, article));
        if (!rates.MayRead(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }

        var known = await articles.Known(of, thread.Article, PublicAddress.OwnOrigin(http, options), http.RequestAborted);
        return new(messages.For(http), thread, of.Name, known, CommentMarkdown.Guidelines(of.Settings.Guidelines), Known(http.Request.Query["lang"]), root ?? http.Request.PathBase);
    }

    // The form again: nothing is wrong with what is to be sent later.
    private static int StatusOf(string code) => code == Problems.RateLimited ? StatusCodes.Status429TooManyRequests : StatusCodes.Status400BadRequest;

    private void Limit(HttpContext http)
    {
        if (!rates.MayPost(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }
    }

    // The page after a form is another one: a reload sends nothing again.
    private static void SeeOther(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
    }

    private static string? Known(StringValues value) => string.IsNullOrWhiteSpace(value) ? null : value.ToString();
}
