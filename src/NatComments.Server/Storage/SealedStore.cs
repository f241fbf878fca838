using System.Security.Cryptography;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Server.Storage;

/// <summary>
/// The store as the program sees it: the few documents that hold secrets are sealed on their way in and opened on their way out. Everything
/// else passes untouched, and a post, which holds none of them, pays two comparisons of its keys.
/// </summary>
public sealed class SealedStore(IStore inner, SealingKeys keys) : IStore
{
    /// <summary>The store beneath, which sees boxes only.</summary>
    public IStore Inner => inner;

    /// <summary>What seals.</summary>
    public SealingKeys Keys => keys;

    /// <summary>The beginnings of the keys of documents that are sealed, in the server's partition.</summary>
    /// <remarks><c>secret/</c>: the root key, the keys of days, the keys of audit chains. <c>account/id/</c>: password hashes and secrets of second factors.</remarks>
    public static readonly IReadOnlyList<string> OfServer = StoreKeys.SealedOfServer;

    /// <summary>The same in the partition of a site: shared secrets of single sign-on.</summary>
    public static readonly IReadOnlyList<string> OfSite = StoreKeys.SealedOfSite;

    /// <summary>True for a document that is sealed.</summary>
    public static bool IsSecret(string key) =>
        key.StartsWith(ServerKeys.Secrets, StringComparison.Ordinal) || key.StartsWith(AccountKeys.Ids, StringComparison.Ordinal)
        || key == SiteKeys.ReaderSettings;

    /// <inheritdoc/>
    public ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default)
    {
        for (var i = 0; i < commit.Documents.Count; i++)
        {
            if (commit.Documents[i].Value is not null && IsSecret(commit.Documents[i].Key))
            {
                return inner.TryCommit(commit with { Documents = [.. commit.Documents.Select(document => Seal(commit.Partition, document))] }, stop);
            }
        }

        return inner.TryCommit(commit, stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default) =>
        inner.ReadEvents(partition, stream, afterVersion, limit, stop);

    /// <inheritdoc/>
    public ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default) => inner.ReadVersion(partition, stream, stop);

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default) =>
        IsSecret(key) ? ReadSecret(partition, key, stop) : inner.ReadDocument(partition, key, stop);

    /// <inheritdoc/>
    public ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (IsSecret(keys[i]))
            {
                return ReadSecrets(partition, keys, stop);
            }
        }

        return inner.ReadDocuments(partition, keys, stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default) =>
        inner.ReadEntries(partition, index, range, stop);

    /// <inheritdoc/>
    public ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default) => inner.ReadCounters(partition, names, stop);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default) =>
        inner.ReadStreamNames(partition, prefix, after, limit, stop);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default) =>
        inner.ReadDocumentKeys(partition, prefix, after, limit, stop);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private DocumentChange Seal(string partition, DocumentChange document) =>
        document.Value is { } value && IsSecret(document.Key) ? document with { Value = keys.Seal(partition, document.Key, value) } : document;

    private async ValueTask<byte[]?> ReadSecret(string partition, string key, CancellationToken stop) =>
        await inner.ReadDocument(partition, key, stop) is { } box ? Open(partition, key, box) : null;

    private async ValueTask<byte[]?[]> ReadSecrets(string partition, IReadOnlyList<string> keys, CancellationToken stop)
    {
        var read = await inner.ReadDocuments(partition, keys, stop);
        return [.. read.Select((value, i) => value is not null && IsSecret(keys[i]) ? Open(partition, keys[i], value) : value)];
    }

    private byte[] Open(string partition, string key, byte[] box)
    {
        try
        {
            return keys.Open(partition, key, box);
        }
        catch (CryptographicException e)
        {
            throw new StoreUnavailableException("store-sealed", $"{key} cannot be opened with the keys from {keys.Source}.", e);
        }
    }
}
