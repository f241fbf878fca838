using NatComments.Core.Moderation;
using NatComments.Core.Queue;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>Whoever decided first does not answer the appeal, and nobody overrules what their role could not have decided.</summary>
public sealed class AppealRuleTests
{
    private static readonly Decider Ada = new("ada", Role.Editor);
    private static readonly Decider Bora = new("bora", Role.Editor);
    private static readonly Decider Cem = new("cem", Role.Moderator);
    private static readonly Decider Derya = new("derya", Role.Administrator);
    private readonly Story story = new();
    private Decider[] _site = [Ada, Bora, Cem];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Fact]
    public void Whoever_decided_first_does_not_answer_after_an_escalation()
    {
        var id = Appealed(by: Ada);
        story.Given(new EscalateComment(id, 1, null, Ada.Account));

        story.When(Publish(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Reject(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        Assert.True(story.Comment(id).Standing.AppealOpen);
        story.When(Publish(id, Bora)).MustHappen();
    }

    [Fact]
    public void An_appeal_against_an_escalated_rejection_stays_with_the_editors()
    {
        var id = story.GivenHeld();
        story.Given(Reject(id, Cem)).Given(new EscalateComment(id, 1, null, Cem.Account)).Given(Appeal(id));

        Assert.Equal(Queues.Escalated, story.Comment(id).Standing.Waiting?.Queue);
        story.When(Publish(id, Cem)).MustBeRefused(Refusals.CommentEscalated);
        story.When(Publish(id, Ada)).MustHappen();
        Assert.True(story.Comment(id).Standing.AnswersAppeal);
    }

    [Fact]
    public void Whoever_decided_first_neither_takes_the_decision_back_nor_decides_again_once_it_is_appealed()
    {
        var id = Appealed(by: Ada);

        story.When(Undo(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Reject(id, Ada, Reasons.Hate)).MustBeRefused(Refusals.AppealNeedsAnother);
    }

    [Fact]
    public void A_decision_in_between_by_another_does_not_open_the_way()
    {
        var id = story.GivenHeld();
        story.Given(Reject(id, Ada)).Given(Reject(id, Bora, Reasons.Hate) with { Again = true }).Given(Appeal(id));

        story.When(Publish(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Publish(id, Bora)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Publish(id, Cem)).MustHappen();
    }

    [Fact]
    public void A_decision_that_was_taken_back_still_counts_as_a_first_one()
    {
        var id = story.GivenHeld();
        story.Given(Reject(id, Ada)).Given(Undo(id, Ada)).Given(Reject(id, Bora)).Given(Appeal(id));

        story.When(Publish(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
    }

    [Fact]
    public void The_answer_is_not_overruled_by_whoever_decided_first_also_after_reports_and_edits()
    {
        var id = Appealed(by: Ada);
        story.Given(Publish(id, Bora));
        story.When(Reject(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Undo(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);

        story.Given(new ReportComment(id, Story.Baran, Reasons.Hate, null));
        story.When(Reject(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);

        story.Given(Posting.Edit(id, 1));
        story.When(Reject(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Reject(id, Cem)).MustHappen();
    }

    [Fact]
    public void A_colleagues_answer_stands_unless_something_new_comes_in_or_a_higher_role_decides()
    {
        _site = [Ada, Bora, Cem, Derya, new("deniz", Role.Moderator)];
        var id = Appealed(by: Ada);
        story.Given(Publish(id, Cem));

        story.When(Reject(id, new("deniz", Role.Moderator))).MustBeRefused(Refusals.AppealAnswered);
        story.When(Undo(id, Bora)).MustBeRefused(Refusals.AppealAnswered);
        story.When(Undo(id, Derya)).MustBeRefused(Refusals.AppealAnswered);
        story.Given(new ReportComment(id, Story.Baran, Reasons.Hate, null));
        story.When(Reject(id, new("deniz", Role.Moderator))).MustHappen();
    }

    [Fact]
    public void Whoever_answered_takes_the_answer_back_within_the_hour_and_the_appeal_waits_again()
    {
        var id = Appealed(by: Ada);
        story.Given(Publish(id, Bora)).Given(Undo(id, Bora));

        Assert.Equal((CommentStatus.Rejected, Queues.Appealed, true), (story.Comment(id).Status, story.Comment(id).Standing.Waiting?.Queue, story.Comment(id).Standing.AppealOpen));
        story.When(Publish(id, Ada)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.Given(Publish(id, Bora)).Later(ThreadLimits.UndoWindow + TimeSpan.FromTicks(1)).When(Undo(id, Bora)).MustBeRefused(Refusals.UndoWindowOver);
    }

    [Fact]
    public void Where_nobody_else_can_decide_the_only_one_answers()
    {
        _site = [Ada];
        var id = Appealed(by: Ada);

        story.When(Publish(id, Ada)).MustHappen();
    }

    [Fact]
    public void Where_everybody_has_decided_before_only_the_appealed_one_is_kept_out()
    {
        _site = [Ada, Bora];
        var id = story.GivenHeld();
        story.Given(Publish(id, Ada)).Given(Reject(id, Bora) with { Again = true }).Given(Appeal(id));

        story.When(Publish(id, Bora)).MustBeRefused(Refusals.AppealNeedsAnother);
        story.When(Publish(id, Ada)).MustHappen();
    }

    [Fact]
    public void The_only_editor_answers_what_nobody_else_could_have_decided()
    {
        _site = [Ada, Cem];
        var id = story.GivenHeld();
        story.Given(new EscalateComment(id, 1, null, Cem.Account)).Given(Reject(id, Ada)).Given(Appeal(id));

        story.When(Publish(id, Cem)).MustBeRefused(Refusals.CommentEscalated);
        story.When(Publish(id, Ada)).MustHappen();
    }

    [Fact]
    public void A_junior_neither_overrules_nor_takes_back_what_was_decided_on_an_escalated_comment()
    {
        var id = story.GivenHeld();
        story.Given(new EscalateComment(id, 1, null, Cem.Account)).Given(Reject(id, Ada));

        story.When(Publish(id, Cem)).MustBeRefused(Refusals.CommentEscalated);
        story.When(Undo(id, Cem)).MustBeRefused(Refusals.CommentEscalated);
        story.When(Undo(id, Ada with { Role = Role.Moderator })).MustBeRefused(Refusals.CommentEscalated);
        story.When(Publish(id, Bora) with { Again = true }).MustHappen();
        story.When(Reject(id, Cem)).MustBeRefused(Refusals.CommentEscalated);
    }

    [Fact]
    public void A_decision_is_taken_back_by_its_maker_or_a_higher_role()
    {
        var (first, second, third) = (story.GivenHeld(), story.GivenHeld(), story.GivenHeld());
        story.Given(Publish(first, Ada)).Given(Publish(second, Ada)).Given(Publish(third, Cem));

        story.When(Undo(first, Bora)).MustBeRefused(Refusals.NotYourDecision);
        story.When(Undo(first, Cem)).MustBeRefused(Refusals.NotYourDecision);
        story.When(Undo(first, Ada)).MustHappen();
        story.When(Undo(second, Derya)).MustHappen();
        story.When(Undo(third, Bora)).MustHappen();
    }

    [Fact]
    public void A_decision_without_a_written_role_is_taken_back_by_its_maker_only()
    {
        var id = story.GivenHeld();
        story.Thread.Apply(new CommentDecided { At = story.Now, Id = id, Revision = 1, Decision = new(Outcome.Publish, Reasons.Clean, new ByModerator(Ada.Account)) });

        story.When(Undo(id, Derya)).MustBeRefused(Refusals.NotYourDecision);
        story.When(Undo(id, Ada)).MustHappen();
    }

    [Fact]
    public void A_queue_gives_nobody_what_the_rules_would_refuse()
    {
        var id = Appealed(by: Ada);
        story.Given(new EscalateComment(id, 1, null, Ada.Account));
        var entry = QueueEntry.FromBytes(QueueEntry.Of("post-1", story.Comment(id))!.ToBytes());

        Assert.Equal((false, true, false), (entry.MayDecide(Ada, Others(Ada)), entry.MayDecide(Bora, Others(Bora)), entry.MayDecide(Cem, Others(Cem))));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_nobody_who_decided_before_an_appeal_decides_or_undoes_after_it_while_another_can(int seed) =>
        RandomStory.Tell(seed, 600, told =>
        {
            foreach (var e in told.Last.OfType<CommentEvent>())
            {
                var past = told.Log.SkipLast(told.Last.Count).OfType<CommentEvent>().Where(other => other.Id == e.Id).ToList();
                if (MakerOf(e) is not { } maker)
                {
                    continue;
                }

                var role = RandomCommands.Moderators.Single(m => m.Account == maker).Role;
                var appeal = past.FindLastIndex(other => other is DecisionAppealed);
                var before = past.Take(appeal + 1).OfType<CommentDecided>().Select(MakerOf).ToHashSet();

                // All but one are editors and above, so at least one who can is left unless all of those have decided.
                var left = RandomCommands.Moderators.Where(m => m.Role >= Role.Editor && !before.Contains(m.Account));
                Assert.False(before.Contains(maker) && left.Any(), $"{maker} decided before the appeal and after it: {e}");

                var escalated = past.FindLastIndex(other => other is CommentEscalated);
                var text = past.FindLastIndex(other => other is CommentEdited);
                Assert.False(role < Role.Editor && escalated > text, $"{maker} decided on what was escalated: {e}");

                var decided = past.OfType<CommentDecided>().LastOrDefault();
                Assert.False(e is DecisionUndone && MakerOf(decided) != maker && role <= decided!.Role, $"{maker} took a colleague's decision back.");
            }
        });

    private static string? MakerOf(CommentEvent? e) => e switch
    {
        CommentDecided { Decision.By: ByModerator by } => by.Moderator,
        DecisionUndone { By: ByModerator by } => by.Moderator,
        _ => null,
    };

    private static AppealDecision Appeal(Guid id) => new(id, Story.Ayse, "It was a quotation.");

    private Guid Appealed(Decider by)
    {
        var id = story.GivenHeld();
        story.Given(Reject(id, by)).Given(Appeal(id));
        return id;
    }

    private DecideComment Publish(Guid id, Decider by) => story.Publish(id, by.Account) with { Role = by.Role, Others = Others(by) };

    private DecideComment Reject(Guid id, Decider by, string reason = Reasons.Insult) => story.Reject(id, by.Account, reason) with { Role = by.Role, Others = Others(by) };

    private UndoDecision Undo(Guid id, Decider by) => new(id, by.Account) { Role = by.Role, Others = Others(by) };

    private IReadOnlyList<Decider> Others(Decider than) => [.. _site.Where(one => one.Account != than.Account)];
}
