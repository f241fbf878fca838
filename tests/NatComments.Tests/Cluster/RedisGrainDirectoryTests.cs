using System.Net;
using NatComments.Orleans;
using NatComments.Tests.Storage;
using StackExchange.Redis;

namespace NatComments.Tests.Cluster;

/// <summary>The directory of a cluster in a real Redis: one entry for a thread, changed only by whoever knows it.</summary>
public sealed class RedisGrainDirectoryTests(RedisServer server) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private static readonly SiloAddress One = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_111), 1);
    private static readonly SiloAddress Other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11_112), 2);

    private readonly GrainId thread = GrainId.Create("commentthread", $"demo/şîrîn post {Guid.NewGuid():N}");
    private readonly string name = $"t{Guid.NewGuid():N}";
    private RedisGrainDirectory directory = null!;

    public async Task InitializeAsync() => directory = new(await ConnectionMultiplexer.ConnectAsync(server.Connection), name);

    public async Task DisposeAsync() => await directory.DisposeAsync();

    [Fact]
    public async Task Who_comes_first_is_registered_and_who_comes_later_is_told_who_is_there()
    {
        var first = At(One);
        Assert.Null(await directory.Lookup(thread));
        Assert.Equal(first, await directory.Register(first));

        Assert.Equal(first, await directory.Register(At(Other)));
        Assert.Equal(first, await directory.Lookup(thread));
    }

    [Fact]
    public async Task Of_many_who_come_at_once_all_are_told_the_same()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => directory.Register(At(i % 2 == 0 ? One : Other))));

        Assert.Single(told.Distinct());
    }

    [Fact]
    public async Task An_entry_gives_way_to_who_names_it_and_to_nobody_else()
    {
        var (first, second, third) = (At(One), At(Other), At(One));
        await directory.Register(first);

        Assert.Equal(first, await directory.Register(third, second));
        Assert.Equal(second, await directory.Register(second, first));
        Assert.Equal(second, await directory.Lookup(thread));
    }

    [Fact]
    public async Task Only_the_activation_that_is_registered_can_be_taken_out()
    {
        var first = At(One);
        await directory.Register(first);

        await directory.Unregister(At(One));
        Assert.Equal(first, await directory.Lookup(thread));
        await directory.Unregister(first);
        Assert.Null(await directory.Lookup(thread));
    }

    [Fact]
    public async Task A_dead_silo_is_forgotten_with_all_its_threads_and_no_other()
    {
        var dead = Enumerable.Range(0, 2_500).Select(i => At(One, GrainId.Create("commentthread", $"demo/{i}"))).ToList();
        await Task.WhenAll(dead.Select(directory.Register));
        var moved = At(Other, dead[0].GrainId);
        await directory.Register(moved, dead[0]);
        var living = At(Other);
        await directory.Register(living);

        await directory.UnregisterSilos([One]);

        Assert.Equal(living, await directory.Lookup(thread));
        Assert.Equal(moved, await directory.Lookup(moved.GrainId));
        Assert.Equal("3", server.Command("EVAL", "return #redis.call('KEYS', ARGV[1])", "0", $"{{{name}}}/*"));
    }

    private GrainAddress At(SiloAddress silo, GrainId? grain = null) => new()
    {
        GrainId = grain ?? thread,
        SiloAddress = silo,
        ActivationId = ActivationId.NewId(),
        MembershipVersion = new(7),
    };
}
