using System.Net;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>While Redis is away a node shows what it knows, refuses what it cannot keep, and goes on by itself afterwards.</summary>
public abstract class Outage : IDisposable
{
    private readonly RedisServer _redis = new();

    public void Dispose() => _redis.Dispose();

    /// <summary>A node of this process.</summary>
    private protected abstract Task<Node> Start(RedisServer redis);

    [Fact]
    public async Task Threads_are_read_from_memory_and_posts_are_refused_until_redis_is_back()
    {
        await using var node = await Start(_redis);
        await node.Post("post-1", "Written before the outage.");
        Assert.Equal(1, await node.Count("post-1"));
        _redis.Kill();

        for (var i = 0; i < 12; i++)
        {
            var refused = await node.TryPost("post-1", "Written during the outage.");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.TryPost($"new-{i}", "Written where nobody wrote before.")).StatusCode);
            Assert.Equal(1, await node.Count("post-1"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.Http.GetAsync("/health/ready")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync("/health/live")).StatusCode);
        }

        _redis.Start();
        await HostQuestions.Until(async () => (await node.TryPost("post-1", "Written after the outage.")).StatusCode == HttpStatusCode.Created);
        await HostQuestions.Until(async () => await node.Count("post-1") == 2);
        Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync("/health/ready")).StatusCode);
    }
}
