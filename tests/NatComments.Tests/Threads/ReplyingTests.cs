using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class ReplyingTests
{
    private readonly Story story = new();

    [Fact]
    public void A_reply_stands_one_level_below_its_parent()
    {
        var parent = story.GivenComment();
        var reply = story.GivenComment(Story.Baran, parent);

        Assert.Equal((1, parent), (story.Comment(reply).Depth, story.Comment(reply).ParentId));
    }

    [Fact]
    public void The_deepest_level_can_be_reached_and_not_passed()
    {
        var last = story.GivenComment();
        for (var depth = 1; depth <= ThreadLimits.MaxDepth; depth++)
        {
            last = story.GivenComment(Story.Baran, last);
        }

        Assert.Equal(ThreadLimits.MaxDepth, story.Comment(last).Depth);
        story.When(Posting.By(Story.Ayse, story.NewId(), last)).MustBeRefused(Refusals.ReplyTooDeep);
    }

    [Fact]
    public void Nobody_answers_a_comment_that_is_not_there() =>
        story.When(Posting.By(Story.Ayse, story.NewId(), story.NewId())).MustBeRefused(Refusals.ParentNotFound);

    [Fact]
    public void Nobody_answers_themselves_with_the_same_comment()
    {
        var id = story.NewId();

        story.When(Posting.By(Story.Ayse, id, id)).MustBeRefused(Refusals.ParentNotFound);
    }

    [Fact]
    public void Nobody_learns_by_answering_that_somebody_elses_comment_waits()
    {
        var held = story.GivenHeld(Story.Ayse);

        story.When(Posting.By(Story.Baran, story.NewId(), held)).MustBeRefused(Refusals.ParentNotFound);
    }

    [Fact]
    public void One_can_answer_ones_own_comment_while_it_waits()
    {
        var held = story.GivenHeld(Story.Ayse);

        story.When(Posting.By(Story.Ayse, story.NewId(), held)).MustHappen();
    }

    [Fact]
    public void Rejected_and_withdrawn_comments_cannot_be_answered_not_even_by_their_author()
    {
        var rejected = story.GivenRejected();
        var withdrawn = story.GivenComment();
        story.Given(new WithdrawComment(withdrawn, Story.Ayse));

        story.When(Posting.By(Story.Ayse, story.NewId(), rejected)).MustBeRefused(Refusals.ParentNotFound);
        story.When(Posting.By(Story.Ayse, story.NewId(), withdrawn)).MustBeRefused(Refusals.ParentNotFound);
    }

    [Fact]
    public void Replies_stay_when_their_parent_goes()
    {
        var parent = story.GivenComment();
        var reply = story.GivenComment(Story.Baran, parent);

        story.Given(new WithdrawComment(parent, Story.Ayse));

        Assert.True(story.Comment(reply).IsPublished);
        Assert.Equal(1, story.Thread.PublishedCount);
    }
}
