using System.Globalization;
using System.Text;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Sites;
using static NatComments.Server.Pages.PlainPage;

namespace NatComments.Server.Privacy;

/// <summary>What is held of readers right now, for whoever wants to know before they write: as data, and as a page without scripts.</summary>
internal sealed class PrivacyEndpoints(SiteDirectory sites, HeldData held, Messages messages)
{
    /// <summary>Where the page of a site stands.</summary>
    public static string Path(string site) => $"/sites/{site}/privacy";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/sites/{site}/held", Read).WithTags("Reader").Produces<HeldReply>().WithSummary("What is held of readers right now: how many documents of each kind");
        app.MapGet("/sites/{site}/privacy", Show).ExcludeFromDescription();
    }

    private async Task Read(HttpContext http, string site) => await Wire.Json(http, await Held(site), PrivacyJson.Default.HeldReply);

    private async Task Show(HttpContext http, string site)
    {
        var (words, now) = (messages.For(http), await Held(site));
        var html = new StringBuilder(4_096);
        Head(words, html, words.Say("privacy"), http.Request.PathBase);
        html.Append("<h1>").Append(E(words.Say("privacy"))).Append("</h1><p>").Append(E(words.Say("privacy-never"))).Append("</p><table><tbody>");
        foreach (var (kind, count) in now.Counts)
        {
            html.Append("<tr><th scope=row>").Append(E(words.Say("held-" + kind))).Append("</th><td>").Append(count.ToString(CultureInfo.InvariantCulture)).Append(count < now.MostCounted ? "" : "+").Append("</td></tr>");
        }

        html.Append("</tbody></table><p>").Append(E(words.Say("privacy-day", name: words.Day(DateOnly.ParseExact(now.NetworkKeyOf, "yyyy-MM-dd", CultureInfo.InvariantCulture))))).Append("</p><p>").Append(E(words.Say("privacy-erase")))
            .Append(" <a href=\"").Append(E(http.Request.PathBase + PlainRecordEndpoints.Path(site))).Append("?lang=").Append(words.Language.Lang).Append("\">").Append(E(words.Say("mine"))).Append("</a></p><p class=dim>").Append(Time(words, now.At)).Append("</p></main></body></html>");
        await PlainEndpoints.Html(http, html.ToString());
    }

    private async ValueTask<HeldReply> Held(string site) =>
        await sites.Find(site) is null ? throw new BadRequestException(Problems.SiteNotFound) : await held.Of(site);
}
