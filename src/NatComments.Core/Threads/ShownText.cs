using System.Net;
using System.Text;

namespace NatComments.Core.Threads;

/// <summary>
/// What a reader sees of a comment, as text: what the scorer, word lists, duplicates and search look at, and what moderators read. It is read out of the
/// HTML that readers get, so that nothing is judged that is not shown, and nothing shown that is not judged.
/// <list type="bullet">
/// <item>Tags are gone and entities are the characters they stand for; a tag within a word leaves nothing behind.</item>
/// <item>A line break is a line end; an item begins a new line, a paragraph, quote or code block comes after an empty line.</item>
/// <item>What a browser draws beside the words is written: an item's number with a dot or a bullet, and <c>&gt;</c> before the lines of a quote.</item>
/// <item>The addresses of links whose words are not their address stand under the text, one a line, in the order of the links.</item>
/// </list>
/// </summary>
public static class ShownText
{
    // 300 characters of an address: its host and enough of its path. A hundred links then leave the text itself within what is scored.
    private const int MaxTarget = 300;

    private const string Bullet = "• ";
    private const string Quote = "> ";

    [ThreadStatic]
    private static Reader? t_reader;

    /// <summary>The text of HTML that comes from the renderer.</summary>
    public static string Of(string html) => (t_reader ??= new Reader()).Read(html);

    private sealed class Reader
    {
        // 64 KB: a longer buffer than nearly every comment needs is let go.
        private const int KeptCapacity = 32_768;

        private readonly List<string> _targets = [];

        // The number of the next item for each open list; 0 for bullets.
        private readonly Stack<int> _lists = new();
        private StringBuilder _text = new();
        private int _breaks;
        private int _quotes;

        // Where the number or bullet of an item ends, when nothing stands behind it yet.
        private int _markEnd;
        private int _linkStart;
        private string? _link;
        private bool _isBehindBlock;

        public string Read(string html)
        {
            _text = _text.Capacity > KeptCapacity ? new() : _text.Clear();
            _targets.Clear();
            _lists.Clear();
            (_breaks, _quotes, _markEnd, _link, _isBehindBlock) = (0, 0, -1, null, false);
            var rest = html.AsSpan();
            while (rest.IndexOf('<') is var at and >= 0)
            {
                Words(rest[..at]);
                var length = rest[at..].IndexOf('>');
                if (length < 0)
                {
                    break;
                }

                Tag(rest.Slice(at + 1, length - 1));
                rest = rest[(at + length + 1)..];
            }

            Words(rest);
            return Finish();
        }

        private string Finish()
        {
            var text = _text.ToString().Trim();
            return _targets.Count == 0 ? text : $"{text}\n\n{string.Join('\n', _targets)}";
        }

        // The HTML's own line ends, which stand behind blocks and line breaks, are no part of the text.
        private void Words(ReadOnlySpan<char> words)
        {
            if (_isBehindBlock && words is ['\n', ..])
            {
                words = words[1..];
            }

            if (words.IsEmpty)
            {
                return;
            }

            Break();
            if (!words.Contains('&') && !(_quotes > 0 && words.Contains('\n')))
            {
                _text.Append(words);
                return;
            }

            var decoded = WebUtility.HtmlDecode(words.ToString());
            _text.Append(_quotes > 0 ? decoded.Replace("\n", "\n" + Quote, StringComparison.Ordinal) : decoded);
        }

        private void Break()
        {
            if (_breaks > 0 && _text.Length > 0)
            {
                _text.Append('\n', _breaks);
            }

            if (_quotes > 0 && (_text.Length == 0 || _text[^1] == '\n'))
            {
                _text.Append(Quote);
            }

            _breaks = 0;
        }

        private void Tag(ReadOnlySpan<char> tag)
        {
            var end = tag.IndexOf(' ');
            var name = end < 0 ? tag : tag[..end];
            _isBehindBlock = name is not ("a" or "/a" or "em" or "/em" or "strong" or "/strong" or "code" or "/code");
            switch (name)
            {
                case "br":
                    Break();
                    _breaks = 1;
                    break;
                case "p" or "pre" or "/pre":
                    NewBlock(2);
                    break;
                case "blockquote":
                    NewBlock(2);
                    _quotes++;
                    break;
                case "/blockquote":
                    _quotes--;
                    NewBlock(2);
                    break;
                case "ol":
                    NewBlock(_lists.Count == 0 ? 2 : 1);
                    _lists.Push(Number(tag, "start=\"") ?? 1);
                    break;
                case "ul":
                    NewBlock(_lists.Count == 0 ? 2 : 1);
                    _lists.Push(0);
                    break;
                case "/ol" or "/ul":
                    _lists.TryPop(out _);
                    NewBlock(_lists.Count == 0 ? 2 : 1);
                    break;
                case "li":
                    Item(tag);
                    break;
                case "a":
                    _link = Attribute(tag, "href=\"");
                    Break();
                    _linkStart = _text.Length;
                    break;
                case "/a":
                    Target();
                    break;
            }
        }

        // Right behind an item's number the item's own first block goes on.
        private void NewBlock(int breaks) => _breaks = _text.Length == 0 || _text.Length == _markEnd ? 0 : Math.Max(_breaks, breaks);

        private void Item(ReadOnlySpan<char> tag)
        {
            NewBlock(1);
            Break();
            if (_lists.TryPop(out var next) && next > 0)
            {
                next = Number(tag, "value=\"") ?? next;
                _text.Append(next).Append(". ");
                _lists.Push(next + 1);
            }
            else
            {
                _text.Append(Bullet);
                _lists.Push(0);
            }

            _markEnd = _text.Length;
        }

        private void Target()
        {
            if (_link is { } link && !IsShown(_text.ToString(_linkStart, _text.Length - _linkStart), link))
            {
                _targets.Add(link.Length > MaxTarget ? link[..MaxTarget] : link);
            }

            _link = null;
        }

        // An address as it was typed says where the link goes; any other words do not.
        private static bool IsShown(string words, string link) =>
            words == link || link.AsSpan(link.IndexOf(':') + 1).TrimStart('/').SequenceEqual(words)
            || (Uri.TryCreate(words.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? "http://" + words : words, UriKind.Absolute, out var uri) && uri.AbsoluteUri == link);

        private static int? Number(ReadOnlySpan<char> tag, string name) => int.TryParse(Attribute(tag, name), out var number) ? number : null;

        private static string? Attribute(ReadOnlySpan<char> tag, string name)
        {
            var at = tag.IndexOf(name);
            if (at < 0)
            {
                return null;
            }

            var value = tag[(at + name.Length)..];
            return WebUtility.HtmlDecode(value[..(value.IndexOf('"') is var end and >= 0 ? end : value.Length)].ToString());
        }
    }
}
