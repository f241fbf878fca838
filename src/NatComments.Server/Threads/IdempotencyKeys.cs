using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Threads;

/// <summary>
/// What makes a repeated post the same post: a secret that only the client has, sent as the header <c>Idempotency-Key</c> or by a hidden field of
/// the plain form. The comment's id and its guest author are derived from it (HMAC-SHA-256), so that a retry finds them again on any node and nothing is
/// remembered. Neither the id nor the author, which everybody sees, gives the key away.
/// </summary>
public sealed class IdempotencyKeys(Secrets secrets)
{
    /// <summary>The header that carries a key.</summary>
    public const string Header = "Idempotency-Key";

    // 16 bytes: as many as a UUID has.
    private const int IdBytes = 16;

    private readonly byte[] _comments = secrets.KeyFor("keyed-comments");
    private readonly byte[] _authors = secrets.KeyFor("keyed-authors");

    /// <summary>The key of a request; null when it brings none. Refused when it is too short, too long or not of visible ASCII.</summary>
    public static Result<string?> Of(HttpContext http) =>
        http.Request.Headers[Header] is { Count: > 0 } header
            ? IsGood(header.ToString()) ? header.ToString() : new Refusal(Problems.InvalidIdempotencyKey)
            : (string?)null;

    /// <summary>True for a key that can stand for a post.</summary>
    public static bool IsGood(string key) => key.Length is >= RequestLimits.MinIdempotencyKey and <= RequestLimits.MaxIdempotencyKey && key.All(c => c is > ' ' and <= '~');

    /// <summary>The id of the comment that is posted with a key.</summary>
    public Guid Comment(ThreadId thread, string key)
    {
        var id = Derive(_comments, thread, key);

        // The bits that say "random" in a UUID (version 4, RFC 9562).
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new(id, bigEndian: true);
    }

    /// <summary>The guest who posts with a key: an author of this one comment.</summary>
    public string Author(ThreadId thread, string key) => Convert.ToHexStringLower(Derive(_authors, thread, key));

    private static Span<byte> Derive(byte[] secret, ThreadId thread, string key) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{thread.Site}\n{thread.Article}\n{key}")).AsSpan(0, IdBytes);
}
