using System.Buffers;
using System.Text;
using NatComments.Core.Storage;

namespace NatComments.Core.Search;

/// <summary>Writes the documents of a segment, term by term. Not thread-safe.</summary>
/// <param name="id">Names the segment's documents.</param>
/// <param name="first">The number of its first comment.</param>
/// <param name="count">How many comments it covers.</param>
internal sealed class SegmentBuilder(long id, int first, int count)
{
    // 64 KiB: a page is found with one read and searched in microseconds; a million comments fill less than a thousand.
    private const int PageBytes = 64 * 1024;

    private readonly SearchSegment _segment = new(id, first, count, 0);
    private readonly List<DocumentChange> _documents = [];
    private readonly List<string> _directory = [];
    private readonly ArrayBufferWriter<byte> _page = new(PageBytes + 4_096);

    /// <summary>Adds a term and the packed comments it stands in. Terms come in the order of <see cref="TermOrder"/>, each once.</summary>
    public void Add(ReadOnlySpan<byte> term, ReadOnlySpan<byte> comments)
    {
        if (_page.WrittenCount == 0)
        {
            _directory.Add(Encoding.UTF8.GetString(term));
        }

        Write(term);
        Write(comments);
        if (_page.WrittenCount >= PageBytes)
        {
            Flush();
        }
    }

    /// <summary>The finished segment, and its documents.</summary>
    public (SearchSegment Segment, List<DocumentChange> Documents) Finish()
    {
        Flush();
        var segment = _segment with { Pages = _directory.Count };
        _documents.Add(new(segment.DirectoryKey, SegmentFormat.WriteDirectory(_directory)));
        return (segment, _documents);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        var to = _page.GetSpan(SegmentFormat.MaxNumberBytes + bytes.Length);
        var length = SegmentFormat.WriteNumber(to, bytes.Length);
        bytes.CopyTo(to[length..]);
        _page.Advance(length + bytes.Length);
    }

    private void Flush()
    {
        if (_page.WrittenCount > 0)
        {
            _documents.Add(new(_segment.PageKey(_documents.Count), _page.WrittenSpan.ToArray()));
            _page.ResetWrittenCount();
        }
    }
}
