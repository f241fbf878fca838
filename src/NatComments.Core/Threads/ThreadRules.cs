using NatComments.Core.Moderation;

namespace NatComments.Core.Threads;

/// <summary>
/// Yes or no to a command, over the thread as it stands. Pure: reads, never changes, never waits, never looks around; what a rule
/// needs from elsewhere came with the command. A command joins a turn only with others that touch other comments and readers.
/// </summary>
public static class ThreadRules
{
    /// <summary>The answer at a time that the caller gives.</summary>
    public static ThreadResult Handle(CommentThread thread, ThreadCommand command, DateTimeOffset now) => command switch
    {
        PostComment post => Post(thread, post, now),
        EditComment edit => Edit(thread, edit, now),
        WithdrawComment withdraw => Withdraw(thread, withdraw, now),
        ReportComment report => Report(thread, report, now),
        LikeComment like => Like(thread, like, now),
        AppealDecision appeal => Appeal(thread, appeal, now),
        DecideComment decide => Decide(thread, decide, now),
        UndoDecision undo => Undo(thread, undo, now),
        EscalateComment escalate => Escalate(thread, escalate, now),
        ChangeThreadState change => change.State == thread.Mode
            ? Accepted.Nothing
            : new Accepted(new ThreadStateChanged { At = now, State = change.State, By = new ByModerator(change.Moderator) }),
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
    };

    private static ThreadResult Post(CommentThread thread, PostComment post, DateTimeOffset now)
    {
        if (thread.Find(post.Id) is { } same)
        {
            return same.Author == post.Author ? Accepted.Nothing : new Refused(Refusals.IdInUse);
        }

        if (post.IsOnlyOne && thread.By(post.Author).Any())
        {
            return new Refused(Refusals.IdempotencyKeyReused);
        }

        if (thread.Mode == ThreadMode.Closed)
        {
            return new Refused(Refusals.ThreadClosed);
        }

        if (thread.Count >= ThreadLimits.MaxComments)
        {
            return new Refused(Refusals.ThreadFull);
        }

        if (thread.Mode == ThreadMode.Slow && thread.By(post.Author).Take(1).Any(last => now - thread[last].PostedAt < ThreadLimits.SlowInterval))
        {
            return new Refused(Refusals.ThreadSlow);
        }

        var depth = 0;
        if (post.ParentId is { } parentId)
        {
            // Only what readers see can be answered, and one's own comment while it waits.
            if (thread.Find(parentId) is not { } parent || !(parent.IsPublished || (parent.Author == post.Author && parent.Status == CommentStatus.Pending)))
            {
                return new Refused(Refusals.ParentNotFound);
            }

            depth = parent.Depth + 1;
            if (depth > ThreadLimits.MaxDepth)
            {
                return new Refused(Refusals.ReplyTooDeep);
            }
        }

        var posted = new CommentPosted { At = now, Id = post.Id, ParentId = post.ParentId, Depth = depth, Author = post.Author };
        var text = new KeptText(CommentText.Key(thread.Id.Article, post.Id, 1), post.Text.ToBytes());
        return new Accepted(
            [posted, .. Judge(thread, (post.Id, 1, post.ParentId), post.Evidence, null, null, now)],
            post.Receipt is null ? [text] : [text, KeptText.Receipt(post.Receipt, thread.Id, post.Id)]);
    }

    private static ThreadResult Edit(CommentThread thread, EditComment edit, DateTimeOffset now)
    {
        if (Own(thread, edit.Id, edit.Author, out var comment) is { } no)
        {
            return no;
        }

        var refusal =
            comment.Status == CommentStatus.Withdrawn ? Refusals.CommentWithdrawn
            : comment.Status == CommentStatus.Rejected && IsByPerson(comment) ? Refusals.CommentRejected
            : comment.Revision != edit.Revision ? Refusals.StaleRevision
            : now - comment.PostedAt > ThreadLimits.EditWindow ? Refusals.EditWindowOver
            : comment.Revision >= ThreadLimits.MaxRevisions ? Refusals.TooManyRevisions
            : null;
        if (refusal is not null)
        {
            return new Refused(refusal);
        }

        var revision = comment.Revision + 1;
        var edited = new CommentEdited { At = now, Id = edit.Id, Revision = revision };
        var text = new KeptText(CommentText.Key(thread.Id.Article, edit.Id, revision), edit.Text.ToBytes());
        return new Accepted([edited, .. Judge(thread, (edit.Id, revision, comment.ParentId), edit.Evidence, EditHold(comment), comment, now)], [text]);
    }

