using System.Diagnostics;
using NatComments.Core.Storage;
using Polly;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// The store of several machines: one Redis, or a Redis Cluster. A commit is one script, a read is one command, so each sees one state; calls of
/// many threads share one connection and travel together. How durable a commit is when the machine of Redis dies is for its
/// <c>appendfsync</c> to say (see <see cref="Warnings"/>). After an answer that was lost callers get <see cref="StoreUnavailableException"/>; the commit may
/// have been written, and may still be written for as long as the connection takes to break.
/// </summary>
public sealed class RedisStore : IStore
{
    private readonly ConnectionMultiplexer redis;
    private readonly RedisKeys keys;
    private readonly IDatabase database;
    private readonly RedisErasure erasure;
    private readonly RedisMeter meter = new();
    private readonly ResiliencePipeline reads;
    private readonly ResiliencePipeline commits;
    private long interruptions;
    private int closed;

    private RedisStore(ConnectionMultiplexer redis, RedisKeys keys, RedisStoreOptions options, IReadOnlyList<string> warnings)
    {
        (this.redis, this.keys, Warnings) = (redis, keys, warnings);
        database = redis.GetDatabase();
        redis.ConnectionFailed += (_, _) => Interlocked.Increment(ref interruptions);
        redis.ConnectionRestored += (_, _) => Interlocked.Increment(ref interruptions);
        redis.ConnectionFailed += (_, e) => Told(e, $"{e.FailureType}", isBroken: true);
        redis.ConnectionRestored += (_, e) => Told(e, "", isBroken: false);
        redis.ConfigurationChanged += (_, _) => Interlocked.Increment(ref interruptions);
        erasure = new(redis);
        (reads, commits) = RedisPipelines.Make(options.Timeout, what =>
        {
            meter.Happened(what);
            Breaker?.Invoke(what);
        });
    }

    /// <summary>Raised when the connection for commands breaks (the reason) and when it is restored (null).</summary>
    internal event Action<string?>? Connected;

    /// <summary>
    /// Raised with what happened between a call and its answer: <c>retry</c>, <c>timeout</c>, <c>opened</c>,
    /// <c>closed</c>.
    /// </summary>
    internal event Action<string>? Breaker;

    /// <summary>What the operator should know of the server's settings: what they may lose, and how to change that.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Where the data is, without anything secret.</summary>
    public string Where => string.Join(", ", redis.GetEndPoints(configuredOnly: true).Select(RedisOpening.Name));

    /// <summary>
    /// How often the connection broke, came back, or led to another master. What was read before may be more than Redis has now: a server that
    /// was restarted or replaced may have lost the last of what it acknowledged.
    /// </summary>
    public long Interruptions => Interlocked.Read(ref interruptions);

    /// <summary>False while Redis cannot be reached.</summary>
    public bool IsConnected => redis.IsConnected;

    /// <summary>The connection, which the cluster's membership and directory share.</summary>
    internal IConnectionMultiplexer Connection => redis;

    /// <summary>Connects, checks the server and marks an empty database as ours.</summary>
    /// <exception cref="StoreOpenException">It cannot be used; the code and the message say why.</exception>
    public static RedisStore Open(RedisStoreOptions options)
    {
        var keys = new RedisKeys(options.Prefix);
        var (redis, warnings) = RedisOpening.Connect(options, keys);
        return new(redis, keys, options, warnings);
    }

