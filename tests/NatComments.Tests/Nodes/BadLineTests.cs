using System.Net;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>A node whose way to Redis is long, loses an answer, or ends at a Redis that takes no more.</summary>
public sealed class BadLineTests : IDisposable
{
    private const string Words = "Words whose answer does not come.";

    private readonly RedisServer _redis = new();

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task With_every_answer_300_ms_late_all_is_taken_and_shown_only_later()
    {
        using var line = new Line(_redis) { Delay = TimeSpan.FromMilliseconds(300) };
        await using var node = await Node.Start(line.Connection, "--NatComments:PublishEverything", "true");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => node.Post($"post-{i % 4}", $"Number {i} over a long line.")));

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => node.Count($"post-{i}")));
        Assert.All(counts, count => Assert.Equal(5, count));
        Assert.Equal(HttpStatusCode.OK, (await node.Http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task A_comment_that_was_written_and_whose_answer_was_lost_is_one_comment_when_it_is_sent_again()
    {
        using var line = new Line(_redis);
        await using var node = await Node.Start(line.Connection);
        Assert.Equal(0, await node.Count("post-1"));
        line.LosesAnswerTo = Words;
        var id = Guid.NewGuid();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await node.TryPost("post-1", Words, id)).StatusCode);
        await using (var store = RedisStore.Open(new(_redis.Connection) { Prefix = "nodes" }))
        {
            Assert.NotEqual(0, await store.ReadVersion("demo", "thread/post-1"));
        }

        await HostQuestions.Until(async () => (await node.TryPost("post-1", Words, id)).StatusCode == HttpStatusCode.Created);
        var only = Assert.Single((await node.Page("post-1")).GetProperty("comments").EnumerateArray());
        Assert.Equal(id, only.GetProperty("id").GetGuid());
    }

    [Theory]
    [InlineData("store-full", "CONFIG SET maxmemory 100kb", "CONFIG SET maxmemory 0")]
    [InlineData("store-read-only", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE")]
    public async Task A_redis_that_takes_no_more_is_read_from_and_posts_are_refused_with_the_reason_until_it_takes_them_again(string code, string trouble, string remedy)
    {
        await using var node = await Node.Start(_redis);
        await node.Post("post-1", "Written before the trouble.");
        _redis.Command(trouble.Split(' '));

        var refused = await node.TryPost("post-1", "Written during the trouble.");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, refused.Headers.RetryAfter is not null));
        Assert.Contains($"\"{code}\"", await refused.Content.ReadAsStringAsync());
        Assert.Equal((1, 0), (await node.Count("post-1"), await node.Count("never-asked-for")));
        _redis.Command(remedy.Split(' '));
        await HostQuestions.Until(async () => (await node.TryPost("post-1", "Written after the trouble.")).StatusCode == HttpStatusCode.Created);
        await HostQuestions.Until(async () => (await node.Http.GetAsync("/api/v1/sites/demo/threads/post-1")).StatusCode == HttpStatusCode.OK && await node.Count("post-1") == 2);
    }
}
