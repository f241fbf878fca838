using NatComments.Core.Storage;
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
    public static SealedStore Open(ServerOptions options)
    {
        var store = OpenBare(options);
        try
        {
            return Sealing.Open(store, options).GetAwaiter().GetResult();
        }
        catch
        {
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    // Without keys: its secrets are boxes.
    private static IStore OpenBare(ServerOptions options) => string.IsNullOrWhiteSpace(options.Redis)
        ? SqliteStore.Open(FileIn(options.Data))
        : RedisStore.Open(new(options.Redis) { Prefix = options.RedisPrefix, Timeout = TimeSpan.FromSeconds(options.RedisTimeoutSeconds) });

    /// <summary>The store beneath the keys.</summary>
    public static IStore Bare(IStore store) => store is SealedStore over ? over.Inner : store;

    /// <summary>Where the data is, for the person at the screen; nothing secret.</summary>
    public static string Where(IStore store, ServerOptions options) => Bare(store) is RedisStore redis
        ? $"Redis at {redis.Where}"
        : Path.GetFullPath(options.Data);

    /// <summary>What the operator should know of the store's settings.</summary>
    public static IReadOnlyList<string> Warnings(IStore store) => Bare(store) is RedisStore redis ? redis.Warnings : [];
}
