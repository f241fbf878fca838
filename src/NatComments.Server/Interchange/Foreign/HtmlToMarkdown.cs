using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Turns the HTML of an old comment into Markdown that reads the same: paragraphs, line ends, emphasis, links, quotes,
/// lists and code. Images, films and frames become links to them. Other elements leave their words, scripts and styles
/// leave nothing. It need not be safe: the Markdown goes through the same list of what is allowed as any comment.
/// </summary>
internal static partial class HtmlToMarkdown
{
    // 20 open elements: deeper ones leave their words.
    private const int MaxOpen = 20;

    // Numbers of list items have up to 9 digits, in Markdown as in HTML.
    private const int MaxNumber = 999_999_000;

    private sealed record Open(string Name, string? Href, StringBuilder Words)
    {
        /// <summary>Of a link, the address as it stands there.</summary>
        public string Given { get; init; } = "";

        /// <summary>Of a list with numbers, the next one.</summary>
        public int? Number { get; set; }

        /// <summary>What cannot stand in a link and comes behind it.</summary>
        public StringBuilder Behind { get; } = new();
    }

    /// <summary>The Markdown; empty when nothing is to be read.</summary>
    /// <param name="page">The address of the page that the comment stood on; null when it is not known.</param>
    public static string Convert(string html, string? page = null)
    {
        var at = 0;
        var open = new Stack<Open>([new("", null, new())]);
        var address = OldLink.Web(page ?? "");
        while (at < html.Length)
        {
            var next = html.IndexOf('<', at);
            Words(open.Peek(), html[at..(next < 0 ? html.Length : next)]);
            if (next < 0)
            {
                break;
            }

            at = Tag(html, next, open, address);
        }

        while (open.Count > 1)
        {
            Close(open);
        }

        return TooManyLines().Replace(open.Peek().Words.ToString(), "\n\n").Trim();
    }

    // Reads the tag that begins here; gives the place behind it.
    private static int Tag(string html, int start, Stack<Open> open, Uri? page)
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
        if (tag.Groups["end"].Success)
        {
            End(name, open, end < html.Length ? html[end] : ' ');
        }
        else if (name is "script" or "style")
        {
            var behind = html.IndexOf($"</{name}", end, StringComparison.OrdinalIgnoreCase);
            return behind < 0 ? html.Length : behind;
        }
        else
        {
            Begin(name, tag.Value, open, page);
        }

