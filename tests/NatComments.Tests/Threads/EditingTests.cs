using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class EditingTests
{
    private readonly Story story = new();

    [Fact]
    public void An_edit_is_a_new_revision_with_its_own_words()
    {
        var id = story.GivenComment();

        story.Given(Posting.Edit(id, 1));

        Assert.Equal((2, story.Now), (story.Comment(id).Revision, story.Comment(id).EditedAt));
        Assert.Contains(CommentText.Key("post-1", id, 1), story.Texts.Keys);
        Assert.Contains(CommentText.Key("post-1", id, 2), story.Texts.Keys);
    }

    [Fact]
    public void An_edit_runs_through_everything_again()
    {
        var id = story.GivenComment();

        story.Given(Posting.Edit(id, 1, evidence: Posting.Doubtful));

        Assert.Equal([typeof(CommentEdited), typeof(CommentScored), typeof(CommentHeld)], story.Last.Select(e => e.GetType()));
        Assert.Equal((CommentStatus.Pending, 1), (story.Comment(id).Status, story.Comment(id).ShownRevision));
        Assert.Equal(1, story.Thread.PublishedCount);
    }

    [Fact]
    public void A_comment_that_the_policy_rejected_can_be_mended_within_the_window()
    {
        var id = story.GivenComment(evidence: Posting.Spam);

        story.Given(Posting.Edit(id, 1));

        Assert.Equal(CommentStatus.Published, story.Comment(id).Status);
    }

    [Fact]
    public void What_a_moderator_published_goes_back_to_a_person_when_it_is_edited()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id));

        story.Given(Posting.Edit(id, 1));

        Assert.Equal(CommentStatus.Pending, story.Comment(id).Status);
        Assert.Equal(HoldReasons.EditedAfterDecision, story.Comment(id).Standing.Waiting?.Why);
        story.Given(Posting.Edit(id, 2));
        Assert.Equal(CommentStatus.Pending, story.Comment(id).Status);
    }

    [Fact]
    public void What_a_moderator_rejected_cannot_be_edited()
    {
        var id = story.GivenRejected();

        story.When(Posting.Edit(id, 1)).MustBeRefused(Refusals.CommentRejected);
    }

    [Fact]
    public void An_edit_does_not_shake_off_a_report_nor_make_it_less_urgent()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, Story.Baran, Reasons.Threat, null));
        var urgency = story.Comment(id).Standing.Waiting!.Priority;

        story.Given(Posting.Edit(id, 1)).Given(Posting.Edit(id, 2));

        var standing = story.Comment(id).Standing;
        Assert.Equal((CommentStatus.Published, 1), (standing.Status, standing.OpenReports));
        Assert.Equal((Queues.Reported, urgency), (standing.Waiting?.Queue, standing.Waiting?.Priority));
    }

    [Fact]
    public void An_escalated_comment_stays_with_the_senior_moderators_however_often_it_is_edited()
    {
        var id = story.GivenHeld();
        story.Given(new EscalateComment(id, 1, null, Story.Moderator));

        story.Given(Posting.Edit(id, 1)).Given(Posting.Edit(id, 2));

        Assert.Equal(CommentStatus.Pending, story.Comment(id).Status);
        Assert.Equal(Queues.Escalated, story.Comment(id).Standing.Waiting?.Queue);
    }

    [Fact]
    public void The_window_closes_after_its_last_moment()
    {
        var id = story.GivenComment();

        story.Later(ThreadLimits.EditWindow).Given(Posting.Edit(id, 1));
        story.Later(TimeSpan.FromTicks(1)).When(Posting.Edit(id, 2)).MustBeRefused(Refusals.EditWindowOver);
    }

    [Fact]
    public void An_edit_of_a_revision_that_is_no_longer_the_last_is_refused()
    {
        var id = story.GivenComment();
        story.Given(Posting.Edit(id, 1));

        story.When(Posting.Edit(id, 1)).MustBeRefused(Refusals.StaleRevision);
        story.When(Posting.Edit(id, 3)).MustBeRefused(Refusals.StaleRevision);
    }

    [Fact]
    public void Only_the_author_edits_and_only_what_is_there()
    {
        var id = story.GivenComment(Story.Ayse);

        story.When(Posting.Edit(id, 1, Story.Baran)).MustBeRefused(Refusals.NotYourComment);
        story.When(Posting.Edit(story.NewId(), 1)).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void A_withdrawn_comment_cannot_be_edited()
    {
        var id = story.GivenComment();
        story.Given(new WithdrawComment(id, Story.Ayse));

        story.When(Posting.Edit(id, 1)).MustBeRefused(Refusals.CommentWithdrawn);
    }

    [Fact]
    public void A_comment_has_a_limited_number_of_revisions()
    {
        var id = story.GivenComment();
        for (var revision = 1; revision < ThreadLimits.MaxRevisions; revision++)
        {
            story.Given(Posting.Edit(id, revision));
        }

        Assert.Equal(ThreadLimits.MaxRevisions, story.Comment(id).Revision);
        story.When(Posting.Edit(id, ThreadLimits.MaxRevisions)).MustBeRefused(Refusals.TooManyRevisions);
    }

    [Fact]
    public void An_edit_ends_the_undo_of_the_decision_before_it()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id)).Given(Posting.Edit(id, 1));

        story.When(new UndoDecision(id, Story.Moderator)).MustBeRefused(Refusals.NothingToUndo);
    }
}
