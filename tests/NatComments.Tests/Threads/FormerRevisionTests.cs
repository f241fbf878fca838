using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>While an edit of a published comment waits, everybody goes on seeing the revision before it.</summary>
public sealed class FormerRevisionTests
{
    private readonly Story story = new();

    [Fact]
    [Trait("Report", "A4")]
    public void Publishing_the_edit_replaces_what_is_shown_and_rejecting_it_hides_the_comment()
    {
        var (kept, gone) = (Edited(), Edited());
        Assert.All(new[] { kept, gone }, id => Assert.Equal((CommentStatus.Pending, 1, 2), Shown(id)));

        story.Given(story.Publish(kept)).Given(story.Reject(gone));

        Assert.Equal((CommentStatus.Published, 2, 2), Shown(kept));
        Assert.Equal((CommentStatus.Rejected, 0, 2), Shown(gone));
        Assert.Equal(1, story.Thread.PublishedCount);
        story.Given(new UndoDecision(gone, Story.Moderator));
        Assert.Equal((CommentStatus.Pending, 1, 2), Shown(gone));
        Assert.Equal(2, story.Thread.PublishedCount);
    }

    [Fact]
    [Trait("Report", "A4")]
    public void Edit_after_edit_the_last_published_revision_stays_until_one_is_published()
    {
        var id = Edited();
        story.Given(Posting.Edit(id, 2, evidence: Posting.Doubtful));
        Assert.Equal((CommentStatus.Pending, 1, 3), Shown(id));

        story.Given(Posting.Edit(id, 3));
        Assert.Equal((CommentStatus.Published, 4, 4), Shown(id));
    }

    [Fact]
    [Trait("Report", "A4")]
    public void What_the_policy_rejects_and_what_its_author_withdraws_is_gone_with_all_revisions()
    {
        var (rejected, withdrawn) = (story.GivenComment(), Edited());
        story.Given(Posting.Edit(rejected, 1, evidence: Posting.Spam)).Given(new WithdrawComment(withdrawn, Story.Ayse));

        Assert.Equal((CommentStatus.Rejected, 0, 2), Shown(rejected));
        Assert.Equal((CommentStatus.Withdrawn, 0, 2), Shown(withdrawn));
        Assert.Equal(0, story.Thread.PublishedCount);
    }

    [Fact]
    [Trait("Report", "A4")]
    public void Nothing_that_a_stranger_is_told_changes_while_an_edit_waits()
    {
        var id = story.GivenComment();
        var before = (story.Thread.PublicVersion, View(id, null));

        story.Later(TimeSpan.FromMinutes(2)).Given(Posting.Edit(id, 1, evidence: Posting.Doubtful));

        Assert.Equal(before, (story.Thread.PublicVersion, View(id, null)));
        var own = View(id, Story.Ayse);
        Assert.Equal((CommentStatus.Pending, 2, 1, story.Now), (own.Status, own.Revision, own.ShownRevision, own.EditedAt));
        Assert.Equal(story.Now, own.Since);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(ThreadLimits.ReportsThatHoldEdits - 1, false)]
    [InlineData(ThreadLimits.ReportsThatHoldEdits, true)]
    [Trait("Report", "A4")]
    public void Only_several_reports_hold_an_edit_and_no_edit_shakes_one_off(int reports, bool waits)
    {
        var id = story.GivenComment();
        foreach (var reader in Enumerable.Range(0, reports))
        {
            story.Given(new ReportComment(id, $"reader-{reader}", Reasons.Insult, null));
        }

        Assert.Equal(waits ? true : null, View(id, Story.Ayse).EditWaits);
        story.Given(Posting.Edit(id, 1));

        var standing = story.Comment(id).Standing;
        Assert.Equal((waits ? CommentStatus.Pending : CommentStatus.Published, reports), (standing.Status, standing.OpenReports));
        Assert.Equal(reports == 0 ? null : waits ? Queues.Pending : Queues.Reported, standing.Waiting?.Queue);
        Assert.Equal(waits ? 1 : 2, standing.Shown);
    }

    [Fact]
    [Trait("Report", "A4")]
    public void Reports_without_weight_hold_no_edit_however_many_they_are()
    {
        var id = story.GivenComment();
        foreach (var reader in Enumerable.Range(0, 40))
        {
            story.Given(new ReportComment(id, $"reader-{reader}", Reasons.Insult, null) { IsWeightless = true });
        }

        story.Given(Posting.Edit(id, 1));
        Assert.Equal((CommentStatus.Published, 2, 2), Shown(id));
    }

    [Fact]
    [Trait("Report", "A4")]
    public void Others_like_report_and_answer_what_they_see()
    {
        var id = Edited();

        story.When(new LikeComment(id, Story.Baran, true)).MustHappen();
        story.When(new ReportComment(id, Story.Baran, Reasons.Insult, null)).MustHappen();
        story.When(Posting.By(Story.Baran, story.NewId(), id)).MustHappen();
    }

    [Fact]
    [Trait("Report", "A4")]
    public void A_log_from_before_hides_a_comment_whose_edit_waits_as_it_did()
    {
        var id = story.GivenComment();
        story.Thread.Apply(new CommentEdited { At = story.Now, Id = id, Revision = 2 });
        story.Thread.Apply(ThreadJson.Read(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"event":"comment-held","revision":2,"why":"edited-after-decision","priority":1,"id":"{{id}}","at":"2026-03-01T12:00:00+00:00"}""")));

        Assert.Equal((CommentStatus.Pending, 0, 2), Shown(id));
        Assert.Equal(0, story.Thread.PublishedCount);
    }

    private Guid Edited()
    {
        var id = story.GivenComment();
        story.Given(Posting.Edit(id, 1, evidence: Posting.Doubtful));
        return id;
    }

    private (CommentStatus Status, int Shown, int Revision) Shown(Guid id) => (story.Comment(id).Status, story.Comment(id).ShownRevision, story.Comment(id).Revision);

    private CommentView View(Guid id, string? reader) => ThreadView.View(story.Comment(id), 0, Posting.Text("words"), reader, story.Now);
}
