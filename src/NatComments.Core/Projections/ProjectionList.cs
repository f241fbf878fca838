using NatComments.Core.Storage;

namespace NatComments.Core.Projections;

/// <summary>The projections of this program, one line each.</summary>
public static class ProjectionList
{
    /// <summary>
    /// Those that were there before each had a position of its own: in a store of that time they stand where all stood.
    /// Never added to.
    /// </summary>
    internal static readonly IReadOnlySet<string> First =
        new HashSet<string>(["search", "audit", "statistics", "duplicates", "reporters", "authors"]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IProjection> Of(IStore store) =>
    [
        new SearchProjection(store),
        new AuditProjection(),
        new StatisticsProjection(),
        new DuplicatesProjection(store),
        new ReportersProjection(),
        new AuthorsProjection(),
    ];
}
