using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Threads are let go and loaded again as they were, long ones from a snapshot.</summary>
public sealed class SleepTests : IAsyncLifetime
{
    private readonly Hosts hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();

    [Fact]
    public async Task A_thread_that_is_let_go_is_loaded_again_as_it_was()
    {
        await hosts.First.Posts();
        var page = await hosts.First.Page();

        await hosts.First.Deactivate(Hosts.Thread);

        Assert.Equal(page, await hosts.First.Page());
    }

    [Fact]
    public async Task A_thread_with_a_commit_under_way_is_let_go_after_it()
    {
        hosts.Store.CloseGate();
        var post = hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;

        var going = hosts.First.Deactivate(Hosts.Thread);

        Assert.False(going.IsCompleted);
        hosts.Store.OpenGate();
        await post;
        await going;
    }

    [Fact]
    public async Task A_thread_whose_commit_failed_is_shown_while_the_store_is_away()
    {
        var id = await hosts.First.Posts();
        (hosts.Store.NextFault, hosts.Store.ReadsFail) = (() => Fault.BeforeTheWrite, true);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid())));

        Assert.Equal(HostQuestions.Line(id), await hosts.First.Page());
    }

    [Fact]
    public async Task A_long_thread_leaves_a_snapshot_and_wakes_from_it_with_few_events()
    {
        var written = await LongThread(hosts.First);
        await HostQuestions.Until(async () => await hosts.Sqlite.ReadDocument("demo", ThreadSnapshot.Key("post-1")) is not null);

        var before = hosts.Store.EventsRead;
        var woken = await hosts.Start().ReadState(Hosts.Thread);

        Assert.Equal(written, woken.Version);
        // The first snapshot stands for 400 events at least; whether a later one is written yet is a matter of speed.
        Assert.InRange(hosts.Store.EventsRead - before, 0, written - 400);
    }

    [Fact]
    public async Task A_host_that_ends_leaves_a_snapshot_behind_so_that_the_next_one_replays_nothing()
    {
        var host = hosts.Start();
        var written = await LongThread(host);
        await host.DisposeAsync();
        var another = hosts.Start();
        await another.MustAccept(new ChangeThreadState(ThreadMode.Slow, Story.Moderator));

        Assert.Equal(written + 1, (await another.ReadState(Hosts.Thread)).Version);
        Assert.InRange(hosts.Store.EventsRead, 0, written / 2);
    }

    [Fact]
    public async Task A_snapshot_that_is_not_understood_is_as_good_as_none()
    {
        var id = await hosts.First.Posts();
        await hosts.Sqlite.TryCommit(new("demo", null, [new(ThreadSnapshot.Key("post-1"), [9, 9, 9, 9, 9, 9])], [], []));

        Assert.Equal(HostQuestions.Line(id), await hosts.Start().Page());
    }

    // More events than are replayed without a snapshot, in as few commits as may be.
    private static async Task<long> LongThread(LoneThreads host)
    {
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => host.Posts($"reader-{i}")));
        }

        return (await host.ReadState(Hosts.Thread)).Version;
    }
}
