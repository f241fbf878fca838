using System.Diagnostics;
using System.Net;
using NatComments.Server.Hosting;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>Two servers over one Redis are one service: what one of them takes in the other shows, and both may write to one thread.</summary>
public sealed class SeveralNodesTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private Node _one = null!;
    private Node _other = null!;

    public async Task InitializeAsync()
    {
        _one = await Node.Start(_redis);
        _other = await Node.Start(_redis);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _redis.Dispose();
    }

    [Fact]
    public async Task A_page_that_one_node_has_ready_shows_what_was_posted_to_the_other()
    {
        Assert.Equal(0, await _other.Count("post-1"));
        for (var posted = 1; posted <= 5; posted++)
        {
            await _one.Post("post-1", $"Number {posted} of one node.");
            await HostQuestions.Until(async () => await _other.Count("post-1") == posted);
        }
    }

    [Fact]
    public async Task Both_nodes_may_write_to_one_thread_at_once_and_lose_nothing()
    {
        const int each = 40;
        await Task.WhenAll(
            Enumerable.Range(0, each).SelectMany(i => new[] { Retrying(_one, $"Number {i} of one node."), Retrying(_other, $"Number {i} of the other node.") }));

        await HostQuestions.Until(async () => await _one.Count("post-2") == 2 * each && await _other.Count("post-2") == 2 * each);
        Assert.Equal(
            (await _one.Page("post-2")).GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetGuid()),
            (await _other.Page("post-2")).GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task The_same_post_sent_to_both_nodes_is_one_comment()
    {
        var id = Guid.NewGuid();
        await _one.Post("post-3", "Number 7 of one node.", id);
        var again = await _other.TryPost("post-3", "Number 7 of one node.", id);

        Assert.True(again.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict);
        Assert.Equal(1, await _other.Count("post-3"));
    }

    [Fact]
    public async Task Who_watches_live_on_one_node_sees_what_is_posted_to_the_other()
    {
        using var watching = await _other.Watch("post-4");
        await _one.Post("post-4", "Words that travel between the nodes.");

        string? line;
        do
        {
            line = await watching.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(line);
        }
        while (!line.Contains("Words that travel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task News_that_were_lost_are_made_up_for_within_the_stated_time()
    {
        Assert.Equal(0, await _other.Count("post-5"));
        var cutting = true;
        var cutter = Task.Run(() =>
        {
            while (Volatile.Read(ref cutting))
            {
                _redis.Command("CLIENT", "KILL", "TYPE", "pubsub");
            }
        });
        await _one.Post("post-5", "Nobody hears of this one.");
        Volatile.Write(ref cutting, false);
        await cutter;

        var waited = Stopwatch.StartNew();
        await HostQuestions.Until(async () => await _other.Count("post-5") == 1);

        // Twice the promise: the machine that tests may be busy.
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, 2 * OtherNodes.MaxStaleness);
    }

    // A node that meets the other at one thread too often says "busy"; whoever posts tries again with the same id.
    private static async Task Retrying(Node node, string text)
    {
        var id = Guid.NewGuid();
        while ((await node.TryPost("post-2", text, id)).StatusCode != HttpStatusCode.Created)
        {
            await Task.Yield();
        }
    }
}
