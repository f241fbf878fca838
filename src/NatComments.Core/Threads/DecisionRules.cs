using NatComments.Core.Moderation;

namespace NatComments.Core.Threads;

/// <summary>
/// Who may decide on a comment, and who may take a decision back. A colleague's decision that was not seen is not decided over; an appeal is answered by somebody who has not decided on the comment before;
/// what was decided on an escalated comment stays with editors.
/// </summary>
public static class DecisionRules
{
    /// <summary>
    /// True when somebody who decided before an appeal must leave the comment to another. It holds as long as the comment exists: whoever decided
    /// first does not overrule the answer later either, by whatever way the comment comes back. It needs another who can: where everybody able has
    /// decided before, only the one whose decision was appealed is kept out; where nobody else is able, nobody is.
    /// </summary>
    /// <param name="before">Who had decided on the comment when it was appealed; empty without an appeal.</param>
    /// <param name="appealed">Whose decision the appeal was about, null for the policy's.</param>
    /// <param name="needsEditor">Only editors may decide on it.</param>
    /// <param name="others">Everybody else who may decide on the site.</param>
    public static bool MustLeaveToAnother(string moderator, IReadOnlyCollection<string> before, string? appealed, bool needsEditor, IReadOnlyList<Decider> others)
    {
        if (!before.Contains(moderator))
        {
            return false;
        }

        var able = others.Where(other => other.Account != moderator && other.Role >= (needsEditor ? Role.Editor : Role.Moderator)).ToList();
        return able.Exists(other => !before.Contains(other.Account)) || (moderator == appealed && able.Count > 0);
    }

    internal static string? Refusal(CommentState comment, DecideComment decide)
    {
        var standing = comment.Standing;
        return comment.NeedsEditor && decide.Role < Role.Editor ? Refusals.CommentEscalated
            : MustLeaveToAnother(comment, decide.Moderator, decide.Others) ? Refusals.AppealNeedsAnother
            : standing is { AnswersAppeal: true, Waiting: null } && !MayOverrule(standing, decide.Moderator, decide.Role) ? Refusals.AppealAnswered
            : decide.OnlyWaiting && standing.Waiting is null ? Refusals.AlreadyDecided
            : IsUnseen(standing, decide) ? Refusals.DecidedMeanwhile
            : null;
    }

    // Whoever does not say what they saw is taken to have seen their own decision and none of a colleague's, unless something new came in since: that
    // is what waits for them.
    private static bool IsUnseen(Standing standing, DecideComment decide) =>
        !decide.Again && standing.DecisionNumber > 0 && MakerOf(standing) is { } maker
        && (decide.Seen is { } seen ? seen != standing.DecisionNumber : maker != decide.Moderator && standing.Waiting is null);

    internal static string? Refusal(CommentState comment, UndoDecision undo)
    {
        var standing = comment.Standing;
        return comment.NeedsEditor && undo.Role < Role.Editor ? Refusals.CommentEscalated
            : MustLeaveToAnother(comment, undo.Moderator, undo.Others) ? Refusals.AppealNeedsAnother
            : standing.AnswersAppeal && MakerOf(standing) != undo.Moderator ? Refusals.AppealAnswered
            : undo.Seen is { } seen && seen != standing.DecisionNumber ? Refusals.DecidedMeanwhile
            : MayOverrule(standing, undo.Moderator, undo.Role) ? null
            : Refusals.NotYourDecision;
    }

    private static bool MustLeaveToAnother(CommentState comment, string moderator, IReadOnlyList<Decider> others) =>
        MustLeaveToAnother(moderator, comment.DecidedBeforeAppeal, comment.AppealedMaker, comment.NeedsEditor, others);

    // The role of a decision that is older than the record of roles is not known; nobody's is then higher.
    private static bool MayOverrule(Standing standing, string moderator, Role role) =>
        MakerOf(standing) == moderator || role > (standing.DecidedAs ?? Role.Administrator);

    private static string? MakerOf(Standing standing) => (standing.Decision?.By as ByModerator)?.Moderator;
}
