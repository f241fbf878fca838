using NatComments.Server.Http;
using NatComments.Server.Localization;
using NatComments.Server.Rendering;

namespace NatComments.Server.Sites;

/// <summary>What a site tells its readers before and after they write: its guidelines, and what its own reasons are called.</summary>
internal sealed class AboutEndpoints(SiteDirectory sites, Messages messages)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/about", About).WithTags("Reader").Produces<AboutReply>().WithSummary("The site's guidelines and the names of its own reasons");

    // What is said of one's pseudonym: 600 bytes that few readers ask for.
    private static readonly string[] OfPseudonym = ["you-are", "you-guest", "phrase-make", "phrase-use", "phrase-is", "export", "feed", "erase-sure", "erased"];

    private async Task About(HttpContext http, string site)
    {
        var (name, settings) = await sites.Find(site) is { } found ? (found.Name, found.Settings) : throw new BadRequestException(Problems.SiteNotFound);
        var reasons = settings.Reasons.ToDictionary(reason => reason.Code, reason => reason.Names);
        var words = messages.For(http);
        var reply = new AboutReply(name, CommentMarkdown.Guidelines(settings.Guidelines), reasons)
        {
            Shipped = CommentMarkdown.Guidelines(words.Say("guidelines")),
            Words = OfPseudonym.ToDictionary(key => key, key => words.Say(key)),
        };
        await Wire.Json(http, reply, SitesJson.Default.AboutReply);
    }
}

/// <summary>What a site tells its readers.</summary>
/// <param name="Guidelines">As sanitised HTML; null: the site has none of its own, and those that ship with the product hold.</param>
/// <param name="Reasons">The site's own reasons for rejections: names by language, by code.</param>
public sealed record AboutReply(string Name, string? Guidelines, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Reasons)
{
    /// <summary>The guidelines that ship with the product, as sanitised HTML in the language of the request.</summary>
    public string? Shipped { get; init; }

    /// <summary>Sentences of the widget that most readers never need, in the language of the request.</summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>();
}
