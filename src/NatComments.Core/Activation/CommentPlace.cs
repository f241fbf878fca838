using System.Buffers.Binary;
using System.Text;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Activation;

/// <summary>
/// Where a comment is: in which thread of its site, and at which place of the search index. It is written with the
/// comment itself and must not be there before, so that an id belongs to one comment of a site, whatever the thread.
/// </summary>
/// <param name="Article">Null for a comment of before, whose thread only the search index knows.</param>
/// <param name="Index">Null for a comment that the search index does not have (yet).</param>
public readonly record struct CommentPlace(string? Article, int? Index)
{
    private const int NoIndex = -1;

    /// <summary>
    /// The document that says where a comment is. Its name is that of the search index, which was the first to need it.
    /// </summary>
    public static string Key(Guid comment) => SearchKeys.Place(comment);

    public static CommentPlace FromBytes(byte[] bytes) => new(
        bytes.Length == sizeof(int) ? null : Encoding.UTF8.GetString(bytes.AsSpan(sizeof(int))),
        BinaryPrimitives.ReadInt32LittleEndian(bytes) is var index and not NoIndex ? index : null);

    public byte[] ToBytes()
    {
        var article = Article ?? "";
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(article)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Index ?? NoIndex);
        Encoding.UTF8.GetBytes(article, bytes.AsSpan(sizeof(int)));
        return bytes;
    }
}
