using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Threads;
using NatComments.Server.Storage;

namespace NatComments.Server.Threads;

/// <summary>
/// Closes the cursors of pages. A thread's own cursor says how many comments came before a place, those included that nobody sees; outside it is encrypted and
/// carries a MAC, so that it tells nothing and none can be made up. The same place always has the same cursor: a page's bytes depend on nothing but the page.
/// </summary>
public sealed class CursorSeal(Secrets secrets)
{
    // 12 of 32 bytes: a forger has 2^96 tries before him, and each costs a request.
    private const int MacBytes = 12;

    // A thread's cursor has 13 bytes; the key stream of one HMAC covers twice as many.
    private const int MaxInner = 32;

    private readonly byte[] _mac = secrets.KeyFor("cursors-mac");
    private readonly byte[] _stream = secrets.KeyFor("cursors-encryption");

    /// <summary>The page with its cursor closed.</summary>
    public ThreadPage Close(ThreadPage page) =>
        page.Next is { } next ? page with { Next = Close(ThreadId.FromTrusted(page.Site, page.Article), next) } : page;

    /// <summary>The thread's own cursor, or null for what was not given out for this thread.</summary>
    public string? Open(ThreadId thread, string cursor)
    {
        var bytes = new byte[MacBytes + MaxInner];
        if (cursor.Length > Base64Url.GetEncodedLength(bytes.Length)
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done || length <= MacBytes)
        {
            return null;
        }

        var (mac, inner) = (bytes[..MacBytes], bytes[MacBytes..length]);
        Mask(mac, inner);
        return CryptographicOperations.FixedTimeEquals(mac, Mac(thread, inner)) ? Base64Url.EncodeToString(inner) : null;
    }

    private string Close(ThreadId thread, string next)
    {
        var inner = Base64Url.DecodeFromChars(next);
        var mac = Mac(thread, inner);
        Mask(mac, inner);
        return Base64Url.EncodeToString([.. mac, .. inner]);
    }

    private byte[] Mac(ThreadId thread, byte[] inner) =>
        HMACSHA256.HashData(_mac, (byte[])[.. Encoding.UTF8.GetBytes(thread.ToString()), 0, .. inner])[..MacBytes];

    // The MAC is what makes each key stream another one (as in SIV mode, RFC 5297).
    private void Mask(byte[] mac, byte[] inner)
    {
        var stream = HMACSHA256.HashData(_stream, mac);
        for (var i = 0; i < inner.Length; i++)
        {
            inner[i] ^= stream[i];
        }
    }
}
