using NatComments.Core.Audit;

namespace NatComments.Core.Projections;

/// <summary>
/// Writes a record of the site's audit chain for every decision on a comment, and for everything that asks for one.
/// </summary>
public sealed class AuditProjection : IProjection
{
    public string Name => "audit";

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) => new(new Batch());

    private sealed class Batch : IProjectionBatch
    {
        private readonly List<AuditDraft> _records = [];

        // One for each event at most: the threads' events bound it.
        public int Changes => 0;

        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            var text = AuditedEvents.About(e.Event) is var (id, revision) ? await e.Text(id, revision, stop) : null;
            if (AuditedEvents.Draft(e.Event, e.Thread.Article, e.Number, e.Stored, text?.Digest) is { } draft)
            {
                _records.Add(draft);
            }
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new(new ProjectionChanges { Records = _records });
    }
}
