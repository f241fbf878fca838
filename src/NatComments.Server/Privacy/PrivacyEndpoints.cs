using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Pages;
using NatComments.Server.Sites;
using static NatComments.Server.Pages.PlainPage;

namespace NatComments.Server.Privacy;

/// <summary>What is held of readers right now, for whoever wants to know before they write: as data, and as a page without scripts.</summary>
internal static class PrivacyEndpoints
{
    /// <summary>Where the page of a site stands.</summary>
    public static string Path(string site) => $"/sites/{site}/privacy";

    /// <summary>Adds what visitors' own records need.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services) => services
        .AddJson(PrivacyJson.Default).AddSingleton<HeldData>().AddSingleton<OwnRecords>().AddSingleton<OwnRecordReader>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapPrivacy(this IEndpointRouteBuilder app)
    {
        app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().MapGet("/held", Read)
            .WithName("readHeldData")
            .WithSummary("What is held of readers right now: how many documents of each kind");
        app.MapApi("/sites/{site}", "Reader").AllowAnonymous().ExcludeFromDescription().MapGet("/privacy", Show);
        OwnRecordEndpoints.Map(app);
        PlainRecordEndpoints.Map(app);
    }

    private static async Task<Results<Ok<HeldReply>, Refusal>> Read(FoundSite site, HeldData held) => TypedResults.Ok(await held.Of(site.Value.Id));

    private static async Task<HtmlPage> Show(HttpContext http, FoundSite site, HeldData held, Messages messages)
    {
        var (words, now) = (messages.For(http), await held.Of(site.Value.Id));
        var html = new StringBuilder(4_096);
        Head(words, html, words.Say("privacy"), http.Request.PathBase);
        html.Append("<h1>").Append(E(words.Say("privacy"))).Append("</h1><p>").Append(E(words.Say("privacy-never"))).Append("</p><table><tbody>");
        foreach (var (kind, count) in now.Counts)
        {
            html.Append("<tr><th scope=row>").Append(E(words.Say("held-" + kind))).Append("</th><td>").Append(count.ToString(CultureInfo.InvariantCulture)).Append(count < now.MostCounted ? "" : "+").Append("</td></tr>");
        }

        html.Append("</tbody></table><p>").Append(E(words.Say("privacy-day", name: words.Day(DateOnly.ParseExact(now.NetworkKeyOf, "yyyy-MM-dd", CultureInfo.InvariantCulture))))).Append("</p><p>").Append(E(words.Say("privacy-erase")))
            .Append(" <a href=\"").Append(E(http.Request.PathBase + PlainRecordEndpoints.Path(site.Value.Id))).Append("?lang=").Append(words.Language.Lang).Append("\">").Append(E(words.Say("mine"))).Append("</a></p><p class=dim>").Append(Time(words, now.At)).Append("</p></main></body></html>");
        return new(html.ToString());
    }
}
