using NatComments.Core.Threads;
using NatComments.Server.Interchange;

namespace NatComments.Tests.Interchange;

/// <summary>A report of an import accounts for every comment, and names none by its words.</summary>
public sealed class ImportReportTests
{
    [Fact]
    public void Every_comment_met_is_new_there_already_or_left_out_for_a_reason()
    {
        var report = new ImportReport();
        report.Meet(4);
        report.Add(CommentStatus.Pending);
        report.Know();
        report.LeaveOut(LeftOutReason.Pingback, ImportReport.At("17", 30));
        Assert.False(report.IsBalanced);

        report.LeaveOut(LeftOutReason.ThreadFull, ImportReport.At("18", null), "/a/");
        Assert.True(report.IsBalanced);
        Assert.Equal((4, 1, 1, 1, 2), (report.Found, report.New, report.Waiting, report.There, report.LeftOut));
        Assert.Equal(["17 (line 30)"], report.Reasons[LeftOutReason.Pingback].First);
        Assert.Equal(LeftOutReason.ThreadFull, report.Incomplete["/a/"]);
    }

    [Fact]
    public void Examples_are_few_and_short_and_fit_for_a_terminal()
    {
        var report = new ImportReport();
        for (var i = 0; i < 100; i++)
        {
            report.LeaveOut(LeftOutReason.Deleted, $"{i}\u001b[31m" + new string('x', 1_000));
        }

        report.LeaveOut(LeftOutReason.NoText, ImportReport.At(" ", 7));
        Assert.Equal((100, ImportReport.MaxExamples), (report.Reasons[LeftOutReason.Deleted].Count, report.Reasons[LeftOutReason.Deleted].First.Count));
        Assert.All(report.Reasons[LeftOutReason.Deleted].First, example => Assert.True(example.Length <= 80 && !example.Contains('\u001b')));
        Assert.Equal(["without an id (line 7)"], report.Reasons[LeftOutReason.NoText].First);
    }
}
