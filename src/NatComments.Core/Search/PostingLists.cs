using System.Runtime.InteropServices;
using System.Text;
using NatComments.Core.Storage;

namespace NatComments.Core.Search;

/// <summary>The terms of a batch of comments, each with the comments it stands in, as they come. Not thread-safe.</summary>
internal sealed class PostingLists
{
    // An article's name with its sign, each UTF-16 unit at most three bytes.
    private const int MaxTermBytes = (StoreLimits.MaxName + 1) * 3;

    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly List<NumberList> _lists = [];

    /// <summary>Notes that a term stands in a comment. Comments come in increasing order.</summary>
    /// <returns>False when that was noted already.</returns>
    public bool Add(ReadOnlySpan<char> term, int comment)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms.GetAlternateLookup<ReadOnlySpan<char>>(), term, out var isKnown);
        if (!isKnown)
        {
            number = _lists.Count;
            _lists.Add(new());
        }

        return CollectionsMarshal.AsSpan(_lists)[number].Add(comment);
    }

    /// <summary>Writes all terms in their order.</summary>
    public void WriteTo(SegmentBuilder segment)
    {
        var (terms, numbers) = (new string[_terms.Count], new int[_terms.Count]);
        _terms.Keys.CopyTo(terms, 0);
        _terms.Values.CopyTo(numbers, 0);
        Array.Sort(terms, numbers, StringComparer.Ordinal);
        var lists = CollectionsMarshal.AsSpan(_lists);
        Span<byte> buffer = stackalloc byte[MaxTermBytes];
        for (var i = 0; i < terms.Length; i++)
        {
            segment.Add(buffer[..Encoding.UTF8.GetBytes(terms[i], buffer)], lists[numbers[i]].Bytes);
        }
    }
}

/// <summary>Increasing numbers as <see cref="SegmentFormat.Unpack"/> reads them.</summary>
internal struct NumberList
{
    private byte[]? _bytes;
    private int _length;
    private int _last;

    /// <summary>The numbers so far.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Adds a number that is not below the last.</summary>
    /// <returns>False when it is the last one again.</returns>
    public bool Add(int number)
    {
        if (_length > 0 && number == _last)
        {
            return false;
        }

        _bytes ??= new byte[8];
        if (_bytes.Length - _length < SegmentFormat.MaxNumberBytes)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        _length += SegmentFormat.WriteNumber(_bytes.AsSpan(_length), number - _last);
        _last = number;
        return true;
    }
}
