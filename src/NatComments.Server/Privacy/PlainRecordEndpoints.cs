using System.Text;
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

/// <summary>A reader's own record without JavaScript: whoever types their passphrase sees all they wrote on a site, takes it along and erases it.</summary>
internal sealed class PlainRecordEndpoints(SiteDirectory sites, Statements statements, Pseudonyms pseudonyms, OwnRecords records, OwnRecordReader own, Messages messages, Rates rates, ServerOptions options)
{
    /// <summary>Where the page of a site stands.</summary>
    public static string Path(string site) => $"/sites/{site}/me";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/sites/{site}/me", Show).ExcludeFromDescription();
        app.MapPost("/sites/{site}/me", Act).ExcludeFromDescription();
    }

    private async Task Show(HttpContext http, string site)
    {
        await PlainEndpoints.Html(http, Page(http.Request.PathBase, messages.For(http), await Known(site), null, null));
    }

    // The phrase is asked for each time and stands in no address: nothing of it stays in a history or a log.
    private async Task Act(HttpContext http, string site)
    {
        if (PlainEndpoints.OnlyOwnForms(http) is { } foreign)
        {
            await Problems.Write(http, foreign);
            return;
        }

        var of = await Known(site);
        var words = messages.For(http);
        var form = Wire.OrThrow(await RequestBody.Form(http, options.MaxBodyBytes));
        var (name, phrase) = (form["name"].ToString(), form["phrase"].ToString());
        var mayTry = rates.MayTryPhrase(http);
        var author = mayTry && PlainText.Name(name, ThreadLimits.MaxNameLength) is { } tidy ? Wire.OrThrow(await pseudonyms.FindPhrase(site, tidy, phrase)) : null;
        if (author is null)
        {
            var fault = mayTry ? Problems.PhraseUnknown : Problems.RateLimited;
            await PlainEndpoints.Html(http, Page(http.Request.PathBase, words, of, null, $"<p class=fault role=alert>{E(words.Fault(fault))}</p>"), mayTry ? 400 : 429);
            return;
        }

        var proof = (name, phrase);

        switch (form["do"])
        {
            case "export":
                await TypedResults.Ok(await own.Export(http, of, author)).ExecuteAsync(http);
                return;
            case "erase":
                await records.Erase(site, author, http.RequestAborted);
                await PlainEndpoints.Html(http, Page(http.Request.PathBase, words, of, null, $"<p class=box role=status>{E(words.Say("erased"))}</p>"));
                return;
            case "sure":
                await PlainEndpoints.Html(http, Page(http.Request.PathBase, words, of, proof, $"<div class=box><p>{E(words.Say("erase-sure"))}</p><p><button form=me name=do value=erase>{E(words.Say("erase"))}</button></p></div>"));
                return;
            default:
                var after = form["after"].ToString() is { Length: > 0 and <= 100 } key ? key : null;
                var (comments, next) = await records.Read(of, author, after, PublicAddress.OwnOrigin(http, options), http.RequestAborted);
                var sanction = await statements.Sanction(site, author, words) is { } holds ? $"<p class=box>{E(holds.Text)}</p>" : "";
                await PlainEndpoints.Html(http, Page(http.Request.PathBase, words, of, proof, sanction + List(http.Request.PathBase, words, site, comments, next)));
                return;
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

    private async ValueTask<Site> Known(string site) => await sites.Find(site) ?? throw new BadRequestException(Problems.SiteNotFound);
}
