using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>Grains sleep when nobody asks, wake as they were, and hold no more memory than they may.</summary>
public sealed class SleepTests : IAsyncLifetime
{
    private readonly Hosts hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await hosts.DisposeAsync();

    [Fact]
    public async Task A_thread_sleeps_when_nobody_asked_for_it_and_wakes_as_it_was()
    {
        await hosts.First.Posts();
        var page = await hosts.First.Page();
        hosts.Clock.Advance(Hosts.Plenty.IdleAfter / 2);
        Assert.Equal(1, hosts.First.Awake);

        // The answer may be here a moment before the grain has ended its turn; a busy one is left to the next sweep.
        hosts.Clock.Advance(Hosts.Plenty.IdleAfter);
        await HostQuestions.Until(() =>
        {
            hosts.Clock.Advance(Hosts.Plenty.SweepEvery);
            return Task.FromResult(hosts.First.Awake == 0);
        });
        Assert.Equal(0, hosts.First.Awake);

        Assert.Equal(page, await hosts.First.Page());
        Assert.Equal(1, hosts.First.Awake);
    }

    [Fact]
    public async Task A_thread_that_is_asked_for_stays_awake()
    {
        await hosts.First.Posts();
        for (var i = 0; i < 5; i++)
        {
            hosts.Clock.Advance(Hosts.Plenty.IdleAfter * 0.9);
            await hosts.First.Page();
        }

        Assert.Equal(1, hosts.First.Awake);
    }

    [Fact]
    public async Task A_thread_with_a_commit_under_way_does_not_sleep()
    {
        hosts.Store.CloseGate();
        var post = hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid()));
        await hosts.Store.SomebodyWaits;

        hosts.Clock.Advance(Hosts.Plenty.IdleAfter * 2);

        Assert.Equal(1, hosts.First.Awake);
        hosts.Store.OpenGate();
        await post;
    }

    [Fact]
    public async Task A_thread_whose_commit_failed_is_shown_while_the_store_is_away_also_after_a_sweep()
    {
        var id = await hosts.First.Posts();
        (hosts.Store.NextFault, hosts.Store.ReadsFail) = (() => Fault.BeforeTheWrite, true);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => hosts.First.Asks(Posting.By(Story.Ayse, Guid.NewGuid())));

        hosts.First.Sweep();

        Assert.Equal(HostQuestions.Line(id), await hosts.First.Page());
    }

    [Fact]
    public async Task When_memory_is_wanted_the_longest_unused_threads_sleep_first()
    {
        var host = hosts.Start(Hosts.Plenty with { MaxBytes = 30_000 });
        foreach (var i in Enumerable.Range(0, 20))
        {
            await host.Page(thread: Article(i));
            hosts.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        host.Sweep();

        var (awake, read) = (host.Awake, hosts.Store.EventsRead);
        Assert.InRange(awake, 1, 19);
        Assert.NotNull(host.TryReadyPage(Article(19), new PageQuery(PageSort.Oldest, PageQuery.MaxLimit)));
        Assert.Null(host.TryReadyPage(Article(0), new PageQuery(PageSort.Oldest, PageQuery.MaxLimit)));
    }

    [Fact]
    public async Task Asking_for_thousands_of_articles_that_do_not_exist_does_not_fill_the_memory_between_two_sweeps()
    {
        var host = hosts.Start(Hosts.Plenty with { MaxBytes = 100_000 });

        foreach (var i in Enumerable.Range(0, 4_200))
        {
            await host.ReadState(Article(i));
        }

        await HostQuestions.Until(() => Task.FromResult(host.Awake < 1_000));
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

    private static ThreadId Article(int number) => ThreadId.FromTrusted("demo", $"article-{number}");

    // More events than are replayed without a snapshot, in as few commits as may be.
    private static async Task<long> LongThread(LocalThreads host)
    {
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => host.Posts($"reader-{i}")));
        }

        return (await host.ReadState(Hosts.Thread)).Version;
    }
}