    /// <summary>Why a person must look at the next edit of a comment, whatever its text: one of <see cref="HoldReasons"/>, or null.</summary>
    internal static string? EditHold(CommentState comment)
    {
        var standing = comment.Standing;
        var isReported = standing.Waiting?.Queue == Queues.Reported ? standing.OpenReports >= ThreadLimits.ReportsThatHoldEdits : standing.OpenReports > 0;
        return IsByPerson(comment) || isReported || standing.Waiting is { Queue: not (Queues.Pending or Queues.Reported) } ? HoldReasons.EditedAfterDecision : null;
    }

    private static bool IsByPerson(CommentState comment) => comment.Standing.Decision?.By is ByModerator or ByImport;

    // What every new text runs through, also an edited one: the verdict is written down, then the policy decides or a person must.
    private static ThreadEvent[] Judge(
        CommentThread thread, (Guid Id, int Revision, Guid? Parent) comment, Evidence evidence, string? hold, CommentState? before, DateTimeOffset now)
    {
        var (id, revision, parent) = comment;
        var scores = evidence.Verdict.Scores.Rounded();
        var scored = new CommentScored { At = now, Id = id, Revision = revision, Lang = evidence.Verdict.Lang, Scores = scores };
        var answer = hold is null ? Policy.Decide(evidence, thread.Mode == ThreadMode.Premoderated) : PolicyAnswer.PersonMust(hold);
        if (answer.Decision is { Outcome: Outcome.Publish } && parent is { } above && !thread.Tree.IsVisible(thread.OrdinalOf(above)))
        {
            answer = PolicyAnswer.PersonMust(HoldReasons.ParentWaits);
        }

        return
        [
            scored,
            answer.Decision is { } decision
                ? new CommentDecided { At = now, Id = id, Revision = revision, Decision = decision, KeepsReports = KeepsReports(before, decision) ? true : null }
                : new CommentHeld
                {
                    At = now,
                    Id = id,
                    Revision = revision,
                    Why = answer.Hold!,
                    Priority = Priorities.Held(scores),
                    Shown = before is { IsPublished: true } ? before.ShownRevision : null,
                },
        ];
    }

    // The reports were about the text before as well: an edit does not shake them off.
    private static bool KeepsReports(CommentState? before, Decision decision) =>
        decision.Outcome == Outcome.Publish && before is { Standing: { OpenReports: > 0, Waiting.Queue: Queues.Reported } };

    private static ThreadResult Withdraw(CommentThread thread, WithdrawComment withdraw, DateTimeOffset now) =>
        Own(thread, withdraw.Id, withdraw.Author, out var comment) is { } no ? no
        : comment.Status == CommentStatus.Withdrawn ? Accepted.Nothing
        : new Accepted(new CommentWithdrawn { At = now, Id = withdraw.Id });

    private static ThreadResult Report(CommentThread thread, ReportComment report, DateTimeOffset now)
    {
        if (!Reasons.ForReport.Contains(report.Reason))
        {
            return new Refused(Refusals.InvalidReason);
        }

        if (thread.Find(report.Id) is not { IsPublished: true } comment)
        {
            return new Refused(Refusals.CommentNotFound);
        }

        // Taken and thanked for, but it changes nothing: a second report by the same reader, or the hundred-and-first.
        if (comment.ReportedBy.Contains(report.ReaderId) || comment.ReportedBy.Count >= ThreadLimits.MaxReports)
        {
            return Accepted.Nothing;
        }

        var weightless = report.IsWeightless && comment.Standing.OpenReports > 0;
        var reported = new CommentReported
        {
            At = now,
            Id = report.Id,
            Reader = report.ReaderId,
            Reason = report.Reason,
            Priority = Priorities.Reported(comment, report.Reason, weightless),
            Weightless = weightless ? true : null,
        };
        return report.Note is null
            ? new Accepted(reported)
            : new Accepted([reported], [new KeptText(KeptText.ReportKey(thread.Id.Article, report.Id, report.ReaderId), System.Text.Encoding.UTF8.GetBytes(report.Note))]);
    }

