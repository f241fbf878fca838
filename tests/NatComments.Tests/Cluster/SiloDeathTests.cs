using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Cluster;

/// <summary>A silo of two goes, with warning or without: whoever asks the other sees a delay and no error, and nothing that was acknowledged is lost.</summary>
public sealed class SiloDeathTests : IAsyncLifetime
{
    // Enough for both silos to have some; which has which is not for a test to say.
    private const int Articles = 24;

    private readonly RedisServer redis = new();
    private readonly Silos silos;

    public SiloDeathTests() => silos = new(redis, 2, "natcomments");

    public Task InitializeAsync() => silos.Start();

    public async Task DisposeAsync()
    {
        await silos.DisposeAsync();
        redis.Dispose();
    }

    [Fact]
    public Task After_a_silo_was_killed_every_thread_answers_from_the_other_and_has_everything() =>
        NothingIsLostWhen(() => silos.Cluster.KillSiloAsync(silos.Cluster.Silos[0]));

    [Fact]
    public Task A_silo_that_is_told_to_stop_hands_its_threads_over() =>
        NothingIsLostWhen(() => silos.Cluster.StopSiloAsync(silos.Cluster.Silos[0]));

    private async Task NothingIsLostWhen(Func<Task> itGoes)
    {
        var survivor = silos.Threads(1);
        var before = await Task.WhenAll(Enumerable.Range(0, Articles).Select(article => PostTo(silos.Threads(article % 2), article)));
        var grains = silos.Services(1).GetRequiredService<IGrainFactory>();
        Assert.Equal(2, (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count);

        var going = itGoes();
        var during = await Task.WhenAll(Enumerable.Range(0, Articles).Select(article => PostTo(survivor, article)));
        await going;
        var after = await Task.WhenAll(Enumerable.Range(0, Articles).Select(article => PostTo(survivor, article)));

        for (var article = 0; article < Articles; article++)
        {
            Assert.Equal([before[article], during[article], after[article]], (await survivor.Page(thread: Thread(article))).Split('\n'));
        }
    }

    private static async Task<string> PostTo(IThreads threads, int article) => HostQuestions.Line(await threads.Posts(Story.Ayse, Thread(article)));

    private static ThreadId Thread(int article) => ThreadId.FromTrusted("demo", $"post/{article}");
}
