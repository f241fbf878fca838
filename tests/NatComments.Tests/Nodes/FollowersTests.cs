using NatComments.Core.Audit;
using NatComments.Core.Projections;
using NatComments.Core.Search;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>Two nodes follow one site over one Redis.</summary>
public sealed class FollowersTests(RedisServer server) : IClassFixture<RedisServer>
{
    // As many small segments of the search index as are merged into one.
    private const int Segments = 8;

    [Fact]
    public async Task A_merge_that_another_node_makes_at_the_same_time_leaves_one_whole_index_and_no_error()
    {
        var options = server.Options();
        await using var here = RedisStore.Open(options);
        await using var there = RedisStore.Open(options);
        await using var threads = Hosts.Over(here);
        var overtaken = new FaultyStore(here);
        var (follower, other) = (new SiteProjections(overtaken, threads, new(overtaken, TimeProvider.System), TimeProvider.System), new SiteProjections(there, threads, new(there, TimeProvider.System), TimeProvider.System));
        for (var segment = 1; segment < Segments; segment++)
        {
            await threads.Posts();
            await other.CatchUp("demo");
        }

        await threads.Posts();
        var isOvertaken = false;
        overtaken.BeforeDocuments = async keys =>
        {
            if (keys[0].StartsWith("search/", StringComparison.Ordinal) && !isOvertaken)
            {
                isOvertaken = true;
                await other.CatchUp("demo");
            }
        };
        await follower.CatchUp("demo");

        Assert.True(isOvertaken);
        Assert.Single(SearchHead.FromBytes(await here.ReadDocument("demo", SearchHead.Key)).Segments);
        Assert.Equal(Segments, (await new SearchReader(here).Find("demo", new(["words"]), 50, default)).Hits.Count);
        Assert.Empty((await new AuditVerifier(here).Verify("demo", default)).Faults);
    }
}
