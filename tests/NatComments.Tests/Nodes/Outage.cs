using System.Diagnostics;
using System.Net;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>While Redis is away a node shows what it knows, refuses what it cannot keep, and goes on by itself afterwards.</summary>
public abstract class Outage : IDisposable
{
    private const int Looks = 12;

    private readonly RedisServer _redis = new();

    public void Dispose() => _redis.Dispose();

    /// <summary>For how long Redis is away; none: for some looks.</summary>
    protected virtual TimeSpan Lasts => TimeSpan.Zero;

    /// <summary>A node of this process.</summary>
    private protected abstract Task<Node> Start(RedisServer redis);

    [Fact]
    public async Task Threads_are_read_from_memory_and_posts_are_refused_until_redis_is_back()
    {
        await using var node = await Start(_redis);
        await node.Post("post-1", "Written before the outage.");
        await node.Post("post-2", "Nobody reads this before the outage.");
        Assert.Equal(1, await node.Count("post-1"));
        _redis.Kill();

        using var timer = new PeriodicTimer(Lasts > TimeSpan.Zero ? Lasts / Looks : TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < Looks; i++)
        {
            await ShowsWhatItKnows(node);
            await RefusesWhatItCannotKeep(node, $"new-{i}");
            await timer.WaitForNextTickAsync();
        }

        await ShowsWhatItKnows(node);
        Assert.Equal(1, await node.Count("post-2"));
        _redis.Start();
        var back = Stopwatch.StartNew();
        await HostQuestions.Until(async () => (await node.TryPost("post-1", "Written after the outage.")).StatusCode == HttpStatusCode.Created);

        // Twice the promise: the machine that tests may be busy.
        Assert.InRange(back.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await HostQuestions.Until(async () => await node.Count("post-1") == 2);
        Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync("/health/ready")).StatusCode);
    }

    private static async Task ShowsWhatItKnows(Node node)
    {
        Assert.Equal(1, await node.Count("post-1"));
        Assert.Contains("Written before the outage.", await node.Http.GetStringAsync("/sites/demo/threads/post-1"));
        Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync("/health/live")).StatusCode);
    }

    private static async Task RefusesWhatItCannotKeep(Node node, string article)
    {
        foreach (var refused in new[] { await node.TryPost("post-1", "Written during the outage."), await node.TryPost(article, "Written where nobody wrote before.") })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.Http.GetAsync("/health/ready")).StatusCode);
    }
}
