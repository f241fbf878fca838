using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
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
internal static class ProjectionEndpoints
{
    /// <summary>Adds the projections of Core, and those that the server registers as <see cref="IProjection"/>.</summary>
    public static IServiceCollection AddProjections(this IServiceCollection services) => services
        .AddJson(ProjectionsJson.Default).AddSingleton<ProjectionWatch>().AddSingleton(s =>
    {
        var (store, watch) = (s.GetRequiredService<IStore>(), s.GetRequiredService<ProjectionWatch>());
        return watch.Watch(new(
            store,
            s.GetRequiredService<IThreads>(),
            s.GetRequiredService<AuditLog>(),
            s.GetRequiredService<TimeProvider>(),
            [.. ProjectionList.Of(store), .. s.GetServices<IProjection>()],
            s.GetRequiredService<ThreadContext>(),
            watch));
    });

    /// <summary>Maps the endpoint.</summary>
    public static void MapProjections(this IEndpointRouteBuilder app) => app.MapApi("/api/v1/sites/{site}", "Moderator")
        .MapGet("/projections", Read)
        .WithName("readProjections")
        .RequireRole(Role.Administrator)
        .WithSummary("How far search, audit chain, statistics and the others have followed the site's events");

    private static async Task<Ok<List<ProjectionReply>>> Read(string site, SiteProjections projections, CancellationToken stop)
    {
        var status = await projections.Read(site, stop);
        return TypedResults.Ok(status.Select(one => new ProjectionReply(one.Name, one.Position, one.Head, one.Behind, one.FailingSince, one.Error)).ToList());
    }
}

/// <summary>JSON of this folder, by the rules of the HTTP interface: camelCase, times in UTC.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTime)])]
[JsonSerializable(typeof(List<ProjectionReply>))]
internal sealed partial class ProjectionsJson : JsonSerializerContext;
