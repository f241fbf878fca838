using System.Net;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NatComments.Core.Threads;

namespace NatComments.Server.Rendering;

/// <summary>
/// Turns a comment's Markdown into HTML. Only what stands on the list below becomes an element: paragraphs, line breaks, emphasis, quotes,
/// lists, code and links. Everything else (raw HTML, images, headings, tables, entities) becomes text or its text content. Every piece of text is
/// encoded, and links go to http, https or mailto only.
/// </summary>
public static class CommentMarkdown
{
    // No more than 100 links become links; comments with more are spam, and the rest stays readable as text.
    private const int MaxLinks = 100;

    // 16,384 characters, 32 KB for each thread: what nearly every comment fits into.
    private const int KeptCapacity = 16_384;

    [ThreadStatic]
    private static StringBuilder? _html;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UseAutoLinks().UseSoftlineBreakAsHardlineBreak().Build();

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
        var writer = new Writer(html);
        return !writer.Blocks(document, 0) ? (null, "text-too-deeply-nested")
            : writer.Visible ? (html.ToString(), null)
            : (null, "text-empty");
    }

    private static StringBuilder Kept() => _html is { Capacity: <= KeptCapacity } kept ? kept.Clear() : _html = new(KeptCapacity);

    // What is not read as Markdown: every line as it stands.
    private static (string? Html, string? Refusal) AsWritten(string text)
    {
        var html = Kept();
        var writer = new Writer(html);
        html.Append("<p>");
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            html.Append(html.Length > "<p>".Length ? "<br>\n" : "");
            writer.Text(line);
        }

        return writer.Visible ? (html.Append("</p>\n").ToString(), null) : (null, "text-empty");
    }

    /// <summary>A site's guidelines as HTML, by the same rules as a comment; null when it has none. What cannot be read as Markdown stands as it was written.</summary>
    public static string? Guidelines(string markdown) =>
        string.IsNullOrWhiteSpace(markdown) ? null : Render(markdown).Html ?? $"<p>{PlainPage.E(markdown)}</p>";

    private sealed class Writer(StringBuilder html)
    {
        private int _links;

        private StringBuilder Html => html;

        public bool Visible { get; private set; }

        public bool Blocks(ContainerBlock container, int depth)
        {
            if (depth > MarkdownLimits.MaxNesting)
            {
                return false;
            }

            foreach (var block in container)
            {
                if (!Block(block, depth))
                {
                    return false;
                }
            }

            return true;
        }

        private bool Block(Block block, int depth)
        {
            switch (block)
            {
                case QuoteBlock quote:
                    return Wrapped("blockquote", quote, depth);
                case ListBlock list:
                    return Wrapped(list.IsOrdered ? "ol" : "ul", list, depth);
                case ListItemBlock item:
                    return Wrapped("li", item, depth);
                case CodeBlock code:
                    Html.Append("<pre><code>");
                    Text(code.Lines.ToString());
                    Html.Append("</code></pre>\n");
                    return true;
                case ThematicBreakBlock:
                    Html.Append("<p>* * *</p>\n");
                    return true;
                case LinkReferenceDefinitionGroup:
                    return true;
                case LeafBlock { Inline: { } inline }:
                    Html.Append("<p>");
                    Inlines(inline, false);
                    Html.Append("</p>\n");
                    return true;
                case LeafBlock leaf:
                    Html.Append("<p>");
                    Text(leaf.Lines.ToString());
                    Html.Append("</p>\n");
                    return true;
                case ContainerBlock other:
                    return Blocks(other, depth + 1);
                default:
                    return true;
            }
        }

        private bool Wrapped(string element, ContainerBlock container, int depth)
        {
            Html.Append('<').Append(element).Append('>');
            var good = Blocks(container, depth + 1);
            Html.Append("</").Append(element).Append(">\n");
            return good;
        }

        private void Inlines(ContainerInline container, bool inLink)
        {
            for (var inline = container.FirstChild; inline is not null; inline = inline.NextSibling)
            {
                Inline(inline, inLink);
            }
        }

        private void Inline(Inline inline, bool inLink)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Text(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    Html.Append("<code>");
                    Text(code.Content);
                    Html.Append("</code>");
                    break;
                case LineBreakInline:
                    Html.Append("<br>\n");
                    break;
                case HtmlEntityInline entity:
                    // A number can name any character, also one that no text may hold as it is.
                    Text(PlainText.Clean(entity.Transcoded.ToString()));
                    break;
                case HtmlInline html:
                    Text(html.Tag);
                    break;
                case AutolinkInline auto:
                    Link((auto.IsEmail ? "mailto:" : "") + auto.Url, inLink, () => Text(auto.Url));
                    break;
                case LinkInline link:
                    Link(link.GetDynamicUrl?.Invoke() ?? link.Url ?? "", inLink || link.IsImage, () => Inlines(link, true));
                    break;
                case EmphasisInline emphasis:
                    var element = emphasis.DelimiterCount >= 2 ? "strong" : "em";
                    Html.Append('<').Append(element).Append('>');
                    Inlines(emphasis, inLink);
                    Html.Append("</").Append(element).Append('>');
                    break;
                case ContainerInline other:
                    Inlines(other, inLink);
                    break;
            }
        }

        private void Link(string url, bool inLink, Action content)
        {
            if (inLink || ++_links > MaxLinks || Safe(PlainText.Clean(url)) is not { } href)
            {
                content();
                return;
            }

            Html.Append("<a href=\"").Append(WebUtility.HtmlEncode(href)).Append("\" rel=\"ugc nofollow noopener noreferrer\">");
            content();
            Html.Append("</a>");
        }

        public void Text(ReadOnlySpan<char> text)
        {
            Visible |= text.ContainsAnyExcept(Blank);
            Encode(text);
        }

        // Not WebUtility.HtmlEncode: that also turns letters beyond ASCII into numbers and doubles a Turkish text's size.
        private void Encode(ReadOnlySpan<char> text)
        {
            while (text.IndexOfAny(Special) is var at and >= 0)
            {
                Html.Append(text[..at]).Append(text[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
                text = text[(at + 1)..];
            }

            Html.Append(text);
        }
    }

    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create("&<>\"'");

    // White space and what shows nothing: joiners, marks of direction, fillers.
    private static readonly System.Buffers.SearchValues<char> Blank = System.Buffers.SearchValues.Create(
        " \t\n\r\u00A0\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u202F\u205F\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3000\u3164\uFEFF\uFFA0");

    private static string? Safe(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" && uri.UserInfo.Length == 0 | uri.Scheme == "mailto"
            ? uri.AbsoluteUri
            : null;
}
