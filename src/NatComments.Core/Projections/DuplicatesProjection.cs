using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Groups the comments that wait by nearly equal texts: what begins to wait joins its like, what is settled leaves
/// them.
/// </summary>
public sealed class DuplicatesProjection(IStore store) : IProjection
{
    public string Name => "duplicates";

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) => new(new Batch(new(site, store)));

    private sealed class Batch(NearDuplicates groups) : IProjectionBatch
    {
        public int Changes => groups.Changes;

        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            switch (e.Event)
            {
                case CommentHeld held:
                    await Waits(e, held.Id, held.Revision, stop);
                    break;
                case CommentReported { Weightless: null } reported when await e.Find(reported.Id, stop) is { } found:
                    await Waits(e, reported.Id, found.Comment.Revision, stop);
                    break;
                case DecisionUndone undone
                    when await e.Find(undone.Id, stop) is { Comment.Standing.Waiting: not null } found:
                    await Waits(e, undone.Id, found.Comment.Revision, stop);
                    break;
                case CommentDecided { Decision: { By: ByModerator } decision } decided:
                    await groups.Leaves(decided.Id, decision.Outcome == Outcome.Reject, stop);
                    break;
                case CommentDecided { KeepsReports: true } edited:
                    await Waits(e, edited.Id, edited.Revision, stop);
                    break;
                case CommentDecided { Revision: > 1 } again:
                    await groups.Leaves(again.Id, false, stop);
                    break;
                case CommentWithdrawn withdrawn:
                    await groups.Leaves(withdrawn.Id, false, stop);
                    break;
            }
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) => new(new ProjectionChanges
        {
            Documents = [.. groups.Documents()],
            Entries = [.. groups.Entries()],
            Counters = [.. groups.Counters()],
        });

        private async Task Waits(FollowedEvent e, Guid comment, int revision, CancellationToken stop) =>
            await groups.Waits(comment, e.Thread.Article, (await e.Text(comment, revision, stop))?.Shown ?? "", stop);
    }
}
