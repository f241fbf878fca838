using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>The threads of a cluster keep what every host of threads promises, whichever silo is asked.</summary>
public sealed class GrainThreadsTests(GrainThreadsTests.TwoSilos cluster) : HostConformance, IClassFixture<GrainThreadsTests.TwoSilos>
{
    protected override IThreads Here => cluster.Silos.Threads(0);

    protected override IThreads There => cluster.Silos.Threads(1);

    protected override Task<ThreadChange> NextChange(ThreadId thread) => cluster.Silos.NextChange(0, thread);

    private protected override void Meet(Func<Fault> fault) => cluster.Silos.Meet(fault);

    /// <summary>Two silos that are one cluster.</summary>
    public sealed class TwoSilos : IAsyncLifetime
    {
        private readonly RedisServer redis = new();

        public TwoSilos() => Silos = new(redis, 2);

        internal Silos Silos { get; }

        public Task InitializeAsync() => Silos.Start();

        public async Task DisposeAsync()
        {
            await Silos.DisposeAsync();
            redis.Dispose();
        }
    }
}

/// <summary>Two silos that cannot see each other, and both see Redis: each believes that every thread is its own, and the promises hold all the same.</summary>
public sealed class SplitClusterTests(SplitClusterTests.TwoClusters clusters) : HostConformance, IClassFixture<SplitClusterTests.TwoClusters>
{
    protected override IThreads Here => clusters.One.Threads(0);

    protected override IThreads There => clusters.Other.Threads(0);

    protected override Task<ThreadChange> NextChange(ThreadId thread) => clusters.One.NextChange(0, thread);

    private protected override void Meet(Func<Fault> fault)
    {
        clusters.One.Meet(fault);
        clusters.Other.Meet(fault);
    }

    /// <summary>Two clusters of one silo over the same data.</summary>
    public sealed class TwoClusters : IAsyncLifetime
    {
        private readonly RedisServer redis = new();

        public TwoClusters() => (One, Other) = (new(redis, 1, "one"), new(redis, 1, "other"));

        internal Silos One { get; }

        internal Silos Other { get; }

        public async Task InitializeAsync()
        {
            await One.Start();
            await Other.Start();
        }

        public async Task DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
            redis.Dispose();
        }
    }
}
