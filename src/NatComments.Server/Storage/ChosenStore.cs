using NatComments.Core.Storage;
using NatComments.Server.Configuration;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Server.Storage;

/// <summary>The store that the settings choose: Redis when one is named, else the file in the data folder.</summary>
public static class ChosenStore
{
    private const string File = "natcomments.db";

    /// <summary>The database file of a data folder.</summary>
    public static string FileIn(string data) => Path.Combine(data, File);

    /// <summary>Opens it, and the keys of its secrets with it.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the code and the message say why.</exception>
    /// <exception cref="StartException">Its secrets cannot be opened; the message says what to do.</exception>
    public static async Task<SealedStore> Open(StorageOptions options)
    {
        IStore store = options.UsesRedis
            ? RedisStore.Open(new(options.Redis!)
            {
                Prefix = options.RedisPrefix,
                Timeout = TimeSpan.FromSeconds(options.RedisTimeoutSeconds),
            })
            : SqliteStore.Open(FileIn(options.Data));
        try
        {
            return await Sealing.Open(store, options);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>The store beneath the keys.</summary>
    public static IStore Bare(IStore store) => store is SealedStore over ? over.Inner : store;

    /// <summary>Where the data is, for the person at the screen; nothing secret.</summary>
    public static string Where(IStore store, StorageOptions options) => Bare(store) is RedisStore redis
        ? $"Redis at {redis.Where}"
        : Path.GetFullPath(options.Data);

    /// <summary>What the operator should know of the store's settings.</summary>
    public static IReadOnlyList<string> Warnings(IStore store) => Bare(store) is RedisStore redis ? redis.Warnings : [];
}
