using NatComments.Core.Storage;
using NatComments.Server.Hosting;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Nodes;

/// <summary>Threads of two nodes over one Redis learn from each other what was written, as it is written, and notice when it is not there any more.</summary>
public sealed class CatchingUpTests : IClassFixture<RedisServer>, IAsyncLifetime
{
    private readonly RedisServer server;
    private readonly RedisStoreOptions options;
    private readonly RedisStore oneStore;
    private readonly RedisStore otherStore;
    private readonly FaultyStore counted;
    private readonly LocalThreads one;
    private readonly LocalThreads other;

    public CatchingUpTests(RedisServer server)
    {
        (this.server, options) = (server, server.Options());
        (oneStore, otherStore) = (RedisStore.Open(options), RedisStore.Open(options));
        counted = new(otherStore);
        (one, other) = (new(oneStore, TimeProvider.System, Hosts.Written, Hosts.Plenty), new(counted, TimeProvider.System, Hosts.Written, Hosts.Plenty));
    }

    private string Log => $"{options.Prefix}:{{demo}}:s:{Hosts.Thread.Stream}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        await oneStore.DisposeAsync();
        await otherStore.DisposeAsync();
    }

    [Fact]
    public async Task News_of_a_comment_bring_it_along_so_that_nobody_reads_the_log()
    {
        var lines = new List<string> { HostQuestions.Line(await one.Posts()) };
        await other.Page();
        otherStore.Written += Hear;
        var read = counted.EventsRead;
        for (var i = 0; i < 20; i++)
        {
            lines.Add(HostQuestions.Line(await one.Posts()));
            await HostQuestions.Until(async () => await other.Page() == string.Join('\n', lines));
        }

        Assert.Equal(read, counted.EventsRead);
    }

    [Fact]
    public async Task Who_was_left_behind_reads_only_what_is_missing_and_takes_the_turn_again()
    {
        for (var i = 0; i < 30; i++)
        {
            await one.Posts();
        }

        await other.Page();
        var missed = await one.Posts();
        var (read, awake) = (counted.EventsRead, other.Awake);
        var late = await other.Posts();

        // The three events of the missed comment, and the one before, by which the log is known again.
        Assert.Equal((4, awake), (counted.EventsRead - read, other.Awake));
        Assert.EndsWith($"{HostQuestions.Line(missed)}\n{HostQuestions.Line(late)}", await other.Page());
    }

    [Fact]
    public async Task A_hot_thread_written_through_two_nodes_refuses_nobody()
    {
        otherStore.Written += Hear;
        oneStore.Written += change => one.Hear(Hosts.Thread, change.Version, change.Tail);
        var posts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            var ids = new List<Guid>();
            for (var i = 0; i < 20; i++)
            {
                ids.Add(await (client % 2 == 0 ? one : other).Posts($"reader-{client}"));
            }

            return ids;
        }));

        await using var third = new LocalThreads(oneStore, TimeProvider.System, Hosts.Written, Hosts.Plenty);
        Assert.Equal(320L * 3, (await third.ReadState(Hosts.Thread)).Version);
        Assert.Equal(posts.SelectMany(ids => ids).Order(), (await third.ReadNewest(Hosts.Thread, 1_000)).Select(comment => comment.Id).Order());
    }

    [Fact]
    public async Task A_comment_that_redis_lost_with_its_machine_is_not_built_upon()
    {
        var kept = await one.Posts();
        await other.Page();
        otherStore.Written += Hear;
        await one.Posts(Story.Baran);
        await HostQuestions.Until(async () => (await other.ReadState(Hosts.Thread)).Version == 6);

        // As after a failover to a replica that had not heard of it.
        server.Command("LTRIM", Log, "0", "2");
        await using var fresh = new LocalThreads(oneStore, TimeProvider.System, Hosts.Written, Hosts.Plenty);
        var lines = string.Join('\n', HostQuestions.Line(kept), HostQuestions.Line(await fresh.Posts("cem")), HostQuestions.Line(await fresh.Posts("deniz")));

        await HostQuestions.Until(async () => await other.Page() == lines);
        Assert.Equal($"{lines}\n{HostQuestions.Line(await one.Posts())}", await one.Page());
    }

    [Fact]
    public async Task After_doubtful_news_a_thread_that_knows_more_than_the_log_wakes_anew()
    {
        var kept = await one.Posts();
        await one.Posts(Story.Baran);
        server.Command("LTRIM", Log, "0", "2");

        await one.LookAgain();

        Assert.Equal(HostQuestions.Line(kept), await one.Page());
    }

    [Fact]
    public async Task A_thread_with_an_event_of_a_newer_program_is_shown_as_it_was_known_and_takes_nothing()
    {
        var line = HostQuestions.Line(await one.Posts());
        Assert.Equal(line, await other.Page());
        server.Command("RPUSH", Log, "{\"event\":\"commentPraised\",\"id\":\"00000000-0000-0000-0000-000000000001\"}");

        Assert.Equal("store-newer", await Refused(() => other.Ask(Hosts.Thread, Posting.By(Story.Ayse, Guid.NewGuid())).AsTask()));
        Assert.Equal(line, await other.Page());
        await one.LookAgain();
        await HostQuestions.Until(async () => await Refused(() => one.Ask(Hosts.Thread, Posting.By(Story.Ayse, Guid.NewGuid())).AsTask()) == "store-newer");
        Assert.Equal(line, await one.Page());
        Assert.Equal(4, await oneStore.ReadVersion("demo", Hosts.Thread.Stream));
    }

    [Fact]
    public async Task News_say_what_was_written_when_lines_can_hold_it_and_news_of_an_older_node_say_only_that_something_was()
    {
        var heard = new System.Collections.Concurrent.ConcurrentQueue<StreamChange>();
        otherStore.Written += heard.Enqueue;
        byte[][] lines = ["first"u8.ToArray(), ""u8.ToArray(), "şîrîn"u8.ToArray()];
        await oneStore.TryCommit(new("nat", new("s", 0, lines), [], [], []));
        await oneStore.TryCommit(new("nat", new("s", 3, ["one more"u8.ToArray()]), [], [], []));
        await oneStore.TryCommit(new("nat", new("s", 4, ["two\nlines"u8.ToArray()]), [], [], []));
        await oneStore.TryCommit(new("nat", new("s", 5, [new byte[1]]), [], [], []));
        await oneStore.TryCommit(new("nat", new("s", 6, [.. Enumerable.Repeat(Enumerable.Repeat((byte)'x', 1_000).ToArray(), 5)]), [], [], []));
        server.Command("EVAL", "return redis.call('PUBLISH', ARGV[1], 'older\\0' .. '12\\0nat\\0s')", "0", $"{options.Prefix}:news");
        await HostQuestions.Until(() => Task.FromResult(heard.Count == 6));

        var news = heard.OrderBy(change => change.Version).ToList();
        Assert.All(news, change => Assert.Equal(("nat", "s"), (change.Partition, change.Stream)));
        Assert.Equal([3, 4, 5, 6, 11, 12], news.Select(change => change.Version));
        Assert.Equal("", news[0].Tail!.Before);
        Assert.Equal(lines, news[0].Tail!.Events);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(lines[2])), news[1].Tail!.Before);
        Assert.Equal("one more"u8.ToArray(), Assert.Single(news[1].Tail!.Events));
        Assert.All(news[2..], change => Assert.Null(change.Tail));
    }

    private static async Task<string> Refused(Func<Task> asked) => (await Assert.ThrowsAsync<StoreUnavailableException>(asked)).Code;

    private void Hear(StreamChange change) => other.Hear(Hosts.Thread, change.Version, change.Tail);
}
