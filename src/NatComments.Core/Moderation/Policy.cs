using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;

namespace NatComments.Core.Moderation;

/// <summary>What is known of an author on one site, gathered before the turn.</summary>
/// <param name="Published">Comments of theirs that stand published.</param>
/// <param name="Rejected">Comments of theirs that stand rejected.</param>
public readonly record struct AuthorRecord(long Published, long Rejected)
{
    /// <summary>3 published comments: what a spammer who warms an account up rarely waits for.</summary>
    public const int KnownAfter = 3;

    /// <summary>20 published comments with at most one rejection in ten.</summary>
    public const int TrustedAfter = 20;

    public bool IsNew => Published < KnownAfter;

    public bool IsTrusted => Published >= TrustedAfter && Rejected * 10 <= Published;
}

/// <summary>
/// A site's settings of the policy: thresholds, and how new authors are met. Immutable; they travel with each command, so that a rule never looks around. The
/// thresholds that ship were chosen by the false positives on ordinary comments that stand in the model card; only spam and abuse as a whole reject, and only in the extreme tail.
/// </summary>
public sealed record PolicySettings : Thresholds
{
    public static new readonly PolicySettings Default = new();

    /// <summary>No score holds or rejects.</summary>
    public static readonly PolicySettings PublishesEverything = new()
    {
        Spam = Nothing, Abuse = Nothing, Severe = Nothing, Obscene = Nothing, Threat = Nothing, Insult = Nothing, Identity = Nothing, Doxxing = Nothing, NewAuthorFactor = 1,
    };

    /// <summary>Hold every comment of an author who is not yet known (see <see cref="AuthorRecord.IsNew"/>).</summary>
    public bool PremoderateNewAuthors { get; init; }

    /// <summary>How much lower the holding thresholds of abuse are for new authors, as a factor, 0 to 1. (That an author is new is in the score of spam already.)</summary>
    public double NewAuthorFactor { get; init; } = 0.8;

    private static Threshold Nothing => new(Threshold.Never, Threshold.Never);
}

/// <summary>What the policy answers: a decision, or that a person must look, and why.</summary>
/// <param name="Decision">Null when a person must.</param>
/// <param name="Hold">One of <see cref="HoldReasons"/> when a person must, else null.</param>
public readonly record struct PolicyAnswer(Decision? Decision, string? Hold)
{
    public static PolicyAnswer PersonMust(string why) => new(null, why);
}

/// <summary>
/// Turns a verdict and signals into a decision or into "a person must". Pure. Fails closed for the unknown: a comment that no
/// rule clears is held, and signals that contradict each other are never resolved by a machine.
/// </summary>
public static class Policy
{
    /// <summary>The answer for one text.</summary>
    /// <param name="premoderated">The thread holds everything that is not from a trusted author.</param>
    public static PolicyAnswer Decide(Evidence evidence, bool premoderated)
    {
        var (settings, scores, author) = (evidence.Policy, evidence.Verdict.Scores, evidence.Author);
        var by = new ByPolicy(evidence.Scorer);
        var factor = author.IsNew ? settings.NewAuthorFactor : 1.0;

        if (evidence.ListedWord == ListedWord.Reject)
        {
            return author.IsTrusted ? PolicyAnswer.PersonMust(HoldReasons.ConflictingSignals) : new(new Decision(Outcome.Reject, Reasons.Insult, by), null);
        }

        // Before any rejection by a model: somebody's number may need more than that their neighbour's advertisement is turned down.
        if (Holds(scores.Doxxing, settings.Doxxing.Hold))
        {
            return PolicyAnswer.PersonMust(HoldReasons.Doxxing);
        }

        var reject = scores.Spam >= settings.Spam.Reject ? Reasons.Spam : RejectsAbuse(scores, settings) ? WorstReason(scores) : null;
        if (reject is not null)
        {
            return author.IsTrusted ? PolicyAnswer.PersonMust(HoldReasons.ConflictingSignals) : new(new Decision(Outcome.Reject, reject, by), null);
        }

        if (evidence.ListedWord == ListedWord.Hold)
        {
            return PolicyAnswer.PersonMust(HoldReasons.WordList);
        }

        if (Holds(scores.Spam, settings.Spam.Hold) || HoldsAbuse(scores, settings, factor))
        {
            return PolicyAnswer.PersonMust(HoldReasons.Score);
        }

        if (premoderated && !author.IsTrusted)
        {
            return PolicyAnswer.PersonMust(HoldReasons.ThreadPremoderated);
        }

        return settings.PremoderateNewAuthors && author.IsNew
            ? PolicyAnswer.PersonMust(HoldReasons.NewAuthor)
            : new(new Decision(Outcome.Publish, Reasons.Clean, by), null);
    }

    // Not "at least": a score that is not a number clears nothing.
    private static bool Holds(float score, double from) => !(score < from);

    private static bool HoldsAbuse(in Scores s, PolicySettings at, double factor) =>
        Holds(s.Abuse, at.Abuse.Hold * factor) || Holds(s.Severe, at.Severe.Hold * factor) || Holds(s.Obscene, at.Obscene.Hold * factor)
        || Holds(s.Threat, at.Threat.Hold * factor) || Holds(s.Insult, at.Insult.Hold * factor) || Holds(s.Identity, at.Identity.Hold * factor);

    private static bool RejectsAbuse(in Scores s, PolicySettings at) =>
        !float.IsNaN(MaxAbuse(s)) && (s.Abuse >= at.Abuse.Reject || s.Severe >= at.Severe.Reject || s.Obscene >= at.Obscene.Reject
        || s.Threat >= at.Threat.Reject || s.Insult >= at.Insult.Reject || s.Identity >= at.Identity.Reject);

    /// <summary>The largest score of abuse or one of its sub-categories, 0 to 1.</summary>
    public static float MaxAbuse(in Scores scores) =>
        MathF.Max(MathF.Max(MathF.Max(scores.Abuse, scores.Severe), MathF.Max(scores.Obscene, scores.Threat)), MathF.Max(scores.Insult, scores.Identity));

    /// <summary>The reason that fits the largest sub-category.</summary>
    public static string WorstReason(in Scores scores)
    {
        var worst = MathF.Max(MathF.Max(scores.Threat, scores.Identity), MathF.Max(scores.Obscene, scores.Insult));
        return worst == scores.Threat && worst > 0 ? Reasons.Threat
            : worst == scores.Identity && worst > 0 ? Reasons.Hate
            : worst == scores.Obscene && worst > 0 ? Reasons.Obscene
            : Reasons.Insult;
    }
}

/// <summary>What a site's word lists ask for: the strongest entry that was met.</summary>
public enum ListedWord
{
    None,
    Hold,
    Reject,
}

/// <summary>Everything that a rule needs to judge a text and that is not in the thread. Gathered before the turn; travels with the command.</summary>
/// <param name="Scorer">The version of the scorer that gave the verdict.</param>
public sealed record Evidence(Verdict Verdict, string Scorer, AuthorRecord Author, PolicySettings Policy, ListedWord ListedWord = ListedWord.None);
