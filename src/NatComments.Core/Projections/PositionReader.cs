using System.Text.Json;
using NatComments.Core.Storage;

namespace NatComments.Core.Projections;

/// <summary>Reads where the projections of a site stand, and gives those a place that have none yet.</summary>
internal sealed class PositionReader(IStore store, IReadOnlyList<IProjection> projections)
{
    // 5,000 positions of threads in one read.
    private const int Step = 5_000;

    /// <summary>Where they stand.</summary>
    public async Task<SitePosition> Read(string site, CancellationToken stop)
    {
        var read = await store.ReadDocuments(site, [ProjectionKeys.LastNumber, ProjectionKeys.Positions], stop);
        var number = ProjectionKeys.Read(read[0]);
        var stored = read[1] is { } bytes
            ? JsonSerializer.Deserialize(bytes, PositionsJson.Default.StoredPositions) : null;

        // An older program knows one position for all and does not count: it is counted once after it has followed.
        var followed = stored?.Number == number ? stored.Followed : number == 0 ? 0 : await Count(site, stop);
        var names = projections.Select(projection => projection.Name).ToHashSet();

        // What only another program has is not forgotten: it is behind from here on, and goes on when that program
        // does.
        var known = (stored?.Of ?? [])
            .Select(one => names.Contains(one.Name) || one.Lags ? one : one with { Lags = true, Position = followed })
            .ToList();
        foreach (var name in names.Where(name => !known.Exists(one => one.Name == name)))
        {
            var begins = number > 0 && (stored is not null || !ProjectionList.First.Contains(name));
            known.Add(begins ? new(name, 0) { Lags = true, Listed = "" } : new(name, followed));
        }

        return new(site, number, followed) { Of = known };
    }

    private async Task<long> Count(string site, CancellationToken stop)
    {
        var (count, after) = (0L, (string?)null);
        while (await store.ReadDocumentKeys(site, ProjectionKeys.FollowedPrefix, after, Step, stop)
            is { Count: > 0 } keys)
        {
            count += (await store.ReadDocuments(site, keys, stop)).Sum(ProjectionKeys.Read);
            after = keys[^1];
        }

        return count;
    }
}
