using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Counts for every author what the policy weighs: published comments with a link, and reports with weight.
/// </summary>
public sealed class AuthorsProjection : IProjection
{
    public string Name => "authors";

    public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) => new(new Batch());

    private sealed class Batch : IProjectionBatch
    {
        private readonly List<CounterChange> _counts = [];

        public int Changes => _counts.Count;

        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            switch (e.Event)
            {
                // Whose link has stood on the site before is no longer met as a stranger with a link. Taking a decision
                // back does not make them one again.
                case CommentDecided { Decision.Outcome: Outcome.Publish } decided:
                    if (await e.Text(decided.Id, decided.Revision, stop) is { HasLink: true }
                        && await e.Find(decided.Id, stop) is { } linked)
                    {
                        _counts.Add(new(ThreadCommit.AuthorLinks(linked.Comment.Author), 1));
                    }

                    break;

                // What new or related reporters repeat counts against an author no more than it does for the queue.
                case CommentReported { Weightless: null } reported when await e.Find(reported.Id, stop) is { } found:
                    _counts.Add(new(ThreadCommit.AuthorReports(found.Comment.Author), 1));
                    break;
            }
        }

        public ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new(new ProjectionChanges { Counters = _counts });
    }
}
