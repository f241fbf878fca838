using System.Numerics;
using System.Text;
using NatComments.Core.Storage;

namespace NatComments.Core.Search;

/// <summary>A finished part of the search index: which terms stand in which of its comments. Never changed, only merged into a larger one.</summary>
/// <param name="Id">Names its documents; never used again.</param>
/// <param name="First">The number of its first comment.</param>
/// <param name="Count">How many comments it covers: those from <paramref name="First"/> on without a gap.</param>
/// <param name="Pages">How many documents hold its terms.</param>
public sealed record SearchSegment(long Id, int First, int Count, int Pages)
{
    /// <summary>The document that holds the first term of each page.</summary>
    public string DirectoryKey => $"search/{Id}/directory";

    /// <summary>A document with terms in order, each with the comments it stands in.</summary>
    public string PageKey(int page) => $"search/{Id}/{page}";

    /// <summary>Every document of the segment.</summary>
    public IEnumerable<string> Keys() => Enumerable.Range(0, Pages).Select(PageKey).Append(DirectoryKey);
}

/// <summary>A term and the comments it stands in: their distances to the segment's first, increasing.</summary>
public readonly record struct Posting(string Term, byte[] Comments);

/// <summary>Takes a term and the bytes of the comments it stands in.</summary>
public delegate void PostingVisitor(string term, ReadOnlySpan<byte> comments);

/// <summary>Writes and reads the bytes of segments: terms in order of their code units, lists of numbers as differences in seven-bit groups.</summary>
public static class SegmentFormat
{
    // 64 KiB: a page is found with one read and searched in microseconds; a million comments fill less than a thousand.
    private const int PageBytes = 64 * 1024;

    /// <summary>The documents of a segment with these terms, which must be in ordinal order.</summary>
    public static (SearchSegment Segment, List<DocumentChange> Documents) Write(long id, int first, int count, IEnumerable<Posting> postings)
    {
        var documents = new List<DocumentChange>();
        var directory = new List<string>();
        var segment = new SearchSegment(id, first, count, 0);
        var page = new MemoryStream(PageBytes + 4_096);
        var to = new BinaryWriter(page, Encoding.UTF8);
        foreach (var (term, comments) in postings)
        {
            if (page.Length == 0)
            {
                directory.Add(term);
            }

            to.Write(term);
            to.Write7BitEncodedInt(comments.Length);
            to.Write(comments);
            if (page.Length >= PageBytes)
            {
                Flush();
            }
        }

        Flush();
        segment = segment with { Pages = directory.Count };
        documents.Add(new(segment.DirectoryKey, WriteDirectory(directory)));
        return (segment, documents);

        void Flush()
        {
            if (page.Length > 0)
            {
                documents.Add(new(segment.PageKey(documents.Count), page.ToArray()));
                page.SetLength(0);
            }
        }
    }

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

    /// <summary>The terms of a page, in order.</summary>
    public static IEnumerable<Posting> ReadPage(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        while (from.BaseStream.Position < bytes.Length)
        {
            var term = from.ReadString();
            yield return new(term, from.ReadBytes(from.Read7BitEncodedInt()));
        }
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
            var length = ReadLength(page, ref at);
            var term = page.Slice(at, length);
            at += length;
            length = ReadLength(page, ref at);
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

    private static int ReadLength(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (length, shift) = (0, 0);
        byte b;
        do
        {
            b = bytes[at++];
            length |= (b & 0x7f) << shift;
            shift += 7;
        }
        while (b > 0x7f);
        return length;
    }

    /// <summary>Increasing numbers as bytes.</summary>
    public static byte[] Pack(List<int> numbers)
    {
        var (length, last) = (0, 0);
        foreach (var number in numbers)
        {
            length += 1 + (BitOperations.Log2((uint)(number - last) | 1) / 7);
            last = number;
        }

        var bytes = new byte[length];
        var at = last = 0;
        foreach (var number in numbers)
        {
            var step = (uint)(number - last);
            last = number;
            for (; step > 0x7f; step >>= 7)
            {
                bytes[at++] = (byte)(step | 0x80);
            }

            bytes[at++] = (byte)step;
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote, each number moved by <paramref name="by"/>.</summary>
    public static void Unpack(ReadOnlySpan<byte> bytes, int by, List<int> into)
    {
        var last = by;
        for (var i = 0; i < bytes.Length;)
        {
            var (step, shift) = (0, 0);
            byte b;
            do
            {
                b = bytes[i++];
                step |= (b & 0x7f) << shift;
                shift += 7;
            }
            while (b > 0x7f);
            into.Add(last += step);
        }
    }

    /// <summary>The terms of several segments that lie side by side, as those of one that begins where the first does.</summary>
    /// <param name="sources">The terms of each, in order, and by how much its comments are moved.</param>
    public static IEnumerable<Posting> Merge(IReadOnlyList<(IEnumerable<Posting> Terms, int Offset)> sources)
    {
        var queue = new PriorityQueue<(IEnumerator<Posting> Terms, int Offset, int Place), (string Term, int Place)>(
            Comparer<(string Term, int Place)>.Create((a, b) => string.CompareOrdinal(a.Term, b.Term) is var by and not 0 ? by : a.Place - b.Place));
        for (var i = 0; i < sources.Count; i++)
        {
            Add(sources[i].Terms.GetEnumerator(), sources[i].Offset, i);
        }

        var numbers = new List<int>();
        while (queue.TryPeek(out _, out var next))
        {
            var term = next.Term;
            numbers.Clear();
            while (queue.TryPeek(out _, out var same) && same.Term == term)
            {
                var (terms, offset, place) = queue.Dequeue();
                Unpack(terms.Current.Comments, offset, numbers);
                Add(terms, offset, place);
            }

            yield return new(term, Pack(numbers));
        }

        void Add(IEnumerator<Posting> terms, int offset, int place)
        {
            if (terms.MoveNext())
            {
                queue.Enqueue((terms, offset, place), (terms.Current.Term, place));
            }
        }
    }

    private static byte[] WriteDirectory(List<string> terms)
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
}
