using System.Buffers;

namespace NatComments.Core.Search;

/// <summary>The terms of a segment one after the other, read in place. Not thread-safe.</summary>
/// <param name="pages">All its pages, in order.</param>
/// <param name="offset">By how much its comments move when it becomes part of a larger one.</param>
internal sealed class SegmentTerms(IReadOnlyList<byte[]> pages, int offset)
{
    private int _page;
    private int _at;
    private Range _term;
    private Range _comments;

    public ReadOnlySpan<byte> Term => pages[_page].AsSpan(_term);

    public ReadOnlySpan<byte> Comments => pages[_page].AsSpan(_comments);

    public int Offset => offset;

    /// <summary>Moves to the next term.</summary>
    /// <returns>False when there is none.</returns>
    public bool Next()
    {
        while (_page < pages.Count && _at == pages[_page].Length)
        {
            (_page, _at) = (_page + 1, 0);
        }

        if (_page == pages.Count)
        {
            return false;
        }

        _term = ReadRange();
        _comments = ReadRange();
        return true;
    }

    private Range ReadRange()
    {
        var length = SegmentFormat.ReadNumber(pages[_page], ref _at);
        var start = _at;
        _at += length;
        return start.._at;
    }
}

/// <summary>Makes one segment of several that lie side by side.</summary>
internal static class SegmentMerge
{
    /// <summary>Writes the terms of all segments, in order.</summary>
    /// <param name="segments">In the order of their comments.</param>
    public static void Write(IEnumerable<SegmentTerms> segments, SegmentBuilder into)
    {
        var waiting = segments.Where(terms => terms.Next()).ToList();
        var least = new List<SegmentTerms>();
        var comments = new ArrayBufferWriter<byte>();
        while (waiting.Count > 0)
        {
            FindLeast(waiting, least);
            comments.ResetWrittenCount();
            var last = 0;
            foreach (var terms in least)
            {
                last = Append(terms.Comments, terms.Offset, last, comments);
            }

            into.Add(least[0].Term, comments.WrittenSpan);
            foreach (var terms in least)
            {
                if (!terms.Next())
                {
                    waiting.Remove(terms);
                }
            }
        }
    }

    // Those that stand at the first term of all, in their order.
    private static void FindLeast(List<SegmentTerms> waiting, List<SegmentTerms> least)
    {
        least.Clear();
        foreach (var terms in waiting)
        {
            var order = least.Count == 0 ? 0 : TermOrder.Compare(terms.Term, least[0].Term);
            if (order < 0)
            {
                least.Clear();
            }

            if (order <= 0)
            {
                least.Add(terms);
            }
        }
    }

    // Only the first number changes: the others are steps. Returns the last number.
    private static int Append(ReadOnlySpan<byte> comments, int offset, int last, ArrayBufferWriter<byte> to)
    {
        var at = 0;
        var number = offset + SegmentFormat.ReadNumber(comments, ref at);
        var steps = comments[at..];
        var span = to.GetSpan(SegmentFormat.MaxNumberBytes + steps.Length);
        var length = SegmentFormat.WriteNumber(span, number - last);
        steps.CopyTo(span[length..]);
        to.Advance(length + steps.Length);
        for (at = 0; at < steps.Length;)
        {
            number += SegmentFormat.ReadNumber(steps, ref at);
        }

        return number;
    }
}

/// <summary>The order of terms in a segment: that of their UTF-16 units, compared as UTF-8.</summary>
internal static class TermOrder
{
    /// <summary>Below zero, zero or above, as <see cref="string.CompareOrdinal(string, string)"/> says of the same terms as strings.</summary>
    public static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var same = one.CommonPrefixLength(other);
        return same == one.Length || same == other.Length ? one.Length - other.Length : Place(one[same]) - Place(other[same]);
    }

    // Surrogates (four bytes of UTF-8, from F0) come before U+E000 (three bytes, from EE); otherwise both orders are the same.
    private static int Place(byte b) => b >= 0xF0 ? b - 2 : b >= 0xEE ? b + 16 : b;
}
