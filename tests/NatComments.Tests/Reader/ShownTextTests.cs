using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using NatComments.Core.Threads;
using NatComments.Server.Rendering;

namespace NatComments.Tests.Reader;

/// <summary>What is judged is what is shown: the text that the scorer gets against the text content of the HTML, read by an XML parser.</summary>
public sealed partial class ShownTextTests
{
    private const int Texts = 20_000;

    private static readonly string[] Pieces =
    [
        "siktir", "git", "Ankara", "a", "i", "1", " ", " ", " ", "\n", "\n\n", "*", "**", "***", "_", "__", "`", "``", "```\n", "[", "]", "](https://a.example/)", "](b)", "![", "(", ")",
        "> ", ">", "- ", "+ ", "* ", "1. ", "1984. ", "7) ", "    ", "\\", "\\*", "\\_", "&#x69;", "&#105;", "&#X0069;", "&amp;#x69;", "&amp;amp;lt;", "&lt;", "&lt", "&zwj;", "&zwnj;", "&shy;",
        "&nbsp;", "&NoBreak;", "&#10;", "&#1;", "&copy;", "\u200D", "\u200C", "\u00AD", "\u2060", "\u0301", "\uFE0F", "👩\u200D👩", "<b>", "</p>", "<!--", "<https://b.example/x>", "<a@b.example>",
        "https://c.example/a_b?x=1&amp;y=2", "www.d.example", "mailto:e@f.example", "\"", "'", "#", "# ", "---\n", "===\n", "~~~\n", "|", "[k]: https://g.example\n", "\t", "😀", "ş", "İ",
    ];

    [Fact]
    [Trait("Report", "4")]
    public void Whatever_the_markup_the_judged_text_is_the_text_of_the_HTML()
    {
        var random = new Random(4);
        for (var i = 0; i < Texts; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)])).Trim();
            if (CommentMarkdown.Render(text).Html is { } html)
            {
                var (content, shown) = (Content(html), Folded(ShownText.Of(html)));

                // The sign before the lines of a quote is drawn by browsers as a line beside them.
                var isQuoted = html.Contains("<blockquote>", StringComparison.Ordinal);
                Assert.True(isQuoted ? WithoutSigns(content) == WithoutSigns(shown) : content == shown, $"{text}\n{html}\n{shown}");
            }
        }
    }

    [Theory]
    [Trait("Report", "4")]
    [InlineData("s&#x69;kt&#x69;r g&#x69;t buradan", "siktir git buradan")]
    [InlineData("fu&zwj;ck you all", "fu\u200Dck you all")]
    [InlineData("s&amp;#x69;ktir", "s&#x69;ktir")]
    [InlineData("si[k](https://a.example)tir git", "siktir git\n\nhttps://a.example/")]
    [InlineData("si`k`tir **si** *k*", "si`k`tir si k")]
    [InlineData("https://a.example, www.b.example/ş and <https://c.example>", "https://a.example, www.b.example/ş and https://c.example")]
    [InlineData("> a\n> b\n\nc", "> a\n> b\n\nc")]
    [InlineData("5. a\n7. b\n\n- c\n- d", "5. a\n7. b\n\n• c\n• d")]
    [InlineData("532. 123 45 67\n533. 123 45 67", "532. 123 45 67\n533. 123 45 67")]
    [InlineData("a\nb\n\nc", "a\nb\n\nc")]
    public void Tags_and_entities_leave_what_a_reader_reads(string markdown, string shown) =>
        Assert.Equal(shown, ShownText.Of(CommentMarkdown.Render(markdown).Html!));

    [Fact]
    [Trait("Report", "4")]
    public void A_hundred_long_links_leave_the_text_within_what_is_scored()
    {
        var text = string.Concat(Enumerable.Repeat("[a](https://b.example/çççççççççççççççççççççççççççççççççççççççççççççç) ", 130)) + "END";
        var shown = ShownText.Of(CommentMarkdown.Render(text).Html!);
        Assert.InRange(shown.IndexOf("END", StringComparison.Ordinal), 0, ThreadLimits.MaxTextLength);
    }

    // The text of the elements, and what a browser draws beside them; any white space is one blank. The addresses of links are no text.
    private static string Content(string html)
    {
        var text = new StringBuilder();
        var targets = new StringBuilder();
        var numbers = new Stack<int>();
        var (link, linkText) = ("", 0);
        using var xml = XmlReader.Create(new StringReader($"<html>{html.Replace("<br>", "<br/>", StringComparison.Ordinal)}</html>"));
        while (xml.Read())
        {
            switch (xml.NodeType, xml.Name)
            {
                case (XmlNodeType.Element, "ol"):
                    numbers.Push(int.Parse(xml.GetAttribute("start") ?? "1", CultureInfo.InvariantCulture));
                    break;
                case (XmlNodeType.Element, "ul"):
                    numbers.Push(int.MinValue);
                    break;
                case (XmlNodeType.EndElement, "ol" or "ul"):
                    numbers.Pop();
                    text.Append(' ');
                    break;
                case (XmlNodeType.Element, "li"):
                    var number = numbers.Pop();
                    number = xml.GetAttribute("value") is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : number;
                    text.Append(number == int.MinValue ? " • " : $" {number}. ");
                    numbers.Push(number == int.MinValue ? number : number + 1);
                    break;
                case (XmlNodeType.Element or XmlNodeType.EndElement, "p" or "pre" or "blockquote" or "br" or "li"):
                    text.Append(' ');
                    break;
                case (XmlNodeType.Element, "a"):
                    (link, linkText) = (xml.GetAttribute("href")!, text.Length);
                    break;
                case (XmlNodeType.EndElement, "a"):
                    targets.Append(Target(text.ToString(linkText, text.Length - linkText), link));
                    break;
                case (XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace, _):
                    text.Append(xml.Value);
                    break;
            }
        }

        return Folded(text.Append(' ').Append(targets).ToString());
    }

    private static string Target(string words, string link) =>
        words == link || link == "mailto:" + words || (Uri.TryCreate(words.StartsWith("www.", StringComparison.Ordinal) ? "http://" + words : words, UriKind.Absolute, out var uri) && uri.AbsoluteUri == link) ? "" : $" {link}";

    private static string Folded(string text) => Space().Replace(text, " ").Trim();

    private static string WithoutSigns(string text) => Folded(text.Replace(">", " ", StringComparison.Ordinal));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
