using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace NatComments.Core.Threads;

/// <summary>Which page of a thread: the order, how many comments (replies count too), and after which.</summary>
/// <param name="Limit">1 to <see cref="MaxLimit"/>.</param>
/// <param name="After">A cursor from an earlier page of the same thread and order, or null for the first page.</param>
/// <param name="From">Instead of a cursor: begin with this comment, with those that it answers to above it.</param>
public readonly record struct PageQuery(PageSort Sort, int Limit, string? After = null, Guid? From = null)
{
    /// <summary>50: about what a reader scrolls through before the next page is wanted.</summary>
    public const int DefaultLimit = 50;

    /// <summary>200: some 150 KB of JSON at the most; more is better asked for in pages.</summary>
    public const int MaxLimit = 200;
}

/// <summary>
/// A place in a thread's order: behind which comment the next page begins. It names thread and order, so that a cursor of another
/// is recognised. It stays valid while others post and decide.
/// </summary>
/// <param name="Ordinal">The last comment of the page before.</param>
/// <param name="Likes">What the comment on the article above it was ordered by.</param>
internal readonly record struct PageCursor(int Ordinal, int Likes)
{
    private const int Size = 13;

    public string Write(ThreadId thread, PageSort sort)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = (byte)sort;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], thread.Fingerprint);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[5..], Ordinal);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[9..], Likes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for anything that <see cref="Write"/> did not make for this thread and order.</summary>
    public static bool TryRead(string text, ThreadId thread, PageSort sort, out PageCursor cursor)
    {
        Span<byte> bytes = stackalloc byte[Size];
        cursor = default;
        if (text.Length != Base64Url.GetEncodedLength(Size) || Base64Url.DecodeFromChars(text, bytes, out _, out _) != OperationStatus.Done
            || bytes[0] != (byte)sort || BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) != thread.Fingerprint)
        {
            return false;
        }

        cursor = new(BinaryPrimitives.ReadInt32LittleEndian(bytes[5..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[9..]));
        return cursor is { Ordinal: >= 0, Likes: >= 0 };
    }
}
