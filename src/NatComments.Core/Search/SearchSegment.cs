using System.Text;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Search;

/// <summary>A finished part of the search index: which terms stand in which of its comments. Never changed, only merged into a larger one.</summary>
/// <param name="Id">Names its documents; never used again.</param>
/// <param name="First">The number of its first comment.</param>
/// <param name="Count">How many comments it covers: those from <paramref name="First"/> on without a gap.</param>
/// <param name="Pages">How many documents hold its terms.</param>
public sealed record SearchSegment(long Id, int First, int Count, int Pages)
{
    /// <summary>The document that holds the first term of each page.</summary>
    public string DirectoryKey => SearchKeys.Directory(Id);

    /// <summary>A document with terms in order, each with the comments it stands in.</summary>
    public string PageKey(int page) => SearchKeys.Page(Id, page);

    /// <summary>Every document of the segment.</summary>
    public IEnumerable<string> Keys() => Enumerable.Range(0, Pages).Select(PageKey).Append(DirectoryKey);
}

/// <summary>Takes a term and the bytes of the comments it stands in.</summary>
public delegate void PostingVisitor(string term, ReadOnlySpan<byte> comments);

/// <summary>Writes and reads the bytes of segments: terms in order of their code units, lists of numbers as differences in seven-bit groups.</summary>
public static class SegmentFormat
{
    /// <summary>The bytes of the largest number.</summary>
    internal const int MaxNumberBytes = 5;

    /// <summary>The first terms of the pages.</summary>
    public static string[] ReadDirectory(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var terms = new string[from.Read7BitEncodedInt()];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = from.ReadString();
        }

        return terms;
    }

    /// <summary>Writes what <see cref="ReadDirectory"/> reads.</summary>
    internal static byte[] WriteDirectory(List<string> terms)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write7BitEncodedInt(terms.Count);
        foreach (var term in terms)
        {
            to.Write(term);
        }

        to.Flush();
        return bytes.ToArray();
    }

    /// <summary>
    /// Gives the terms of a page that begin with these bytes of UTF-8 to <paramref name="found"/>. Passes over the others without reading them
    /// out: a page has thousands, a question wants few.
    /// </summary>
    public static void Scan(ReadOnlySpan<byte> page, ReadOnlySpan<byte> prefix, PostingVisitor found)
    {
        var any = false;
        for (var at = 0; at < page.Length;)
        {
            var length = ReadNumber(page, ref at);
            var term = page.Slice(at, length);
            at += length;
            length = ReadNumber(page, ref at);
            if (term.StartsWith(prefix))
            {
                any = true;
                found(Encoding.UTF8.GetString(term), page.Slice(at, length));
            }
            else if (any)
            {
                return;
            }

            at += length;
        }
    }

    /// <summary>Reads a number in seven-bit groups, lowest first, and moves behind it.</summary>
    internal static int ReadNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (number, shift) = (0, 0);
        byte b;
        do
        {
            b = bytes[at++];
            number |= (b & 0x7f) << shift;
            shift += 7;
        }
        while (b > 0x7f);
        return number;
    }

    /// <summary>Writes a number as <see cref="ReadNumber"/> reads it.</summary>
    /// <returns>How many bytes, at most <see cref="MaxNumberBytes"/>.</returns>
    internal static int WriteNumber(Span<byte> to, int number)
    {
        var length = 0;
        var left = (uint)number;
        for (; left > 0x7f; left >>= 7)
        {
            to[length++] = (byte)(left | 0x80);
        }

        to[length++] = (byte)left;
        return length;
    }

    /// <summary>Increasing numbers as bytes: the first, then the step from each to the next.</summary>
    public static byte[] Pack(List<int> numbers)
    {
        var list = new NumberList();
        foreach (var number in numbers)
        {
            list.Add(number);
        }

        return list.Bytes.ToArray();
    }

    /// <summary>Reads what <see cref="Pack"/> wrote, each number moved by <paramref name="by"/>.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int by, List<int> into)
    {
        var last = by;
        for (var at = 0; at < bytes.Length;)
        {
            into.Add(last += ReadNumber(bytes, ref at));
        }
    }
}
