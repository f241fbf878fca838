using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>Connects to Redis and finds out at the start whether this server, its settings and its data are what the store needs.</summary>
internal static class RedisOpening
{
    /// <summary>The layout of the keys. Raise it when <see cref="RedisKeys"/> changes in a way that older programs would misread.</summary>
    /// <remarks>2: documents with secrets are sealed.</remarks>
    public const int SchemaVersion = 2;

    // What the schema's key holds before the number.
    private const string Mark = "natcomments ";

    // The first version whose scripts replicate by effect alone and stop at a full memory before their first change only.
    private const int LeastVersion = 7;

    // Half a second between two tries to connect again, so that a server that is back is found well within five seconds.
    private const int ReconnectMilliseconds = 500;

    // 2 s: a replica that became the master is written to well within five.
    private const int RoleEverySeconds = 2;

    // 10 s for a question at the start, where nobody waits yet: several nodes that start at once on a busy machine must not give up. Later ones have a timeout of their own.
    private const int StartTimeoutMilliseconds = 10_000;

    // 5 s for a connection; the client would otherwise wait as long as for an answer.
    private const int ConnectMilliseconds = 5_000;

    // 10,000 keys for each step of a look at a database that is not ours yet.
    private const int ScanStep = 10_000;

    /// <summary>A connection that reconnects by itself, and what the operator should know of the server's settings.</summary>
    /// <exception cref="StoreOpenException">The code and the message say what is wrong.</exception>
    public static (ConnectionMultiplexer Redis, IReadOnlyList<string> Warnings) Connect(RedisStoreOptions options, RedisKeys keys)
    {
        options.Check();
        ConfigurationOptions configuration;
        try
        {
            configuration = ConfigurationOptions.Parse(options.Connection);
        }
        catch (ArgumentException e)
        {
            throw new StoreOpenException("store-unavailable", $"The connection string of Redis cannot be read: {e.Message}", e);
        }

        // What Connect throws does not name the cause (refused, unknown host, certificate, password); a failed connection and the first question do.
        configuration.AbortOnConnectFail = false;

        // A failover is seen by asking each server for its role.
        configuration.ConfigCheckSeconds = RoleEverySeconds;

        // Calls have the timeout of their pipeline, which the client's own must not undercut.
        configuration.ConnectTimeout = ConnectMilliseconds;
        configuration.SyncTimeout = StartTimeoutMilliseconds;
        configuration.AsyncTimeout = Math.Max(StartTimeoutMilliseconds, (int)options.Timeout.TotalMilliseconds);

        // Only for INFO at the start, which the client counts among the administrator's commands.
        configuration.AllowAdmin = true;
        configuration.ClientName ??= "natcomments";
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds);

        // Fail calls at once while there is no connection; by default the client would keep them and send them when nobody waits any more.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        var where = string.Join(", ", configuration.EndPoints.Select(Name));
        ConnectionMultiplexer? redis = null;
        Exception? cause = null;
        try
        {
            redis = ConnectionMultiplexer.Connect(configuration);
            redis.ConnectionFailed += (_, failed) => cause ??= failed.Exception;
            redis.GetDatabase().Ping();
            var warnings = RedisServerCheck.Servers(redis, where, LeastVersion);
            Schema(redis, keys, where);
            return (redis, warnings);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            redis?.Dispose();
            throw Failure(cause ?? e, where);
        }
        catch (StoreOpenException)
        {
            redis?.Dispose();
            throw;
        }
    }

    /// <summary>An address as people write it.</summary>
    public static string Name(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;

    private static void Schema(ConnectionMultiplexer redis, RedisKeys keys, string where)
    {
        var database = redis.GetDatabase();
        if (database.StringGet(keys.Schema, CommandFlags.DemandMaster).IsNull)
        {
            // Only our own first start finds nothing under the prefix, or what another node that starts with us has just made.
            if (Foreign(redis, keys, database.Database) is { } foreign && database.StringGet(keys.Schema, CommandFlags.DemandMaster).IsNull)
            {
                throw new StoreOpenException("store-foreign", $"Redis at {where} holds the key {foreign}, which is not ours. Choose another prefix (NatComments:RedisPrefix) or another database (defaultDatabase=1).");
            }

            database.StringSet(keys.Schema, Mark + SchemaVersion, when: When.NotExists, flags: CommandFlags.DemandMaster);
        }

        var schema = (string)database.StringGet(keys.Schema, CommandFlags.DemandMaster)!;
        if (!schema.StartsWith(Mark, StringComparison.Ordinal) || !int.TryParse(schema.AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw new StoreOpenException("store-foreign", $"Redis at {where} holds other data under the key {keys.Schema}. Choose another prefix (NatComments:RedisPrefix) or another database (defaultDatabase=1).");
        }

        if (version > SchemaVersion)
        {
            throw new StoreOpenException("store-newer", $"The data in Redis at {where} has schema {version}; this program knows {SchemaVersion}. Start the newer program, or restore a backup from before the upgrade.");
        }

        if (version < SchemaVersion)
        {
            database.StringSet(keys.Schema, Mark + SchemaVersion, flags: CommandFlags.DemandMaster);
        }
    }

    private static string? Foreign(ConnectionMultiplexer redis, RedisKeys keys, int database) =>
        redis.GetEndPoints().Select(endPoint => redis.GetServer(endPoint)).Where(server => server.IsConnected)
            .SelectMany(server => server.Keys(database, keys.Pattern, ScanStep)).Select(key => (string?)key).FirstOrDefault();

    private static StoreOpenException Failure(Exception e, string where)
    {
        var words = e.ToString();
        return e switch
        {
            _ when words.Contains("RemoteCertificate") || words.Contains("remote certificate") =>
                new("store-unavailable", $"Redis at {where} shows a certificate that is not trusted here. Install its authority on this machine, or name its file in SSL_CERT_FILE; sslHost= must be a name in the certificate.", e),
            _ when words.Contains("WRONGPASS") || words.Contains("NOAUTH") || words.Contains("invalid password") || words.Contains("AuthenticationFailure") =>
                new("store-refused", $"Redis at {where} does not accept the password. Check password= (and user=) in NatComments:Redis.", e),
            _ when words.Contains("WRONGTYPE") => new("store-foreign", $"Redis at {where} holds other data under our prefix. Choose another one (NatComments:RedisPrefix).", e),
            _ when RedisFailure.CodeOf(e) is var code and not "store-unavailable" => new(code, $"Redis at {where} does not take changes: {e.Message}", e),
            _ => new("store-unavailable", $"Redis at {where} does not answer ({e.GetBaseException().Message.Trim()}). Check that it runs and that NatComments:Redis names it rightly.", e),
        };
    }
}
