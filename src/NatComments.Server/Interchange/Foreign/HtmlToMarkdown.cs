using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Turns the HTML of an old comment into Markdown that reads the same: paragraphs, line ends, emphasis, links, quotes, lists and code. Other elements
/// leave their words, scripts and styles leave nothing. It need not be safe: the Markdown goes through the same list of what is allowed as any comment.
/// </summary>
internal static partial class HtmlToMarkdown
{
    // 20 open elements: deeper ones leave their words.
    private const int MaxOpen = 20;

    private sealed record Open(string Name, string? Href, StringBuilder Words);

    /// <summary>The Markdown; empty when nothing is to be read.</summary>
    public static string Convert(string html)
    {
        var open = new Stack<Open>([new("", null, new())]);
        var at = 0;
        while (at < html.Length)
        {
            var next = html.IndexOf('<', at);
            Words(open.Peek(), html[at..(next < 0 ? html.Length : next)]);
            if (next < 0)
            {
                break;
            }

            at = Tag(html, next, open);
        }

        while (open.Count > 1)
        {
            Close(open);
        }

        return TooManyLines().Replace(open.Peek().Words.ToString(), "\n\n").Trim();
    }

    // Reads the tag that begins here; gives the place behind it.
    private static int Tag(string html, int start, Stack<Open> open)
    {
        if (html.AsSpan(start).StartsWith("<!--", StringComparison.Ordinal))
        {
            var close = html.IndexOf("-->", start, StringComparison.Ordinal);
            return close < 0 ? html.Length : close + "-->".Length;
        }

        if (TagForm().Match(html, start) is not { Success: true } tag)
        {
            Words(open.Peek(), "<");
            return start + 1;
        }

        var name = tag.Groups["name"].Value.ToLowerInvariant();
        var end = tag.Index + tag.Length;
        var isEnd = tag.Groups["end"].Success;
        switch (name)
        {
            case "script" or "style" when !isEnd:
                var behind = html.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase);
                return behind < 0 ? html.Length : behind;
            case "br":
                open.Peek().Words.Append('\n');
                break;
            case "p" or "div" or "ul" or "ol" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "tr":
                open.Peek().Words.Append("\n\n");
                break;
            case "b" or "strong" or "i" or "em" or "a" or "blockquote" or "code" or "pre" or "li" when isEnd:
                CloseTo(name, open);
                break;
            case "b" or "strong" or "i" or "em" or "a" or "blockquote" or "code" or "pre" or "li" when open.Count <= MaxOpen:
                open.Push(new(name, name == "a" ? WebUtility.HtmlDecode(Href().Match(tag.Value).Groups["url"].Value) : null, new()));
                break;
        }

        return end;
    }

    private static void CloseTo(string name, Stack<Open> open)
    {
        if (open.Any(element => element.Name == name))
        {
            while (open.Peek().Name != name)
            {
                Close(open);
            }

            Close(open);
        }
    }

    private static void Close(Stack<Open> open)
    {
        var (element, words) = (open.Pop(), open.Peek().Words);
        var inner = element.Words.ToString();
        var said = inner.Trim();
        if (said.Length == 0)
        {
            words.Append(inner);
            return;
        }

        // Signs of emphasis count only where they touch the words.
        var (before, after) = (inner[..inner.IndexOf(said[0])], inner[(inner.LastIndexOf(said[^1]) + 1)..]);
        words.Append(element.Name switch
        {
            "b" or "strong" => $"{before}**{said}**{after}",
            "i" or "em" => $"{before}*{said}*{after}",
            "code" => $"{before}`{said}`{after}",
            "pre" => $"\n\n```\n{said}\n```\n\n",
            "li" => $"\n- {said}",
            "blockquote" => $"\n\n> {TooManyLines().Replace(said, "\n\n").Replace("\n", "\n> ", StringComparison.Ordinal)}\n\n",
            "a" when element.Href is { Length: > 0 } url && WebUtility.HtmlDecode(said) != url => $"{before}[{said}](<{url.Replace(">", "%3E", StringComparison.Ordinal)}>){after}",
            _ => inner,
        });
    }

    // What would mean something in Markdown is marked as meaning nothing, but for addresses, which must stay whole.
    private static void Words(Open into, string html)
    {
        var text = WebUtility.HtmlDecode(html).Replace("\r\n", "\n").Replace('\r', '\n');
        into.Words.Append(into.Name is "code" or "pre" ? text : Signs().Replace(text, sign => sign.Groups["url"].Success ? sign.Value : "\\" + sign.Value));
    }

    [GeneratedRegex("""\G<(?<end>/)?(?<name>[A-Za-z][A-Za-z0-9]*)(?>(?:[^<>"']+|"[^"]*"|'[^']*')*)>""")]
    private static partial Regex TagForm();

    [GeneratedRegex("""\bhref\s*=\s*(?:"(?<url>[^"]*)"|'(?<url>[^']*)'|(?<url>[^\s>]+))""", RegexOptions.IgnoreCase)]
    private static partial Regex Href();

    [GeneratedRegex("""(?<url>https?://\S+)|[\\*`\[\]<]|(?<!\w)_|_(?!\w)|(?<=^\s*)[>#+-]|(?<=^\s*\d{1,9})[.)](?=\s)""", RegexOptions.Multiline)]
    private static partial Regex Signs();

    [GeneratedRegex("""\n[ \t]*\n[ \t\n]*""")]
    private static partial Regex TooManyLines();
}
