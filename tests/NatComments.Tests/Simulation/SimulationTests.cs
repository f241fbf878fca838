namespace NatComments.Tests.Simulation;

/// <summary>
/// Thousands of random commands on several threads, two hosts over one real store, faults before and after the write, hosts that end
/// and start again. Whatever happened: the log is the truth, everything else is its fold, and nothing that was acknowledged is lost.
/// </summary>
public sealed class SimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    [InlineData(4_000)]
    public async Task Nothing_acknowledged_is_lost_nothing_is_doubled_and_every_view_is_the_fold_of_the_log(int seed)
    {
        try
        {
            await using var world = new World(seed);
            await world.Live();
            await world.MustAgree();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The simulation with seed {seed} failed. The seed gives the commands and the faults; their interleaving is the machine's.", e);
        }
    }
}
