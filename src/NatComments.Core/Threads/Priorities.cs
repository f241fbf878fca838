using NatComments.Core.Moderation;
using NatComments.Core.Scoring;

namespace NatComments.Core.Threads;

/// <summary>
/// How urgently a person must look, 0 to 999. It is written into the event when it is computed, so that a better formula
/// tomorrow does not lose an entry that was filed under today's.
/// </summary>
public static class Priorities
{
    /// <summary>An appeal has a person waiting and a deadline: above what was held for its score, below personal danger.</summary>
    public const int Appealed = 600;

    /// <summary>A colleague has already looked and found it grave.</summary>
    public const int Escalated = 700;

    private const int Danger = 800;
    private const int PerReport = 20;

    /// <summary>For a held text: doxxing and threats first (someone may be hurt), then by the largest score.</summary>
    public static int Held(in Scores scores)
    {
        var danger = MathF.Max(scores.Doxxing, scores.Threat);
        var harm = MathF.Max(Policy.MaxAbuse(scores), scores.Spam * 0.5f);
        return danger >= 0.5f ? Danger + (int)(danger * 199) : (int)(harm * 500);
    }

    /// <summary>For a report on a published comment: readers see it now, so it stands above what is held and seen by nobody.</summary>
    /// <param name="weightless">The report counts together with those that are open.</param>
    public static int Reported(CommentState comment, string reason, bool weightless = false)
    {
        var danger = reason is Reasons.Doxxing or Reasons.Threat ? 200 : 0;
        var harm = comment.Scores is { } scores ? (int)(Policy.MaxAbuse(scores) * 200) : 0;
        return Math.Min(999, 300 + danger + harm + ((comment.Standing.OpenReports + (weightless ? 0 : 1)) * PerReport));
    }
}
