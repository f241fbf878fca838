using NatComments.Core.Threads;
using NatComments.Server.Rendering;

namespace NatComments.Tests.Reader;

/// <summary>No text makes the Markdown parser work more than its length is worth: what would is shown as it was written, or refused.</summary>
public sealed class RenderingTests
{
    [Theory]
    [InlineData("*_")]
    [InlineData("_a_ ")]
    [InlineData("*a")]
    [InlineData("a*")]
    [InlineData("[")]
    [InlineData("[a](")]
    [InlineData("![")]
    [InlineData("*[")]
    [InlineData("a**b__")]
    public void A_text_of_nothing_but_marks_is_shown_as_it_was_written(string piece)
    {
        var text = Full(piece);
        var (html, refusal) = CommentMarkdown.Render(text);
        Assert.Null(refusal);
        Assert.Equal($"<p>{text}</p>\n", html);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("> ")]
    [InlineData("- 1. ")]
    [InlineData("> - ")]
    [InlineData("1. ")]
    [InlineData("1) > + ")]
    public void A_line_with_more_quotes_and_lists_than_anybody_reads_is_refused(string piece) =>
        Assert.Equal((null, "text-too-deeply-nested"), CommentMarkdown.Render("Before\n" + Full(piece)[..^10]));

    [Fact]
    public void What_people_write_is_read_as_Markdown_up_to_the_last_mark()
    {
        var most = string.Concat(Enumerable.Repeat("a *b* c\n", MarkdownLimits.MaxMarks / 2));
        Assert.Equal(MarkdownLimits.MaxMarks / 2, CommentMarkdown.Render(most).Html!.Split("<em>b</em>").Length - 1);
        var more = CommentMarkdown.Render(most + "*d*").Html!;
        Assert.DoesNotContain("<em>", more);
        Assert.StartsWith("<p>a *b* c<br>\na *b* c<br>\n", more);
        Assert.EndsWith("*d*</p>\n", more);
    }

    [Fact]
    public void What_is_shown_as_written_is_encoded_and_lines_across_the_page_are_no_lists()
    {
        var marks = string.Concat(Enumerable.Repeat("*_", MarkdownLimits.MaxMarks));
        Assert.Equal($"<p>{marks}&lt;img src=x&gt;&amp;&quot;</p>\n", CommentMarkdown.Render(marks + "<img src=x>&\"").Html);
        var line = string.Concat(Enumerable.Repeat("- ", 60)).TrimEnd();
        Assert.Equal($"<p>a</p>\n<p>{line}</p>\n", CommentMarkdown.Render("a\n\n" + line).Html);
        Assert.Equal((null, "text-empty"), CommentMarkdown.Render("\u200B\n\u200B"));
    }

    private static string Full(string piece) => string.Concat(Enumerable.Repeat(piece, ThreadLimits.MaxTextLength / piece.Length)).TrimEnd();
}
