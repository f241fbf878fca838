using System.Buffers;
using System.Text;
using NatComments.Core.Text;

namespace NatComments.Core.Threads;

/// <summary>
/// The one form of an article's id, however it is written: by the widget, an import, a feed or a program. An id that begins with <c>/</c>,
/// <c>http://</c> or <c>https://</c> is an address; every other one is a name that the site has given, and only its Unicode form is settled.
/// Of an address:
/// <list type="bullet">
/// <item>Scheme, host, port and user are left out, so that the mirrors of a site share its threads.</item>
/// <item>Escapes are decoded, and Unicode is in form C. What would change the address's meaning or cannot be seen (<see cref="Escaped"/>)
/// stays escaped, in capitals. The limit of <see cref="ThreadId.MaxArticleLength"/> counts what comes out.</item>
/// <item>The path's dot segments and doubled slashes are resolved, a backslash is a slash, and an index file (<c>index.html</c>) is its folder,
/// unless its query shows something that the folder's would not. Capitals, and a slash at the end, are as the site has them: <c>/a</c> and <c>/a/</c> are two articles. SiteDirectory lead one to the other and
/// name one in their exports and canonical links.</item>
/// <item>Of the query stays what names the article; see <see cref="ArticleQuery"/>.</item>
/// <item>Of the fragment stays one that begins with <c>#!</c>: it names a page of a site that is one document.</item>
/// </list>
/// The form of a form is itself. Examples stand in <c>addresses.tsv</c> beside the tests, which run them here and in a browser.
/// </summary>
public static class ArticleAddress
{
    // What an ASCII path must not hold to be canonical as it is: the usual path is passed on without a copy.
    private static readonly SearchValues<char> Suspect = SearchValues.Create("%?#\\ ;.");

    private static readonly string[] IndexFiles =
        ["index.html", "index.htm", "index.xhtml", "index.shtml", "index.php", "index.asp", "index.aspx", "index.jsp", "default.htm", "default.html", "default.asp", "default.aspx"];

    /// <summary>The canonical form of an article's id.</summary>
    public static string Canonical(string given)
    {
        if (IsPlain(given))
        {
            return given;
        }

        var text = given.Trim(' ');
        var path = PathOf(text);
        return path < 0 ? CanonicalForm.Of(given) : Address(text[path..]);
    }

    /// <summary>True for an id that is an address and no name.</summary>
    public static bool IsAddress(string id) => PathOf(id) >= 0;

    private static bool IsPlain(string id) =>
        Ascii.IsValid(id) && (id.Length == 0 || id[0] == '/' ? !id.AsSpan().ContainsAny(Suspect) && !id.Contains("//", StringComparison.Ordinal) : id[0] != ' ' && PathOf(id) < 0);

    // Where the path begins, behind scheme and host; -1 in a name.
    private static int PathOf(string id)
    {
        if (id.StartsWith('/'))
        {
            return 0;
        }

        var scheme = id.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : id.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : -1;
        if (scheme < 0)
        {
            return -1;
        }

        var path = id.AsSpan(scheme).IndexOfAny("/\\?#");
        return path < 0 ? id.Length : scheme + path;
    }

    private static string Address(string text)
    {
        var (beforeHash, hash) = Cut(text, '#');
        var (path, query) = Cut(beforeHash, '?');
        var segments = Segments(path);
        var isScript = segments is [] or [""] || ArticleQuery.IsScript(segments[^1]);
        var named = ArticleQuery.Canonical(query, isScript);
        if (segments.Count > 0 && IndexFiles.Contains(segments[^1], StringComparer.OrdinalIgnoreCase)
            && (segments.Count == 1 || named == ArticleQuery.Canonical(query, false)))
        {
            segments[^1] = "";
        }

        var id = new StringBuilder(text.Length);
        foreach (var segment in segments)
        {
            id.Append('/').Append(segment);
        }

        id.Append(id.Length == 0 ? "/" : "").Append(named);
        if (hash.StartsWith('!'))
        {
            var (place, rest) = Cut(hash, '?');
            id.Append('#').Append(Spelled(place, "")).Append(ArticleQuery.Canonical(rest, true));
        }

        return id.ToString();
    }

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var place ? (text[..place], text[(place + 1)..]) : (text, "");

