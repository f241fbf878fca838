using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Server.Storage;

/// <summary>
/// The keys of audit chains. Each is made from a sealing key (HKDF) and kept sealed in the store, so that records can still be checked when the
/// sealing key they were vouched for with has been thrown away.
/// </summary>
internal static class AuditKeyStore
{
    private const string Purpose = "audit";

    /// <summary>Every key that records may have been vouched for with; those of the sealing keys at hand are written down when they are new.</summary>
    public static async Task<AuditKeys> Load(SealedStore store)
    {
        var kept = await store.ReadDocumentKeys(Commit.ServerPartition, ServerKeys.AuditKeys, null, StoreLimits.MaxRead);
        var read = await store.ReadDocuments(Commit.ServerPartition, kept);
        var keys = kept.Zip(read).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First[ServerKeys.AuditKeys.Length..], pair => pair.Second!);
        foreach (var (id, key) in store.Keys.KeysFor(Purpose))
        {
            if (keys.TryAdd(id, key))
            {
                await store.TryCommit(new(Commit.ServerPartition, null, [new(ServerKeys.AuditKey(id), key)], [], []));
            }
        }

        return new(store.Keys.Current, keys);
    }
}
