using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class UndoingTests
{
    private readonly Story story = new();

    [Fact]
    public void After_an_undo_everything_is_as_it_was()
    {
        var id = story.GivenHeld();
        var before = story.Comment(id).Standing;

        story.Later(TimeSpan.FromMinutes(5)).Given(story.Reject(id)).Given(new UndoDecision(id, Story.Moderator));

        Assert.Equal(before, story.Comment(id).Standing);
    }

    [Fact]
    public void Only_the_last_decision_of_a_moderator_can_be_undone_and_only_once()
    {
        var (byPolicy, byPerson) = (story.GivenComment(), story.GivenHeld());
        story.Given(story.Publish(byPerson)).Given(new UndoDecision(byPerson, Story.Moderator));

        story.When(new UndoDecision(byPolicy, Story.Moderator)).MustBeRefused(Refusals.NothingToUndo);
        story.When(new UndoDecision(byPerson, Story.Moderator)).MustBeRefused(Refusals.NothingToUndo);
        story.When(new UndoDecision(story.NewId(), Story.Moderator)).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void The_window_closes_after_its_last_moment()
    {
        var (first, second) = (story.GivenHeld(), story.GivenHeld());
        story.Given(story.Publish(first)).Given(story.Publish(second));

        story.Later(ThreadLimits.UndoWindow).Given(new UndoDecision(first, Story.Moderator));
        story.Later(TimeSpan.FromTicks(1)).When(new UndoDecision(second, Story.Moderator)).MustBeRefused(Refusals.UndoWindowOver);
    }

    [Fact]
    public void An_undo_brings_open_reports_back()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, Story.Baran, Reasons.Hate, null));
        var before = story.Comment(id).Standing;

        story.Given(story.Reject(id)).Given(new UndoDecision(id, Story.Moderator));

        Assert.Equal(before, story.Comment(id).Standing);
    }

    [Fact]
    public void A_report_that_came_in_since_still_waits_after_an_undo()
    {
        var id = story.GivenComment();
        story.Given(story.Publish(id)).Given(new ReportComment(id, Story.Baran, Reasons.Threat, null));

        story.Given(new UndoDecision(id, Story.Moderator));

        var standing = story.Comment(id).Standing;
        Assert.Equal((CommentStatus.Published, 1, Queues.Reported), (standing.Status, standing.OpenReports, standing.Waiting?.Queue));
    }

    [Fact]
    public void A_report_that_came_in_since_makes_a_held_comment_more_urgent_after_an_undo()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id)).Given(new ReportComment(id, Story.Baran, Reasons.Threat, null));
        var urgency = story.Comment(id).Standing.Waiting!.Priority;

        story.Given(new UndoDecision(id, Story.Moderator));

        var waiting = story.Comment(id).Standing.Waiting;
        Assert.Equal((Queues.Pending, urgency), (waiting?.Queue, waiting?.Priority));
    }

    [Fact]
    public void An_escalation_outlives_an_undo()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id)).Given(new EscalateComment(id, 1, null, Story.Colleague));

        story.Given(new UndoDecision(id, Story.Moderator) { Role = Role.Editor });

        Assert.Equal((CommentStatus.Pending, Queues.Escalated), (story.Comment(id).Status, story.Comment(id).Standing.Waiting?.Queue));
    }
}
