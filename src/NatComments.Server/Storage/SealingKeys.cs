using System.Security.Cryptography;
using System.Text;

namespace NatComments.Server.Storage;

/// <summary>
/// The keys that secrets in the store are sealed with (AES-256-GCM). They live outside the data: whoever has the database, a backup or the disk of
/// Redis alone opens nothing. The first key seals, every key opens, so that keys can be changed while servers run.
/// </summary>
public sealed class SealingKeys
{
    /// <summary>256 bits: the key of AES-256.</summary>
    public const int KeyLength = 32;

    // "ncs1": no JSON and no text of ours begins so.
    private static readonly byte[] Magic = "ncs1"u8.ToArray();

    // 64 bits name a key; they are a digest of it and say nothing about it.
    private const int IdLength = 8;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 4 + IdLength;

    private readonly Func<IReadOnlyList<byte[]>?>? _again;
    private volatile Ring _ring;

    /// <summary>Takes the keys, the newest first.</summary>
    /// <param name="source">Where they come from, in words for the operator.</param>
    /// <param name="again">Reads them once more when they have changed since, else null: another process may have added one.</param>
    public SealingKeys(IReadOnlyList<byte[]> keys, string source, Func<IReadOnlyList<byte[]>?>? again = null)
    {
        (_ring, Source, _again) = (new(keys), source, again);
    }

    /// <summary>Where the keys come from, in words for the operator.</summary>
    public string Source { get; }

    /// <summary>True when the first key was made by this very start.</summary>
    public bool IsNew { get; init; }

    /// <summary>Raised when the keys were read again and another one seals from now on.</summary>
    internal event Action<string>? Rotated;

    /// <summary>The id of the key that seals.</summary>
    public string Current => Fresh().Ids[0];

    /// <summary>The ids of all keys, the newest first.</summary>
    public IReadOnlyList<string> Ids => Fresh().Ids;

    /// <summary>The id of a key: 16 hexadecimal digits.</summary>
    public static string IdOf(ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(SHA256.HashData([.. "natcomments sealing key\n"u8, .. key]).AsSpan(0, IdLength));

    /// <summary>A new key, as it is written down: base64.</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength));

    /// <summary>True for what <see cref="Seal"/> made.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> value) => value.Length >= HeadLength + NonceLength + TagLength && value.StartsWith(Magic);

    /// <summary>The id of the key that a box was sealed with.</summary>
    public static string KeyOf(ReadOnlySpan<byte> box) => Convert.ToHexStringLower(box.Slice(Magic.Length, IdLength));

    /// <summary>True when the key of a box is here.</summary>
    public bool CanOpen(ReadOnlySpan<byte> box) => Find(KeyOf(box)) is not null;

    /// <summary>Seals a value for its place. A box that is moved to another place does not open there.</summary>
    public byte[] Seal(string partition, string name, ReadOnlySpan<byte> plain)
    {
        var ring = Fresh();
        var box = new byte[HeadLength + NonceLength + TagLength + plain.Length];
        Magic.CopyTo(box, 0);
        Convert.FromHexString(ring.Ids[0]).CopyTo(box, Magic.Length);
        var nonce = box.AsSpan(HeadLength, NonceLength);
        var tag = box.AsSpan(HeadLength + NonceLength, TagLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(ring.Keys[0], TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(HeadLength + NonceLength + TagLength), tag, Place(partition, name, box.AsSpan(0, HeadLength)));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> made for this place.</summary>
    /// <exception cref="CryptographicException">Its key is not here, or it was made for another place, or changed.</exception>
    public byte[] Open(string partition, string name, ReadOnlySpan<byte> box)
    {
        var key = IsSealed(box) ? Find(KeyOf(box)) : null;
        if (key is null)
        {
            throw new CryptographicException($"{name} is not sealed with a key that is here.");
        }

        var plain = new byte[box.Length - HeadLength - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            box.Slice(HeadLength, NonceLength), box[(HeadLength + NonceLength + TagLength)..], box.Slice(HeadLength + NonceLength, TagLength), plain, Place(partition, name, box[..HeadLength]));
        return plain;
    }

    /// <summary>A key for one purpose, made from each of the keys (HKDF, RFC 5869), by their ids.</summary>
    public IReadOnlyDictionary<string, byte[]> KeysFor(string purpose)
    {
        var ring = Fresh();
        return ring.Ids.Zip(ring.Keys).ToDictionary(
            pair => pair.First, pair => HKDF.DeriveKey(HashAlgorithmName.SHA256, pair.Second, KeyLength, info: Encoding.UTF8.GetBytes(purpose)));
    }

    private byte[]? Find(string id) => _ring.Of(id) ?? Fresh().Of(id);

    // Sealing and opening are rare beside what they stand for (an account, a setting); one look at the file's time each is not felt.
    private Ring Fresh()
    {
        if (_again?.Invoke() is { Count: > 0 } keys)
        {
            var before = _ring.Ids[0];
            _ring = new(keys);
            if (_ring.Ids[0] != before)
            {
                Rotated?.Invoke(_ring.Ids[0]);
            }
        }

        return _ring;
    }

    private static byte[] Place(string partition, string name, ReadOnlySpan<byte> head) =>
        [.. head, .. Encoding.UTF8.GetBytes($"{partition}\n{name}")];

    private sealed class Ring(IReadOnlyList<byte[]> keys)
    {
        public IReadOnlyList<byte[]> Keys { get; } = keys;

        public IReadOnlyList<string> Ids { get; } = [.. keys.Select(key => IdOf(key))];

        public byte[]? Of(string id)
        {
            for (var i = 0; i < Ids.Count; i++)
            {
                if (Ids[i] == id)
                {
                    return Keys[i];
                }
            }

            return null;
        }
    }
}
