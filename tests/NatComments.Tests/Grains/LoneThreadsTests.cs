using NatComments.Core.Activation;
using NatComments.Core.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Threads of Core alone, twice over one SQLite file: what holds a thread together when two silos believe to have it.</summary>
public sealed class LoneThreadsTests : HostConformance, IAsyncLifetime
{
    private readonly Hosts hosts = new();
    private readonly Lazy<IThreads> there;

    public LoneThreadsTests() => there = new(() => hosts.Start());

    protected override IThreads Here => hosts.First;

    protected override IThreads There => there.Value;

    protected override Task<ThreadChange> NextChange(ThreadId thread)
    {
        var heard = new TaskCompletionSource<ThreadChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        hosts.First.Changed += change => heard.TrySetResult(change);
        return heard.Task;
    }

    private protected override void Meet(Func<Fault> fault) => hosts.Store.NextFault = fault;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();
}
