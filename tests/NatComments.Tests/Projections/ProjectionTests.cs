using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Tests.Grains;

namespace NatComments.Tests.Projections;

/// <summary>Each projection of a site follows the log at a position of its own.</summary>
public sealed class ProjectionTests : IAsyncLifetime
{
    private static readonly ThreadId[] Threads =
        [.. Enumerable.Range(0, 5).Select(i => ThreadId.FromTrusted("demo", $"post-{i}"))];

    private readonly Hosts _hosts = new();
    private readonly Told _told = new();
    private readonly NotedProjection _steady = new("steady");
    private readonly NotedProjection _other = new("other");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _hosts.DisposeAsync();

    [Fact]
    public async Task One_that_always_throws_holds_up_no_other_and_goes_on_where_it_failed_once_it_is_mended()
    {
        var site = Follow(_other, _steady);
        await PostEverywhere();
        await site.CatchUp("demo");
        _other.Fails = _ => true;
        await PostEverywhere();

        await site.CatchUp("demo");
        await PostEverywhere();
        await site.CatchUp("demo");

        await _steady.MustBeTheLog(_hosts.Sqlite, Threads);
        await MustHaveFollowed(15);
        var failing = await Status(site, "other");
        Assert.Equal((15, 30, nameof(FormatException), _hosts.Clock.GetUtcNow()),
            (failing.Position, failing.Behind, failing.Error, failing.FailingSince));
        Assert.Equal(["other fails"], _told.All);

        // It is left alone for longer and longer.
        var attempts = _other.Attempts;
        await site.CatchUp("demo");
        Assert.Equal(attempts, _other.Attempts);
        for (var i = 0; i < 4; i++)
        {
            _hosts.Clock.Advance(TimeSpan.FromMinutes(5));
            await site.CatchUp("demo");
            Assert.Equal(++attempts, _other.Attempts);
        }

        _other.Fails = _ => false;
        _hosts.Clock.Advance(TimeSpan.FromMinutes(5));
        await site.CatchUp("demo");

        await _other.MustBeTheLog(_hosts.Sqlite, Threads);
        Assert.Equal(["other fails", "other works", "other has caught up"], _told.All);
        Assert.Equal((0, null), ((await Status(site, "other")).Behind, (await Status(site, "other")).Error));
        await PostEverywhere();
        var commits = await Commits();
        await site.CatchUp("demo");
        Assert.Equal(commits + 1, await Commits());
        await _other.MustBeTheLog(_hosts.Sqlite, Threads);
        await MustHaveFollowed(20);
    }

    [Fact]
    public async Task One_that_fails_on_one_event_stands_before_it_and_everything_else_is_followed_by_the_others()
    {
        var site = Follow(_other, _steady);
        await PostEverywhere();
        var poison = await _hosts.First.Posts(thread: Threads[2]);
        _other.Fails = e => e.Event is CommentPosted posted && posted.Id == poison;

        await site.CatchUp("demo");
        await PostEverywhere();
        await site.CatchUp("demo");

        await _steady.MustBeTheLog(_hosts.Sqlite, Threads);
        await MustHaveFollowed(11);
        Assert.Equal(["other fails"], _told.All);

        // Another process, with a program in which it is mended.
        await Follow(new NotedProjection("other"), _steady).CatchUp("demo");
        await _other.MustBeTheLog(_hosts.Sqlite, Threads);
    }

    [Fact]
    public async Task A_new_one_catches_up_from_the_logs_beginning_and_ends_equal_to_one_that_was_always_there()
    {
        await Follow(_steady).CatchUp("demo");
        ThreadId[] many = [.. Enumerable.Range(0, 250).Select(i => ThreadId.FromTrusted("demo", $"many-{i}"))];
        await Parallel.ForAsync(
            0, 1_200, async (i, _) => await _hosts.First.Posts($"reader-{i}", many[i % many.Length]));
        await Follow(_steady).CatchUp("demo");
        await _hosts.First.Posts(thread: many[0]);

        var site = Follow(_steady, _other);
        var before = await Status(site, "other");
        await site.CatchUp("demo");

        Assert.Equal((0, 3_603), (before.Position, before.Behind));
        await _steady.MustBeTheLog(_hosts.Sqlite, many);
        await _other.MustBeTheLog(_hosts.Sqlite, many);
        Assert.Equal(await Status(site, "steady") with { Name = "other" }, await Status(site, "other"));
        Assert.Equal(["other catches up", "other has caught up"], _told.All);
        Assert.Empty(await _hosts.Sqlite.ReadDocumentKeys("demo", ProjectionKeys.BehindPrefix("other"), null, 10));
        await MustHaveFollowed(1_201);
    }

