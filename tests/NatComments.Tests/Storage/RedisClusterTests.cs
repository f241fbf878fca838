using System.Diagnostics;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Tests.Storage;

/// <summary>A Redis Cluster keeps what every store promises: a site lives on one of its masters, wherever that is.</summary>
public sealed class RedisClusterTests(RedisClusterTests.ThreeMasters cluster) : StoreConformance, IClassFixture<RedisClusterTests.ThreeMasters>
{
    private readonly RedisStoreOptions options = cluster.Options();

    protected override ValueTask<IStore> Open() => new(RedisStore.Open(options));

    [Fact]
    public async Task Sites_lie_on_all_masters_and_every_commit_on_one()
    {
        var sites = Enumerable.Range(0, 30).Select(i => $"site-{i}").ToList();
        foreach (var site in sites)
        {
            await Done(new(site, new("thread/1", 0, [Bytes("event")]), [new("text", Bytes("words"))], [new("queue", "1", [1])], [new("comments", 1)]));
        }

        foreach (var site in sites)
        {
            Assert.Equal((1, 1), (await Store.ReadVersion(site, "thread/1"), (await Store.ReadCounters(site, ["comments"]))[0]));
        }

        Assert.All(cluster.Masters, master => Assert.Contains(options.Prefix, master.Command("KEYS", $"{options.Prefix}:*")));
    }

    /// <summary>Three masters that share the slots.</summary>
    public sealed class ThreeMasters : IDisposable
    {
        public ThreeMasters()
        {
            string[] all = [.. Masters.Select(master => master.Connection)];
            Masters[0].Command(["--cluster", "create", .. all, "--cluster-yes"]);
            var waited = Stopwatch.StartNew();
            while (!Masters.All(master => master.Command("CLUSTER", "INFO").Contains("cluster_state:ok", StringComparison.Ordinal)))
            {
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "The cluster does not come together.");
            }
        }

        public RedisServer[] Masters { get; } =
            [.. Enumerable.Range(0, 3).Select(_ => RedisServer.With("--cluster-enabled", "yes", "--cluster-port", $"{RedisServer.FreePort()}"))];

        /// <summary>Options of a store of its own in this cluster.</summary>
        public RedisStoreOptions Options() => new(string.Join(',', Masters.Select(master => master.Connection))) { Prefix = $"t{Guid.NewGuid():N}", Timeout = RedisServer.Patience };

        public void Dispose()
        {
            foreach (var master in Masters)
            {
                master.Dispose();
            }
        }
    }
}
