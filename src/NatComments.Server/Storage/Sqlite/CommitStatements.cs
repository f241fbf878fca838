using System.Buffers;
using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// Writes one commit inside the writer's transaction. It asks first and writes after, so that a conflict leaves nothing behind and
/// its neighbours in the transaction do not notice.
/// </summary>
internal sealed class CommitStatements
{
    /// <summary>16,384 ids of streams, about 2 MB: those of the threads that are awake. When full it starts again; an id costs one look-up.</summary>
    private const int MaxKnownStreams = 16_384;

    /// <summary>64 KiB: a larger bound value is freed after its use instead of at the next one.</summary>
    private const int LargeValue = 64 << 10;

    /// <summary>1 MiB: a larger buffer for events is given back after its use.</summary>
    private const int MaxIdleBuffer = 1 << 20;

    private readonly Database database;
    private readonly Dictionary<(string Partition, string Stream), long> knownStreams = [];
    private ArrayBufferWriter<byte> buffer = new();
    private readonly Statement findStream;
    private readonly Statement addStream;
    private readonly Statement readVersion;
    private readonly Statement advanceStream;
    private readonly Statement addBatch;
    private readonly Statement findDocument;
    private readonly Statement putDocument;
    private readonly Statement removeDocument;
    private readonly Statement putEntry;
    private readonly Statement removeEntry;
    private readonly Statement addToCounter;

    public CommitStatements(Database database)
    {
        this.database = database;
        findStream = database.Prepare("SELECT id FROM streams WHERE partition = ?1 AND name = ?2");
        addStream = database.Prepare("INSERT INTO streams (partition, name, version) VALUES (?1, ?2, ?3)");
        readVersion = database.Prepare("SELECT version FROM streams WHERE id = ?1");
        advanceStream = database.Prepare("UPDATE streams SET version = ?2 WHERE id = ?1 AND version = ?3");
        addBatch = database.Prepare("INSERT INTO batches (stream, last, events) VALUES (?1, ?2, ?3)");
        findDocument = database.Prepare("SELECT 1 FROM documents WHERE partition = ?1 AND key = ?2");
        putDocument = database.Prepare("INSERT INTO documents (partition, key, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = excluded.value");
        removeDocument = database.Prepare("DELETE FROM documents WHERE partition = ?1 AND key = ?2");
        putEntry = database.Prepare("INSERT OR REPLACE INTO entries (partition, name, key, value) VALUES (?1, ?2, ?3, ?4)");
        removeEntry = database.Prepare("DELETE FROM entries WHERE partition = ?1 AND name = ?2 AND key = ?3");
        addToCounter = database.Prepare("INSERT INTO counters (partition, name, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = value + excluded.value");
    }

    /// <summary>Forgets what it learned in a transaction that was rolled back.</summary>
    public void Forget() => knownStreams.Clear();

    /// <summary>Writes the commit, or nothing of it.</summary>
    public CommitResult Write(Commit commit)
    {
        if (FindsUnwantedDocument(commit) || (commit.Append is { } append && !TryAppend(commit.Partition, append)))
        {
            return CommitResult.Conflict;
        }

        PutDocuments(commit.Partition, commit.Documents);
        PutEntries(commit.Partition, commit.Entries);
        AddToCounters(commit.Partition, commit.Counters);
        return CommitResult.Done;
    }

    private bool FindsUnwantedDocument(Commit commit)
    {
        for (var i = 0; i < commit.Documents.Count; i++)
        {
            if (commit.Documents[i].MustBeAbsent && IsThere(findDocument.In(commit.Partition).Bind(2, commit.Documents[i].Key)))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAppend(string partition, StreamAppend append)
    {
        if (FindStream(partition, append.Stream) is not { } stream)
        {
            return append.ExpectedVersion == 0 && (append.Events.Count == 0 || AddStream(partition, append));
        }

        if (append.Events.Count == 0)
        {
            return Number(readVersion.Bind(1, stream)) == append.ExpectedVersion;
        }

        advanceStream.Bind(1, stream).Bind(2, append.ExpectedVersion + append.Events.Count).Bind(3, append.ExpectedVersion).Run();
        if (database.Changes == 0)
        {
            return false;
        }

        AddEvents(stream, append);
        return true;
    }

    private long? FindStream(string partition, string stream)
    {
        if (knownStreams.TryGetValue((partition, stream), out var known))
        {
            return known;
        }

        // Ids begin at 1.
        var id = Number(findStream.In(partition).Bind(2, stream));
        if (id == 0)
        {
            return null;
        }

        Remember(partition, stream, id);
        return id;
    }

    private bool AddStream(string partition, StreamAppend append)
    {
        addStream.In(partition).Bind(2, append.Stream).Bind(3, append.Events.Count).Run();
        var id = database.LastId;
        Remember(partition, append.Stream, id);
        AddEvents(id, append);
        return true;
    }

    private void Remember(string partition, string stream, long id)
    {
        if (knownStreams.Count >= MaxKnownStreams)
        {
            knownStreams.Clear();
        }

        knownStreams[(partition, stream)] = id;
    }

    private void AddEvents(long stream, StreamAppend append)
    {
        buffer.ResetWrittenCount();
        EventBatch.Write(append.Events, buffer);
        RunWith(addBatch.Bind(1, stream).Bind(2, append.ExpectedVersion + append.Events.Count), 3, buffer.WrittenSpan);
        if (buffer.Capacity > MaxIdleBuffer)
        {
            buffer = new();
        }
    }

    private void PutDocuments(string partition, IReadOnlyList<DocumentChange> documents)
    {
        for (var i = 0; i < documents.Count; i++)
        {
            var (key, value, _) = documents[i];
            if (value is null)
            {
                removeDocument.In(partition).Bind(2, key).Run();
            }
            else
            {
                RunWith(putDocument.In(partition).Bind(2, key), 3, value);
            }
        }
    }

    private void PutEntries(string partition, IReadOnlyList<EntryChange> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (index, key, value) = entries[i];
            if (value is null)
            {
                removeEntry.In(partition).Bind(2, index).Bind(3, key).Run();
            }
            else
            {
                RunWith(putEntry.In(partition).Bind(2, index).Bind(3, key), 4, value);
            }
        }
    }

    private void AddToCounters(string partition, IReadOnlyList<CounterChange> counters)
    {
        for (var i = 0; i < counters.Count; i++)
        {
            addToCounter.In(partition).Bind(2, counters[i].Name).Bind(3, counters[i].Add).Run();
        }
    }

    private static void RunWith(Statement statement, int parameter, ReadOnlySpan<byte> value)
    {
        statement.Bind(parameter, value).Run();
        if (value.Length > LargeValue)
        {
            statement.Bind(parameter, []);
        }
    }

    private static bool IsThere(Statement statement) => Number(statement) != 0;

    private static long Number(Statement statement)
    {
        if (!statement.Step())
        {
            return 0;
        }

        var number = statement.Int64(0);
        statement.Reset();
        return number;
    }
}
