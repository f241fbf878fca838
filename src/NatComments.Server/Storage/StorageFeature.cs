using NatComments.Core.Storage;
using NatComments.Server.Configuration;

namespace NatComments.Server.Storage;

/// <summary>The store: what is there.</summary>
internal static class StorageFeature
{
    /// <summary>Adds the store. It is closed when the server ends, after everything that uses it.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, OpenStore open) => services
        .AddFeatureOptions<StorageOptions>()
        .AddSingleton(_ => open.Lock)
        .AddSingleton(s =>
        {
            // What is made first is disposed last: the lock is let go when the store is closed.
            _ = s.GetRequiredService<ServingLock>();
            return open.Store;
        })
        .AddSingleton<IStore>(s => s.GetRequiredService<SealedStore>())
        .AddSingleton(open.AuditKeys)
        .AddSingleton(open.Secrets)
        .AddHostedService<StoreWatch>();
}
