using System.IO.Compression;
using System.Security.Cryptography;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// A page as ready bytes. It shows the thread at one public version and is dropped when there is a newer one.
/// </summary>
/// <param name="version">The thread's public version.</param>
public sealed class ReadyPage(long version, byte[] body, bool personal = false)
{
    // Below this a packet is sent anyway, and the work of packing is for nothing.
    private const int WorthPacking = 1_200;

    // Fast enough for a page that a post makes stale in a moment; the next levels win little on pages this small.
    private const int Quality = 4;
    private const int Window = 18;

    private string? _tag;
    private byte[]? _brotli;
    private int _asked;

    /// <summary>The thread's public version that the page shows.</summary>
    public long Version { get; } = version;

    /// <summary>
    /// The page's entity tag (RFC 9110), quoted: its version and its bytes. The version alone does not tell what one
    /// reader sees, which depends on the reader and the time, nor a text that was rendered anew. It is made when the
    /// page is first sent; 50 KB take some 40 µs.
    /// </summary>
    public string Tag => _tag ??= $"\"p{Version}-{Convert.ToHexStringLower(SHA256.HashData(Body).AsSpan(0, 8))}\"";

    /// <summary>The entity tag of what everybody shares of a thread at a public version.</summary>
    public static string SharedTag(long version) => $"\"p{version}\"";

    /// <summary>The page shows something that only one reader sees.</summary>
    public bool Personal { get; } = personal;

    /// <summary>The page as UTF-8 JSON.</summary>
    public byte[] Body { get; } = body;

    /// <summary>
    /// The page packed with brotli, or null when it is not (yet) worth it: a page that is asked for once is not packed.
    /// </summary>
    public byte[]? Brotli()
    {
        if (_brotli is null && Body.Length >= WorthPacking && Interlocked.Increment(ref _asked) > 1)
        {
            var packed = new byte[BrotliEncoder.GetMaxCompressedLength(Body.Length)];
            _brotli = BrotliEncoder.TryCompress(Body, packed, out var length, Quality, Window) ? packed[..length] : Body;
        }

        return _brotli == Body ? null : _brotli;
    }
}

/// <summary>The answer to a request for a page: the page, or a refusal.</summary>
public readonly record struct PageReply(ReadyPage? Page, Refused? Refused);
