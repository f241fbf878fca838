using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class LikingTests
{
    private readonly Story story = new();

    [Fact]
    public void A_like_counts_once_and_can_be_taken_back()
    {
        var id = story.GivenComment();

        story.Given(new LikeComment(id, Story.Baran, On: true));
        story.When(new LikeComment(id, Story.Baran, On: true)).MustChangeNothing();
        Assert.Equal([Story.Baran], story.Comment(id).LikedBy);

        story.Given(new LikeComment(id, Story.Baran, On: false));
        story.When(new LikeComment(id, Story.Baran, On: false)).MustChangeNothing();
        Assert.Empty(story.Comment(id).LikedBy);
    }

    [Fact]
    public void A_like_without_weight_is_its_readers_own_and_counts_for_nobody()
    {
        var id = story.GivenComment();
        story.Given(new LikeComment(id, Story.Baran, On: true));
        story.Given(new LikeComment(id, "newcomer", On: true) { IsWeightless = true });

        Assert.Equal((2, 1), (story.Comment(id).LikedBy.Count, story.Comment(id).Likes));
        story.Given(new LikeComment(id, "newcomer", On: false));
        Assert.Equal((1, 1), (story.Comment(id).LikedBy.Count, story.Comment(id).Likes));
    }

    [Fact]
    public void Ones_own_comment_cannot_be_liked()
    {
        var id = story.GivenComment(Story.Ayse);

        story.When(new LikeComment(id, Story.Ayse, On: true)).MustBeRefused(Refusals.OwnComment);
        story.When(new LikeComment(id, Story.Ayse, On: false)).MustChangeNothing();
    }

    [Fact]
    public void Likes_are_not_part_of_a_comments_history()
    {
        var id = story.GivenComment();
        var before = story.Comment(id).Events;

        story.Given(new LikeComment(id, Story.Baran, On: true));

        Assert.Equal(before, story.Comment(id).Events);
    }

    [Fact]
    public void What_readers_do_not_see_cannot_be_liked_not_even_by_its_author()
    {
        var held = story.GivenHeld(Story.Ayse);

        story.When(new LikeComment(held, Story.Baran, On: true)).MustBeRefused(Refusals.CommentNotFound);
        story.When(new LikeComment(held, Story.Ayse, On: true)).MustBeRefused(Refusals.CommentNotFound);
        story.When(new LikeComment(story.NewId(), Story.Ayse, On: true)).MustBeRefused(Refusals.CommentNotFound);
    }
}
