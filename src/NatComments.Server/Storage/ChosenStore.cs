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

    /// <summary>Opens it.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the code and the message say why.</exception>
    public static IStore Open(ServerOptions options) => string.IsNullOrWhiteSpace(options.Redis)
        ? SqliteStore.Open(FileIn(options.Data))
        : RedisStore.Open(new(options.Redis) { Prefix = options.RedisPrefix, Timeout = TimeSpan.FromSeconds(options.RedisTimeoutSeconds) });

    /// <summary>Where the data is, for the person at the screen; nothing secret.</summary>
    public static string Where(IStore store, ServerOptions options) => store is RedisStore redis
        ? $"Redis at {redis.Where}"
        : Path.GetFullPath(options.Data);

    /// <summary>What the operator should know of the store's settings.</summary>
    public static IReadOnlyList<string> Warnings(IStore store) => store is RedisStore redis ? redis.Warnings : [];
}
