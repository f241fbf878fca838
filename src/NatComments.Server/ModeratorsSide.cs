using NatComments.Core.Projections;
using NatComments.Server.Accounts;
using NatComments.Server.Audit;
using NatComments.Server.Authors;
using NatComments.Server.Moderation;
using NatComments.Server.Projections;
using NatComments.Server.Search;
using NatComments.Server.Settings;
using NatComments.Server.Silos;
using NatComments.Server.Statistics;
using NatComments.Server.Threads;

namespace NatComments.Server;

/// <summary>Everything behind the moderators' part of the interface, in one list: what is there, and which endpoints.</summary>
internal static class ModeratorsSide
{
    /// <summary>Adds what moderating needs.</summary>
    public static IServiceCollection Add(IServiceCollection services) => services
        .AddSettings().AddModeration().AddSearch().AddAudit().AddProjections()
        .AddSingleton<AuthorStore>().AddSingleton<ReporterRecords>().AddSingleton<ReportWeights>().AddSingleton<LikeWeights>().AddSingleton<Statements>()
        .AddSingleton<CommentPlaces>()
        .AddHostedService<StoredForms>();

    /// <summary>Maps the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapAccounts();
        app.MapModeration();
        app.MapSearch();
        app.MapSettings();
        app.MapAudit();
        app.MapStatistics();
        app.MapSilos();
        app.MapProjections();
    }
}
