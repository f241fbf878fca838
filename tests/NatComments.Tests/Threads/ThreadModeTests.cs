using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class ThreadModeTests
{
    private readonly Story story = new();

    private Story Given(ThreadMode mode) => story.Given(new ChangeThreadState(mode, Story.Moderator));

    [Fact]
    public void A_closed_thread_takes_no_comments_but_likes_reports_edits_and_decisions()
    {
        var id = story.GivenComment();
        Given(ThreadMode.Closed);

        story.When(Posting.By(Story.Baran, story.NewId())).MustBeRefused(Refusals.ThreadClosed);
        story.When(new LikeComment(id, Story.Baran, On: true)).MustHappen();
        story.When(Posting.Edit(id, 1)).MustHappen();
        story.When(new ReportComment(id, Story.Baran, Reasons.Spam, null)).MustHappen();
        story.When(story.Reject(id)).MustHappen();
    }

    [Fact]
    public void A_reopened_thread_takes_comments_again()
    {
        Given(ThreadMode.Closed);
        Given(ThreadMode.Open);

        story.When(Posting.By(Story.Baran, story.NewId())).MustHappen();
    }

    [Fact]
    public void A_slow_thread_takes_one_comment_a_minute_from_each_author()
    {
        story.GivenComment(Story.Ayse);
        Given(ThreadMode.Slow);

        story.When(Posting.By(Story.Ayse, story.NewId())).MustBeRefused(Refusals.ThreadSlow);
        story.When(Posting.By(Story.Baran, story.NewId())).MustHappen();
        story.Later(ThreadLimits.SlowInterval).When(Posting.By(Story.Ayse, story.NewId())).MustHappen();
    }

    [Fact]
    public void A_premoderated_thread_holds_everybody_but_the_trusted()
    {
        Given(ThreadMode.Premoderated);
        var known = story.GivenComment(evidence: Posting.With(default, published: 19));
        var trusted = story.GivenComment(evidence: Posting.With(default, published: 20));

        Assert.Equal(HoldReasons.ThreadPremoderated, story.Comment(known).Standing.Waiting?.Why);
        Assert.True(story.Comment(trusted).IsPublished);
    }

    [Fact]
    public void Asking_for_the_state_it_has_changes_nothing()
    {
        story.When(new ChangeThreadState(ThreadMode.Open, Story.Moderator)).MustChangeNothing();
        Given(ThreadMode.Slow);
        story.When(new ChangeThreadState(ThreadMode.Slow, Story.Colleague)).MustChangeNothing();
    }
}
