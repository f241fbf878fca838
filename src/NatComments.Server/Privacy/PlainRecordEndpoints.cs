using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Core.Threads;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;
using static NatComments.Server.Pages.PlainPage;

namespace NatComments.Server.Privacy;

/// <summary>
/// A visitor's own record without JavaScript: whoever types their passphrase sees all they wrote on a site, takes it
/// along and erases it.
/// </summary>
internal static class PlainRecordEndpoints
{
    /// <summary>Where the page of a site stands.</summary>
    public static string Path(string site) => $"/sites/{site}/me";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        var pages = app.MapApi("/sites/{site}", "Reader").AllowAnonymous().ExcludeFromDescription()
            .RequireRateLimiting(RateLimits.Reads);
        pages.MapGet("/me", Show);
        OwnForms.Only(pages.MapPost("/me", Act));
    }

    private static HtmlPage Show(HttpContext http, FoundSite site, Messages messages) =>
        new(Page(http.Request.PathBase, messages.For(http), site.Value, null, null));

    // The phrase is asked for each time and stands in no address: nothing of it stays in a history or a log.
    private static async Task<Results<HtmlPage, Ok<OwnRecordReply>, Refusal>> Act(
        HttpContext http, FoundSite site, FormBody form, Pseudonyms pseudonyms, OwnRecords records, OwnRecordReader own,
        Statements statements, Messages messages, Rates rates, IOptions<HttpOptions> options)
    {
        var (of, words, root, stop) = (site.Value, messages.For(http), http.Request.PathBase, http.RequestAborted);
        var (name, phrase) = (form["name"] ?? "", form["phrase"] ?? "");
        var mayTry = rates.MayTryPhrase(http);
        string? author = null;
        if (mayTry && PlainText.Name(name, ThreadLimits.MaxNameLength) is { } tidy
            && (await pseudonyms.FindPhrase(of.Id, tidy, phrase, stop)).Take(out author) is { } busy)
        {
            return busy;
        }

        if (author is null)
        {
            var fault = words.Fault(mayTry ? Problems.PhraseUnknown : Problems.RateLimited);
            return new HtmlPage(
                Page(root, words, of, null, $"<p class=fault role=alert>{E(fault)}</p>"),
                mayTry ? StatusCodes.Status400BadRequest : StatusCodes.Status429TooManyRequests);
        }

        var proof = (name, phrase);
        switch (form["do"])
        {
            case "export":
                return TypedResults.Ok(await own.Export(http, of, author));
            case "erase":
                await records.Erase(of.Id, author, stop);
                return new HtmlPage(Page(root, words, of, null, $"<p class=box role=status>{E(words.Say("erased"))}</p>"));
            case "sure":
                var sure = $"<div class=box><p>{E(words.Say("erase-sure"))}</p>"
                    + $"<p><button form=me name=do value=erase>{E(words.Say("erase"))}</button></p></div>";
                return new HtmlPage(Page(root, words, of, proof, sure));
            default:
                var after = form["after"] is { Length: <= 100 } key ? key : null;
                var (comments, next) = await records.Read(of, author, after, PublicAddress.OwnOrigin(http, options.Value), stop);
                var sanction = await statements.Sanction(of.Id, author, words, stop) is { } holds
                    ? $"<p class=box>{E(holds.Text)}</p>" : "";
                return new HtmlPage(Page(root, words, of, proof, sanction + List(root, words, of.Id, comments, next)));
        }
    }

    private static string List(string root, Words words, string site, IReadOnlyList<OwnComment> comments, string? next)
    {
        var html = new StringBuilder("<ol>");
        foreach (var comment in comments)
        {
            var status = E(words.Say("status-" + comment.Status.ToString().ToLowerInvariant()));
            var article = new KnownArticle(comment.Article, comment.Page.Title, comment.Page.Url);
            var thread = $"{root}{PlainSetting.Address(site, comment.Article, root)}?from={comment.Id}&lang={words.Language.Lang}";
            var place = article.Url is { } url ? $"{url}{(url.Contains('#') ? "" : "#comment-" + comment.Id)}" : $"{thread}#comment-{comment.Id}";
            var appeal = AuthorWords.Appeal(words, comment.Appeal) is { } told ? $"<p class=dim>{E(told)}</p>" : "";
            html.Append("<li><p class=dim><a dir=auto href=\"").Append(E(place)).Append("\">")
                .Append(E(article.Name ?? words.Say("untitled"))).Append("</a> · ").Append(Time(words, comment.PostedAt)).Append(" · ")
                .Append(comment.Receipt is { } receipt ? $"<a href=\"{root}/receipts/{E(receipt)}?lang={words.Language.Lang}\">{status}</a>" : status)
                .Append("</p>").Append(appeal).Append("<p class=written dir=auto>").Append(E(comment.Text)).Append("</p></li>");
        }

        html.Append("</ol>");
        return (next is null ? html : html.Append("<p><button form=me name=after value=\"").Append(E(next)).Append("\">").Append(E(words.Say("more"))).Append("</button></p>")).ToString();
    }

    private static string Page(string root, Words words, Site site, (string Name, string Phrase)? proof, string? shown)
    {
        var html = new StringBuilder(4_096);
        Head(words, html, $"{words.Say("mine")} · {site.Name}", root);
        html.Append("<p class=dim dir=auto>").Append(E(site.Name)).Append("</p><h1>").Append(E(words.Say("mine"))).Append("</h1><form method=post action=\"").Append(E(root + Path(site.Id))).Append("?lang=").Append(words.Language.Lang).Append("\" id=me><label>").Append(E(words.Say("name")))
            .Append("<input name=name required maxlength=").Append(ThreadLimits.MaxNameLength).Append(" autocomplete=username dir=auto value=\"").Append(E(proof?.Name)).Append("\"></label><label>").Append(E(words.Say("phrase")))
            .Append("<input name=phrase type=password required maxlength=").Append(Pseudonyms.MaxPhraseLength).Append(" autocomplete=current-password value=\"").Append(E(proof?.Phrase)).Append("\"></label><p class=row>");
        Button("show", "mine");
        Button("export", "export");
        Button("sure", "erase");
        return html.Append("</p></form>").Append(shown).Append("</main></body></html>").ToString();

        void Button(string act, string label) => html.Append("<button name=do value=").Append(act).Append('>').Append(E(words.Say(label))).Append("</button>");
    }
}
