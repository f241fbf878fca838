using System.Text;
using NatComments.Core.Authors;
using NatComments.Core.Grains;
using NatComments.Core.Moderation;
using NatComments.Core.Threads;
using NatComments.Server.Defence;
using NatComments.Server.Hosting;
using NatComments.Server.Rendering;
using static NatComments.Server.Rendering.PlainPage;

namespace NatComments.Server.Endpoints;

/// <summary>What became of a comment, for whoever has its receipt: as JSON, and as a page with a form to object. Guests too, and without scripts.</summary>
internal sealed class ReceiptEndpoints(IThreads threads, Receipts receipts, Articles articles, Statements statements, Messages messages, Rates rates, TimeProvider clock, ServerOptions options)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/receipts/{receipt}", Read).WithTags("Reader").Produces<ReceiptReply>().WithSummary("What became of a comment");
        app.MapGet("/receipts/{receipt}", Show).ExcludeFromDescription();
        app.MapPost("/receipts/{receipt}", Appeal).ExcludeFromDescription();
    }

    private async Task Read(HttpContext http, string receipt) =>
        await Http.Json(http, await Reply(await Find(http, receipt)), WireJson.Default.ReceiptReply);

    private async Task Show(HttpContext http, string receipt)
    {
        var found = await Find(http, receipt);
        await PlainEndpoints.Html(http, await Page(http, found, null, null));
    }

    private async Task Appeal(HttpContext http, string receipt)
    {
        PlainEndpoints.OnlyOwnForms(http);
        var found = await Find(http, receipt);
        var statement = (await RequestBody.Form(http, options.MaxBodyBytes))["statement"].ToString();
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

    private async ValueTask<ReceiptReply> Reply((ThreadId Thread, CommentState Comment) found)
    {
        var (thread, comment) = found;
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
            Statement = await statements.For(thread.Site, comment),
            Sanction = await statements.Sanction(thread.Site, comment.Author),
        };
    }

    private async Task<string> Page(HttpContext http, (ThreadId Thread, CommentState Comment) found, string? statement, string? fault)
    {
        var asked = http.Request.Query["lang"].ToString();
        return Page(new(messages.For(http), found.Thread, await articles.Public(found.Thread, http.RequestAborted), null, asked.Length == 0 ? null : asked, http.Request.PathBase), await Reply(found), statement, fault, clock.GetUtcNow());
    }

    private static string Page(PlainSetting setting, ReceiptReply receipt, string? statement, string? fault, DateTimeOffset now)
    {
        var words = setting.Words;
        var html = new StringBuilder(4_096);
        Head(words, html, words.Say("receipt-title"), setting.Root);
        html.Append(setting.Title).Append("<h1>").Append(E(words.Say("receipt-title"))).Append("</h1><p class=box><b class=status>")
            .Append(E(words.Say("status-" + receipt.Status.ToString().ToLowerInvariant()))).Append("</b>");
        if (receipt.Reason is { } reason)
        {
            html.Append("<br>").Append(E(Reason(words, receipt, reason)));
        }

        html.Append(receipt.Status switch
        {
            CommentStatus.Pending => "<br>" + E(words.Say("held")),
            CommentStatus.Published or CommentStatus.Rejected => "<br>" + E(words.Say(receipt.Automated ? "by-policy" : "by-person")),
            _ => "",
        }).Append(receipt.Statement is { AnswersAppeal: true } ? "<br>" + E(words.Say("answers-appeal")) : "").Append("</p>");
        if (receipt.Sanction is { } sanction)
        {
            var name = sanction.Names?.GetValueOrDefault(words.Language.Lang) ?? sanction.Names?.Values.FirstOrDefault() ?? words.Say("reason-" + sanction.Reason);
            html.Append("<p class=box>").Append(E(sanction.Kind switch
            {
                SanctionKind.Warn => words.Say("warned", name: name),
                SanctionKind.Mute => $"{words.Fault(Problems.AuthorMuted)} {name}",
                _ => $"{words.Fault(Problems.AuthorBanned)} {name}",
            })).Append(sanction.Until is { } until ? " → " + E(words.Time(until)) : "").Append("</p>");
        }

        if (receipt.Appealed)
        {
            html.Append("<p class=box role=status>").Append(E(words.Say("appealed"))).Append("</p>");
        }

        if (!receipt.AppealOpen && !receipt.Appealed && receipt.AppealUntil < now)
        {
            html.Append("<p class=dim>").Append(E(words.Fault(Refusals.AppealWindowOver))).Append("</p>");
        }

        if (receipt.AppealOpen)
        {
            html.Append("<form method=post><h2>").Append(E(words.Say("appeal"))).Append("</h2>");
            if (fault is not null)
            {
                html.Append("<p class=fault role=alert>").Append(E(words.Fault(fault))).Append("</p>");
            }

            html.Append("<label>").Append(E(words.Say("appeal-why"))).Append("<textarea name=statement required rows=6 dir=auto maxlength=").Append(ThreadLimits.MaxStatementLength).Append(">\n").Append(E(statement)).Append("</textarea></label><p class=dim>")
                .Append(E(words.Say("appeal-until", name: words.Time(receipt.AppealUntil!.Value)))).Append("</p><p><button class=main>").Append(E(words.Say("send"))).Append("</button></p></form>");
        }

        return html.Append("<p><a href=\"").Append(E(setting.ToComment(receipt.Comment))).Append("\">").Append(E(words.Say("comments"))).Append("</a></p></main></body></html>").ToString();
    }

    // A reason of the site's own has names that it gave it, and a rule.
    private static string Reason(Words words, ReceiptReply receipt, string reason)
    {
        var names = receipt.Statement?.Names;
        var name = names?.GetValueOrDefault(words.Language.Lang) ?? names?.Values.FirstOrDefault() ?? words.Say("reason-" + reason);
        return receipt.Statement?.Rule is { } rule ? $"{name}: {rule}" : name;
    }
}
