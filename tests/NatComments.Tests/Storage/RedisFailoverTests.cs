using System.Diagnostics;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Tests.Storage;

/// <summary>A master with its replica dies, and the replica takes its place: the store goes on with it, and has what the master acknowledged.</summary>
public sealed class RedisFailoverTests : IDisposable
{
    private const string Site = "nat";

    private readonly RedisServer master = new();
    private readonly RedisServer replica;

    public RedisFailoverTests()
    {
        replica = RedisServer.With("--replicaof", $"127.0.0.1 {master.Port}", "--repl-diskless-sync-delay", "0");
        Until(() => replica.Command("ROLE").Contains("connected", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        replica.Dispose();
        master.Dispose();
    }

    [Fact]
    public async Task A_replica_that_was_made_the_master_by_hand_is_followed()
    {
        await using var store = RedisStore.Open(master.Options() with { Connection = $"{replica.Connection},{master.Connection}" });
        await Write(store, 0);
        UntilReplicated();
        master.Kill();
        replica.Command("REPLICAOF", "NO", "ONE");

        await WriteInTheEnd(store);
    }

    [Fact]
    public async Task A_failover_by_sentinels_is_followed_with_only_their_address_in_the_connection_string()
    {
        using var sentinel = RedisServer.Sentinel("comments", master);
        Until(() => sentinel.Command("SENTINEL", "REPLICAS", "comments").Contains($"{replica.Port}", StringComparison.Ordinal));
        await using var store = RedisStore.Open(master.Options() with { Connection = $"127.0.0.1:1,{sentinel.Connection},serviceName=comments" });
        await Write(store, 0);
        UntilReplicated();
        master.Kill();

        await WriteInTheEnd(store);
        Assert.StartsWith("master", replica.Command("ROLE"));
    }

    // By what both hold: WAIT would vouch only for writes of the connection that asks, and an operator's has made none.
    private void UntilReplicated() => Until(() => replica.Command("DBSIZE") == master.Command("DBSIZE"));

    private static async Task Write(RedisStore store, long version) =>
        Assert.Equal(CommitResult.Done, await store.TryCommit(new(Site, new("thread/1", version, [[1]]), [], [], [])));

    private static async Task WriteInTheEnd(RedisStore store)
    {
        // Not without a pause: the processor is the sentinels' too. Two minutes: a failover that begins at a bad moment is begun once more.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var waited = Stopwatch.StartNew(); ; await pause.WaitForNextTickAsync())
        {
            try
            {
                // What was acknowledged is there, and perhaps a write whose answer was lost.
                var version = await store.ReadVersion(Site, "thread/1");
                Assert.NotEqual(0, version);
                await Write(store, version);
                Assert.Equal(version + 1, await store.ReadVersion(Site, "thread/1"));
                return;
            }
            catch (StoreUnavailableException e) when (waited.Elapsed < TimeSpan.FromMinutes(2))
            {
                Assert.True(e.Code is "store-unavailable" or "store-read-only", e.Code);
            }
        }
    }

    private static void Until(Func<bool> holds)
    {
        for (var waited = Stopwatch.StartNew(); !holds();)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not come to that within a minute.");
        }
    }
}
