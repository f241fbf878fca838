using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class DecidingTests
{
    private readonly Story story = new();

    [Fact]
    public void A_moderator_publishes_what_was_held()
    {
        var id = story.GivenHeld();

        story.Given(story.Publish(id));

        var standing = story.Comment(id).Standing;
        Assert.Equal((CommentStatus.Published, null), (standing.Status, standing.Waiting));
        Assert.Equal(new ByModerator(Story.Moderator), standing.Decision?.By);
        Assert.Equal(1, story.Thread.PublishedCount);
    }

    [Fact]
    public void A_moderator_rejects_what_was_published_with_a_reason_and_a_note()
    {
        var id = story.GivenComment();

        story.Given(new DecideComment(id, 1, Outcome.Reject, "house-rule-7", "second time", Story.Moderator));

        Assert.Equal(new Decision(Outcome.Reject, "house-rule-7", new ByModerator(Story.Moderator), "second time"), story.Comment(id).Standing.Decision);
        Assert.Equal(0, story.Thread.PublishedCount);
    }

    [Fact]
    public void What_a_colleague_has_decided_meanwhile_is_not_decided_again_unseen()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id));

        story.When(new DecideComment(id, 1, Outcome.Reject, Reasons.Spam, null, "another") { OnlyWaiting = true }).MustBeRefused(Refusals.AlreadyDecided);
    }

    [Fact]
    public void A_moderator_cannot_decide_on_a_text_they_have_not_seen()
    {
        var id = story.GivenComment();
        var seen = story.Reject(id);
        story.Given(Posting.Edit(id, 1));

        story.When(seen).MustBeRefused(Refusals.StaleRevision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Insult")]
    [InlineData("two words")]
    [InlineData("reason-that-is-longer-than-forty-characters")]
    public void A_decision_needs_a_well_formed_reason(string reason)
    {
        var id = story.GivenComment();

        story.When(story.Reject(id, reason: reason)).MustBeRefused(Refusals.InvalidReason);
    }

    [Fact]
    public void The_same_decision_again_is_no_second_decision()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id));

        story.When(story.Publish(id)).MustChangeNothing();
        story.When(story.Publish(id, Story.Colleague) with { Again = true }).MustHappen();
    }

    [Fact]
    public void The_same_decision_again_settles_what_came_in_since()
    {
        var id = story.GivenHeld();
        story.Given(story.Publish(id)).Given(new ReportComment(id, Story.Baran, Reasons.Spam, null));

        story.When(story.Publish(id)).MustHappen();

        Assert.Null(story.Comment(id).Standing.Waiting);
    }

    [Fact]
    public void Nobody_decides_on_a_comment_that_is_not_there() =>
        story.When(new DecideComment(story.NewId(), 1, Outcome.Publish, Reasons.Clean, null, Story.Moderator)).MustBeRefused(Refusals.CommentNotFound);

    [Fact]
    public void An_escalated_comment_is_at_least_as_urgent_as_before_and_keeps_its_place_in_time()
    {
        var id = story.GivenComment(evidence: Posting.With(new() { Doxxing = 0.9f }));
        var before = story.Comment(id).Standing.Waiting!;

        story.Later(TimeSpan.FromHours(1)).Given(new EscalateComment(id, 1, "please look", Story.Moderator));

        Assert.Equal(new Waiting(Queues.Escalated, "escalated", before.Priority, before.Since), story.Comment(id).Standing.Waiting);
    }

    [Fact]
    public void Escalating_twice_changes_nothing_and_a_stale_revision_is_refused()
    {
        var id = story.GivenHeld();
        story.Given(new EscalateComment(id, 1, null, Story.Moderator));

        story.When(new EscalateComment(id, 1, null, Story.Colleague)).MustChangeNothing();
        story.When(new EscalateComment(id, 2, null, Story.Colleague)).MustBeRefused(Refusals.StaleRevision);
        story.When(new EscalateComment(story.NewId(), 1, null, Story.Colleague)).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void A_published_comment_can_be_escalated_and_stays_visible()
    {
        var id = story.GivenComment();

        story.Given(new EscalateComment(id, 1, null, Story.Moderator));

        Assert.Equal((CommentStatus.Published, Queues.Escalated), (story.Comment(id).Status, story.Comment(id).Standing.Waiting?.Queue));
    }
}
