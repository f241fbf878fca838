using NatComments.Core.Audit;
using NatComments.Core.Storage;

namespace NatComments.Core.Projections;

/// <summary>
/// What follows from a site's events for the whole site, written a moment after they happened: an index, a chain,
/// counts. Each projection has a position of its own in the log. What it writes and its position are one commit, so
/// that each event counts exactly once, whichever process dies when.
/// </summary>
public interface IProjection
{
    /// <summary>
    /// Its name in the store: lower-case letters, digits and hyphens, at most <see cref="ProjectionKeys.MaxName"/>. It
    /// is never changed: a new name is a new projection, which begins at the log's beginning.
    /// </summary>
    string Name { get; }

    /// <summary>Begins a batch of a site's events. Nothing is written until all of it is in one commit.</summary>
    ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop);

    /// <summary>True when <see cref="Tidy"/> has work although nothing was followed. Asked twice a second.</summary>
    ValueTask<bool> IsDue(string site, CancellationToken stop) => new(false);

    /// <summary>
    /// Does what is due besides following, after the events were followed: merges, erases. True when there may be more
    /// to do. Most have nothing to do.
    /// </summary>
    /// <param name="at">
    /// Where the site stands; every commit made here takes <see cref="SitePosition.Take"/> along.
    /// </param>
    ValueTask<bool> Tidy(SitePosition at, CancellationToken stop) => new(false);
}

/// <summary>What one projection makes of a batch of events.</summary>
public interface IProjectionBatch
{
    /// <summary>
    /// How many changes it comes to so far, about. All projections of a batch together write at most
    /// <see cref="Commit.MaxChanges"/>.
    /// </summary>
    int Changes { get; }

    /// <summary>True when what it has gathered must be written before more is taken.</summary>
    bool IsFull => false;

    /// <summary>
    /// Takes the next event in: those of a thread in their order. An exception means that the projection has failed;
    /// the other projections go on without it, and it is given the same event again later.
    /// </summary>
    ValueTask Take(FollowedEvent e, CancellationToken stop);

    /// <summary>What is to be written.</summary>
    ValueTask<ProjectionChanges> Finish(CancellationToken stop);
}

/// <summary>What a batch of one projection writes.</summary>
public sealed record ProjectionChanges
{
    public IReadOnlyList<DocumentChange> Documents { get; init; } = [];

    public IReadOnlyList<EntryChange> Entries { get; init; } = [];

    public IReadOnlyList<CounterChange> Counters { get; init; } = [];

    /// <summary>Records for the site's audit chain.</summary>
    public IReadOnlyList<AuditDraft> Records { get; init; } = [];
}

/// <summary>A projection threw: it is at fault and not the store.</summary>
internal sealed class ProjectionFailedException(string projection, Exception inner)
    : Exception($"The projection {projection} failed.", inner)
{
    public string Projection { get; } = projection;
}
