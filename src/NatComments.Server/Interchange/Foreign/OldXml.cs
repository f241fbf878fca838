using System.Xml;

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

    /// <summary>Begins to read a file.</summary>
    public static XmlReader Open(Stream file) => XmlReader.Create(new WithoutControls(file), Settings);

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
