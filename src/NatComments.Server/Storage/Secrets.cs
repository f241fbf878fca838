using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Storage;

namespace NatComments.Server.Storage;

/// <summary>
/// The server's own key, made at the first start and kept in the store, so that every node over one store has the same. Everything
/// that the server signs or derives uses a key of its own made from it (HKDF, RFC 5869).
/// </summary>
public sealed class Secrets
{
    private const int KeyLength = 32;
    private const string Document = Storage.Sealing.Root;

    private readonly byte[] _root;

    private Secrets(byte[] root) => _root = root;

    /// <summary>Reads the key, or makes it if this is the first start.</summary>
    public static async Task<Secrets> Load(IStore store)
    {
        var root = await store.ReadDocument(Commit.ServerPartition, Document);
        if (root is null)
        {
            await store.TryCommit(new(Commit.ServerPartition, null, [new(Document, RandomNumberGenerator.GetBytes(KeyLength), MustBeAbsent: true)], [], []));
            root = await store.ReadDocument(Commit.ServerPartition, Document);
        }

        return new(root!);
    }

    /// <summary>A key for one purpose.</summary>
    public byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _root, KeyLength, info: Encoding.UTF8.GetBytes(purpose));

    /// <summary>An unguessable string of 22 letters (128 bits), for tokens and ids.</summary>
    public static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Under what a secret that a client holds is looked up: whoever reads the store cannot use it.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
