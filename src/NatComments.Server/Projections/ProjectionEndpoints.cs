using System.Text.Json.Serialization;
using NatComments.Core.Projections;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Projections;

/// <summary>How a projection of a site stands: what follows the site's events a moment after they happened.</summary>
/// <param name="Name">search, audit, statistics, duplicates, reporters, authors.</param>
/// <param name="Position">How many events of the site it has taken in.</param>
/// <param name="Head">How many events there are to take in, the first 10,000 commits that wait counted.</param>
/// <param name="Behind">How many events it is behind; a moment after a comment 0 again.</param>
/// <param name="FailingSince">Since when it fails; null while it works. The others go on without it.</param>
/// <param name="LastError">What kind of error it failed with last; null while it works.</param>
public sealed record ProjectionReply(
    string Name, long Position, long Head, long Behind, DateTimeOffset? FailingSince, string? LastError);

/// <summary>How the projections of a site stand, for administrators.</summary>
internal sealed class ProjectionEndpoints(SiteProjections projections)
{
    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/projections", Read).WithTags("Moderator")
            .Produces<IReadOnlyList<ProjectionReply>>().RequireRole(Role.Administrator)
            .WithSummary("How far search, audit chain, statistics and the others have followed the site's events");

    private async Task Read(HttpContext http, string site)
    {
        var status = await projections.Read(site, http.RequestAborted);
        IReadOnlyList<ProjectionReply> replies =
            [.. status.Select(
                one => new ProjectionReply(one.Name, one.Position, one.Head, one.Behind, one.FailingSince, one.Error))];
        await Wire.Json(http, replies, ProjectionsJson.Default.IReadOnlyListProjectionReply);
    }
}

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, times in UTC.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTime)])]
[JsonSerializable(typeof(IReadOnlyList<ProjectionReply>))]
internal sealed partial class ProjectionsJson : JsonSerializerContext;
