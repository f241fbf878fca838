using System.Security.Cryptography;
using System.Text;

namespace NatComments.Core.Audit;

/// <summary>
/// The keys that audit records are vouched for with. Their bytes end with <c>,"mac":"…"}</c>: HMAC-SHA-256 over the chain's partition and the record
/// without that ending. Whoever can write the database but does not have the key cannot make a record, however well they compute digests.
/// </summary>
/// <param name="current">The id of the key for new records.</param>
/// <param name="keys">Every key by its id, also those that are no longer used for new records.</param>
public sealed class AuditKeys(string current, IReadOnlyDictionary<string, byte[]> keys)
{
    private const int MacDigits = 2 * HMACSHA256.HashSizeInBytes;

    // A head is told apart from a record, which is JSON.
    private const string HeadPurpose = "head";

    private static readonly byte[] Before = ",\"mac\":\""u8.ToArray();
    private static readonly byte[] After = "\"}"u8.ToArray();

    /// <summary>The id of the key for new records.</summary>
    public string Current => current;

    /// <summary>True when a key is here.</summary>
    public bool Has(string id) => keys.ContainsKey(id);

    /// <summary>A record's bytes with its MAC at their end.</summary>
    public byte[] Sign(string partition, byte[] record) =>
        [.. record.AsSpan(0, record.Length - 1), .. Before, .. Encoding.ASCII.GetBytes(Mac(current, partition, record.AsSpan(0, record.Length - 1))), .. After];

    /// <summary>True when the MAC at the end of a record's bytes was made with this key for this chain.</summary>
    public bool IsGood(string partition, string key, ReadOnlySpan<byte> record)
    {
        var ending = Before.Length + MacDigits + After.Length;
        return record.Length > ending && record[^ending..].StartsWith(Before) && record.EndsWith(After) && Has(key)
            && CryptographicOperations.FixedTimeEquals(record.Slice(record.Length - MacDigits - After.Length, MacDigits), Encoding.ASCII.GetBytes(Mac(key, partition, record[..^ending])));
    }

    /// <summary>The MAC of what a head is written down as elsewhere.</summary>
    public string SignHead(string line) => Mac(current, HeadPurpose, Encoding.UTF8.GetBytes(line));

    /// <summary>True when a written-down head was made with this key.</summary>
    public bool IsGoodHead(string key, string line, string mac) =>
        Has(key) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mac(key, HeadPurpose, Encoding.UTF8.GetBytes(line))), Encoding.ASCII.GetBytes(mac));

    private string Mac(string key, string of, ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys[key], (byte[])[.. Encoding.UTF8.GetBytes(of + "\n"), .. bytes]));
}
