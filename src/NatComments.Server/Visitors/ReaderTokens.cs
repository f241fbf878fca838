using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NatComments.Server.Storage;

namespace NatComments.Server.Visitors;

/// <summary>
/// What makes somebody the author of their comments on one site: <c>site.author.end.signature</c>, signed with HMAC-SHA-256. Nothing is
/// kept for it on the server, and nothing in it says who the person is.
/// </summary>
public sealed class ReaderTokens(Secrets secrets, TimeProvider clock, TimeSpan lifetime)
{
    // 16 of 32 bytes: a forger has 2^128 tries before him, and the token stays short.
    private const int SignatureLength = 16;
    private const int MaxLength = 200;

    // The milliseconds of a UUID of version 7, in hexadecimal digits.
    private const int TimePart = 12;

    // 12 hours: a day's reading needs one proof, and a token that leaked is worth nothing tomorrow.
    private static readonly TimeSpan Proven = TimeSpan.FromHours(12);

    private readonly Signer _tokens = new(secrets.KeyFor("reader-tokens"));
    private readonly Signer _feeds = new(secrets.KeyFor("feeds"));
    private readonly Signer _receipts = new(secrets.KeyFor("receipts"));

    /// <summary>A new author on a site. The id is public and random: it proves nothing, and does not say when somebody came.</summary>
    public static string NewAuthor() => Guid.NewGuid().ToString("N");

    /// <summary>A token for an author, with a full lifetime before it: hours for one who can prove themselves again, else what the settings say.</summary>
    public string Make(string site, string author)
    {
        var end = (clock.GetUtcNow() + (author[0] is Pseudonyms.Mark or SignOn.Mark ? Proven : lifetime)).ToUnixTimeSeconds();
        var signed = string.Create(CultureInfo.InvariantCulture, $"{site}.{author}.{end}");
        return $"{signed}.{_tokens.Sign(signed)}";
    }

    /// <summary>The author of a token of this site; null when it is forged, of another site, or has ended.</summary>
    public string? Author(string token, string site)
    {
        if (token.Length > MaxLength || token.LastIndexOf('.') is not (> 0 and var at))
        {
            return null;
        }

        var signed = token[..at];
        var good = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(_tokens.Sign(signed)), Encoding.UTF8.GetBytes(token[(at + 1)..]));
        return good && signed.Split('.') is [var of, var author, var end] && of == site
            && long.Parse(end, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds()
            ? author
            : null;
    }

    /// <summary>
    /// The receipt of a comment: always the same for one comment, and not to be guessed from its id. It begins as the id does, so that receipts lie
    /// side by side in the store as well.
    /// </summary>
    public string Receipt(string site, string article, Guid comment) =>
        $"{site}~{comment.ToString("N")[..TimePart]}{_receipts.Sign($"{site}\n{article}\n{comment:N}")}";

    /// <summary>What stands in the address of the private feed of an author: the author, and what nobody else can make.</summary>
    /// <param name="turn">Empty for the first address, else what tells it from those before.</param>
    public string FeedKey(string site, string author, string turn) => $"{author}~{_feeds.Sign(turn.Length == 0 ? $"{site}\n{author}" : $"{site}\n{author}\n{turn}")}";

    /// <summary>Whether this is what stands in the address of an author's private feed.</summary>
    public bool IsFeedKey(string site, string author, string turn, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(FeedKey(site, author, turn)), Encoding.UTF8.GetBytes(key));

    // A hash that is kept is made ready for its next text in half the time that a new one takes.
    private sealed class Signer(byte[] key)
    {
        private readonly ThreadLocal<IncrementalHash> _hash = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));

        public string Sign(string text)
        {
            Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
            _hash.Value!.AppendData(Encoding.UTF8.GetBytes(text));
            _hash.Value.GetHashAndReset(mac);
            return Base64Url.EncodeToString(mac[..SignatureLength]);
        }
    }
}
