using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Server.Interchange;

/// <summary>Everything that a partition holds, read in order through the store's port; the same for every store.</summary>
internal sealed class StoreContents(IStore store, PartitionNames names)
{
    /// <summary>500 items in one read: a commit of as many stays far below its limits.</summary>
    public const int Step = 500;

    // 64 indexes are read at the same time: most are one author's and short.
    private const int AtOnce = 64;

    public string Partition => names.Partition;

    public async IAsyncEnumerable<string> Streams()
    {
        string? after = null;
        while (await store.ReadStreamNames(Partition, "", after, Step) is { Count: > 0 } some)
        {
            foreach (var stream in some)
            {
                yield return stream;
            }

            after = some[^1];
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<byte[]>> Events(string stream, long after)
    {
        while (await store.ReadEvents(Partition, stream, after, Step) is { Count: > 0 } some)
        {
            yield return some;
            after += some.Count;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<(string Key, byte[] Value)>> Documents()
    {
        string? after = null;
        while (await store.ReadDocumentKeys(Partition, "", after, Step) is { Count: > 0 } keys)
        {
            var values = await store.ReadDocuments(Partition, keys);
            yield return [.. keys.Zip(values).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))];
            after = keys[^1];
        }
    }

    public async IAsyncEnumerable<(string Index, IReadOnlyList<Entry> Entries)> Entries()
    {
        foreach (var indexes in names.Indexes.Chunk(AtOnce))
        {
            var firsts = await Task.WhenAll(indexes.Select(index => store.ReadEntries(Partition, index, new(Step)).AsTask()));
            foreach (var (index, first) in indexes.Zip(firsts))
            {
                for (var some = first; some.Count > 0; some = some.Count < Step ? [] : await store.ReadEntries(Partition, index, new(Step, some[^1].Key)))
                {
                    yield return (index, some);
                }
            }
        }
    }

    public async IAsyncEnumerable<(string Name, long Value)> Counters()
    {
        foreach (var some in names.Counters.Chunk(Step))
        {
            foreach (var pair in some.Zip(await store.ReadCounters(Partition, some)))
            {
                yield return pair;
            }
        }
    }

    /// <summary>How much there is, and one hash over all of it.</summary>
    public async Task<ContentsTally> Tally()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long streams = 0, events = 0, documents = 0, entries = 0, counters = 0;
        await foreach (var stream in Streams())
        {
            Add(hash, stream, []);
            streams++;
            await foreach (var some in Events(stream, 0))
            {
                events += some.Count;
                some.ToList().ForEach(e => Add(hash, "", e));
            }
        }

        await foreach (var some in Documents())
        {
            documents += some.Count;
            some.ToList().ForEach(document => Add(hash, document.Key, document.Value));
        }

        await foreach (var (index, some) in Entries())
        {
            entries += some.Count;
            some.ToList().ForEach(entry => Add(hash, index + '\n' + entry.Key, entry.Value));
        }

        await foreach (var (name, value) in Counters())
        {
            counters++;
            Add(hash, name, BitConverter.GetBytes(value));
        }

        return new(Partition, streams, events, documents, entries, counters, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // Lengths before contents: two different lists never give the same bytes.
    private static void Add(IncrementalHash hash, string name, byte[] value)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Span<byte> lengths = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], value.Length);
        hash.AppendData(lengths);
        hash.AppendData(bytes);
        hash.AppendData(value);
    }
}

/// <summary>How much a partition holds, and the SHA-256 of all of it in order.</summary>
internal sealed record ContentsTally(string Partition, long Streams, long Events, long Documents, long Entries, long Counters, string Hash);