        return end;
    }

    private static void Begin(string name, string tag, Stack<Open> open, Uri? page)
    {
        switch (name)
        {
            case "br":
                open.Peek().Words.Append('\n');
                break;
            case "hr":
                open.Peek().Words.Append("\n\n---\n\n");
                break;
            case "td" or "th":
                open.Peek().Words.Append(' ');
                break;
            case "p" or "div" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "tr":
                open.Peek().Words.Append("\n\n");
                break;
            case "img" or "iframe" or "embed" or "video" or "audio" or "source" or "object":
                Media(tag, open, page);
                break;
            case "ol" when open.Count <= MaxOpen:
                var isGiven = int.TryParse(Value(tag, "start"), NumberStyles.None, CultureInfo.InvariantCulture, out var first);
                open.Push(new(name, null, new()) { Number = isGiven ? Math.Min(first, MaxNumber) : 1 });
                break;
            case "a" when open.Count <= MaxOpen:
                var given = Value(tag, "href") ?? "";
                open.Push(new(name, Whole(given, page), new()) { Given = given });
                break;
            case "b" or "strong" or "i" or "em" or "blockquote" or "code" or "pre" or "li" or "ul" when open.Count <= MaxOpen:
                open.Push(new(name, null, new()));
                break;
        }
    }

    private static void End(string name, Stack<Open> open, char next)
    {
        if (name is "p" or "div" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "tr")
        {
            open.Peek().Words.Append("\n\n");
        }
        else if (name.Length > 0 && open.Any(element => element.Name == name))
        {
            while (open.Peek().Name != name)
            {
                Close(open);
            }

            Close(open, next);
        }
    }

    // A picture of an emoji is the emoji. Within a link, a link to the picture comes behind it.
    private static void Media(string tag, Stack<Open> open, Uri? page)
    {
        var alt = (Value(tag, "alt") ?? Value(tag, "title") ?? "").Trim();
        var source = Value(tag, "src") ?? Value(tag, "data") ?? Value(tag, "data-src") ?? "";
        var isEmoji = alt.Length > 0 && (Emoji().IsMatch(Value(tag, "class") ?? "") || Emoji().IsMatch(source));
        var address = source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? "" : Whole(source, page);
        var into = open.Peek();
        if (isEmoji || address.Length == 0)
        {
            into.Words.Append(Escaped(alt));
            return;
        }

        if (open.FirstOrDefault(element => element is { Name: "a", Href.Length: > 0 }) is not { } link)
        {
            into.Words.Append(IsCode(into) ? $" {address} " : $" {Link(Escaped(alt), address)} ");
            return;
        }

        into.Words.Append(Escaped(alt));
        if (address != link.Href)
        {
            link.Behind.Append(' ').Append(Link("", address));
        }
    }

    private static void Close(Stack<Open> open, char next = ' ')
    {
        var (element, words) = (open.Pop(), open.Peek().Words);
        var inner = element.Words.ToString();
        var said = inner.Trim();
        if (element is { Name: "a", Href: { Length: > 0 } url })
        {
            words.Append(inner[..(inner.Length - inner.TrimStart().Length)])
                .Append(IsCode(open.Peek()) ? said : Link(LineEnds().Replace(said, " "), url, element.Given))
                .Append(element.Behind)
                .Append(said.Length == 0 ? "" : inner[inner.TrimEnd().Length..]);
            return;
        }

        if (said.Length == 0)
        {
            words.Append(inner);
            return;
        }

        // Signs of emphasis count only where they touch the words, around whole words, and within a paragraph.
        var (before, after) = (inner[..(inner.Length - inner.TrimStart().Length)], inner[inner.TrimEnd().Length..]);
        var last = before.Length > 0 || words.Length == 0 ? ' ' : words[^1];
        var isOnePiece = !TooManyLines().IsMatch(said) && Stands(last, after.Length > 0 ? ' ' : next);
        words.Append(element.Name switch
        {
            "b" or "strong" when isOnePiece => $"{before}**{said}**{after}",
            "i" or "em" when isOnePiece => $"{before}*{said}*{after}",
            "code" when !char.IsLetterOrDigit(last) => $"{before}`{said}`{after}",
            "pre" => $"\n\n```\n{said}\n```\n\n",
            "li" => Item(said, open),
            "ul" or "ol" => open.Peek().Name == "li" ? $"\n{said}\n" : $"\n\n{said}\n\n",
            "blockquote" => $"\n\n> {Indented(said, "> ")}\n\n",
            _ => inner,
        });
    }

    // What stands on further lines of an item is indented as far as its words.
    private static string Item(string said, Stack<Open> open)
    {
        var sign = "- ";
        if (open.FirstOrDefault(element => element.Name is "ul" or "ol") is { Number: { } number } list)
        {
            (sign, list.Number) = (number.ToString(CultureInfo.InvariantCulture) + ". ", number + 1);
        }

        return $"\n{sign}{Indented(said, new(' ', sign.Length))}";
    }

    private static string Indented(string said, string by) =>
        TooManyLines().Replace(said, "\n\n").Replace("\n", "\n" + by, StringComparison.Ordinal);

    private static bool IsCode(Open element) => element.Name is "code" or "pre";

    // As comments are read: a sign within a word, a number or an address is text.
    private static bool Stands(char before, char after) =>
        !char.IsLetterOrDigit(before) && before is not ('/' or '\\' or '@' or '.' or ')' or ']' or '}' or '=')
        && !char.IsLetterOrDigit(after) && after is not ('@' or '/' or '\\' or '(' or '[' or '{' or '=');

    // Without words, or with the beginning of the address as words, the whole address stands there.
    private static string Link(string said, string url, string given = "")
    {
        var plain = Unescaped().Replace(said, "$1");
        var isAddress = plain.Length == 0 || OldLink.Target(plain) == url || OldLink.IsCut(plain, url) || OldLink.IsCut(plain, given);
        return !isAddress ? $"[{said}](<{InAngles(url)}>)"
            : PlainAddress().IsMatch(url) ? url
            : Uri.IsWellFormedUriString(InAngles(url), UriKind.Absolute) ? $"<{InAngles(url)}>"
            : Escaped(url);
    }

    private static string InAngles(string url) =>
        Unsafe().Replace(LineEnds().Replace(url, ""), sign => Uri.HexEscape(sign.Value[0]));

    // The address where it leads to in the end, with the host of the page where it has none.
    private static string Whole(string url, Uri? page)
    {
        var trimmed = url.Trim();
        var whole = trimmed.StartsWith("//", StringComparison.Ordinal) ? "https:" + trimmed
            : page is null || trimmed.Length == 0 || Scheme().IsMatch(trimmed) ? trimmed
            : Uri.TryCreate(page, trimmed, out var here) ? here.AbsoluteUri
            : trimmed;
        return OldLink.Target(whole);
    }

    private static string? Value(string tag, string name)
    {
        foreach (Match attribute in Attribute().Matches(tag))
        {
            if (attribute.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return HtmlText.Decode(attribute.Groups["value"].Value);
            }
        }

        return null;
    }

    private static void Words(Open into, string html)
    {
        var text = HtmlText.Decode(html).Replace("\r\n", "\n").Replace('\r', '\n');
        into.Words.Append(IsCode(into) ? text : Escaped(text));
    }

    // What would mean something in Markdown is marked as meaning nothing, but for addresses, which must stay whole.
    private static string Escaped(string text) =>
        Signs().Replace(text, sign => sign.Groups["url"].Success ? OldLink.Target(sign.Value) : "\\" + sign.Value);

    [GeneratedRegex("""\G<(?<end>/)?(?<name>[A-Za-z][A-Za-z0-9]*)(?>(?:[^<>"']+|"[^"]*"|'[^']*')*)>""")]
    private static partial Regex TagForm();

    [GeneratedRegex("""
        (?<=[\s"'/])(?<name>[A-Za-z][A-Za-z-]*)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s>]+))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"[<> \\]")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"\b(?:wp-smiley|smil(?:ey|ie)s?|emoji)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Emoji();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    // An address that is found as one in the middle of words.
    [GeneratedRegex(@"^https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~!$&'+,;=:@%/?#-]*[A-Za-z0-9=/#&%-])?$")]
    private static partial Regex PlainAddress();

    [GeneratedRegex("""\\([\\*`\[\]<_>#+.)&-])""")]
    private static partial Regex Unescaped();

    [GeneratedRegex(
        """(?<url>https?://\S+)|[\\*`\[\]<]|&(?=#?\w{1,40};)|(?<!\w)_|_(?!\w)|(?<=^\s*)[>#+-]|(?<=^\s*\d{1,9})[.)](?=\s)""",
        RegexOptions.Multiline)]
    private static partial Regex Signs();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnds();

    [GeneratedRegex("""\n[ \t]*\n[ \t\n]*""")]
    private static partial Regex TooManyLines();
}
