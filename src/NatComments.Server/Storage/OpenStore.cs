using NatComments.Core.Audit;
using NatComments.Server.Configuration;

namespace NatComments.Server.Storage;

/// <summary>
/// The store of a server that is about to start, and what is read from it before anything else. It is opened before there
/// are services: no service waits for the store while it is made.
/// </summary>
internal sealed record OpenStore(ServingLock Lock, SealedStore Store, AuditKeys AuditKeys, Secrets Secrets) : IAsyncDisposable
{
    /// <summary>Opens the store that the settings choose.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the code and the message say why.</exception>
    /// <exception cref="StartException">Its secrets cannot be opened; the message says what to do.</exception>
    public static async Task<OpenStore> Open(StorageOptions options)
    {
        var held = ServingLock.Take(options);
        SealedStore? store = null;
        try
        {
            store = await ChosenStore.Open(options);
            return new(held, store, await AuditKeyStore.Load(store), await Secrets.Load(store));
        }
        catch
        {
            if (store is not null)
            {
                await store.DisposeAsync();
            }

            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Lock.Dispose();
    }
}
