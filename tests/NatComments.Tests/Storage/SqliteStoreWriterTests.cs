using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Tests.Storage;

/// <summary>How the writer groups commits, and how it fails and recovers.</summary>
public sealed class SqliteStoreWriterTests : IDisposable
{
    private const string Site = "nat";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("natcomments.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Commits_that_wait_together_are_made_durable_together()
    {
        const int waiting = 200;
        await using var store = SqliteStore.Open(Path);
        var groups = new ConcurrentQueue<int>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => Listen(store, instrument, self) };
        listener.SetMeasurementEventCallback<int>((_, commits, _, _) => groups.Enqueue(commits));
        listener.Start();

        var all = await BehindABusyWriter(store, () => Enumerable.Range(0, waiting).Select(i => store.TryCommit(Append($"thread/{i}", 0)).AsTask()).ToArray());

        Assert.All(all, result => Assert.Equal(CommitResult.Done, result));
        Assert.Equal([1, waiting], groups);
    }

    [Fact]
    public async Task A_conflict_in_a_group_does_not_touch_its_neighbours()
    {
        await using var store = SqliteStore.Open(Path);

        var results = await BehindABusyWriter(store, () =>
        [
            store.TryCommit(Append("thread/1", 0)).AsTask(),
            store.TryCommit(Append("thread/1", 0)).AsTask(),
            store.TryCommit(Append("thread/1", 1)).AsTask(),
            store.TryCommit(Claim("name", 1)).AsTask(),
            store.TryCommit(Claim("name", 2)).AsTask(),
            store.TryCommit(Append("thread/2", 1)).AsTask(),
            store.TryCommit(Append("thread/2", 0)).AsTask(),
        ]);

        Assert.Equal(
            [CommitResult.Done, CommitResult.Conflict, CommitResult.Done, CommitResult.Done, CommitResult.Conflict, CommitResult.Conflict, CommitResult.Done],
            results);
        Assert.Equal(2, await store.ReadVersion(Site, "thread/1"));
        Assert.Equal(1, await store.ReadVersion(Site, "thread/2"));
        Assert.Equal([1], await store.ReadDocument(Site, "name"));
        Assert.Equal(4, (await store.ReadCounters(Site, ["commits"]))[0]);
    }

    [Fact]
    public async Task A_waiting_commit_can_be_cancelled_and_then_is_not_written()
    {
        await using var store = SqliteStore.Open(Path);
        using var stop = new CancellationTokenSource();

        await BehindABusyWriter(store, () =>
        {
            var cancelled = store.TryCommit(Append("thread/1", 0), stop.Token).AsTask();
            var after = store.TryCommit(Append("thread/2", 0)).AsTask();
            stop.Cancel();
            return [Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled).ContinueWith(_ => CommitResult.Done, TaskContinuationOptions.OnlyOnRanToCompletion), after];
        });

