using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Cluster;

/// <summary>A silo of two is told to stop: whoever asks the other sees a delay and no error, and nothing that was acknowledged is lost.</summary>
public sealed class SiloStopTests : IAsyncLifetime
{
    // Enough for both silos to have some; which has which is not for a test to say.
    private const int Articles = 24;

    private readonly RedisServer redis = new();
    private readonly Silos silos;

    public SiloStopTests() => silos = new(redis, 2);

    public Task InitializeAsync() => silos.Start();

    public async Task DisposeAsync()
    {
        await silos.DisposeAsync();
        redis.Dispose();
    }

    [Fact]
    public async Task It_hands_its_threads_over()
    {
        var survivor = silos.Threads(1);
        var before = await Task.WhenAll(Enumerable.Range(0, Articles).Select(article => PostTo(silos.Threads(article % 2), article)));

        var going = silos.Stop(0);
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
