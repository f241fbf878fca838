using System.Text;
using Markdig;
using Markdig.Syntax;

namespace NatComments.Server.Rendering;

/// <summary>
/// Turns a comment's Markdown into HTML, by the dialect of <c>README.md</c> beside this file. Only what stands on a list becomes an element: paragraphs,
/// line breaks, emphasis, quotes, lists, code and links. Everything else (raw HTML, headings, tables, definitions) stays as it was typed. Entities become
/// the characters they stand for. Every piece of text is encoded, and links go to http, https or mailto only. What is judged is read out of this HTML, see
/// <see cref="Core.Threads.ShownText"/>.
/// </summary>
public static class CommentMarkdown
{
    // 16,384 characters, 32 KB for each thread: what nearly every comment fits into.
    private const int KeptCapacity = 16_384;

    [ThreadStatic]
    private static StringBuilder? _html;

    private static readonly MarkdownPipeline Pipeline = MarkdownDialect.Pipeline();

    /// <summary>The HTML, or a refusal: <c>text-too-deeply-nested</c>, <c>text-empty</c> (nothing visible is left).</summary>
    public static (string? Html, string? Refusal) Render(string markdown)
    {
        if (MarkdownLimits.IsTooDeep(markdown))
        {
            return (null, "text-too-deeply-nested");
        }

        if (MarkdownLimits.HasTooManyMarks(markdown))
        {
            return AsWritten(markdown);
        }

        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return (null, "text-too-deeply-nested");
        }

        var html = Kept();
        var writer = new MarkdownWriter(markdown, html);
        return !writer.Document(document) ? (null, "text-too-deeply-nested")
            : writer.IsVisible ? (html.ToString(), null)
            : AsWritten(markdown);
    }

    private static StringBuilder Kept() => _html is { Capacity: <= KeptCapacity } kept ? kept.Clear() : _html = new(KeptCapacity);

    // What is not read as Markdown, or has marks and no words: every line as it stands.
    private static (string? Html, string? Refusal) AsWritten(string text)
    {
        var html = Kept();
        var writer = new MarkdownWriter(text, html);
        writer.Lines(text);
        return writer.IsVisible ? (html.ToString(), null) : (null, "text-empty");
    }

    /// <summary>A site's guidelines as HTML, by the same rules as a comment; null when it has none. What cannot be read as Markdown stands as it was written.</summary>
    public static string? Guidelines(string markdown) =>
        string.IsNullOrWhiteSpace(markdown) ? null : Render(markdown).Html ?? $"<p>{HtmlText.Encode(markdown)}</p>";
}
