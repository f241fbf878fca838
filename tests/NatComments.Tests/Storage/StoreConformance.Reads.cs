using NatComments.Core.Storage;

namespace NatComments.Tests.Storage;

public abstract partial class StoreConformance
{
    private static readonly string[] Bounds = ["", "a", "ab", "aba", "abb", "abc", "b", "ş", "şi", "t", "😀"];

    [Fact]
    public async Task Documents_are_put_replaced_and_removed()
    {
        Assert.Null(await Store.ReadDocument(Site, "a"));
        await Done(PutText("a", "one"));
        Assert.Equal("one", Text(await Store.ReadDocument(Site, "a")));
        await Done(PutText("a", "two, and longer"));
        Assert.Equal("two, and longer", Text(await Store.ReadDocument(Site, "a")));
        await Done(Put(new DocumentChange("a", null)));
        Assert.Null(await Store.ReadDocument(Site, "a"));
        await Done(Put(new DocumentChange("a", null)));
    }

    [Fact]
    public async Task Many_documents_come_in_the_order_asked_for_with_null_for_what_is_not_there()
    {
        await Done(Put(new("a", Bytes("1")), new("b", Bytes("2"))));

        var read = await Store.ReadDocuments(Site, ["b", "none", "a", "b"]);

        Assert.Equal(["2", null, "1", "2"], read.Select(value => value is null ? null : Text(value)));
        Assert.Empty(await Store.ReadDocuments(Site, []));
    }

    [Fact]
    public async Task Values_of_no_bytes_are_values()
    {
        await Done(new(Site, new("thread/1", 0, [[]]), [new("empty", [])], [new("index", "k", [])], []));

        Assert.Equal([""], await Events("thread/1"));
        Assert.Empty(await Store.ReadDocument(Site, "empty") ?? throw new InvalidOperationException("It is there."));
        Assert.Empty(Assert.Single(await Store.ReadEntries(Site, "index", new(1))).Value);
        await Conflicts(Put(new DocumentChange("empty", [], MustBeAbsent: true)));
    }

    [Fact]
    public async Task A_document_of_20_megabytes_is_kept_replaced_and_removed()
    {
        var large = new byte[20 << 20];
        new Random(20).NextBytes(large);
        await Done(Put(new DocumentChange("snapshot", large)));
        Assert.Equal(large, await Store.ReadDocument(Site, "snapshot"));

        large[7_000_000] ^= 1;
        await Done(Put(new DocumentChange("snapshot", large)));
        await Reopen();
        Assert.Equal(large, await Store.ReadDocument(Site, "snapshot"));

        await Done(Put(new DocumentChange("snapshot", null)));
        Assert.Null(await Store.ReadDocument(Site, "snapshot"));
    }

    [Fact]
    public async Task Names_are_ordered_by_code_point_in_every_list()
    {
        var shuffled = NamesInOrder.ToArray();
        new Random(1).Shuffle(shuffled);
        foreach (var name in shuffled)
        {
            await Done(new(Site, new(name, 0, [Bytes("e")]), [new(name, Bytes("d"))], [new("index", name, Bytes("v"))], []));
        }

        Assert.Equal(NamesInOrder, await Store.ReadStreamNames(Site, "", null, 100));
        Assert.Equal(NamesInOrder, await Store.ReadDocumentKeys(Site, "", null, 100));
        Assert.Equal(NamesInOrder, await Keys("index", new(100)));
        Assert.Equal(NamesInOrder.Reverse(), await Keys("index", new(100, Descending: true)));
    }

    [Fact]
    public async Task Every_list_can_be_read_in_steps_by_its_last_name()
    {
        foreach (var name in NamesInOrder)
        {
            await Done(new(Site, new(name, 0, [Bytes("e")]), [new(name, Bytes("d"))], [new("index", name, Bytes("v"))], []));
        }

        Assert.Equal(NamesInOrder, await InSteps(after => ReadList(Store.ReadStreamNames(Site, "", after, 2))));
        Assert.Equal(NamesInOrder, await InSteps(after => ReadList(Store.ReadDocumentKeys(Site, "", after, 2))));
        Assert.Equal(NamesInOrder, await InSteps(after => Keys("index", new(2, after))));
        Assert.Equal(NamesInOrder.Reverse(), await InSteps(after => Keys("index", new(2, after, Descending: true))));
    }

