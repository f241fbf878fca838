using NatComments.Core.Activation;
using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Tests.Grains;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Projections;

/// <summary>
/// What a thread of this process has just committed is followed from memory, and from the log whenever it is not there.
/// </summary>
public sealed class RecentCommitsTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new();
    private readonly RecentCommits _recent = new(100_000);
    private readonly NotedProjection _noted = new("noted");
    private readonly FaultyStore _read;
    private readonly LoneThreads _threads;
    private readonly SiteProjections _site;
    private long _epoch;

    public RecentCommitsTests()
    {
        _read = new(_hosts.Sqlite);
        var context = new ThreadContext(_hosts.Store, new TextCache(_hosts.Store, 1 << 20), _hosts.Clock, Hosts.Written)
        {
            Recent = _recent,
            Epoch = _ => Volatile.Read(ref _epoch),
        };
        _threads = new(context);
        _site = new(
            _read, _threads, new(_read, _hosts.Clock), _hosts.Clock, [.. ProjectionList.Of(_read), _noted], context);
    }

    public Task InitializeAsync() => _site.CatchUp("demo");

    public async Task DisposeAsync()
    {
        await _threads.DisposeAsync();
        await _hosts.DisposeAsync();
    }

    // Before, each batch read the events and the texts of each of its threads: 71 reads for these 20.
    [Fact]
    public async Task Twenty_posts_in_twenty_threads_are_followed_with_nine_reads()
    {
        await Post(20);
        await _site.CatchUp("demo");
        var reads = _read.Reads;

        await Post(20);
        await _site.CatchUp("demo");

        Assert.Equal((0, 9), (_read.EventsRead, _read.Reads - reads));
        Assert.Equal(0, _recent.Bytes);
        await MustHave(40);
    }

    [Fact]
    public async Task What_another_process_wrote_in_between_is_read_from_the_log()
    {
        await _threads.Posts();
        await _hosts.First.Posts();
        await _threads.Posts();

        await _site.CatchUp("demo");

        Assert.True(_read.EventsRead > 0);
        Assert.Equal(0, _recent.Bytes);
        await MustHave(3);
    }

    [Fact]
    public async Task A_store_that_may_have_lost_something_is_read()
    {
        await _threads.Posts();
        Interlocked.Increment(ref _epoch);

        await _site.CatchUp("demo");

        Assert.Equal(3, _read.EventsRead);
        await MustHave(1);
    }

    [Fact]
    public async Task What_does_not_fit_leaves_and_is_read()
    {
        await Post(300);
        Assert.InRange(_recent.Bytes, 50_000, 100_000);

        await _site.CatchUp("demo");

        Assert.True(_read.EventsRead > 0);
        Assert.Equal(0, _recent.Bytes);
        await MustHave(300);
    }

    [Fact]
    public async Task Words_that_were_withdrawn_and_erased_before_they_were_followed_are_in_no_index()
    {
        var id = Guid.NewGuid();
        await _threads.MustAccept(Posting.By(Story.Ayse, id));
        await _threads.MustAccept(new WithdrawComment(id, Story.Ayse));
        await _hosts.Sqlite.TryCommit(
            new("demo", null, [new(CommentText.Key(Hosts.Thread.Article, id, 1), null)], [], []));

        await _site.CatchUp("demo");

        Assert.Equal(1, SearchHead.FromBytes(await _hosts.Sqlite.ReadDocument("demo", SearchHead.Key)).Count);
        Assert.Empty((await new SearchReader(_hosts.Sqlite).Find("demo", new(["words"]), 10, default)).Hits);
    }

    [Fact]
    public async Task A_site_that_is_followed_elsewhere_costs_no_memory()
    {
        await _threads.Posts();
        Assert.True(_recent.Bytes > 0);
        _site.Leave("demo");
        Assert.Equal(0, _recent.Bytes);

        await _threads.Posts();

        Assert.Equal(0, _recent.Bytes);
    }

    private Task Post(int count) => Parallel.ForAsync(
        0, count, async (i, _) => await _threads.Posts($"reader-{i}", ThreadId.FromTrusted("demo", $"post-{i % 20}")));

    private async Task MustHave(int comments)
    {
        var streams = await _hosts.Sqlite.ReadStreamNames("demo", ThreadId.StreamPrefix, null, StoreLimits.MaxRead);
        await _noted.MustBeTheLog(_hosts.Sqlite,
            streams.Select(stream => ThreadId.FromTrusted("demo", stream[ThreadId.StreamPrefix.Length..])));
        Assert.Equal(
            comments, (await new SearchReader(_hosts.Sqlite).Find("demo", new(["words"]), 1_000, default)).Hits.Count);
        var audited = await new AuditVerifier(_hosts.Sqlite).Verify("demo", default);
        Assert.Empty(audited.Faults);
        Assert.Equal(comments, audited.Records);
    }
}
