using System.Security.Cryptography;
using NatComments.Core.Storage;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Visitors;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>Two nodes over one Redis whose clocks do not agree.</summary>
public sealed class ClockTests(RedisServer server) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    private readonly TestClock clock = new();
    private readonly TestClock fast = new();
    private readonly RedisStoreOptions options = server.Options();
    private IStore here = null!;
    private IStore there = null!;

    public Task InitializeAsync()
    {
        (here, there) = (RedisStore.Open(options), RedisStore.Open(options));
        fast.Advance(Ahead);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await here.DisposeAsync();
        await there.DisposeAsync();
    }

    [Fact]
    public async Task Posts_through_clocks_that_differ_are_in_the_order_in_which_they_were_taken_and_none_is_lost()
    {
        await using var one = Hosts.Over(here, clock);
        await using var other = Hosts.Over(there, fast);
        var lines = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            lines.Add(HostQuestions.Line(await (i % 2 == 0 ? other : one).Posts()));
        }

        await using var third = Hosts.Over(here, clock);
        Assert.Equal(lines, (await third.Page()).Split('\n'));
    }

    [Fact]
    public async Task A_proof_that_was_used_on_one_node_is_worth_nothing_on_another_whatever_its_clock_says()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var hashes = new PhraseHashes();
        var (one, other) = (new Pseudonyms(here, await Secrets.Load(here), hashes, clock), new Pseudonyms(there, await Secrets.Load(there), hashes, fast));
        for (var i = 0; i < 30; i++)
        {
            var challenge = one.Challenge("demo");
            var (known, signature) = (key.ExportSubjectPublicKeyInfo(), key.SignData(Pseudonyms.Signed("demo", challenge), HashAlgorithmName.SHA256));
            Assert.True(await one.Prove("demo", challenge, known, signature));

            Assert.False(await other.Prove("demo", challenge, known, signature));
            Assert.False(await one.Prove("demo", challenge, known, signature));
            clock.Advance(TimeSpan.FromMinutes(1));
            fast.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange((await here.ReadDocumentKeys("demo", "spent/", null, 100)).Count, 1, 6);
    }
}
