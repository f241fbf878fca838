using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>What <see cref="OldXmlTokens"/> stands at.</summary>
internal enum OldXmlToken
{
    /// <summary>Words, or a piece of them.</summary>
    Words,

    /// <summary>An element begins; an empty one ends too.</summary>
    Start,

    /// <summary>An element ends.</summary>
    Close,

    /// <summary>The file ends.</summary>
    End,
}

/// <summary>
/// Cuts a file into words and tags. Comments, processing instructions and document types are skipped. A tag that is no
/// tag, an ampersand that begins no reference, and a name that HTML does not know are words.
/// </summary>
internal sealed partial class OldXmlTokens(OldText text)
{
    // 65,536 characters: those of a tag are some hundred.
    private const int MaxTag = 65_536;

    // 4,096 characters of words at once: an article is never held twice.
    private const int MaxPiece = 4_096;

    // The longest name of HTML, CounterClockwiseContourIntegral, has 31 letters; "&" and ";" stand around it.
    private const int MaxReference = 33;

    private static readonly SearchValues<char> Marks = SearchValues.Create("<&");

    private static readonly string[] HtmlWithoutEnd = ["br", "hr", "img", "wbr", "input"];

    private readonly StringBuilder _words = new();
    private string? _behindTag;
    private bool _again;
    private bool _inRaw;
    private bool _inRoot;

    public OldText Text => text;

    public OldXmlToken Kind { get; private set; }

    /// <summary>The name of an element, with its prefix.</summary>
    public string Name { get; private set; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; private set; } = [];

    /// <summary>The element has no end of its own.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The words, with their references replaced.</summary>
    public string Words => _words.ToString();

    /// <summary>The words stood in a section of CDATA.</summary>
    public bool IsRaw { get; private set; }

    /// <summary>The line on which the tag begins.</summary>
    public long Line { get; private set; }

    /// <summary>Places where the file was not well-formed.</summary>
    public long Broken { get; private set; }

    /// <summary>The first of those places.</summary>
    public string? FirstBroken { get; private set; }

    /// <summary>Reads on.</summary>
    public OldXmlToken Read()
    {
        if (_again)
        {
            _again = false;
            return Kind;
        }

        _words.Clear();
        IsRaw = _inRaw;
        if (_behindTag is { } words)
        {
            (_behindTag, _) = (null, _words.Append(words));
            return Kind = OldXmlToken.Words;
        }

        return Kind = _inRaw ? Raw() : Next();
    }

    /// <summary>The same token is read once more.</summary>
    public void Again() => _again = true;

    /// <summary>Counts a place where the file is not well-formed.</summary>
    public void NoteBroken()
    {
        Broken++;
        FirstBroken ??= $"line {text.Line}, column {text.Column}";
    }

    /// <summary>The first element has been read: what stands before it is no part of the file, and no document type follows.</summary>
    public void EnterRoot() => (Broken, FirstBroken, _inRoot) = (0, null, true);

    private OldXmlToken Next()
    {
        while (text.Has(1) && _words.Length < MaxPiece)
        {
            var plain = text.Ahead.IndexOfAny(Marks);
            if (plain != 0)
            {
                Take(Math.Min(plain < 0 ? text.Ahead.Length : plain, MaxPiece));
            }
            else if (text.Ahead[0] == '&')
            {
                Reference();
            }
            else if (Markup() is { } token)
            {
                return token;
            }
        }

        // White space with line ends between tags is layout.
        return _words.Length == 0 ? OldXmlToken.End
            : text.StartsWith("<") && IsLayout() ? Skipped()
            : OldXmlToken.Words;
    }

    private OldXmlToken Skipped()
    {
        _words.Clear();
        return Next();
    }

    private bool IsLayout()
    {
        var hasLineEnd = false;
        foreach (var piece in _words.GetChunks())
        {
            if (!piece.Span.IsWhiteSpace())
            {
                return false;
            }

            hasLineEnd |= piece.Span.Contains('\n');
        }

        return hasLineEnd;
    }

    // What begins with "<" here. Null when that was skipped, or was words.
    private OldXmlToken? Markup()
    {
        var isTag = BeginsName(1) || text.StartsWith("<!") || text.StartsWith("<?");
        if (!isTag && !(text.StartsWith("</") && BeginsName(2)))
        {
            NoteBroken();
            Take(1);
            return null;
        }

        // The words before it come first.
        if (_words.Length > 0 && !text.StartsWith("<!") && !text.StartsWith("<?"))
        {
            return IsLayout() ? Skipped() : OldXmlToken.Words;
        }

        if (text.StartsWith("<![CDATA["))
        {
            if (_words.Length > 0)
            {
                return IsLayout() ? Skipped() : OldXmlToken.Words;
            }

            text.Skip("<![CDATA[".Length);
            (_inRaw, IsRaw) = (true, true);
            return Raw();
        }

        if (text.StartsWith("<!--"))
        {
            text.Skip("<!--".Length);
            SkipTo("-->");
            return null;
        }

        if (text.Ahead[1] is '?')
        {
            SkipTo("?>");
            return null;
        }

        if (text.Ahead[1] is '!')
        {
            SkipDeclaration();
            return null;
        }

        return Tag();
    }