    // An empty last one stands for the slash at the end.
    private static List<string> Segments(string path)
    {
        var segments = new List<string>();
        var parts = path.Replace('\\', '/').Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            var segment = Spelled(WithoutSession(parts[i]), "/");
            var isLast = i == parts.Length - 1;
            if (segment == "..")
            {
                segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(segment);
                continue;
            }

            if (isLast)
            {
                segments.Add("");
            }
        }

        return segments;
    }

    // Servers of Java write the session behind the path where a browser takes no cookie.
    private static string WithoutSession(string segment) =>
        segment.IndexOf(";jsessionid=", StringComparison.OrdinalIgnoreCase) is >= 0 and var start ? segment[..start] : segment;

    /// <summary>A part of an address in its one spelling.</summary>
    /// <param name="syntax">What has a meaning in this part and stays escaped where it is escaped.</param>
    internal static string Spelled(string part, string syntax)
    {
        if (part.Length == 0)
        {
            return part;
        }

        var spelled = new Spelling(new StringBuilder(part.Length));
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < part.Length;)
        {
            var length = Escapes(part, i, bytes);
            if (length > 0)
            {
                // Several escapes are one letter, or the first of them is none.
                var isLetter = Rune.DecodeFromUtf8(bytes[..length], out var rune, out var used) == OperationStatus.Done;
                spelled.Append(isLetter && !Escaped(rune, syntax), rune, bytes[..used]);
                i += 3 * used;
            }
            else if (Rune.TryGetRuneAt(part, i, out var rune))
            {
                var used = rune.EncodeToUtf8(bytes);

                // A control character that was not escaped comes from no address: it stays, and the id is refused.
                spelled.Append(Rune.IsControl(rune) || !Escaped(rune, syntax), rune, bytes[..used]);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                spelled.AppendHalf(part[i++]);
            }
        }

        return spelled.Text();
    }

    // The bytes of up to four escapes that stand here one after the other.
    private static int Escapes(string text, int at, Span<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
        {
            bytes[count++] = Convert.FromHexString(text.AsSpan(at + 1, 2))[0];
            at += 3;
        }

        return count;
    }

    /// <summary>What is always written with an escape: syntax of addresses, white space, controls, and what has no shape of its own.</summary>
    private static bool Escaped(Rune rune, string syntax) => rune.Value switch
    {
        '%' or '?' or '#' or '\\' => true,
        <= 0x20 or (>= 0x7f and <= 0x9f) => true,
        < 0x7f => syntax.Contains((char)rune.Value, StringComparison.Ordinal),
        0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB) => true,
        >= 0xFDD0 and <= 0xFDEF => true,
        var other => (other & 0xFFFE) == 0xFFFE || Rune.IsWhiteSpace(rune),
    };

    // What is written, in form C between the escapes: a mark behind one does not become part of it.
    private sealed class Spelling(StringBuilder to)
    {
        private int _settled;

        public void Append(bool asIs, Rune rune, ReadOnlySpan<byte> bytes)
        {
            if (asIs)
            {
                to.Append(rune.ToString());
                return;
            }

            Settle();
            foreach (var b in bytes)
            {
                to.Append('%').Append(Convert.ToHexString([b]));
            }

            _settled = to.Length;
        }

        // Half of a pair of surrogates: the id is refused.
        public void AppendHalf(char half) => to.Append(half);

        public string Text()
        {
            Settle();
            return to.ToString();
        }

        private void Settle()
        {
            var open = to.ToString(_settled, to.Length - _settled);
            to.Length = _settled;
            to.Append(CanonicalForm.Of(open));
        }
    }
}
