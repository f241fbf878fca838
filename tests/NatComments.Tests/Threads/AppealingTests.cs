using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class AppealingTests
{
    private readonly Story story = new();

    private static AppealDecision Appeal(Guid id, string author = Story.Ayse) => new(id, author, "It was a quotation.");

    [Fact]
    public void The_author_of_a_rejected_comment_asks_to_decide_again()
    {
        var id = story.GivenRejected();

        story.Given(Appeal(id));

        var standing = story.Comment(id).Standing;
        Assert.Equal((CommentStatus.Rejected, Queues.Appealed), (standing.Status, standing.Waiting?.Queue));
        Assert.Equal("It was a quotation."u8.ToArray(), story.Texts[KeptText.AppealKey("post-1", id)]);
    }

    [Fact]
    public void A_rejection_by_the_policy_can_be_appealed_too()
    {
        var id = story.GivenComment(evidence: Posting.Spam);

        story.When(Appeal(id)).MustHappen();
    }

    [Fact]
    public void One_appeal_for_each_revision_also_after_it_was_turned_down()
    {
        var id = story.GivenRejected();
        story.Given(Appeal(id));

        story.When(Appeal(id)).MustBeRefused(Refusals.AlreadyAppealed);
        story.Given(story.Reject(id, Story.Colleague));
        story.When(Appeal(id)).MustBeRefused(Refusals.AlreadyAppealed);
    }

    [Fact]
    public void Only_rejections_of_ones_own_can_be_appealed()
    {
        var (published, rejected) = (story.GivenComment(), story.GivenRejected());

        story.When(Appeal(published)).MustBeRefused(Refusals.NotRejected);
        story.When(Appeal(published, Story.Baran)).MustBeRefused(Refusals.NotYourComment);
        story.When(Appeal(rejected, Story.Baran)).MustBeRefused(Refusals.CommentNotFound);
        story.When(Appeal(story.NewId())).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void The_window_of_appeals_closes_after_its_last_moment()
    {
        var (first, second) = (story.GivenRejected(), story.GivenRejected());

        story.Later(ThreadLimits.AppealWindow).Given(Appeal(first));
        story.Later(TimeSpan.FromTicks(1)).When(Appeal(second)).MustBeRefused(Refusals.AppealWindowOver);
    }

    [Fact]
    public void An_appeal_that_nobody_has_looked_at_is_not_used_up_by_an_undo()
    {
        var id = story.GivenHeld();
        story.Given(story.Reject(id)).Given(Appeal(id)).Given(new UndoDecision(id, Story.Moderator));
        Assert.Equal((CommentStatus.Pending, Queues.Pending), (story.Comment(id).Status, story.Comment(id).Standing.Waiting?.Queue));

        story.Given(story.Reject(id));

        story.When(Appeal(id)).MustHappen();
    }

    [Fact]
    public void An_appeal_still_waits_when_an_undo_leads_back_to_an_earlier_rejection()
    {
        var id = story.GivenComment(evidence: Posting.Spam);
        story.Given(story.Reject(id)).Given(Appeal(id)).Given(new UndoDecision(id, Story.Moderator));

        Assert.Equal((CommentStatus.Rejected, Queues.Appealed), (story.Comment(id).Status, story.Comment(id).Standing.Waiting?.Queue));
    }
}