    private static ThreadResult Like(CommentThread thread, LikeComment like, DateTimeOffset now) =>
        thread.Find(like.Id) is not { IsPublished: true } comment ? new Refused(Refusals.CommentNotFound)
        : comment.LikedBy.Contains(like.ReaderId) == like.On ? Accepted.Nothing
        : like.On && comment.Author == like.ReaderId ? new Refused(Refusals.OwnComment)
        : new Accepted(new CommentLiked { At = now, Id = like.Id, Reader = like.ReaderId, On = like.On, Weightless = like.On && like.IsWeightless ? true : null });

    private static ThreadResult Appeal(CommentThread thread, AppealDecision appeal, DateTimeOffset now)
    {
        if (Own(thread, appeal.Id, appeal.Author, out var comment) is { } no)
        {
            return no;
        }

        var refusal =
            comment.Status != CommentStatus.Rejected ? Refusals.NotRejected
            : comment.AppealedRevision == comment.Revision ? Refusals.AlreadyAppealed
            : now - comment.Standing.DecidedAt > ThreadLimits.AppealWindow ? Refusals.AppealWindowOver
            : null;
        return refusal is not null
            ? new Refused(refusal)
            : new Accepted(
                [new DecisionAppealed { At = now, Id = appeal.Id, Priority = Priorities.Appealed }],
                [new KeptText(KeptText.AppealKey(thread.Id.Article, appeal.Id), System.Text.Encoding.UTF8.GetBytes(appeal.Statement))]);
    }

    private static ThreadResult Decide(CommentThread thread, DecideComment decide, DateTimeOffset now)
    {
        if (Seen(thread, decide.Id, decide.Revision, out var comment) is { } no)
        {
            return no;
        }

        if (!Reasons.IsWellFormed(decide.Reason))
        {
            return new Refused(Refusals.InvalidReason);
        }

        // The same decision once more, after an answer that was lost, is no second decision.
        var decision = new Decision(decide.Outcome, decide.Reason, new ByModerator(decide.Moderator), decide.Note);
        var isRepeated = comment.Standing.Decision == decision && (comment.Standing.Waiting is null || (decide.Seen is { } seen && seen < comment.Standing.DecisionNumber));
        return isRepeated ? Accepted.Nothing
            : DecisionRules.Refusal(comment, decide) is { } refusal ? new Refused(refusal)
            : new Accepted(new CommentDecided { At = now, Id = decide.Id, Revision = decide.Revision, Decision = decision, Role = decide.Role });
    }

    private static ThreadResult Undo(CommentThread thread, UndoDecision undo, DateTimeOffset now) =>
        thread.Find(undo.Id) is not { } comment ? new Refused(Refusals.CommentNotFound)
        : comment.Before is null ? new Refused(Refusals.NothingToUndo)
        : now - comment.Standing.DecidedAt > ThreadLimits.UndoWindow ? new Refused(Refusals.UndoWindowOver)
        : DecisionRules.Refusal(comment, undo) is { } refusal ? new Refused(refusal)
        : new Accepted(new DecisionUndone { At = now, Id = undo.Id, By = new ByModerator(undo.Moderator) });

    private static ThreadResult Escalate(CommentThread thread, EscalateComment escalate, DateTimeOffset now)
    {
        if (Seen(thread, escalate.Id, escalate.Revision, out var comment) is { } no)
        {
            return no;
        }

        return comment.Standing.Waiting?.Queue == Queues.Escalated
            ? Accepted.Nothing
            : new Accepted(new CommentEscalated
            {
                At = now,
                Id = escalate.Id,
                Revision = escalate.Revision,
                Moderator = escalate.Moderator,
                Note = escalate.Note,
                Priority = Math.Max(comment.Standing.Waiting?.Priority ?? 0, Priorities.Escalated),
            });
    }

    private static Refused? Own(CommentThread thread, Guid id, string author, out CommentState comment)
    {
        comment = thread.Find(id)!;
        return comment?.Author == author ? null

            // What everybody sees is said to be somebody else's; what is hidden, not to be there.
            : new Refused(comment is { IsPublished: true } ? Refusals.NotYourComment : Refusals.CommentNotFound);
    }

    private static Refused? Seen(CommentThread thread, Guid id, int revision, out CommentState comment)
    {
        comment = thread.Find(id)!;
        return comment is null ? new Refused(Refusals.CommentNotFound)
            : comment.Status == CommentStatus.Withdrawn ? new Refused(Refusals.CommentWithdrawn)
            : comment.Revision != revision ? new Refused(Refusals.StaleRevision)
            : null;
    }
}