    [Fact]
    public async Task A_store_of_before_goes_on_with_all_projections_where_its_one_position_stood()
    {
        await PostEverywhere();
        await Follow().CatchUp("demo");
        await _hosts.Sqlite.TryCommit(new("demo", null, [new(ProjectionKeys.Positions, null)], [], []));
        await PostEverywhere();

        var site = Follow(_steady);
        var read = await site.Read("demo", default);
        await site.CatchUp("demo");

        Assert.All(read.Where(status => status.Name != "steady"), status =>
            Assert.Equal((15, 30), (status.Position, status.Head)));
        Assert.All(await site.Read("demo", default), status => Assert.Equal((30, 30), (status.Position, status.Head)));
        await MustHaveFollowed(10);
        await _steady.MustBeTheLog(_hosts.Sqlite, Threads);
    }

    [Fact]
    public async Task An_older_program_that_follows_for_a_while_leaves_a_projection_it_does_not_know_behind()
    {
        await PostEverywhere();
        await Follow(_steady, _other).CatchUp("demo");
        await PostEverywhere();
        await Follow(_steady).CatchUp("demo");
        await PostEverywhere();

        await Follow(_steady, _other).CatchUp("demo");

        await _other.MustBeTheLog(_hosts.Sqlite, Threads);
        await _steady.MustBeTheLog(_hosts.Sqlite, Threads);
        await MustHaveFollowed(15);
    }

    [Fact]
    public async Task A_thread_with_an_event_that_cannot_be_read_is_followed_up_to_it_and_holds_up_no_other_thread()
    {
        await PostEverywhere();
        var site = Follow(_steady);
        await _hosts.Sqlite.TryCommit(new(
            "demo",
            new StreamAppend(Threads[2].Stream, 3, ["""{"type":"of-a-newer-program"}"""u8.ToArray()]),
            [],
            [new(ThreadNews.Index, $"{4:x16}/{Threads[2].Article}", [])],
            []));

        await site.CatchUp("demo");
        foreach (var thread in Threads.Where(thread => thread != Threads[2]))
        {
            await _hosts.First.Posts(thread: thread);
        }

        await site.CatchUp("demo");
        _hosts.Clock.Advance(TimeSpan.FromMinutes(2));
        await site.CatchUp("demo");

        Assert.Equal(3, (await _steady.Notes(_hosts.Sqlite, Threads[2])).Count);
        await _steady.MustBeTheLog(_hosts.Sqlite, Threads.Where(thread => thread != Threads[2]));
        await MustHaveFollowed(9);
        Assert.Equal(["event 4 cannot be read"], _told.All);
    }

    [Fact]
    public async Task One_that_the_store_does_not_answer_while_it_answers_the_others_is_set_aside_after_some_tries()
    {
        var site = Follow(new Unanswered(), _steady);
        await PostEverywhere();

        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => site.CatchUp("demo"));
        }

        await site.CatchUp("demo");
        await _steady.MustBeTheLog(_hosts.Sqlite, Threads);
        Assert.Equal("store-sealed", (await Status(site, "unanswered")).Error);
    }

    [Fact]
    public void Names_are_checked_and_are_there_once()
    {
        Assert.Throws<ArgumentException>(() => Follow(new NotedProjection("With/Slash")));
        Assert.Throws<ArgumentException>(() => Follow(new NotedProjection("search")));
        Assert.Throws<ArgumentException>(() => Follow(new NotedProjection("")));
    }

    private SiteProjections Follow(params IProjection[] others) => new(
        _hosts.Sqlite,
        _hosts.First,
        new(_hosts.Sqlite, _hosts.Clock),
        _hosts.Clock,
        [.. ProjectionList.Of(_hosts.Sqlite), .. others],
        listener: _told);

    private async Task PostEverywhere()
    {
        foreach (var thread in Threads)
        {
            await _hosts.First.Posts(thread: thread);
        }
    }

    private static async Task<ProjectionStatus> Status(SiteProjections site, string name) =>
        (await site.Read("demo", default)).Single(status => status.Name == name);

    private async Task<long> Commits() =>
        long.Parse(System.Text.Encoding.UTF8.GetString(
            (await _hosts.Sqlite.ReadDocument("demo", ProjectionKeys.LastNumber))!));

    // Each published comment is once in the search and once in the audit chain.
    private async Task MustHaveFollowed(int comments)
    {
        Assert.Equal(comments, SearchHead.FromBytes(await _hosts.Sqlite.ReadDocument("demo", SearchHead.Key)).Count);
        var audited = await new AuditVerifier(_hosts.Sqlite).Verify("demo", default);
        Assert.Empty(audited.Faults);
        Assert.Equal(comments, audited.Records);
    }

    private sealed class Unanswered : IProjection
    {
        public string Name => "unanswered";

        public ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) =>
            throw new StoreUnavailableException("store-sealed", "Its document cannot be opened.");
    }
}
