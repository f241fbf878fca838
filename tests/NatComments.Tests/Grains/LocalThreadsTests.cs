using NatComments.Core.Activation;

namespace NatComments.Tests.Grains;

/// <summary>Two hosts of one process over one SQLite file.</summary>
public sealed class LocalThreadsTests : HostConformance, IAsyncLifetime
{
    private readonly Hosts hosts = new();
    private readonly Lazy<IThreads> there;

    public LocalThreadsTests() => there = new(() => hosts.Start());

    protected override IThreads Here => hosts.First;

    protected override IThreads There => there.Value;

    private protected override void Meet(Func<Fault> fault) => hosts.Store.NextFault = fault;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();
}
