using NatComments.Core.Storage;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>A connection for reads with its statements. Every method reads one state of the database, whatever the writer does meanwhile.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Database database;
    private readonly Statement begin;
    private readonly Statement end;
    private readonly Statement events;
    private readonly Statement version;
    private readonly Statement document;
    private readonly Statement entriesUp;
    private readonly Statement entriesDown;
    private readonly Statement counter;
    private readonly Statement streamNames;
    private readonly Statement documentKeys;

    public Reader(Database database)
    {
        this.database = database;
        begin = database.Prepare("BEGIN");
        end = database.Prepare("COMMIT");
        events = database.Prepare("SELECT last, events FROM batches WHERE stream = (SELECT id FROM streams WHERE partition = ?1 AND name = ?2) AND last > ?3 ORDER BY last");
        version = database.Prepare("SELECT version FROM streams WHERE partition = ?1 AND name = ?2");
        document = database.Prepare("SELECT value FROM documents WHERE partition = ?1 AND key = ?2");
        entriesUp = database.Prepare("SELECT key, value FROM entries WHERE partition = ?1 AND name = ?2 AND key >= ?3 AND key < ?4 ORDER BY key LIMIT ?5");
        entriesDown = database.Prepare("SELECT key, value FROM entries WHERE partition = ?1 AND name = ?2 AND key >= ?3 AND key < ?4 ORDER BY key DESC LIMIT ?5");
        counter = database.Prepare("SELECT value FROM counters WHERE partition = ?1 AND name = ?2");
        streamNames = database.Prepare("SELECT name FROM streams WHERE partition = ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT ?4");
        documentKeys = database.Prepare("SELECT key FROM documents WHERE partition = ?1 AND key >= ?2 AND key < ?3 ORDER BY key LIMIT ?4");
    }

    public IReadOnlyList<byte[]> Events(string partition, string stream, long afterVersion, int limit)
    {
        events.In(partition).Bind(2, stream).Bind(3, afterVersion);
        var read = new List<byte[]>();
        while (events.Step())
        {
            EventBatch.Read(events.BlobSpan(1), events.Int64(0), afterVersion, limit, read);
            if (read.Count == limit)
            {
                events.Reset();
                break;
            }
        }

        return read;
    }

    public long Version(string partition, string stream) => Number(version.In(partition).Bind(2, stream));

    public byte[]? Document(string partition, string key)
    {
        if (!document.In(partition).Bind(2, key).Step())
        {
            return null;
        }

        var value = document.Blob(0);
        document.Reset();
        return value;
    }

    public byte[]?[] Documents(string partition, IReadOnlyList<string> keys)
    {
        var values = new byte[]?[keys.Count];
        begin.Run();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Document(partition, keys[i]);
        }

        end.Run();
        return values;
    }

    public IReadOnlyList<Entry> Entries(string partition, string index, EntryRange range)
    {
        var statement = range.Descending ? entriesDown : entriesUp;
        statement.In(partition).Bind(2, index).Bind(5, range.Limit);
        KeyRange.Of(range.Prefix, range.After, range.Descending).Bind(statement, 3);
        var read = new List<Entry>();
        while (statement.Step())
        {
            read.Add(new(statement.Text(0), statement.Blob(1)));
        }

        return read;
    }

    public long[] Counters(string partition, IReadOnlyList<string> names)
    {
        var values = new long[names.Count];
        begin.Run();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Number(counter.In(partition).Bind(2, names[i]));
        }

        end.Run();
        return values;
    }

    public IReadOnlyList<string> StreamNames(string partition, string prefix, string? after, int limit) =>
        Names(streamNames, partition, KeyRange.Of(prefix, after, descending: false), limit);

    public IReadOnlyList<string> DocumentKeys(string partition, string prefix, string? after, int limit) =>
        Names(documentKeys, partition, KeyRange.Of(prefix, after, descending: false), limit);

    public void Dispose() => database.Dispose();

    private static long Number(Statement statement)
    {
        if (!statement.Step())
        {
            return 0;
        }

        var value = statement.Int64(0);
        statement.Reset();
        return value;
    }

    private static List<string> Names(Statement statement, string partition, KeyRange range, int limit)
    {
        statement.In(partition).Bind(4, limit);
        range.Bind(statement, 2);
        var names = new List<string>();
        while (statement.Step())
        {
            names.Add(statement.Text(0));
        }

        return names;
    }
}
