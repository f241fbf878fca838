using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Counts for every reporter how often they were right: what they reported was then rejected, or stayed.
/// </summary>
public sealed class ReportersProjection : IProjection
{
    public string Name => "reporters";

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) => new(new Batch());

    /// <summary>The counters of a reader's reports that were right and that were not.</summary>
    public static (string Right, string Wrong) Counters(string reader) =>
        AuthorKeys.Reporter(reader);

    private sealed class Batch : IProjectionBatch
    {
        private readonly Dictionary<string, long> _counts = [];

        public int Changes => _counts.Count;

        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            switch (e.Event)
            {
                case CommentDecided { Decision.By: ByModerator } decided:
                    if (await e.Before(stop) is { Comment: not null } before)
                    {
                        Settle(decided.Decision.Outcome, before.Open, 1);
                    }

                    break;
                case DecisionUndone { By: ByModerator }:
                    // A decision that was taken back says nothing of them any more.
                    if (await e.Before(stop) is { Comment.Standing.Decision: { } decision } at)
                    {
                        Settle(decision.Outcome, at.Settled, -1);
                    }

                    break;
            }
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new(new ProjectionChanges
            {
                Counters = [.. _counts.Select(count => new CounterChange(count.Key, count.Value))],
            });

        private void Settle(Outcome outcome, IReadOnlyList<string> reporters, long by)
        {
            foreach (var reporter in reporters)
            {
                var (right, wrong) = Counters(reporter);
                var counter = outcome == Outcome.Reject ? right : wrong;
                _counts[counter] = _counts.GetValueOrDefault(counter) + by;
            }
        }
    }
}