        Assert.Equal(["thread/2"], await store.ReadStreamNames(Site, "thread/", null, 10));
    }

    [Fact]
    public async Task Who_finds_the_queue_full_waits_for_room()
    {
        await using var store = SqliteStore.Open(Path, new() { MaxWaitingCommits = 3 });

        var results = await BehindABusyWriter(store, () => Enumerable.Range(0, 20).Select(i => store.TryCommit(Append($"thread/{i}", 0)).AsTask()).ToArray());

        Assert.All(results, result => Assert.Equal(CommitResult.Done, result));
        Assert.Equal(20, (await store.ReadStreamNames(Site, "thread/", null, 100)).Count);
    }

    [Fact]
    public async Task A_locked_database_is_reported_and_written_again_when_it_is_free()
    {
        await using var store = SqliteStore.Open(Path, new() { LockWait = TimeSpan.FromMilliseconds(50) });
        using (var other = new Database(Path, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");

            Assert.Equal("store-locked", await Unavailable(store, Append("thread/1", 0)));
            Assert.Equal(0, await store.ReadVersion(Site, "thread/1"));
            other.Execute("COMMIT");
        }

        Assert.Equal(CommitResult.Done, await store.TryCommit(Append("thread/1", 0)));
    }

    [Fact]
    public async Task A_full_disk_is_reported_loses_nothing_and_is_written_again_when_there_is_room()
    {
        await using var store = SqliteStore.Open(Path, new() { MaxPages = 100 });
        var large = new byte[20_000];
        var written = 0;
        while (await TryPut(store, $"text/{written}", large))
        {
            written++;
        }

        Assert.InRange(written, 10, 25);
        Assert.Equal("store-full", await Unavailable(store, new(Site, new("thread/1", 0, [large]), [new("half", [1])], [], [new("half", 1)])));
        Assert.Equal(written, (await store.ReadDocumentKeys(Site, "text/", null, 1_000)).Count);
        Assert.Equal(0, await store.ReadVersion(Site, "thread/1"));
        Assert.Null(await store.ReadDocument(Site, "half"));

        Assert.Equal(CommitResult.Done, await store.TryCommit(new(Site, null, [new("text/0", null), new("text/1", null)], [], [])));
        Assert.Equal(CommitResult.Done, await store.TryCommit(new(Site, new("thread/1", 0, [large]), [], [], [])));
    }

    [Fact]
    public async Task Expected_versions_hold_between_two_stores_on_one_file()
    {
        await using var here = SqliteStore.Open(Path);
        await using var there = SqliteStore.Open(Path);

        Assert.Equal(CommitResult.Done, await here.TryCommit(Append("thread/1", 0)));
        Assert.Equal(CommitResult.Conflict, await there.TryCommit(Append("thread/1", 0)));
        Assert.Equal(CommitResult.Done, await there.TryCommit(Append("thread/1", 1)));
        Assert.Equal(CommitResult.Conflict, await here.TryCommit(Append("thread/1", 1)));
        Assert.Equal(2, await here.ReadVersion(Site, "thread/1"));
    }

    [Fact]
    public async Task The_log_starts_again_while_commits_go_on()
    {
        const int megabyte = 1 << 20, enough = 100;
        await using var store = SqliteStore.Open(Path);
        var value = new byte[megabyte];
        long written = 0;
        while (written < enough * megabyte || written < 3 * new FileInfo(Path + "-wal").Length)
        {
            Assert.InRange(written, 0, 10L * enough * megabyte);
            Assert.True(await TryPut(store, $"snapshot/{written % 7}", value));
            written += megabyte;
        }
    }

    /// <summary>Keeps the writer busy with a first commit until all others wait or have been cancelled, so that what follows does not depend on speed.</summary>
    private async Task<CommitResult[]> BehindABusyWriter(SqliteStore store, Func<Task<CommitResult>[]> others)
    {
        Task<CommitResult> first;
        Task<CommitResult>[] waiting;
        using (var other = new Database(Path, TimeSpan.Zero))
        {
            other.Execute("BEGIN IMMEDIATE");
            first = store.TryCommit(Append("first", 0)).AsTask();
            SpinWait.SpinUntil(() => store.WaitingCommits == 0);
            waiting = others();
            other.Execute("COMMIT");
        }

        Assert.Equal(CommitResult.Done, await first);
        return await Task.WhenAll(waiting);
    }

    private static void Listen(SqliteStore store, Instrument instrument, MeterListener listener)
    {
        if (store.Meter.Owns(instrument) && instrument.Name == "natcomments.store.group.commits")
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static Commit Append(string stream, long expectedVersion) => new(Site, new(stream, expectedVersion, [[1, 2, 3]]), [], [], [new("commits", 1)]);

    private static Commit Claim(string key, byte value) => new(Site, null, [new(key, [value], MustBeAbsent: true)], [], []);

    private static async Task<string> Unavailable(SqliteStore store, Commit commit) =>
        (await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.TryCommit(commit))).Code;

    private static async Task<bool> TryPut(SqliteStore store, string key, byte[] value)
    {
        try
        {
            return await store.TryCommit(new(Site, null, [new(key, value)], [], [])) == CommitResult.Done;
        }
        catch (StoreUnavailableException failure) when (failure.Code == "store-full")
        {
            return false;
        }
    }
}
