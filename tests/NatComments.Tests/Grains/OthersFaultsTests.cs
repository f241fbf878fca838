using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Activation;
using NatComments.Core.Sites;
using NatComments.Core.Storage;
using NatComments.Server.Sites;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Grains;

/// <summary>What fails for one fails for nobody else.</summary>
public sealed class OthersFaultsTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _hosts.DisposeAsync();

    [Fact]
    public async Task A_command_that_makes_the_rules_fail_fails_alone()
    {
        await _hosts.First.Posts();
        _hosts.Store.CloseGate();
        var before = _hosts.First.Posts("somebody");
        await _hosts.Store.SomebodyWaits;
        List<Task<Guid>> good = [];
        List<Task<ThreadReply>> poison = [];
        for (var i = 0; i < 20; i++)
        {
            good.Add(_hosts.First.Posts($"author-{i}"));
            if (i % 7 == 0)
            {
                poison.Add(_hosts.First.Asks(Posting.By($"poisoner-{i}", Guid.NewGuid()) with { Text = null! }));
            }
        }

        _hosts.Store.OpenGate();
        await Task.WhenAll(good.Append(before));
        foreach (var asked in poison)
        {
            await Assert.ThrowsAsync<NullReferenceException>(() => asked);
        }

        Assert.Equal(3, _hosts.Store.Commits);
    }

    [Theory]
    [InlineData(Fault.BeforeTheWrite)]
    [InlineData(Fault.AfterTheWrite)]
    public async Task Hits_of_words_are_neither_lost_nor_counted_twice(object fault)
    {
        var hits = new WordHits(_hosts.Store, _hosts.Clock, NullLogger<WordHits>.Instance);
        var words = Enumerable.Range(0, 2 * Commit.MaxChanges).Select(i => $"word-{i}").ToList();
        words.ForEach(word => hits.Add("demo", word));
        var faults = 0;
        _hosts.Store.EveryCommit = true;
        _hosts.Store.NextFault = () =>
        {
            hits.Add("demo", "word-0");
            return ++faults % 2 == 0 ? (Fault)fault : Fault.None;
        };

        for (var i = 0; i < 12; i++)
        {
            await Task.WhenAll(hits.Write(), hits.Write());
        }

        _hosts.Store.NextFault = () => Fault.None;
        await hits.DisposeAsync();
        var counted = await _hosts.Sqlite.ReadCounters("demo", [.. words.Select(WordLists.HitCounter)]);
        Assert.Equal(1 + faults, counted[0]);
        Assert.All(counted.Skip(1), count => Assert.Equal(1, count));
        Assert.Empty(await _hosts.Sqlite.ReadDocumentKeys("demo", "word-hits/", null, 10));
    }
}