    [Fact]
    public async Task Prefix_cursor_and_direction_choose_what_a_plain_filter_would()
    {
        string[] keys = ["a", "ab", "aba", "abb", "abc", "abcd", "ac", "b", "ş", "şi", "şî", "😀😀"];
        await Done(Enter("index", keys));
        foreach (var (prefix, after) in Bounds.SelectMany(prefix => Bounds.Select(after => (prefix, after.Length == 0 ? null : after))))
        {
            var up = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || Compare(key, after) > 0));
            var down = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && (after is null || Compare(key, after) < 0)).Reverse();

            Assert.Equal(up.Take(4), await Keys("index", new(4, after, prefix)));
            Assert.Equal(down.Take(4), await Keys("index", new(4, after, prefix, Descending: true)));
        }
    }

    [Fact]
    public async Task Prefixes_of_names_mean_characters_and_never_patterns()
    {
        string[] names = ["a%", "a%b", "a*", "aXb", "a[b]", "a_b", "thread/1", "thread/10"];
        await Done(new(Site, null, [.. names.Select(name => new DocumentChange(name, []))], [], []));
        foreach (var name in names)
        {
            await Done(Append(name, 0, "e"));
        }

        Assert.Equal(["a%", "a%b"], await Store.ReadDocumentKeys(Site, "a%", null, 10));
        Assert.Equal(["a_b"], await Store.ReadStreamNames(Site, "a_", null, 10));
        Assert.Equal(["a*"], await Store.ReadStreamNames(Site, "a*", null, 10));
        Assert.Equal(["a[b]"], await Store.ReadDocumentKeys(Site, "a[b]", null, 10));
        Assert.Equal(["thread/10"], await Store.ReadStreamNames(Site, "thread/", "thread/1", 10));
    }

    [Fact]
    public async Task Entries_are_replaced_by_key_and_indexes_are_apart()
    {
        await Done(Enter("queue/pending", "1", "2"));
        await Done(Enter("queue/reported", "2"));
        await Done(new(Site, null, [], [new("queue/pending", "2", Bytes("new")), new("queue/pending", "none", null)], []));

        var pending = await Store.ReadEntries(Site, "queue/pending", new(10));
        Assert.Equal(["value of 1", "new"], pending.Select(entry => Text(entry.Value)));
        Assert.Equal(["2"], await Keys("queue/reported", new(10)));
        Assert.Empty(await Keys("queue", new(10)));
    }

    [Fact]
    public async Task Counters_begin_at_0_and_add_up_however_many_add_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Done(Count(i % 2 == 0 ? "even" : "odd", i))));
        await Done(Count("below", -5));

        Assert.Equal((long[])[9_900, 0, 10_000, -5], await Counters("even", "never", "odd", "below"));
    }

    [Fact]
    public async Task Partitions_see_nothing_of_each_other()
    {
        var here = new Commit(Site, new("thread/1", 0, [Bytes("here")]), [new("d", Bytes("here"), MustBeAbsent: true)], [new("i", "k", Bytes("here"))], [new("c", 1)]);
        var there = new Commit("natx", new("thread/1", 0, [Bytes("there")]), [new("d", Bytes("there"), MustBeAbsent: true)], [new("i", "k", Bytes("there"))], [new("c", 2)]);
        await Done(here);
        await Done(there);

        Assert.Equal(["here"], await Events("thread/1"));
        Assert.Equal(["there"], Texts(await Store.ReadEvents("natx", "thread/1", 0, 10)));
        Assert.Equal("here", Text(await Store.ReadDocument(Site, "d")));
        Assert.Equal("there", Text(Assert.Single(await Store.ReadEntries("natx", "i", new(10))).Value));
        Assert.Equal(2, Assert.Single(await Store.ReadCounters("natx", ["c"])));
        Assert.Empty(await Store.ReadStreamNames("na", "", null, 10));
        Assert.Empty(await Store.ReadDocumentKeys(Commit.ServerPartition, "", null, 10));
    }

    [Fact]
    public async Task Opening_again_finds_everything_as_it_was()
    {
        await Done(new(Site, new("şîrove/😀", 0, [Bytes("a"), Bytes("b")]), [new("metin/ıİ", Bytes("merhaba"))], [new("dizin", "k", Bytes("v"))], [new("sayı", 7)]));
        await Reopen();

        Assert.Equal(["a", "b"], await Events("şîrove/😀"));
        Assert.Equal("merhaba", Text(await Store.ReadDocument(Site, "metin/ıİ")));
        Assert.Equal(["k"], await Keys("dizin", new(10)));
        Assert.Equal((long[])[7], await Counters("sayı"));
        await Conflicts(Append("şîrove/😀", 0, "x"));
        await Done(Append("şîrove/😀", 2, "c"));
    }

    private static int Compare(string left, string right) => Bytes(left).AsSpan().SequenceCompareTo(Bytes(right));

    private static async Task<string[]> ReadList(ValueTask<IReadOnlyList<string>> read) => [.. await read];

    private static async Task<List<string>> InSteps(Func<string?, Task<string[]>> read)
    {
        var all = new List<string>();
        for (var step = await read(null); step.Length > 0; step = await read(all[^1]))
        {
            Assert.InRange(step.Length, 1, 2);
            all.AddRange(step);
        }

        return all;
    }
}
