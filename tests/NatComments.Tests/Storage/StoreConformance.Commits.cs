using NatComments.Core.Storage;

namespace NatComments.Tests.Storage;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_stream_that_was_never_written_has_version_0_and_no_events()
    {
        Assert.Equal(0, await Store.ReadVersion(Site, "thread/1"));
        Assert.Empty(await Events("thread/1"));
    }

    [Fact]
    public async Task Events_come_back_in_order_after_any_version()
    {
        await Done(Append("thread/1", 0, "a", "b"));
        await Done(Append("thread/1", 2, "c"));

        Assert.Equal(3, await Store.ReadVersion(Site, "thread/1"));
        Assert.Equal(["a", "b", "c"], await Events("thread/1"));
        Assert.Equal(["c"], await Events("thread/1", after: 2));
        Assert.Empty(await Events("thread/1", after: 3));
        Assert.Equal(["b"], await Events("thread/1", after: 1, limit: 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_at_another_version_is_a_conflict_and_leaves_nothing(long expected)
    {
        await Done(Append("thread/1", 0, "a", "b"));

        await Conflicts(new(Site, new("thread/1", expected, [Bytes("x")]), [new("text", Bytes("x"))], [new("queue", "x", Bytes("x"))], [new("count", 1)]));

        Assert.Equal(["a", "b"], await Events("thread/1"));
        Assert.Null(await Store.ReadDocument(Site, "text"));
        Assert.Empty(await Keys("queue", new(10)));
        Assert.Equal((long[])[0], await Counters("count"));
    }

    [Fact]
    public async Task A_stream_cannot_begin_at_a_later_version()
    {
        await Conflicts(Append("thread/1", 1, "b"));

        Assert.Empty(await Store.ReadStreamNames(Site, "", null, 10));
    }

    [Fact]
    public async Task An_append_of_no_events_asks_for_the_version_and_nothing_more()
    {
        await Done(new(Site, new("thread/1", 0, []), [new("a", Bytes("a"))], [], []));
        await Conflicts(new(Site, new("thread/1", 1, []), [new("b", Bytes("b"))], [], []));
        await Done(Append("thread/1", 0, "first"));
        await Conflicts(new(Site, new("thread/1", 0, []), [new("c", Bytes("c"))], [], []));
        await Done(new(Site, new("thread/1", 1, []), [new("d", Bytes("d"))], [], []));

        Assert.Equal(["a", "d"], await Store.ReadDocumentKeys(Site, "", null, 10));
        Assert.Equal(1, await Store.ReadVersion(Site, "thread/1"));
    }

    [Fact]
    public async Task Events_documents_entries_and_counters_change_together()
    {
        await Done(new(Site, new("thread/1", 0, [Bytes("posted")]), [new("text/1", Bytes("hello"))], [new("queue", "0001", Bytes("entry"))], [new("count", 1)]));
        await Done(new(Site, new("thread/1", 1, [Bytes("withdrawn")]), [new("text/1", null)], [new("queue", "0001", null)], [new("count", -1)]));

        Assert.Equal(["posted", "withdrawn"], await Events("thread/1"));
        Assert.Null(await Store.ReadDocument(Site, "text/1"));
        Assert.Empty(await Keys("queue", new(10)));
        Assert.Equal((long[])[0], await Counters("count"));
    }

    [Fact]
    public async Task A_document_that_must_be_absent_stops_the_whole_commit_when_it_is_there()
    {
        var claim = new Commit(Site, new("thread/1", 0, [Bytes("a")]), [new("other", Bytes("1")), new("name", Bytes("first"), MustBeAbsent: true)], [new("queue", "1", [])], [new("count", 1)]);
        await Done(claim);
        await Conflicts(claim with { Append = new("thread/2", 0, [Bytes("b")]), Documents = [new("other", Bytes("2")), new("name", Bytes("second"), MustBeAbsent: true)] });

        Assert.Equal("first", Text(await Store.ReadDocument(Site, "name")));
        Assert.Equal("1", Text(await Store.ReadDocument(Site, "other")));
        Assert.Equal(0, await Store.ReadVersion(Site, "thread/2"));
        Assert.Equal((long[])[1], await Counters("count"));
    }

    [Fact]
    public async Task A_document_that_was_removed_is_absent_again()
    {
        await Done(PutText("name", "first"));
        await Done(Put(new DocumentChange("name", null)));
        await Done(Put(new DocumentChange("name", Bytes("second"), MustBeAbsent: true)));

        Assert.Equal("second", Text(await Store.ReadDocument(Site, "name")));
    }

    [Fact]
    public async Task Changes_to_one_key_apply_in_the_order_of_the_commit()
    {
        await Done(new(
            Site,
            null,
            [new("a", Bytes("1")), new("a", Bytes("2")), new("b", Bytes("1")), new("b", null)],
            [new("index", "k", null), new("index", "k", Bytes("last"))],
            [new("count", 5), new("count", -2)]));

        Assert.Equal("2", Text(await Store.ReadDocument(Site, "a")));
        Assert.Null(await Store.ReadDocument(Site, "b"));
        Assert.Equal("last", Text(Assert.Single(await Store.ReadEntries(Site, "index", new(10))).Value));
        Assert.Equal((long[])[3], await Counters("count"));
    }

    [Fact]
    public async Task A_commit_of_nothing_is_done() => await Done(new(Site, null, [], [], []));

    [Fact]
    public async Task Of_many_writers_at_one_version_exactly_one_wins_every_time()
    {
        const int writers = 16, rounds = 30;
        var wins = new int[writers];
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            long version = 0;
            while (version < rounds)
            {
                var commit = new Commit(Site, new("thread/1", version, [Bytes($"{version} by {writer}")]), [new($"won/{version:D3}", Bytes($"{writer}"), MustBeAbsent: true)], [], [new("wins", 1)]);
                wins[writer] += await Store.TryCommit(commit) == CommitResult.Done ? 1 : 0;
                version = await Store.ReadVersion(Site, "thread/1");
            }
        })));

        var events = await Events("thread/1");
        Assert.Equal(wins.Sum(), events.Length);
        Assert.Equal((long[])[events.Length], await Counters("wins"));
        for (var version = 0; version < events.Length; version++)
        {
            Assert.Equal($"{version} by {Text(await Store.ReadDocument(Site, $"won/{version:D3}"))}", events[version]);
        }
    }

    [Fact]
    public async Task Writers_of_many_streams_do_not_disturb_each_other()
    {
        const int streams = 40, rounds = 10;
        await Task.WhenAll(Enumerable.Range(0, streams).Select(stream => Task.Run(async () =>
        {
            for (var version = 0; version < rounds; version++)
            {
                await Done(Append($"thread/{stream:D2}", version, $"{stream}:{version}"));
            }
        })));

        for (var stream = 0; stream < streams; stream++)
        {
            Assert.Equal(Enumerable.Range(0, rounds).Select(version => $"{stream}:{version}"), await Events($"thread/{stream:D2}"));
        }
    }

    [Fact]
    public async Task A_read_never_sees_half_a_commit()
    {
        await Done(Put(new("left", Bytes("0")), new("right", Bytes("0"))));
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= 300; i++)
            {
                await Done(Put(new("left", Bytes($"{i}")), new("right", Bytes($"{i}"))));
            }
        });

        do
        {
            var both = await Store.ReadDocuments(Site, ["left", "right"]);
            Assert.Equal(both[0], both[1]);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public async Task A_commit_that_was_cancelled_before_it_began_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.TryCommit(Append("thread/1", 0, "a"), stop.Token));

        Assert.Equal(0, await Store.ReadVersion(Site, "thread/1"));
    }

    [Fact]
    public async Task Closing_finishes_what_was_accepted_and_then_takes_no_more()
    {
        var accepted = Enumerable.Range(0, 100).Select(i => Store.TryCommit(Append($"thread/{i:D2}", 0, "a")).AsTask()).ToArray();
        await Store.DisposeAsync();

        Assert.All(await Task.WhenAll(accepted), result => Assert.Equal(CommitResult.Done, result));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Store.TryCommit(Append("late", 0, "a")));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Store.ReadVersion(Site, "thread/00"));
        await Reopen();
        Assert.Equal(100, (await Store.ReadStreamNames(Site, "", null, 1_000)).Count);
    }
}
