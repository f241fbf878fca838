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
/// Two processes follow one site while people write, the store fails before and after writes, and a projection fails
/// now and then. Whatever happened, each event counted exactly once for each projection.
/// </summary>
public sealed class RacingProjectionsTests
{
    private const int Commands = 600;
    private const int FaultsInAHundred = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task Two_that_follow_one_site_count_every_event_once_for_each_projection(int seed)
    {
        await using var hosts = new Hosts();
        var random = new Chance(seed);
        NotedProjection steady = new("steady"), shaky = new("shaky"), late = new("late");
        shaky.Fails = _ => random.Next(400) == 0;
        ThreadId[] threads = [.. Enumerable.Range(0, 4).Select(i => ThreadId.FromTrusted("demo", $"post-{i}"))];
        var writing = Write(hosts.First, threads, seed);

        // The second begins with another program, which has one projection more.
        await Task.WhenAll(
            Follow(Site(hosts, random, steady, shaky), writing),
            Follow(Site(hosts, random, steady, shaky, late), writing));
        shaky.Fails = _ => false;
        hosts.Clock.Advance(ProjectionPause);
        var last = new SiteProjections(
            hosts.Sqlite,
            hosts.First,
            new(hosts.Sqlite, hosts.Clock),
            hosts.Clock,
            [.. ProjectionList.Of(hosts.Sqlite), steady, shaky, late]);
        await last.CatchUp("demo");

        foreach (var projection in (NotedProjection[])[steady, shaky, late])
        {
            await projection.MustBeTheLog(hosts.Sqlite, threads);
        }

        Assert.All(await last.Read("demo", default), status => Assert.Equal((0, null), (status.Behind, status.Error)));
        await MustAgree(hosts.Sqlite, threads);
    }

    private static readonly TimeSpan ProjectionPause = TimeSpan.FromMinutes(5);

    private static SiteProjections Site(Hosts hosts, Chance random, params IProjection[] others)
    {
        var store = new FaultyStore(hosts.Sqlite)
        {
            EveryCommit = true,
            NextFault = () => random.Next(100) >= FaultsInAHundred ? Fault.None
                : random.Next(2) == 0 ? Fault.BeforeTheWrite : Fault.AfterTheWrite,
        };
        return new(store, hosts.First, new(store, hosts.Clock), hosts.Clock, [.. ProjectionList.Of(store), .. others]);
    }

    private static Task Write(LoneThreads host, ThreadId[] threads, int seed) =>
        Task.WhenAll(threads.Select((thread, i) => Task.Run(async () =>
    {
        var commands = new RandomCommands(seed + i, _ => 1);
        for (var asked = 0; asked < Commands; asked++)
        {
            await host.Ask(thread, commands.Next());
        }
    })));

    private static async Task Follow(SiteProjections site, Task writing)
    {
        bool isLast;
        do
        {
            isLast = writing.IsCompleted;
            try
            {
                await site.CatchUp("demo");
            }
            catch (StoreUnavailableException)
            {
                isLast = false;
            }
        }
        while (!isLast);
        await writing;
    }

    // The audit chain has one record for each event that needs one, and the search each comment's revisions once.
    private static async Task MustAgree(IStore store, ThreadId[] threads)
    {
        var (records, texts) = (0, 0);
        foreach (var thread in threads)
        {
            var log = (await store.ReadEvents(thread.Site, thread.Stream, 0, StoreLimits.MaxRead))
                .Select(e => ThreadJson.Read(e)).ToList();
            records += log.Count(e => e is CommentDecided or CommentHeld or DecisionUndone or CommentEscalated
                or CommentWithdrawn or CommentReported or DecisionAppealed or ThreadStateChanged);
            texts += log.Count(e => e is CommentPosted or CommentEdited);
        }

        var audited = await new AuditVerifier(store).Verify("demo", default);
        Assert.Empty(audited.Faults);
        Assert.Equal(records, audited.Records);
        Assert.Equal(texts, SearchHead.FromBytes(await store.ReadDocument("demo", SearchHead.Key)).Count);
    }

    private sealed class Chance(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int below)
        {
            lock (_random)
            {
                return _random.Next(below);
            }
        }
    }
}