    /// <inheritdoc/>
    public async ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default)
    {
        StoreArguments.Check(commit);
        stop.ThrowIfCancellationRequested();
        var (names, arguments) = CommitScript.Of(commit, keys);

        // Once it is sent nobody may say that it was not: only the wait for a turn can be given up, and nothing waits in front of the pipeline.
        var result = await Call("commit", commits, (database, script: CommitScript.TextFor(commit), names, arguments), static call => call.database.ScriptEvaluateAsync(call.script, call.names, call.arguments, CommandFlags.DemandMaster), default).ConfigureAwait(false);
        if (commit.Erases && (int)result == CommitScript.Done)
        {
            erasure.Erased();
        }

        return (int)result == CommitScript.Done ? CommitResult.Done : CommitResult.Conflict;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(stream, nameof(stream));
        ArgumentOutOfRangeException.ThrowIfNegative(afterVersion);
        StoreArguments.CheckLimit(limit);
        var events = await Call("read", reads, (database, key: keys.Events(partition, stream), afterVersion, limit), static call => call.database.ListRangeAsync(call.key, call.afterVersion, call.afterVersion + call.limit - 1, CommandFlags.DemandMaster), stop).ConfigureAwait(false);
        return [.. events.Select(e => (byte[])e!)];
    }

    /// <inheritdoc/>
    public async ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(stream, nameof(stream));
        return await Call("read", reads, (database, key: keys.Events(partition, stream)), static call => call.database.ListLengthAsync(call.key, CommandFlags.DemandMaster), stop).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(key, nameof(key));
        return (await Fields(keys.Documents(partition), [key], stop).ConfigureAwait(false))[0];
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckNames(keys, nameof(keys));
        return keys.Count == 0 ? [] : [.. (await Fields(this.keys.Documents(partition), keys, stop).ConfigureAwait(false)).Select(value => (byte[]?)value)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckName(index, nameof(index));
        StoreArguments.CheckRange(range.Limit, range.Prefix, range.After);
        var (min, max) = range.Descending ? LexRange.Descending(range.Prefix, range.After) : LexRange.Ascending(range.Prefix, range.After);
        var (command, from, to) = range.Descending ? ("ZREVRANGEBYLEX", max, min) : ("ZRANGEBYLEX", min, max);
        var members = (RedisValue[]?)await Read(command, [keys.Index(partition, index), from, to, (RedisValue)"LIMIT", (RedisValue)0, (RedisValue)range.Limit], stop).ConfigureAwait(false);
        return [.. (members ?? []).Select(member => RedisKeys.EntryOf((byte[])member!))];
    }

    /// <inheritdoc/>
    public async ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        StoreArguments.CheckNames(names, nameof(names));
        return names.Count == 0 ? [] : [.. (await Fields(keys.Counters(partition), names, stop).ConfigureAwait(false)).Select(value => value.IsNull ? 0 : (long)value)];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        return Names(keys.StreamNames(partition), prefix, after, limit, stop);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default)
    {
        StoreArguments.CheckName(partition, nameof(partition));
        return Names(keys.DocumentKeys(partition), prefix, after, limit, stop);
    }

    /// <summary>Waits for the calls under way and disconnects. Can be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref closed, 1) == 0)
        {
            await erasure.DisposeAsync().ConfigureAwait(false);
            await redis.CloseAsync(allowCommandsToComplete: true).ConfigureAwait(false);
            redis.Dispose();
            meter.Dispose();
        }
    }

    // Told once until it is restored; another connection hears of other masters only.
    private void Told(ConnectionFailedEventArgs e, string why, bool isBroken)
    {
        if (e.ConnectionType == ConnectionType.Interactive && Volatile.Read(ref closed) == 0)
        {
            Connected?.Invoke(isBroken ? why : null);
        }
    }

    private async ValueTask<IReadOnlyList<string>> Names(RedisKey key, string prefix, string? after, int limit, CancellationToken stop)
    {
        StoreArguments.CheckRange(limit, prefix, after);
        var (min, max) = LexRange.OfNames(prefix, after);
        var names = (RedisValue[]?)await Read("ZRANGEBYLEX", [key, min, max, (RedisValue)"LIMIT", (RedisValue)0, (RedisValue)limit], stop).ConfigureAwait(false);
        return [.. (names ?? []).Select(name => (string)name!)];
    }

    private ValueTask<RedisValue[]> Fields(RedisKey hash, IReadOnlyList<string> names, CancellationToken stop) =>
        Call("read", reads, (database, hash, fields: names.Select(name => (RedisValue)name).ToArray()), static call => call.database.HashGetAsync(call.hash, call.fields, CommandFlags.DemandMaster), stop);

    // For commands that the client has no words for. It chooses the database anew after each of them, so the frequent ones do not go this way.
    private ValueTask<RedisResult> Read(string command, object[] arguments, CancellationToken stop) =>
        Call("read", reads, (database, command, arguments), static call => call.database.ExecuteAsync(call.command, call.arguments, CommandFlags.DemandMaster), stop);

    private async ValueTask<TResult> Call<T, TResult>(string what, ResiliencePipeline pipeline, T call, Func<T, Task<TResult>> send, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = RedisMeter.Begin(what);
        try
        {
            return await pipeline.ExecuteAsync(static async (state, stop) => await state.send(state.call).WaitAsync(stop).ConfigureAwait(false), (call, send), stop).ConfigureAwait(false);
        }
        catch (Exception e) when (RedisFailure.Is(e))
        {
            throw RedisFailure.ToUnavailable(e);
        }
        finally
        {
            meter.Took(what, started);
        }
    }
}
