using System.Text;
using NatComments.Core.Storage;

namespace NatComments.Tests.Storage;

/// <summary>
/// What every store promises. A store passes by inheriting this class and saying how it is opened; nothing here knows which one it is.
/// The stories are told in the other files of this name.
/// </summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    protected const string Site = "nat";

    /// <summary>The store under test, empty at the start of every test.</summary>
    protected IStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await Open();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    /// <summary>Opens this test's store: empty the first time, with all that was written the next time.</summary>
    protected abstract ValueTask<IStore> Open();

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task Reopen()
    {
        await Store.DisposeAsync();
        Store = await Open();
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(byte[]? value) => Encoding.UTF8.GetString(value ?? throw new InvalidOperationException("There is no value."));

    protected static string[] Texts(IEnumerable<byte[]> values) => [.. values.Select(Text)];

    protected static Commit Append(string stream, long expectedVersion, params string[] events) =>
        new(Site, new(stream, expectedVersion, [.. events.Select(Bytes)]), [], [], []);

    protected static Commit Put(params DocumentChange[] documents) => new(Site, null, documents, [], []);

    protected static Commit PutText(string key, string value) => Put(new DocumentChange(key, Bytes(value)));

    protected static Commit Enter(string index, params string[] keys) =>
        new(Site, null, [], [.. keys.Select(key => new EntryChange(index, key, Bytes("value of " + key)))], []);

    protected static Commit Count(string name, long add) => new(Site, null, [], [], [new(name, add)]);

    protected async Task Done(Commit commit) => Assert.Equal(CommitResult.Done, await Store.TryCommit(commit));

    protected async Task Conflicts(Commit commit) => Assert.Equal(CommitResult.Conflict, await Store.TryCommit(commit));

    protected async Task<string[]> Events(string stream, long after = 0, int limit = StoreLimits.MaxRead) =>
        Texts(await Store.ReadEvents(Site, stream, after, limit));

    protected async Task<string[]> Keys(string index, EntryRange range) =>
        [.. (await Store.ReadEntries(Site, index, range)).Select(entry => entry.Key)];

    protected async Task<long[]> Counters(params string[] names) => await Store.ReadCounters(Site, names);

    /// <summary>Names whose order by code point differs from every other order that one might think of, in that order.</summary>
    protected static readonly string[] NamesInOrder = ["I", "Z", "a", "i", "roj baş", "roja", "ç", "ê", "ı", "ş", "şîrove", "ﬁn", "\uFFFD", "😀", "😀a"];
}
