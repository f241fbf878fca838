using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NatComments.Core.Threads;

namespace NatComments.Server.Rendering;

/// <summary>Writes a parsed comment as HTML. Nothing that was typed is left out: what has no element is written as it was typed.</summary>
/// <param name="source">What was parsed; the places of blocks are places in it.</param>
internal sealed class MarkdownWriter(string source, StringBuilder html)
{
    // No more than 100 links become links; comments with more are spam, and the rest stays readable as text.
    private const int MaxLinks = 100;

    private const string ParagraphEnd = "</p>\n";


    // White space and what shows nothing: joiners, marks of direction, fillers.
    private static readonly SearchValues<char> Blank = SearchValues.Create(
        " \t\n\r\u00A0\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C"
        + "\u200D\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u202F\u205F\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3000"
        + "\u3164\uFEFF\uFFA0");

    private int _links;

    // The typed marks of items that are no list, to be written before the words that follow.
    private string _marks = "";

    // Where the last paragraph ended in the HTML and in the source: what goes on in the next line goes on in the same paragraph.
    private int _closedAt = -1;
    private int _closedSource;

    /// <summary>True when something that was written can be seen.</summary>
    public bool IsVisible { get; private set; }

    /// <summary>Writes a document; false when it is too deep.</summary>
    public bool Document(MarkdownDocument document) => Blocks(document, 0);

    /// <summary>Writes lines as a paragraph, as they stand.</summary>
    public void Lines(ReadOnlySpan<char> text)
    {
        html.Append("<p>");
        var isFirst = true;
        foreach (var line in text.EnumerateLines())
        {
            html.Append(isFirst ? "" : "<br>\n");
            Text(line);
            isFirst = false;
        }

        html.Append(ParagraphEnd);
    }

