using System.Net;
using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Reads the elements of another system's file, as tolerantly as a browser reads a page, because these files are often
/// broken: text before the first element and elements that are never closed are passed over, prefixes need no
/// declaration. Document types are skipped, so nothing is fetched or expanded. What is not well-formed is counted.
/// </summary>
internal sealed class OldXml
{
    // 64 elements inside each other: exports have up to five.
    private const int MaxDepth = 64;

    // Two million elements in one article or comment: 100,000 comments with all that WordPress writes of each.
    private const int MaxElements = 2_000_000;

    // 512 million characters in one article: as many comments of the greatest length.
    private const int MaxCharacters = 512 << 20;

    // 1,000 names: exports have some sixty.
    private const int MaxNames = 1_000;

    // The outermost elements of the exports that are known here.
    private static readonly string[] Roots = ["rss", "disqus"];

    // What an export consists of: none of these stands inside another of its name. The thread within a post of Disqus
    // is a reference.
    private static readonly string[] Records = ["item", "post", "thread", "comment"];

    private readonly OldXmlTokens _tokens;
    private readonly List<OpenElement> _open = [];

    // As they are named where the reader stands.
    private readonly Dictionary<string, XName> _names = [];
    private int _unclosed;

    private OldXml(Stream file) => _tokens = new(new OldText(file));

    private sealed record OpenElement(
        string Name, XElement? Kept, long Line, IReadOnlyList<KeyValuePair<string, string>> Prefixes);

    private sealed record Mark(long Line)
    {
        public bool IsCut { get; set; }
    }

    /// <summary>Places where the file was not well-formed.</summary>
    public long Broken => _tokens.Broken;

    /// <summary>The first of those places.</summary>
    public string? FirstBroken => _tokens.FirstBroken;

    /// <summary>Begins to read a file.</summary>
    /// <param name="root">The element that an export of this system consists of.</param>
    /// <exception cref="InvalidDataException">The file is an export of another system.</exception>
    public static OldXml Open(Stream file, string root)
    {
        var xml = new OldXml(file);
        while (xml._tokens.Text.Position < OldText.HeadLength && xml._tokens.Read() != OldXmlToken.End)
        {
            if (xml._tokens.Kind == OldXmlToken.Start && Roots.Contains(Local(xml._tokens.Name)))
            {
                if (Local(xml._tokens.Name) != root)
                {
                    break;
                }

                xml._tokens.EnterRoot();
                xml.Push(null);
                return xml;
            }
        }

        throw new InvalidDataException($"It does not begin with <{root}> and was not written by that system.");
    }

    /// <summary>The next element of one of these names, with all that is in it; null at the end of the file.</summary>
    /// <exception cref="InvalidDataException">
    /// It is larger or deeper than any export, or (instead of null) the file is damaged or cut off.
    /// </exception>
    public XElement? Next(params ReadOnlySpan<string> names)
    {
        while (_tokens.Read() != OldXmlToken.End)
        {
            if (_tokens.Kind == OldXmlToken.Start && names.Contains(Local(_tokens.Name)))
            {
                return Whole();
            }

            if (_tokens is { Kind: OldXmlToken.Start, IsEmpty: false })
            {
                Push(null);
            }
            else if (_tokens.Kind == OldXmlToken.Close && Find(_tokens.Name) is >= 0 and var closed)
            {
                Pop(closed);
            }
        }

        return _open.Count == 0 && _tokens.Text.Damage is null ? null : throw new InvalidDataException(Ending());
    }

    /// <summary>The line on which an element of <see cref="Records"/> begins.</summary>
    public static long? LineOf(XElement e) => e.Annotation<Mark>()?.Line;

    /// <summary>True when the file ends within this element of <see cref="Records"/>.</summary>
    public static bool IsCut(XElement e) => e.Annotation<Mark>() is { IsCut: true };

    /// <summary>What an element holds as HTML: most files hold it as text, some have its elements.</summary>
    public static string Markup(XElement e) => e.HasElements ? Inner(e) : e.Value;

    private static string Inner(XElement e) =>
        string.Concat(e.Nodes().Select(node => node switch
        {
            XElement inner => $"<{inner.Name.LocalName}{Attributes(inner)}>{Inner(inner)}</{inner.Name.LocalName}>",
            XCData raw => raw.Value,
            XText words => WebUtility.HtmlEncode(words.Value),
            _ => "",
        }));

    private static string Attributes(XElement e) =>
        string.Concat(e.Attributes().Select(a => $" {a.Name.LocalName}=\"{WebUtility.HtmlEncode(a.Value)}\""));

    private string Ending() => _tokens.Text switch
    {
        { Damage: { } damage } => damage,
        var text => $"Line {text.Line}, column {text.Column}: it ends within <{_open[^1].Name}>, "
            + $"which begins in line {_open[^1].Line}. It was cut off.",
    };

