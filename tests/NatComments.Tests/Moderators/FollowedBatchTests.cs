using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Search;
using NatComments.Core.Threads;
using NatComments.Tests.Grains;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Moderators;

/// <summary>Much is followed at once, in commits that the store takes.</summary>
public sealed class FollowedBatchTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _hosts.DisposeAsync();

    // Each new text that waits has a cluster and its bands: 600 of them are more changes than one commit may have.
    [Fact]
    public async Task Six_hundred_texts_that_wait_in_one_thread_are_all_followed()
    {
        await Post(600, _ => Hosts.Thread, Posting.Doubtful);

        await Follow();

        await MustHaveAll(600, CommentStatus.Pending);
        var clusters = await _hosts.Sqlite.ReadDocumentKeys("demo", "cluster/", null, 1_000);
        Assert.Equal(600, clusters.Count);
    }

    [Fact]
    public async Task More_threads_than_one_batch_takes_are_all_followed()
    {
        await Post(1_100, i => ThreadId.FromTrusted("demo", $"post-{i}"), Posting.Clean);

        await Follow();

        await MustHaveAll(1_100, CommentStatus.Published);
    }

    private async Task Post(int count, Func<int, ThreadId> thread, Evidence evidence) =>
        await Parallel.ForAsync(0, count, async (i, _) => await _hosts.First.MustAccept(Posting.By($"reader-{i}", Guid.NewGuid(), evidence: evidence), thread(i)));

    private async Task Follow() => await new SiteProjections(_hosts.Sqlite, _hosts.First, new(_hosts.Sqlite, _hosts.Clock), _hosts.Clock).CatchUp("demo");

    // Each comment once in the search and once in the audit chain, and nothing left to follow.
    private async Task MustHaveAll(int count, CommentStatus status)
    {
        Assert.Equal(count, SearchHead.FromBytes(await _hosts.Sqlite.ReadDocument("demo", SearchHead.Key)).Count);
        Assert.Equal(count, (await new SearchReader(_hosts.Sqlite).Find("demo", new(["words"], Status: status), count + 1, default)).Hits.DistinctBy(hit => hit.Document.Comment).Count());
        var audited = await new AuditVerifier(_hosts.Sqlite).Verify("demo", default);
        Assert.Empty(audited.Faults);
        Assert.Equal(count, audited.Records);
        Assert.Empty(await _hosts.Sqlite.ReadEntries("demo", ThreadNews.Index, new(10)));
    }
}
