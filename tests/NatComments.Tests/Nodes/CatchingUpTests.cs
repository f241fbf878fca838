using NatComments.Core.Storage;
using NatComments.Lab.Load;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Nodes;

/// <summary>
/// Threads that are active twice over one Redis, as in a cluster that has fallen apart: who was overtaken takes in what is missing, and notices
/// what is not there any more.
/// </summary>
public sealed class CatchingUpTests : IClassFixture<RedisServer>, IAsyncLifetime
{
    private readonly RedisServer server;
    private readonly RedisStoreOptions options;
    private readonly RedisStore oneStore;
    private readonly RedisStore otherStore;
    private readonly FaultyStore counted;
    private readonly LoneThreads one;
    private readonly LoneThreads other;

    // What the two believe of the connection to Redis: a new number after it broke.
    private long epoch;

    public CatchingUpTests(RedisServer server)
    {
        (this.server, options) = (server, server.Options());
        (oneStore, otherStore) = (RedisStore.Open(options), RedisStore.Open(options));
        counted = new(otherStore);
        (one, other) = (Hosts.Over(oneStore, epoch: _ => epoch), Hosts.Over(counted, epoch: _ => epoch));
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
    public async Task Who_was_left_behind_reads_only_what_is_missing_and_takes_the_turn_again()
    {
        for (var i = 0; i < 30; i++)
        {
            await one.Posts();
        }

        await other.Page();
        var missed = await one.Posts();
        var read = counted.EventsRead;
        var late = await other.Posts();

        // The three events of the missed comment, and the one before, by which the log is known again.
        Assert.Equal(4, counted.EventsRead - read);
        Assert.EndsWith($"{HostQuestions.Line(missed)}\n{HostQuestions.Line(late)}", await other.Page());
    }

    [Fact]
    public async Task A_hot_thread_written_through_two_nodes_refuses_nobody()
    {
        var posts = await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
        {
            var ids = new List<Guid>();
            for (var i = 0; i < 20; i++)
            {
                ids.Add(await (client % 2 == 0 ? one : other).Posts($"reader-{client}"));
            }

            return ids;
        }));

        await using var third = Hosts.Over(oneStore);
        Assert.Equal(320L * 3, (await third.ReadState(Hosts.Thread)).Version);
        Assert.Equal(posts.SelectMany(ids => ids).Order(), (await third.ReadNewest(Hosts.Thread, 1_000)).Select(comment => comment.Id).Order());
    }

    [Fact]
    public async Task A_comment_that_redis_lost_with_its_machine_is_not_built_upon()
    {
        var kept = await one.Posts();
        await one.Posts(Story.Baran);
        epoch++;
        Assert.Equal(6, (await other.ReadState(Hosts.Thread)).Version);

        // As after a failover to a replica that had not heard of it.
        server.Command("LTRIM", Log, "0", "2");
        epoch++;
        await using var fresh = Hosts.Over(oneStore);
        var lines = string.Join('\n', HostQuestions.Line(kept), HostQuestions.Line(await fresh.Posts("cem")), HostQuestions.Line(await fresh.Posts("deniz")));

        epoch++;
        Assert.Equal(lines, await other.Page());
        Assert.Equal($"{lines}\n{HostQuestions.Line(await one.Posts())}", await one.Page());
    }

    [Fact]
    public async Task After_the_connection_broke_a_thread_that_knows_more_than_the_log_is_read_anew()
    {
        var kept = await one.Posts();
        await one.Posts(Story.Baran);
        server.Command("LTRIM", Log, "0", "2");

        epoch++;

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
        epoch++;
        Assert.Equal("store-newer", await Refused(() => one.Ask(Hosts.Thread, Posting.By(Story.Ayse, Guid.NewGuid())).AsTask()));
        Assert.Equal(line, await one.Page());
        Assert.Equal(4, await oneStore.ReadVersion("demo", Hosts.Thread.Stream));
    }

    private static async Task<string> Refused(Func<Task> asked) => (await Assert.ThrowsAsync<StoreUnavailableException>(asked)).Code;
}