    // The element whose start has just been read.
    private XElement Whole()
    {
        var (root, floor, elements, characters) = (Begin(), _open.Count, 1, 0L);
        if (_tokens.IsEmpty)
        {
            return root;
        }

        Push(root);
        while (_open.Count > floor)
        {
            var at = _open[^1].Kept!;
            switch (_tokens.Read())
            {
                case OldXmlToken.Words:
                    var words = _tokens.Words;
                    characters += words.Length;
                    Bound(characters <= MaxCharacters, $"An article has more than {MaxCharacters} characters.");
                    at.Add(_tokens.IsRaw ? new XCData(words) : new XText(words));
                    break;
                case OldXmlToken.Start when EndsOpen(floor) is >= 0 and var ended:
                    CloseBroken(ended);
                    break;
                case OldXmlToken.Start:
                    Bound(++elements <= MaxElements, $"An article has more than {MaxElements} elements.");
                    var element = Begin();
                    at.Add(element);
                    if (!_tokens.IsEmpty)
                    {
                        Push(element);
                    }

                    break;
                case OldXmlToken.Close:
                    Close(floor);
                    break;
                case OldXmlToken.End:
                    _open.ForEach(open => open.Kept?.Annotation<Mark>()?.IsCut = true);
                    return root;
            }
        }

        return root;
    }

    // An end that belongs to nothing open is passed over. One that belongs to something around the element ends the
    // element too.
    private void Close(int floor)
    {
        var closed = Find(_tokens.Name);
        if (closed < 0)
        {
            _tokens.NoteBroken();
        }
        else if (closed < floor)
        {
            CloseBroken(floor);
        }
        else
        {
            if (closed < _open.Count - 1)
            {
                _tokens.NoteBroken();
            }

            Pop(closed);
        }
    }

    // What is open and never closed, when the element that begins now cannot stand inside it.
    private int EndsOpen(int floor)
    {
        var local = Local(_tokens.Name);
        if (!Records.Contains(local))
        {
            return -1;
        }

        var outer = Local(_open[floor].Name);
        return local == "post" && outer == "thread" ? floor : _open.FindIndex(floor, open => open.Name == _tokens.Name);
    }

    // The token is read once more.
    private void CloseBroken(int first)
    {
        Bound(++_unclosed <= MaxDepth, $"More than {MaxDepth} elements inside each other are never closed.");
        _tokens.NoteBroken();
        Pop(first);
        _tokens.Again();
    }

    private void Pop(int first)
    {
        if (_open.FindIndex(first, open => open.Prefixes.Count > 0) >= 0)
        {
            _names.Clear();
        }

        _open.RemoveRange(first, _open.Count - first);
    }

    private int Find(string name) => _open.FindLastIndex(open => open.Name == name);

    private void Push(XElement? kept)
    {
        Bound(_open.Count < MaxDepth, $"There are more than {MaxDepth} elements inside each other.");
        var declared = Declared().ToList();
        _open.Add(new(_tokens.Name, kept, _tokens.Line, declared));
        if (declared.Count > 0)
        {
            _names.Clear();
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Declared() => _tokens.Attributes.Where(IsDeclaration);

    private static bool IsDeclaration(KeyValuePair<string, string> attribute) =>
        attribute.Key == "xmlns" || attribute.Key.StartsWith("xmlns:", StringComparison.Ordinal);

    private XElement Begin()
    {
        var element = new XElement(NameOf(_tokens.Name));
        foreach (var attribute in _tokens.Attributes)
        {
            if (!IsDeclaration(attribute))
            {
                var hasPrefix = attribute.Key.Contains(':', StringComparison.Ordinal);
                element.SetAttributeValue(hasPrefix ? NameOf(attribute.Key) : attribute.Key, attribute.Value);
            }
        }

        if (Records.Contains(element.Name.LocalName))
        {
            element.AddAnnotation(new Mark(_tokens.Line));
        }

        return element;
    }

    // A prefix that is declared nowhere stands for itself.
    private XName NameOf(string name)
    {
        var isPlain = !Declared().Any();
        if (isPlain && _names.TryGetValue(name, out var known))
        {
            return known;
        }

        var cut = name.IndexOf(':', StringComparison.Ordinal);
        var (prefix, local) = cut < 0 ? ("", name) : (name[..cut], name[(cut + 1)..]);
        var declaration = cut < 0 ? "xmlns" : "xmlns:" + prefix;
        var around = Enumerable.Reverse(_open).SelectMany(open => open.Prefixes);
        var space = Declared().Concat(around).Where(one => one.Key == declaration).Select(one => one.Value);
        var found = XName.Get(local, space.FirstOrDefault(prefix));
        if (isPlain && _names.Count < MaxNames)
        {
            _names[name] = found;
        }

        return found;
    }

    private static string Local(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static void Bound(bool within, string beyond)
    {
        if (!within)
        {
            throw new InvalidDataException(beyond);
        }
    }
}
