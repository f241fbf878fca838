using System.Text.Json.Serialization;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Sites;

/// <summary>A site on which whoever asks has a role.</summary>
public sealed record SiteReply(string Id, string Name, Role Role);

/// <summary>The sites that somebody works on, for the console's choice of a site.</summary>
internal sealed class SiteEndpoints(SiteDirectory sites)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites", (Delegate)Mine).WithTags("Moderator").Produces<IReadOnlyList<SiteReply>>().RequireRole(null).WithSummary("The sites on which one has a role");

    private async Task Mine(HttpContext http)
    {
        var me = http.Account();
        var mine = (await sites.All()).Select(site => (site, Role: me.RoleOn(site.Id))).Where(pair => pair.Role is not null);
        await Wire.Json(http, [.. mine.Select(pair => new SiteReply(pair.site.Id, pair.site.Name, pair.Role!.Value))], SiteReplyJson.Default.IReadOnlyListSiteReply);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<SiteReply>))]
internal sealed partial class SiteReplyJson : JsonSerializerContext;
