using NatComments.Core.Storage;

namespace NatComments.Server.Interchange;

/// <summary>Copies a partition into another store. Running it again after an interruption goes on and ends in the same.</summary>
internal sealed class StoreCopy(StoreContents source, IStore target)
{
    // 4 MiB of values in one commit: large snapshots go nearly alone.
    private const int MaxBytes = 4 << 20;

    private readonly List<DocumentChange> _documents = [];
    private readonly List<EntryChange> _entries = [];
    private readonly List<CounterChange> _counters = [];
    private long _bytes;

    public async Task Run()
    {
        await foreach (var stream in source.Streams())
        {
            await Stream(stream);
        }

        await foreach (var some in source.Documents())
        {
            foreach (var (key, value) in some)
            {
                _documents.Add(new(key, value));
                await Added(value.Length);
            }
        }

        await foreach (var (index, some) in source.Entries())
        {
            foreach (var (key, value) in some)
            {
                _entries.Add(new(index, key, value));
                await Added(value.Length);
            }
        }

        await Write();
        await foreach (var (name, value) in source.Counters())
        {
            // Added to what an interrupted run may have left.
            _counters.Add(new(name, value - (await target.ReadCounters(source.Partition, [name]))[0]));
            await Added(0);
        }

        await Write();
    }

    private async Task Stream(string stream)
    {
        var version = await target.ReadVersion(source.Partition, stream);
        await foreach (var some in source.Events(stream, version))
        {
            if (await target.TryCommit(new(source.Partition, new(stream, version, some), [], [], [])) == CommitResult.Conflict)
            {
                throw new StoreUnavailableException("store-locked", $"Somebody else is writing to {stream} in Redis. Stop every server that uses it and run this again.");
            }

            version += some.Count;
        }
    }

    private async ValueTask Added(int bytes)
    {
        _bytes += bytes;
        if (_bytes >= MaxBytes || _documents.Count + _entries.Count + _counters.Count >= StoreContents.Step)
        {
            await Write();
        }
    }

    private async Task Write()
    {
        await target.TryCommit(new(source.Partition, null, [.. _documents], [.. _entries], [.. _counters]));
        _documents.Clear();
        _entries.Clear();
        _counters.Clear();
        _bytes = 0;
    }
}
