using NatComments.Core.Moderation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

public sealed class ReportingTests
{
    private readonly Story story = new();

    [Fact]
    public void A_reported_comment_stays_visible_and_waits_for_a_person()
    {
        var id = story.GivenComment();

        story.Given(new ReportComment(id, Story.Baran, Reasons.Hate, "Look at the last line."));

        var standing = story.Comment(id).Standing;
        Assert.Equal((CommentStatus.Published, 1), (standing.Status, standing.OpenReports));
        Assert.Equal((Queues.Reported, Reasons.Hate), (standing.Waiting?.Queue, standing.Waiting?.Why));
        Assert.Equal("Look at the last line."u8.ToArray(), story.Texts[KeptText.ReportKey("post-1", id, Story.Baran)]);
    }

    [Fact]
    public void A_report_counts_once_per_reader_also_after_a_decision()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, Story.Baran, Reasons.Hate, null));

        story.When(new ReportComment(id, Story.Baran, Reasons.Spam, "again")).MustChangeNothing();
        story.Given(story.Publish(id));
        story.When(new ReportComment(id, Story.Baran, Reasons.Spam, "again")).MustChangeNothing();

        Assert.Null(story.Comment(id).Standing.Waiting);
    }

    [Fact]
    public void More_reports_make_it_more_urgent_but_never_move_its_place_in_time()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, "reader-0", Reasons.Other, null));
        var first = story.Comment(id).Standing.Waiting!;

        story.Later(TimeSpan.FromHours(1));
        for (var i = 1; i < ThreadLimits.MaxReports; i++)
        {
            story.Given(new ReportComment(id, $"reader-{i}", Reasons.Other, null));
        }

        var last = story.Comment(id).Standing.Waiting!;
        Assert.Equal(first.Since, last.Since);
        Assert.InRange(last.Priority, first.Priority + 1, 999);
        story.When(new ReportComment(id, "one-more", Reasons.Other, null)).MustChangeNothing();
    }

    [Fact]
    public void A_report_of_danger_is_more_urgent_than_one_of_taste()
    {
        var (taste, danger) = (story.GivenComment(), story.GivenComment());

        story.Given(new ReportComment(taste, Story.Baran, Reasons.OffTopic, null)).Given(new ReportComment(danger, Story.Baran, Reasons.Doxxing, null));

        Assert.True(story.Comment(danger).Standing.Waiting!.Priority > story.Comment(taste).Standing.Waiting!.Priority);
    }

    [Fact]
    public void A_decision_settles_every_open_report()
    {
        var id = story.GivenComment();
        story.Given(new ReportComment(id, "reader-1", Reasons.Spam, null)).Given(new ReportComment(id, "reader-2", Reasons.Spam, null));

        story.Given(story.Publish(id));

        Assert.Equal((0, null), (story.Comment(id).Standing.OpenReports, story.Comment(id).Standing.Waiting));
    }

    [Fact]
    public void An_unknown_reason_is_refused() =>
        story.When(new ReportComment(story.GivenComment(), Story.Baran, "dislike", null)).MustBeRefused(Refusals.InvalidReason);

    [Fact]
    public void What_readers_do_not_see_cannot_be_reported()
    {
        var (held, rejected) = (story.GivenHeld(), story.GivenRejected());

        story.When(new ReportComment(held, Story.Baran, Reasons.Spam, null)).MustBeRefused(Refusals.CommentNotFound);
        story.When(new ReportComment(rejected, Story.Baran, Reasons.Spam, null)).MustBeRefused(Refusals.CommentNotFound);
        story.When(new ReportComment(story.NewId(), Story.Baran, Reasons.Spam, null)).MustBeRefused(Refusals.CommentNotFound);
    }

    [Fact]
    public void An_escalated_comment_keeps_its_queue_when_it_is_reported()
    {
        var id = story.GivenComment();
        story.Given(new EscalateComment(id, 1, null, Story.Moderator)).Given(new ReportComment(id, Story.Baran, Reasons.Threat, null));

        Assert.Equal((Queues.Escalated, 1), (story.Comment(id).Standing.Waiting?.Queue, story.Comment(id).Standing.OpenReports));
    }
}
