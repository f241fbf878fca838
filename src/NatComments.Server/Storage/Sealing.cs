using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Configuration;

namespace NatComments.Server.Storage;

/// <summary>
/// Puts a store behind its keys: finds them, makes the first one, seals a database that was kept in the open until now, and seals everything
/// anew when keys are changed.
/// </summary>
public static class Sealing
{
    /// <summary>The key that everything else is made from; sealed last, so that an interrupted first sealing is taken up again.</summary>
    public const string Root = ServerKeys.Root;

    // 500 documents read at a time.
    private const int Step = 500;

    // 8 tries for a document that people are changing meanwhile: the next look finds it sealed anew by their change.
    private const int MaxTries = 8;

    /// <summary>Opens a store with the keys that the settings lead to.</summary>
    /// <exception cref="StartException">The keys are missing or others than those that the data was sealed with; the message says what to do.</exception>
    public static async Task<SealedStore> Open(IStore inner, StorageOptions options)
    {
        var root = await inner.ReadDocument(Commit.ServerPartition, Root);
        var keys = SealingKeySource.Find(options);
        if (root is not null && SealingKeys.IsSealed(root))
        {
            Check(root, keys, options);
            return new(inner, keys!);
        }

        keys ??= SealingKeySource.Make(options);
        var store = new SealedStore(inner, keys);
        if (root is not null)
        {
            await SealFirst(store, root);
        }
        else
        {
            await Secrets.Load(store);
            Check((await inner.ReadDocument(Commit.ServerPartition, Root))!, keys, options);
        }

        return store;
    }

    /// <summary>How many documents are sealed with each key, by its id.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> Count(SealedStore store, CancellationToken stop)
    {
        var counts = new SortedDictionary<string, long>();
        await foreach (var (partition, key) in SecretsOf(store.Inner, stop))
        {
            if (await store.Inner.ReadDocument(partition, key, stop) is { } box && SealingKeys.IsSealed(box))
            {
                counts[SealingKeys.KeyOf(box)] = counts.GetValueOrDefault(SealingKeys.KeyOf(box)) + 1;
            }
        }

        return counts;
    }

    /// <summary>Seals with the newest key what is sealed with an older one. Interrupted, it is run again and goes on.</summary>
    /// <returns>How many documents were sealed anew.</returns>
    public static async Task<long> Renew(SealedStore store, Action<long>? progress, CancellationToken stop)
    {
        var (current, renewed) = (store.Keys.Current, 0L);
        await foreach (var (partition, key) in SecretsOf(store.Inner, stop))
        {
            renewed += await Renew(store, partition, key, current, stop) ? 1 : 0;
            progress?.Invoke(1);
        }

        return renewed;
    }

    // What changes accounts and settings changes the audit chain in the same commit: a commit at the version that was seen loses no change of theirs.
    private static async Task<bool> Renew(SealedStore store, string partition, string key, string current, CancellationToken stop)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var version = await store.Inner.ReadVersion(partition, AuditLog.Stream, stop);
            var value = await store.Inner.ReadDocument(partition, key, stop);
            if (value is null || (SealingKeys.IsSealed(value) && SealingKeys.KeyOf(value) == current))
            {
                return false;
            }

            var plain = SealingKeys.IsSealed(value) ? await store.ReadDocument(partition, key, stop) : value;
            var commit = new Commit(partition, new StreamAppend(AuditLog.Stream, version, []), [new(key, plain)], [], []) { Erases = true };
            if (await store.TryCommit(commit, stop) == CommitResult.Done)
            {
                return true;
            }
        }

        throw new StoreUnavailableException("thread-busy", $"{key} is being changed all the time. Run this again.");
    }

    // The chains first: from then on they are kept with keys. Then all that lay open, the root last.
    private static async Task SealFirst(SealedStore store, byte[] root)
    {
        var audit = new AuditLog(store, TimeProvider.System, await AuditKeyStore.Load(store));
        foreach (var partition in await Partitions(store.Inner))
        {
            await audit.Anchor(partition);
        }

        await foreach (var (partition, key) in SecretsOf(store.Inner, default))
        {
            if (key != Root)
            {
                await Renew(store, partition, key, store.Keys.Current, default);
            }
        }

        await store.TryCommit(new Commit(Commit.ServerPartition, null, [new(Root, root)], [], []) { Erases = true });
    }

    private static void Check(byte[] root, SealingKeys? keys, StorageOptions options)
    {
        if (keys is null)
        {
            throw new StartException(
                $"The secrets of this database are sealed with the key {SealingKeys.KeyOf(root)}, and no key is here. Put the file that holds it (it was made beside the data folder at the first start, as "
                + $"DATA{SealingKeySource.Ending}) to {SealingKeySource.Where(options)}, or give it in NatComments__SealingKey. Every machine over one Redis needs the same key.");
        }

        if (!SealingKeys.IsSealed(root) || !keys.CanOpen(root))
        {
            throw new StartException(
                $"The secrets of this database are sealed with the key {SealingKeys.KeyOf(root)}; {keys.Source} holds {string.Join(", ", keys.Ids)}. Put the right key there, after the ones that are there or in their place. "
                + "Every machine over one Redis needs the same key.");
        }

        try
        {
            keys.Open(Commit.ServerPartition, Root, root);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            throw new StartException($"{Root} was changed in the database: it is not what was sealed. Put a backup back.");
        }
    }

    private static async Task<IReadOnlyList<string>> Partitions(IStore store)
    {
        var sites = await store.ReadDocumentKeys(Commit.ServerPartition, ServerKeys.Sites, null, StoreLimits.MaxRead);
        return [Commit.ServerPartition, .. sites.Select(key => key[ServerKeys.Sites.Length..])];
    }

    private static async IAsyncEnumerable<(string Partition, string Key)> SecretsOf(IStore store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var partition in await Partitions(store))
        {
            foreach (var prefix in partition == Commit.ServerPartition ? SealedStore.OfServer : SealedStore.OfSite)
            {
                string? after = null;
                while (await store.ReadDocumentKeys(partition, prefix, after, Step, stop) is { Count: > 0 } keys)
                {
                    foreach (var key in keys.Where(SealedStore.IsSecret))
                    {
                        yield return (partition, key);
                    }

                    after = keys[^1];
                }
            }
        }
    }
}
