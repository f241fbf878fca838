using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Server.Configuration;
using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Rendering;

namespace NatComments.Server.Sites;

/// <summary>What a site tells its visitors before and after they write.</summary>
internal static class SiteEndpoints
{
    // What is said of one's pseudonym: 600 bytes that few visitors ask for.
    private static readonly string[] OfPseudonym = ["you-are", "you-guest", "phrase-make", "phrase-use", "phrase-is", "export", "feed", "erase-sure", "erased"];

    /// <summary>Adds what sites need.</summary>
    public static IServiceCollection AddSites(this IServiceCollection services) => services
        .AddFeatureOptions<PolicyOptions>().AddJson(SitesJson.Default)
        .AddSingleton(s => new SiteDirectory(s.GetRequiredService<Core.Storage.IStore>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IOptions<PolicyOptions>>().Value.Policy))
        .AddSingleton<SiteReaders>().AddSingleton<SiteReasons>().AddSingleton<WordHits>();

    /// <summary>Maps the endpoints.</summary>
    public static void MapSites(this IEndpointRouteBuilder app)
    {
        app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().MapGet("/about", About)
            .WithName("readAbout")
            .WithSummary("The site's guidelines and the names of its own reasons");
        app.MapGet("/widget/messages.{lang}.json", MessageFile.Read).AllowAnonymous().ExcludeFromDescription();
    }

    private static Results<Ok<AboutReply>, Refusal> About(HttpContext http, FoundSite site, Messages messages)
    {
        var (settings, words) = (site.Value.Settings, messages.For(http));
        var reasons = settings.Reasons.ToDictionary(reason => reason.Code, reason => reason.Names);
        return TypedResults.Ok(new AboutReply(site.Value.Name, CommentMarkdown.Guidelines(settings.Guidelines), reasons)
        {
            Shipped = CommentMarkdown.Guidelines(words.Say("guidelines")),
            Words = OfPseudonym.ToDictionary(key => key, key => words.Say(key)),
        });
    }
}
