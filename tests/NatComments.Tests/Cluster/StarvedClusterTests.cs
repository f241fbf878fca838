using System.Runtime.InteropServices;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Nodes;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Cluster;

/// <summary>Three silos: one that hardly runs is not taken for dead, one that is dead is known to be soon.</summary>
public sealed class StarvedClusterTests : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Stop = 19;
    private const int Continue = 18;

    // A tenth of the processor: runs for 50 ms, stands for 450.
    private static readonly TimeSpan Runs = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Stands = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan Starved = TimeSpan.FromSeconds(10);

    private readonly RedisServer redis = new();
    private readonly List<TemporaryFolder> folders = [];
    private readonly List<ServerProcess> silos = [];

    public async Task InitializeAsync()
    {
        for (var i = 0; i < Silos; i++)
        {
            folders.Add(new());
            silos.Add(await ServerProcess.Start(folders[i].FullName, [.. Node.Over(redis), "--NatComments:SetupToken", Node.AdminToken]));
        }

        await HostQuestions.Until(async () => await silos[0].ActiveSilos(Node.AdminToken) == Silos);
    }

    public async Task DisposeAsync()
    {
        foreach (var silo in silos)
        {
            await silo.DisposeAsync();
        }

        redis.Dispose();
        folders.ForEach(folder => folder.Dispose());
    }

    [Fact]
    public async Task Silos_with_a_tenth_of_the_processor_for_ten_seconds_live_and_a_killed_one_is_known_to_be_dead_within_ten()
    {
        using var phase = new PeriodicTimer(Runs);
        for (var passed = TimeSpan.Zero; passed < Starved; passed += Runs + Stands)
        {
            Signal(Stop);
            phase.Period = Stands;
            await phase.WaitForNextTickAsync();
            Signal(Continue);
            phase.Period = Runs;
            await phase.WaitForNextTickAsync();
        }

        Assert.All(silos, silo => Assert.False(silo.HasEnded));
        foreach (var silo in silos)
        {
            Assert.Equal(Silos, await silo.ActiveSilos(Node.AdminToken));
        }

        silos[0].Kill();
        await HostQuestions.Until(async () => await silos[1].ActiveSilos(Node.AdminToken) == Silos - 1, TimeSpan.FromSeconds(10));
        Assert.Equal(Silos - 1, await silos[2].ActiveSilos(Node.AdminToken));
    }

    private void Signal(int signal) => silos.ForEach(silo => Assert.Equal(0, Kill(silo.Id, signal)));

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
