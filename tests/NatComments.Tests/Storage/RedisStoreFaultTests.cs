using System.Diagnostics;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Tests.Storage;

/// <summary>A real Redis dies, freezes, fills up and changes its role: callers are told, nothing is lost or done by halves, and all goes on without a restart of ours.</summary>
public sealed class RedisStoreFaultTests : IDisposable
{
    private const string Site = "nat";

    private readonly RedisServer server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_server_dies_and_all_goes_on_when_it_is_back()
    {
        await using var store = RedisStore.Open(server.Options());
        var acknowledged = 0;
        var writing = Task.Run(async () =>
        {
            var died = false;
            for (var version = 0L; !died || acknowledged < 600;)
            {
                try
                {
                    version = await store.TryCommit(Append(version)) == CommitResult.Done ? version + 1 : await store.ReadVersion(Site, "thread/1");
                    acknowledged++;
                }
                catch (StoreUnavailableException e)
                {
                    Assert.Equal("store-unavailable", e.Code);
                    died = true;
                }
            }
        });
        await Until(() => Volatile.Read(ref acknowledged) >= 300 || writing.IsFaulted);
        server.Kill();
        server.Start();
        await writing;

        var version = await store.ReadVersion(Site, "thread/1");
        Assert.InRange(version, acknowledged - 1, acknowledged + 1);
        Assert.Equal(Enumerable.Range(0, (int)version), (await store.ReadEvents(Site, "thread/1", 0, StoreLimits.MaxRead)).Select(e => BitConverter.ToInt32(e)));
        Assert.Equal(version, (await store.ReadCounters(Site, ["commits"]))[0]);
    }

    [Fact]
    public async Task A_frozen_server_is_given_up_within_the_timeout_and_the_lost_answer_is_found_out_by_reading()
    {
        await using var store = RedisStore.Open(server.Options() with { Timeout = TimeSpan.FromMilliseconds(200) });
        await store.TryCommit(Append(0));
        server.Freeze();

        Assert.Equal("store-unavailable", await Unavailable(() => store.TryCommit(Append(1))));
        Assert.Equal("store-unavailable", await Unavailable(() => store.ReadVersion(Site, "thread/1")));
        server.Thaw();

        await Until(async () => await Answers(store));
        var version = await store.ReadVersion(Site, "thread/1");
        Assert.InRange(version, 1, 2);
        Assert.Equal(CommitResult.Conflict, await store.TryCommit(Append(version - 1)));
        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(version)));
        Assert.Equal(version + 1, (await store.ReadCounters(Site, ["commits"]))[0]);
    }

    [Fact]
    public async Task While_the_server_is_down_callers_are_turned_away_at_once_by_the_breaker()
    {
        await using var store = RedisStore.Open(server.Options() with { Timeout = TimeSpan.FromSeconds(30) });
        server.Kill();
        StoreUnavailableException? told = null;
        await Until(async () =>
        {
            told = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.TryCommit(Append(0)));
            return told.InnerException is Polly.CircuitBreaker.BrokenCircuitException;
        });

        server.Start();
        await Until(async () => await Answers(store));
        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(0)));
    }

    [Fact]
    public async Task A_full_memory_is_reported_does_nothing_by_halves_and_can_be_emptied()
    {
        await using var store = RedisStore.Open(server.Options());
        await store.TryCommit(new(Site, null, [new("old", new byte[1_000])], [], []));
        server.Command("CONFIG", "SET", "maxmemory", "100kb");

        Assert.Equal("store-full", await Unavailable(() => store.TryCommit(Append(0))));
        Assert.Equal("store-full", await Unavailable(() => store.TryCommit(new(Site, null, [], [new("queue", "1", [1])], [new("commits", 1)]))));
        Assert.Equal(0, await store.ReadVersion(Site, "thread/1"));
        Assert.Equal(0, (await store.ReadCounters(Site, ["commits"]))[0]);
        Assert.Empty(await store.ReadEntries(Site, "queue", new(10)));
        Assert.Equal(CommitResult.Done, await store.TryCommit(new(Site, null, [new("old", null)], [], [])));

        server.Command("CONFIG", "SET", "maxmemory", "0");
        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(0)));
    }

    [Fact]
    public async Task A_server_that_became_a_replica_is_reported_and_written_again_when_it_is_master()
    {
        await using var store = RedisStore.Open(server.Options());
        server.Command("REPLICAOF", "127.0.0.1", "1");

        Assert.Equal("store-read-only", await Unavailable(() => store.TryCommit(Append(0))));
        server.Command("REPLICAOF", "NO", "ONE");

        await Until(async () => await Answers(store));
        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(0)));
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        await using var store = RedisStore.Open(server.Options());
        server.Command("CLIENT", "PAUSE", "300", "ALL");

        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(0)));
    }

    [Fact]
    public async Task A_server_that_forgot_the_script_learns_it_again()
    {
        await using var store = RedisStore.Open(server.Options());
        await store.TryCommit(Append(0));
        server.Command("SCRIPT", "FLUSH");

        Assert.Equal(CommitResult.Done, await store.TryCommit(Append(1)));
        Assert.Equal(2, await store.ReadVersion(Site, "thread/1"));
    }

    private static Commit Append(long version) => new(Site, new("thread/1", version, [BitConverter.GetBytes((int)version)]), [], [], [new("commits", 1)]);

    private static async Task<string> Unavailable<T>(Func<ValueTask<T>> call) =>
        (await Assert.ThrowsAsync<StoreUnavailableException>(async () => await call())).Code;

    private static async Task<bool> Answers(RedisStore store)
    {
        try
        {
            await store.TryCommit(new(Site, null, [new("ping", [1])], [], []));
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not come to that within a minute.");
            await Task.Yield();
        }
    }
}
