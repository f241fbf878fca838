using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class WithdrawingTests
{
    private readonly Story story = new();

    [Fact]
    public void An_author_takes_a_comment_back_at_any_time()
    {
        var id = story.GivenComment();

        story.Later(TimeSpan.FromDays(4_000)).Given(new WithdrawComment(id, Story.Ayse));

        Assert.Equal(CommentStatus.Withdrawn, story.Comment(id).Status);
        Assert.Equal(0, story.Thread.PublishedCount);
    }

    [Fact]
    public void A_withdrawn_comment_waits_for_nobody()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, Story.Baran, Reasons.Spam, null)).Given(new WithdrawComment(id, Story.Ayse));

        Assert.Null(story.Comment(id).Standing.Waiting);
        Assert.Equal(0, story.Comment(id).Standing.OpenReports);
    }

    [Fact]
    public void Withdrawing_twice_changes_nothing()
    {
        var id = story.GivenComment();
        story.Given(new WithdrawComment(id, Story.Ayse));

        story.When(new WithdrawComment(id, Story.Ayse)).MustChangeNothing();
    }

    [Fact]
    public void Only_the_author_withdraws_and_only_what_is_there()
    {
        var id = story.GivenComment();

        story.When(new WithdrawComment(id, Story.Baran)).MustBeRefused(Refusals.NotYourComment);
        story.When(new WithdrawComment(story.NewId(), Story.Ayse)).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void No_decision_brings_a_withdrawn_comment_back()
    {
        var id = story.GivenHeld();
        story.Given(story.Reject(id)).Given(new WithdrawComment(id, Story.Ayse));

        story.When(story.Publish(id)).MustBeRefused(Refusals.CommentWithdrawn);
        story.When(new UndoDecision(id, Story.Moderator)).MustBeRefused(Refusals.NothingToUndo);
        story.When(new EscalateComment(id, 1, null, Story.Moderator)).MustBeRefused(Refusals.CommentWithdrawn);
    }
}
