using System.Text;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Interchange;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Tests.Storage;

/// <summary>One thing in a store: an event, a document, an entry or a counter, and the kind of its key.</summary>
/// <param name="Entry">The key of an entry of an index, the number of an event; else empty.</param>
internal sealed record Stored(KeyKind Kind, string Partition, string Key, string Entry, byte[] Value)
{
    public bool Holds(string text) =>
        Key.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Entry.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Encoding.UTF8.GetString(Value).Contains(text, StringComparison.OrdinalIgnoreCase);

    public (string Kind, string Key, string Entry) Place => (Kind.Name, Key, Entry);
}

/// <summary>Everything that is in the store of one machine, each under its kind.</summary>
internal static class StoredKeys
{
    /// <summary>Reads it all. A key of no kind, or of two, fails the test.</summary>
    public static async Task<IReadOnlyList<Stored>> Read(string file, IStore store)
    {
        var all = new List<Stored>();
        foreach (var names in PartitionNames.Of(file))
        {
            var contents = new StoreContents(store, names);
            void Add(KeySpace space, string key, string entry, byte[] value)
            {
                var kinds = StoreKeys.Of(names.Partition, space, key).ToList();
                Assert.True(kinds.Count == 1,
                    $"{space} {key} of {names.Partition} is of {kinds.Count} kinds: every key has one line in Storage/Keys.");
                all.Add(new(kinds[0], names.Partition, key, entry, value));
            }

            await foreach (var stream in contents.Streams())
            {
                var number = 0;
                await foreach (var events in contents.Events(stream, 0))
                {
                    events.ToList().ForEach(e => Add(KeySpace.Stream, stream, $"{++number:D6}", e));
                }
            }

            await foreach (var documents in contents.Documents())
            {
                documents.ToList().ForEach(document => Add(KeySpace.Document, document.Key, "", document.Value));
            }

            await foreach (var (index, entries) in contents.Entries())
            {
                entries.ToList().ForEach(entry => Add(KeySpace.Index, index, entry.Key, entry.Value));
            }

            await foreach (var (name, value) in contents.Counters())
            {
                Add(KeySpace.Counter, name, "", BitConverter.GetBytes(value));
            }
        }

        return all;
    }

    /// <summary>The lines of an export, each as it was stored.</summary>
    public static async Task<IReadOnlyList<Stored>> ReadExport(string file)
    {
        var all = new List<Stored>();
        await foreach (var text in File.ReadLinesAsync(file))
        {
            var (space, key, entry, value) = LineJson.Read(text) switch
            {
                EventLine e =>
                    (KeySpace.Stream, ThreadKeys.Log(e.Article), $"{e.Number:D6}",
                    Core.Threads.ThreadJson.Write(e.Event)),
                TextLine t => (KeySpace.Document, t.Key, "", t.Value),
                NoteLine n => (KeySpace.Index, AuthorKeys.AllNotes, AuthorKeys.NoteEntry(n.About, n.Key), n.Value),
                _ => (KeySpace.Counter, "", "", []),
            };
            if (key.Length > 0)
            {
                all.Add(new(StoreKeys.Of("demo", space, key).Single(), "demo", key, entry, value));
            }
        }

        return all;
    }
}
