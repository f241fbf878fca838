using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>How the files of other systems are read: as UTF-8, without document types, nothing fetched. Control characters, which XML forbids and these systems write, become spaces.</summary>
internal static class OldXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CheckCharacters = false,
        IgnoreWhitespace = true,
        IgnoreComments = true,
    };

    // 64 elements inside each other: exports have up to five.
    private const int MaxDepth = 64;

    // Two million elements in one article or comment: 100,000 comments with all that WordPress writes of each.
    private const int MaxElements = 2_000_000;

    // 512 million characters in one article: as many comments of the greatest length.
    private const int MaxCharacters = 512 << 20;

    /// <summary>Begins to read a file.</summary>
    /// <param name="root">The element that an export of this system consists of.</param>
    /// <exception cref="InvalidDataException">The file is an export of another system.</exception>
    public static XmlReader Open(Stream file, string root)
    {
        var xml = XmlReader.Create(new WithoutControls(file), Settings);
        return xml.MoveToContent() == XmlNodeType.Element && xml.LocalName == root ? xml : throw new InvalidDataException($"It does not begin with <{root}> and was not written by that system.");
    }

    /// <summary>Reads the element that the reader stands at, with all that is in it, and stands behind it then.</summary>
    /// <exception cref="InvalidDataException">It is larger or deeper than any export.</exception>
    public static XElement Element(XmlReader xml)
    {
        var (depth, elements, characters) = (xml.Depth, 1, 0);
        var root = Begin(xml);
        var at = root;
        var words = new char[4_096];
        for (var open = !xml.IsEmptyElement; open && Read(xml);)
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    Bound(++elements <= MaxElements, $"An article has more than {MaxElements} elements.");
                    Bound(xml.Depth - depth <= MaxDepth, $"There are more than {MaxDepth} elements inside each other.");
                    var element = Begin(xml);
                    at.Add(element);
                    at = xml.IsEmptyElement ? at : element;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    // Piece by piece: a value is never asked for before its length is known.
                    var value = new StringBuilder();
                    while (xml.ReadValueChunk(words, 0, words.Length) is > 0 and var count)
                    {
                        Bound((characters += count) <= MaxCharacters, $"An article has more than {MaxCharacters} characters.");
                        value.Append(words, 0, count);
                    }

                    at.Add(new XText(value.ToString()));
                    break;
                case XmlNodeType.EndElement when at == root:
                    open = false;
                    break;
                case XmlNodeType.EndElement:
                    at = at.Parent!;
                    break;
            }
        }

        xml.Read();
        return root;
    }

    private static bool Read(XmlReader xml) => xml.Read() ? true : throw new InvalidDataException("The file ends within an element.");

    private static XElement Begin(XmlReader xml)
    {
        var element = new XElement(XName.Get(xml.LocalName, xml.NamespaceURI));
        while (xml.MoveToNextAttribute())
        {
            if (xml.NamespaceURI != XNamespace.Xmlns.NamespaceName && xml.Name != "xmlns")
            {
                element.SetAttributeValue(XName.Get(xml.LocalName, xml.NamespaceURI), xml.Value);
            }
        }

        xml.MoveToElement();
        return element;
    }

    private static void Bound(bool within, string beyond)
    {
        if (!within)
        {
            throw new InvalidDataException(beyond);
        }
    }

    /// <summary>Goes on to the next element of one of these names. False at the end.</summary>
    public static bool NextElement(XmlReader xml, params ReadOnlySpan<string> names)
    {
        // Whoever has read an element stands behind it already.
        while (!(xml.NodeType == XmlNodeType.Element && names.Contains(xml.LocalName)))
        {
            if (!xml.Read())
            {
                return false;
            }

            Bound(xml.Depth <= MaxDepth, $"There are more than {MaxDepth} elements inside each other.");
        }

        return true;
    }

    private sealed class WithoutControls(Stream file) : StreamReader(file)
    {
        public override int Read(char[] buffer, int index, int count)
        {
            var read = base.Read(buffer, index, count);
            foreach (ref var c in buffer.AsSpan(index, read))
            {
                c = c is < ' ' and not '\t' and not '\n' and not '\r' or '\ufffe' or '\uffff' ? ' ' : c;
            }

            return read;
        }
    }
}
