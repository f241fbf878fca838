using NatComments.Core.Storage;

namespace NatComments.Tests.Storage;

public abstract partial class StoreConformance
{
    /// <summary>Names that no store takes: empty, too long, with U+0000, with half a character.</summary>
    private static readonly string[] BadNames = ["", new('x', StoreLimits.MaxName + 1), "a\0b", "\uD83D", "a\uDE00", "\uD83Da", "\uDE00\uD83D"];

    [Fact]
    public async Task A_name_that_breaks_the_rules_is_refused_wherever_it_stands()
    {
        foreach (var name in BadNames)
        {
            await RefusesName(name);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(StoreLimits.MaxRead + 1)]
    public async Task A_read_of_no_items_or_too_many_is_refused(int limit)
    {
        await Refuses(() => Store.ReadEvents(Site, "a", 0, limit));
        await Refuses(() => Store.ReadEntries(Site, "a", new(limit)));
        await Refuses(() => Store.ReadStreamNames(Site, "", null, limit));
        await Refuses(() => Store.ReadDocumentKeys(Site, "", null, limit));
        await Refuses(() => Store.ReadEvents(Site, "a", -1, 1));
    }

    [Fact]
    public async Task Too_many_names_in_one_read_are_refused()
    {
        var names = Enumerable.Range(0, StoreLimits.MaxRead + 1).Select(i => $"{i}").ToArray();

        await Refuses(() => Store.ReadDocuments(Site, names));
        await Refuses(() => Store.ReadCounters(Site, names));
        Assert.Equal(StoreLimits.MaxRead, (await Store.ReadDocuments(Site, names[1..])).Length);
    }

    [Fact]
    public async Task Too_large_a_value_too_many_changes_and_too_long_a_step_are_refused()
    {
        var large = new byte[StoreLimits.MaxValue + 1];
        await Refuses(Put(new DocumentChange("a", large)));
        await Refuses(new(Site, null, [], [new("a", "a", large)], []));
        await Refuses(new(Site, new("a", 0, [large]), [], [], []));
        var quarter = new byte[StoreLimits.MaxCommitBytes / 4];
        await Refuses(new(Site, new("a", 0, [quarter, quarter]), [new("a", quarter)], [new("a", "a", quarter), new("a", "b", [1])], []));
        await Refuses(new(Site, new("a", -1, [Bytes("a")]), [], [], []));
        await Refuses(Count("a", StoreLimits.MaxCounterStep + 1));
        await Refuses(Count("a", -StoreLimits.MaxCounterStep - 1));

        var most = Enumerable.Range(0, Commit.MaxChanges).Select(i => new DocumentChange($"{i:D4}", [])).ToArray();
        await Refuses(new(Site, null, most, [], [new("a", 1)]));
        await Done(Put(most));
        Assert.Equal(Commit.MaxChanges, (await Store.ReadDocumentKeys(Site, "", null, StoreLimits.MaxRead)).Count);
    }

    [Fact]
    public async Task The_longest_names_of_the_longest_characters_work()
    {
        var name = new string('ﬁ', StoreLimits.MaxName - 1);
        await Done(new(name, new(name + "a", 0, [Bytes("e")]), [new(name + "b", Bytes("d"))], [new(name, name + "c", Bytes("v")), new(name, name + "d", Bytes("w"))], [new(name, 3)]));

        Assert.Equal(1, await Store.ReadVersion(name, name + "a"));
        Assert.Equal("d", Text(await Store.ReadDocument(name, name + "b")));
        Assert.Equal("w", Text(Assert.Single(await Store.ReadEntries(name, name, new(10, After: name + "c", Prefix: name))).Value));
        Assert.Equal(3, Assert.Single(await Store.ReadCounters(name, [name])));
    }

    private async Task RefusesName(string name)
    {
        await Refuses(Append(name, 0, "a"));
        await Refuses(Append("a", 0, "a") with { Partition = name });
        await Refuses(PutText(name, "a"));
        await Refuses(Enter(name, "a"));
        await Refuses(Enter("a", name));
        await Refuses(Count(name, 1));
        await Refuses(() => Store.ReadVersion(name, "a"));
        await Refuses(() => Store.ReadVersion(Site, name));
        await Refuses(() => Store.ReadEvents(Site, name, 0, 1));
        await Refuses(() => Store.ReadDocument(Site, name));
        await Refuses(() => Store.ReadDocuments(Site, ["a", name]));
        await Refuses(() => Store.ReadEntries(Site, name, new(1)));
        await Refuses(() => Store.ReadCounters(Site, ["a", name]));
    }

    private async Task Refuses(Commit commit) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Store.TryCommit(commit));

    private static async Task Refuses<T>(Func<ValueTask<T>> read) => await Assert.ThrowsAnyAsync<ArgumentException>(async () => await read());
}
