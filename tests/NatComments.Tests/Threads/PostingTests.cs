using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class PostingTests
{
    private readonly Story story = new();

    [Fact]
    public void A_clean_comment_is_posted_scored_and_published_in_one_go()
    {
        var id = story.GivenComment();

        Assert.Equal([typeof(CommentPosted), typeof(CommentScored), typeof(CommentDecided)], story.Last.Select(e => e.GetType()));
        Assert.Equal(CommentStatus.Published, story.Comment(id).Status);
        Assert.Equal(new Decision(Outcome.Publish, Reasons.Clean, new ByPolicy("test-1")), story.Comment(id).Standing.Decision);
        Assert.Equal(1, story.Thread.PublishedCount);
        Assert.Equal(3, story.Thread.Version);
    }

    [Fact]
    public void A_doubtful_comment_waits_for_a_person_with_its_reason()
    {
        var id = story.GivenHeld();

        var waiting = story.Comment(id).Standing.Waiting;
        Assert.Equal((Queues.Pending, HoldReasons.Score, story.Now), (waiting?.Queue, waiting?.Why, waiting?.Since));
        Assert.Equal(CommentStatus.Pending, story.Comment(id).Status);
        Assert.Equal(0, story.Thread.PublishedCount);
    }

    [Fact]
    public void A_comment_in_the_extreme_tail_is_rejected_by_the_policy_and_says_so()
    {
        var id = story.GivenComment(evidence: Posting.Spam);

        Assert.Equal(CommentStatus.Rejected, story.Comment(id).Status);
        Assert.Equal(new Decision(Outcome.Reject, Reasons.Spam, new ByPolicy("test-1")), story.Comment(id).Standing.Decision);
        Assert.Null(story.Comment(id).Standing.Waiting);
    }

    [Fact]
    public void The_words_are_kept_beside_the_events_and_not_in_them()
    {
        var id = story.GivenComment();

        var kept = CommentText.FromBytes(story.Texts[CommentText.Key("post-1", id, 1)]);
        Assert.Equal(Posting.Text($"words of {id:N}"), kept);
        Assert.All(story.Log, e => Assert.DoesNotContain("words of", System.Text.Encoding.UTF8.GetString(ThreadJson.Write(e))));
    }

    [Fact]
    public void The_same_post_again_changes_nothing_whatever_became_of_the_first()
    {
        var id = story.GivenComment();
        story.When(Posting.By(Story.Ayse, id)).MustChangeNothing();

        story.Given(new WithdrawComment(id, Story.Ayse));
        story.When(Posting.By(Story.Ayse, id)).MustChangeNothing();

        story.Given(new ChangeThreadState(ThreadMode.Closed, Story.Moderator));
        story.When(Posting.By(Story.Ayse, id)).MustChangeNothing();
    }

    [Fact]
    public void An_id_that_another_author_used_is_refused()
    {
        var id = story.GivenComment(Story.Ayse);

        story.When(Posting.By(Story.Baran, id)).MustBeRefused(Refusals.IdInUse);
    }

    [Fact]
    public void What_is_stored_are_scores_with_four_decimals_and_the_language()
    {
        var id = story.GivenComment(evidence: Posting.With(new() { Spam = 0.123449f, Abuse = 0.1f }));

        Assert.Equal(0.1234f, story.Comment(id).Scores!.Value.Spam);
        Assert.Equal(0.1f, story.Comment(id).Scores!.Value.Abuse);
        Assert.Equal("en", story.Comment(id).Lang);
    }

    [Fact]
    public void A_score_that_is_no_number_is_held_as_gravely_as_can_be()
    {
        var id = story.GivenComment(evidence: Posting.With(new() { Threat = float.NaN, Spam = -0.5f, Insult = 7f }));

        Assert.Equal(CommentStatus.Pending, story.Comment(id).Status);
        Assert.Equal((1f, 0f, 1f), (story.Comment(id).Scores!.Value.Threat, story.Comment(id).Scores!.Value.Spam, story.Comment(id).Scores!.Value.Insult));
        Assert.InRange(story.Comment(id).Standing.Waiting!.Priority, 0, 999);
        Assert.All(story.Log, e => Assert.Equal(e, ThreadJson.Read(ThreadJson.Write(e))));
    }
}