    private bool Blocks(ContainerBlock container, int depth)
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
            case ListBlock list when TypedLists.IsTyped(list, source):
                return Typed(list, depth);
            case ListBlock list:
                return List(list, depth);
            case QuoteBlock { Count: 0 }:
                Open(block);
                Text(">");
                Close(block);
                return true;
            case QuoteBlock quote:
                Flush(quote);
                return Wrapped("<blockquote>", "</blockquote>\n", quote, depth);
            case FencedCodeBlock fence when IsCode(fence):
                Flush(fence);
                html.Append("<pre><code>");
                Text(fence.Lines.ToString());
                html.Append("</code></pre>\n");
                return true;
            case FencedCodeBlock fence:
                Open(fence);
                Fence(fence);
                Close(fence);
                return true;
            case LeafBlock { Inline: { } inline } leaf:
                Open(leaf);
                Inlines(inline, false);
                Close(leaf);
                return true;
            case LeafBlock leaf:
                Open(leaf);
                Text(source.AsSpan(leaf.Span.Start, leaf.Span.Length).Trim());
                Close(leaf);
                return true;
            case ContainerBlock other:
                return Blocks(other, depth + 1);
            default:
                return true;
        }
    }

    private bool Wrapped(string start, string end, ContainerBlock container, int depth)
    {
        html.Append(start);
        var good = Blocks(container, depth + 1);
        html.Append(end);
        return good;
    }

    // A number that does not follow from the one before is written, so that every item keeps its own.
    private bool List(ListBlock list, int depth)
    {
        Flush(list);
        var next = list.IsOrdered ? ((ListItemBlock)list[0]).Order : 0;
        html.Append(!list.IsOrdered ? "<ul>" : next == 1 ? "<ol>" : string.Create(CultureInfo.InvariantCulture, $"<ol start=\"{next}\">"));
        foreach (var item in list.Cast<ListItemBlock>())
        {
            var isNext = !list.IsOrdered || item.Order == next;
            if (!Wrapped(isNext ? "<li>" : string.Create(CultureInfo.InvariantCulture, $"<li value=\"{item.Order}\">"), "</li>\n", item, depth + 1))
            {
                return false;
            }

            next = item.Order + 1;
        }

        html.Append(list.IsOrdered ? "</ol>\n" : "</ul>\n");
        return true;
    }

    private bool Typed(ListBlock list, int depth)
    {
        foreach (var item in list)
        {
            _marks += TypedLists.Mark(item, source) + " ";
            if (!Blocks((ContainerBlock)item, depth + 1))
            {
                return false;
            }

            Flush(item);
        }

        return true;
    }

    // A mark without words behind it in its paragraph stands alone.
    private void Flush(Block block)
    {
        if (_marks.Length > 0)
        {
            _marks = _marks.TrimEnd();
            Open(block);
            Close(block);
        }
    }

    private void Open(Block block)
    {
        if (html.Length == _closedAt && block.Span.Start > _closedSource && source.AsSpan(_closedSource..block.Span.Start).Count('\n') == 1)
        {
            html.Length -= ParagraphEnd.Length;
            html.Append("<br>\n");
        }
        else
        {
            html.Append("<p>");
        }

        Text(_marks);
        _marks = "";
    }

    private void Close(Block block)
    {
        html.Append(ParagraphEnd);
        (_closedAt, _closedSource) = (html.Length, Math.Clamp(block.Span.End + 1, 0, source.Length));
    }

    // One word behind the fence names a language, which nobody is shown; anything more, or a fence that encloses nothing, was meant otherwise.
    private static bool IsCode(FencedCodeBlock fence) =>
        fence.ClosingFencedCharCount > 0 && fence.Lines.Count > 0 && string.IsNullOrEmpty(fence.Arguments)
        && (fence.Info ?? "") is { Length: <= 20 } language && language.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '.' or '-');

    private void Fence(FencedCodeBlock fence)
    {
        Text(new string(fence.FencedChar, fence.OpeningFencedCharCount));
        Text(PlainText.Clean(string.Join(' ', new[] { fence.Info, fence.Arguments }.Where(part => !string.IsNullOrEmpty(part)))));
        for (var i = 0; i < fence.Lines.Count; i++)
        {
            html.Append("<br>\n");
            Text(fence.Lines.Lines[i].Slice.AsSpan());
        }

        if (fence.ClosingFencedCharCount > 0)
        {
            html.Append("<br>\n");
            Text(new string(fence.FencedChar, fence.ClosingFencedCharCount));
        }
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
                html.Append("<code>");
                Text(code.Content);
                html.Append("</code>");
                break;
            case LineBreakInline:
                html.Append("<br>\n");
                break;
            case HtmlEntityInline entity:
                // A number can name any character, also one that no text may hold as it is.
                Text(PlainText.Clean(entity.Transcoded.ToString()));
                break;
            case AutolinkInline auto:
                Autolink(auto, inLink);
                break;
            case LinkInline link:
                Link(link, inLink);
                break;
            case EmphasisInline emphasis:
                var element = emphasis.DelimiterCount >= 2 ? "strong" : "em";
                html.Append('<').Append(element).Append('>');
                Inlines(emphasis, inLink);
                html.Append("</").Append(element).Append('>');
                break;
            case DelimiterInline sign:
                Text(sign.ToLiteral());
                Inlines(sign, inLink);
                break;
            case ContainerInline other:
                Inlines(other, inLink);
                break;
        }
    }

    private void Autolink(AutolinkInline auto, bool inLink)
    {
        if (!Opens((auto.IsEmail ? "mailto:" : "") + auto.Url, inLink))
        {
            Text(PlainText.Clean($"<{auto.Url}>"));
            return;
        }

        Text(auto.Url);
        html.Append("</a>");
    }

    private void Link(LinkInline link, bool inLink)
    {
        var (url, isTyped) = (link.Url ?? "", link.IsAutoLink);

        // The sign of a picture is none behind a word: "Look![here](…)".
        if (link.IsImage)
        {
            Text(html.Length > 0 && char.IsLetterOrDigit(html[^1]) ? "!" : "");
        }

        if (!Opens(url, inLink))
        {
            Text(isTyped ? "" : "[");
            Inlines(link, inLink);
            Text(isTyped ? "" : PlainText.Clean(string.IsNullOrEmpty(link.Title) ? $"]({url})" : $"]({url} \"{link.Title}\")"));
            return;
        }

        if (link.FirstChild is null)
        {
            Text(url);
        }

        Inlines(link, true);
        html.Append("</a>");
        Text(string.IsNullOrEmpty(link.Title) ? "" : $" \"{PlainText.Clean(link.Title)}\"");
    }

    private bool Opens(string url, bool inLink)
    {
        if (inLink || _links >= MaxLinks || Safe(PlainText.Clean(url)) is not { } href)
        {
            return false;
        }

        _links++;
        html.Append("<a href=\"").Append(WebUtility.HtmlEncode(href)).Append("\" rel=\"ugc nofollow noopener noreferrer\">");
        return true;
    }

    private void Text(ReadOnlySpan<char> text)
    {
        IsVisible |= text.ContainsAnyExcept(Blank);
        Encode(text);
    }

    private void Encode(ReadOnlySpan<char> text) => HtmlText.Append(html, text);

    private static string? Safe(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" && uri.UserInfo.Length == 0 | uri.Scheme == "mailto"
            ? uri.AbsoluteUri
            : null;
}
