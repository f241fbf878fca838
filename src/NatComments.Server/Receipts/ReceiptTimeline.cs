using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Sites;

namespace NatComments.Server.Receipts;

/// <summary>
/// What happened to a comment, for its author: when it was sent, held, decided and objected to. Nothing of reports, of who decided or of why it was
/// held: that would tell trolls what to try next.
/// </summary>
internal sealed class ReceiptTimeline(IStore store, SiteReasons reasons)
{
    // 200 events: a comment that was edited, held and decided fifty times. What came later stands in the receipt's status.
    private const int MaxEvents = 200;

    /// <summary>What happened, oldest first.</summary>
    public async Task<IReadOnlyList<ReceiptStep>> Of(ThreadId thread, CommentState comment, CancellationToken stop)
    {
        var names = await reasons.Named(thread.Site, stop);
        var steps = new List<ReceiptStep>();
        foreach (var (first, count) in Runs(comment.Events.Take(MaxEvents)))
        {
            foreach (var bytes in await store.ReadEvents(thread.Site, thread.Stream, first - 1, count, stop))
            {
                if (Step(ThreadJson.Read(bytes), names) is { } step)
                {
                    steps.Add(step);
                }
            }
        }

        return steps;
    }

    private static ReceiptStep? Step(ThreadEvent e, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> names) => e switch
    {
        CommentPosted => new("sent", e.At),
        CommentEdited => new("edited", e.At),
        CommentHeld => new("held", e.At),
        CommentDecided { Decision: { Outcome: Outcome.Publish } decision } => new("published", e.At) { Automated = decision.By is ByPolicy },
        CommentDecided { Decision: var decision } => new("rejected", e.At)
        {
            Automated = decision.By is ByPolicy,
            Reason = decision.Reason,
            Names = names.GetValueOrDefault(decision.Reason),
        },
        DecisionAppealed => new("appealed", e.At),
        DecisionUndone => new("undone", e.At),
        CommentWithdrawn => new("withdrawn", e.At),
        _ => null,
    };

    // Numbers that follow each other are read at once: a post writes three or four.
    private static IEnumerable<(int First, int Count)> Runs(IEnumerable<int> numbers)
    {
        var (first, count) = (0, 0);
        foreach (var number in numbers)
        {
            if (count > 0 && number == first + count)
            {
                count++;
                continue;
            }

            if (count > 0)
            {
                yield return (first, count);
            }

            (first, count) = (number, 1);
        }

        if (count > 0)
        {
            yield return (first, count);
        }
    }
}

/// <summary>A step on a comment's way, as its author is told of it.</summary>
/// <param name="What">sent, edited, held, published, rejected, appealed, undone or withdrawn.</param>
public sealed record ReceiptStep(string What, DateTimeOffset At)
{
    /// <summary>Of a decision: no person has made it. Null for other steps.</summary>
    public bool? Automated { get; init; }

    /// <summary>Of a rejection: its reason.</summary>
    public string? Reason { get; init; }

    /// <summary>What the reason is called, by language, when it is one of the site's own.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }
}
