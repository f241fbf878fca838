using System.Globalization;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>Looks at version, role and settings of the Redis servers. What would lose data unseen is refused; what a site may choose is said plainly.</summary>
internal static class RedisServerCheck
{
    private const string NoFile =
        "appendonly is off: a restart of Redis loses what came since its last snapshot. Set \"appendonly yes\".";

    private const string EverySecond =
        "appendfsync is everysec: if the machine of Redis dies, up to one second of acknowledged comments is lost (not if only the program dies). \"appendfsync always\" loses none and costs a flush of the disk for each round of commits.";

    private const string Never =
        "appendfsync is no: if the machine of Redis dies, all that its kernel had not written yet (some 30 seconds) is lost. Set \"appendfsync everysec\" or \"always\".";

    /// <summary>Checks every server that is connected.</summary>
    /// <returns>What the operator should know.</returns>
    /// <exception cref="StoreOpenException">A server is too old, throws keys away, or there is none that takes changes.</exception>
    public static IReadOnlyList<string> Servers(ConnectionMultiplexer redis, string where, int leastVersion)
    {
        var warnings = new List<string>();
        var masters = 0;
        foreach (var server in redis.GetEndPoints().Select(endPoint => redis.GetServer(endPoint)).Where(server => server.IsConnected))
        {
            var info = Info(server);
            Version(server, info, leastVersion);
            if (info.GetValueOrDefault("role") != "master")
            {
                continue;
            }

            masters++;
            Eviction(server, info);
            warnings.AddRange(Persistence(server, info));
        }

        return masters > 0
            ? [.. warnings.Distinct()]
            : throw new StoreOpenException("store-read-only", $"Redis at {where} is a read-only replica. Name its master in NatComments:Redis.");
    }

    private static Dictionary<string, string> Info(IServer server) =>
        server.Info().SelectMany(section => section).DistinctBy(line => line.Key).ToDictionary();

    private static void Version(IServer server, Dictionary<string, string> info, int leastVersion)
    {
        var version = info.GetValueOrDefault("redis_version", "");
        if (!int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < leastVersion)
        {
            throw new StoreOpenException("store-older", $"Redis at {RedisOpening.Name(server.EndPoint)} has version {version}; {leastVersion}.0 or later is needed.");
        }
    }

    private static void Eviction(IServer server, Dictionary<string, string> info)
    {
        if (info.GetValueOrDefault("maxmemory_policy", "noeviction") is var policy and not "noeviction")
        {
            throw new StoreOpenException("store-unsafe", $"Redis at {RedisOpening.Name(server.EndPoint)} throws keys away when its memory is full (maxmemory-policy {policy}): comments would vanish. Set \"maxmemory-policy noeviction\".");
        }
    }

    private static IEnumerable<string> Persistence(IServer server, Dictionary<string, string> info)
    {
        if (info.GetValueOrDefault("aof_enabled") != "1")
        {
            return [NoFile];
        }

        return Setting(server, "appendfsync") switch
        {
            "everysec" => [EverySecond],
            "no" => [Never],
            _ => [],
        };
    }

    // Hosted servers may forbid the question; then their operator knows the answer.
    private static string? Setting(IServer server, string name)
    {
        try
        {
            return server.ConfigGet(name) is [var setting] ? setting.Value : null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }
}
