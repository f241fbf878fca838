using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// Counts what happens on a site, by day and (for the plots of today) by hour, UTC. Waiting times are counted in steps
/// of a fifth, so that a median read from them is at most 10 % off.
/// </summary>
public sealed class SiteStatistics
{
    /// <summary>80 steps: the last begins after 22 days.</summary>
    public const int WaitSteps = 80;

    // Each step is a fifth longer than the one before; the first ends after a second.
    private const double StepFactor = 1.2;

    /// <summary>What is counted for each day, besides the steps of waiting and what each moderator did.</summary>
    public static readonly IReadOnlyList<string> Daily =
        ["posted", "held", "policy-published", "policy-rejected", "decided", "rejected", "reported", "appealed",
            "upheld", "overturned", "agreed", "disagreed", "undone"];

    /// <summary>What is counted for each hour.</summary>
    public static readonly IReadOnlyList<string> Hourly = ["posted", "held", "decided"];

    private readonly Dictionary<string, long> _counts = [];

    /// <summary>The counter of a day.</summary>
    public static string OfDay(DateTimeOffset day, string what) => StatisticsKeys.OfDay(day, what);

    /// <summary>The counter of an hour.</summary>
    public static string OfHour(DateTimeOffset hour, string what) => StatisticsKeys.OfHour(hour, what);

    /// <summary>The counter of a step of waiting.</summary>
    public static string OfWait(DateTimeOffset day, int step) => StatisticsKeys.OfWait(day, step);

    /// <summary>The counter of what one moderator did on a day: decided, overturned or undone.</summary>
    public static string OfModerator(DateTimeOffset day, string moderator, string what) => StatisticsKeys.OfModerator(day, moderator, what);

    /// <summary>The counter of how many entries a queue has ever taken in, for consoles that announce new ones.</summary>
    public static string Entered(string queue) => QueueKeys.Entered(queue);

    /// <summary>The longest time of a step.</summary>
    public static TimeSpan WaitOf(int step) => TimeSpan.FromSeconds(Math.Pow(StepFactor, step));

    /// <summary>The step of a waiting time.</summary>
    public static int StepOf(TimeSpan wait) => wait.TotalSeconds <= 1
        ? 0 : Math.Min(WaitSteps - 1, (int)Math.Ceiling(Math.Log(wait.TotalSeconds, StepFactor)));

    /// <summary>Takes an event in that means the same whatever was before.</summary>
    public void Take(ThreadEvent e)
    {
        switch (e)
        {
            case CommentPosted:
                Both(e.At, "posted");
                break;
            case CommentHeld:
                Both(e.At, "held");
                Add(Entered(Queues.Pending));
                break;
            case CommentDecided { Decision: { By: ByPolicy } decision }:
                Add(OfDay(e.At, decision.Outcome == Outcome.Publish ? "policy-published" : "policy-rejected"));
                break;
            case CommentReported:
                Add(OfDay(e.At, "reported"));
                Add(Entered(Queues.Reported));
                break;
            case DecisionAppealed:
                Add(OfDay(e.At, "appealed"));
                Add(Entered(Queues.Appealed));
                break;
            case CommentEscalated:
                Add(Entered(Queues.Escalated));
                break;
        }
    }

    /// <summary>Takes a decision of a moderator in.</summary>
    /// <param name="before">The comment as it stood before.</param>
    public void Decided(CommentDecided decided, CommentState before)
    {
        var (decision, at) = (decided.Decision, decided.At);
        var moderator = ((ByModerator)decision.By).Moderator;
        Both(at, "decided");
        Add(OfModerator(at, moderator, "decided"));
        if (decision.Outcome == Outcome.Reject)
        {
            Add(OfDay(at, "rejected"));
        }

        if (before.Standing.Waiting is { } waiting)
        {
            Add(OfWait(at, StepOf(at - waiting.Since)));
            if (before.Standing.AppealOpen)
            {
                Add(OfDay(at, decision.Outcome == Outcome.Publish ? "overturned" : "upheld"));
            }
        }

        if (before.Standing.Decision is { By: ByModerator other } first && other.Moderator != moderator)
        {
            Add(OfDay(at, first.Outcome == decision.Outcome ? "agreed" : "disagreed"));
            if (first.Outcome != decision.Outcome)
            {
                Add(OfModerator(at, other.Moderator, "overturned"));
            }
        }
    }

    /// <summary>A moderator took a decision back.</summary>
    public void Undone(DateTimeOffset at, string moderator)
    {
        Add(OfDay(at, "undone"));
        Add(OfModerator(at, moderator, "undone"));
    }

    /// <summary>How many counters are to change.</summary>
    public int Count => _counts.Count;

    /// <summary>What is to be added.</summary>
    public IReadOnlyList<CounterChange> Changes() =>
        [.. _counts.Select(pair => new CounterChange(pair.Key, pair.Value))];

    private void Both(DateTimeOffset at, string what)
    {
        Add(OfDay(at, what));
        Add(OfHour(at, what));
    }

    private void Add(string counter, long by = 1) => _counts[counter] = _counts.GetValueOrDefault(counter) + by;
}
