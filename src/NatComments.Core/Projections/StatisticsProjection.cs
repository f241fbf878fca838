using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>Counts what happens on a site, by day and hour: <see cref="SiteStatistics"/>.</summary>
public sealed class StatisticsProjection : IProjection
{
    public string Name => "statistics";

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) => new(new Batch());

    private sealed class Batch : IProjectionBatch
    {
        private readonly SiteStatistics _statistics = new();

        public int Changes => _statistics.Count;

        // Only what moderators decide and take back needs to be known as it stood before; such events are few.
        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            switch (e.Event)
            {
                case CommentDecided { Decision.By: ByModerator } decided:
                    if (await e.Before(stop) is { Comment: { } before })
                    {
                        _statistics.Decided(decided, before);
                    }

                    break;
                case DecisionUndone { By: ByModerator by } undone:
                    if (await e.Before(stop) is { Comment.Standing.Decision: not null })
                    {
                        _statistics.Undone(undone.At, by.Moderator);
                    }

                    break;
                default:
                    _statistics.Take(e.Event);
                    break;
            }
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new(new ProjectionChanges { Counters = _statistics.Changes() });
    }
}
