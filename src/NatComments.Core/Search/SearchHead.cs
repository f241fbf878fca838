using System.Text;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Search;

/// <summary>Where the search index of a site stands: how many comments it has taken in, and its segments in the order of their comments.</summary>
public sealed record SearchHead(int Count, long NextSegment, IReadOnlyList<SearchSegment> Segments)
{
    public static readonly SearchHead Empty = new(0, 1, []);

    /// <summary>The document that keeps it.</summary>
    public const string Key = SearchKeys.Head;

    // 8 segments of one size become one: each comment's terms are written log8 of all comments times.
    private const int Fan = 8;

    /// <summary>Segments side by side that should become one, or none: the newest <see cref="Fan"/> that are of about the same size.</summary>
    public IReadOnlyList<SearchSegment> Due()
    {
        for (var end = Segments.Count; end >= Fan; end--)
        {
            var tier = Tier(Segments[end - 1].Count);
            if (Segments.Skip(end - Fan).Take(Fan).All(segment => Tier(segment.Count) <= tier))
            {
                return [.. Segments.Skip(end - Fan).Take(Fan)];
            }
        }

        return [];
    }

    /// <summary>With several segments side by side replaced by one.</summary>
    public SearchHead Replace(IReadOnlyList<SearchSegment> old, SearchSegment merged) => this with
    {
        NextSegment = NextSegment + 1,
        Segments = [.. Segments.TakeWhile(s => s.First < merged.First), merged, .. Segments.SkipWhile(s => s.First <= old[^1].First)],
    };

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write(Count);
        to.Write(NextSegment);
        to.Write(Segments.Count);
        foreach (var segment in Segments)
        {
            to.Write(segment.Id);
            to.Write(segment.First);
            to.Write(segment.Count);
            to.Write(segment.Pages);
        }

        to.Flush();
        return bytes.ToArray();
    }

    public static SearchHead FromBytes(byte[]? bytes)
    {
        if (bytes is null)
        {
            return Empty;
        }

        using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var (count, next) = (from.ReadInt32(), from.ReadInt64());
        var segments = new SearchSegment[from.ReadInt32()];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = new(from.ReadInt64(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
        }

        return new(count, next, segments);
    }

    private static int Tier(int count) => (int)(Math.Log2(Math.Max(1, count)) / Math.Log2(Fan));
}