    private bool BeginsName(int at) =>
        text.Has(at + 1) && (char.IsAsciiLetter(text.Ahead[at]) || text.Ahead[at] == '_');

    private OldXmlToken Raw()
    {
        while (text.Has(1) && _words.Length < MaxPiece)
        {
            var plain = text.Ahead.IndexOf(']');
            if (plain != 0)
            {
                Take(Math.Min(plain < 0 ? text.Ahead.Length : plain, MaxPiece));
            }
            else if (text.StartsWith("]]>"))
            {
                text.Skip("]]>".Length);
                _inRaw = false;
                return OldXmlToken.Words;
            }
            else
            {
                Take(1);
            }
        }

        return _words.Length > 0 ? OldXmlToken.Words : OldXmlToken.End;
    }

    private void Take(int count)
    {
        _words.Append(text.Ahead[..count]);
        text.Skip(count);
    }

    private void Reference()
    {
        text.Has(MaxReference);
        var ahead = text.Ahead;
        var end = ahead[..Math.Min(ahead.Length, MaxReference)].IndexOf(';');
        if (end > 1 && HtmlText.Reference(ahead[..(end + 1)].ToString()) is { } letters)
        {
            _words.Append(letters);
            text.Skip(end + 1);
            return;
        }

        NoteBroken();
        Take(1);
    }

    private void SkipTo(string end)
    {
        while (text.Has(1) && !text.StartsWith(end))
        {
            var next = text.Ahead[1..].IndexOf(end[0]);
            text.Skip(next < 0 ? text.Ahead.Length : next + 1);
        }

        text.Skip(Math.Min(end.Length, text.Ahead.Length));
    }

    // A document type with all that it declares: nothing of it is kept.
    private void SkipDeclaration()
    {
        const string Begin = "<!DOCTYPE";
        var isType = !_inRoot && text.Has(Begin.Length) && text.Ahead.StartsWith(Begin, StringComparison.OrdinalIgnoreCase);
        var depth = 0;
        while (text.Has(1))
        {
            var c = text.Ahead[0];
            depth += !isType ? 0 : c == '[' ? 1 : c == ']' ? -1 : 0;
            text.Skip(1);
            if (c == '>' && depth <= 0)
            {
                return;
            }
        }
    }

    private OldXmlToken? Tag()
    {
        Line = text.Line;
        var raw = RawTag();
        var isEnd = raw.StartsWith('/');
        var name = TagName().Match(raw, isEnd ? 1 : 0);
        var rest = raw[(name.Index + name.Length)..].Trim();
        var isWhole = rest.Length == 0 || isEnd || char.IsWhiteSpace(raw[name.Length]) || raw[name.Length] == '/';
        if (!name.Success || !isWhole)
        {
            NoteBroken();
            _words.Append('<').Append(raw);
            return null;
        }

        Name = name.Value;
        IsEmpty = rest.EndsWith('/') || HtmlWithoutEnd.Contains(Name);
        Attributes = isEnd || rest.Length == 0 ? [] : [.. Attribute().Matches(rest.EndsWith('/') ? rest[..^1] : rest)
            .Select(found => new KeyValuePair<string, string>(found.Groups["name"].Value, HtmlText.Decode(found.Groups["value"].Value)))];
        return isEnd ? OldXmlToken.Close : OldXmlToken.Start;
    }

    // What stands between "<" and ">". A tag that another one begins in has lost its ">", or a quotation mark.
    private string RawTag()
    {
        text.Skip(1);
        var raw = new StringBuilder();
        var (quote, before) = ('\0', '\0');
        while (text.Has(1) && raw.Length < MaxTag && text.Ahead[0] is not '<' and var c)
        {
            text.Skip(1);
            if (c == '>' && quote == '\0')
            {
                return raw.ToString();
            }

            // A quotation mark opens a value only behind "=".
            quote = quote == c ? '\0' : quote == '\0' && before == '=' && c is ('"' or '\'') ? c : quote;
            before = char.IsWhiteSpace(c) ? before : c;
            raw.Append(c);
        }

        NoteBroken();
        var whole = raw.ToString();
        var end = whole.IndexOf('>', StringComparison.Ordinal);
        _behindTag = end >= 0 && end + 1 < whole.Length ? whole[(end + 1)..] : null;
        return end >= 0 ? whole[..end] : whole;
    }

    [GeneratedRegex(@"\G[A-Za-z_][A-Za-z0-9._-]*(?::[A-Za-z_][A-Za-z0-9._-]*)?")]
    private static partial Regex TagName();

    [GeneratedRegex("""
        (?<name>(?<![^\s"'/])[A-Za-z_][A-Za-z0-9._-]*(?::[A-Za-z_][A-Za-z0-9._-]*)?)
        (?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|["']?(?<value>[^\s"']*)["']?))?
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Attribute();
}
