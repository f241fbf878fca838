using System.Diagnostics;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// Finds the streams that other processes have appended to: the command line beside a running server. Used by the writer only, between two
/// transactions. A look that finds nothing takes some microseconds.
/// </summary>
/// <param name="writer">The writer's own connection: what it commits itself does not count as another's.</param>
internal sealed class OtherWriters(Database writer)
{
    /// <summary>250 ms: an import shows while one looks; four questions a second cost an idle server nothing.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly Statement _dataVersion = writer.Prepare("PRAGMA data_version");
    private readonly Statement _newest = writer.Prepare("SELECT max(id) FROM batches");
    private readonly Statement _appended = writer.Prepare("""
        SELECT streams.partition, streams.name, max(batches.last), max(batches.id) FROM batches JOIN streams ON streams.id = batches.stream
        WHERE batches.id > ?1 GROUP BY batches.stream ORDER BY max(batches.id)
        """);

    // What was committed before this process began is read by whoever asks for it.
    private long _version = writer.QueryInt64("PRAGMA data_version");
    private long _seen = writer.QueryInt64("SELECT max(id) FROM batches");
    private long _looked = Stopwatch.GetTimestamp();

    /// <summary>A stream that another process wrote to, told on a thread of the pool.</summary>
    public event Action<StreamChange> Written = delegate { };

    /// <summary>How long the writer may sleep when no commit comes.</summary>
    public TimeSpan Patience => Every - Stopwatch.GetElapsedTime(_looked) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Looks whether another process has written, if that was not done just now.</summary>
    public void LookIfDue()
    {
        if (Stopwatch.GetElapsedTime(_looked) < Every)
        {
            return;
        }

        _looked = Stopwatch.GetTimestamp();
        try
        {
            // In this order: what another process appends between the two questions is found by the next look.
            var (newest, version) = (Number(_newest), Number(_dataVersion));
            if (version == _version)
            {
                _seen = newest;
                return;
            }

            // What this process has appended meanwhile is among it; whoever hears of it knows it already.
            var changes = Appended();
            _version = version;
            ThreadPool.UnsafeQueueUserWorkItem(static told => told.changes.ForEach(told.Written), (changes, Written), preferLocal: false);
        }
        catch (SqliteFailure)
        {
            // The file cannot be read now, which commits and reads report; the next look begins where this one did.
        }
    }

    private List<StreamChange> Appended()
    {
        var (changes, last) = (new List<StreamChange>(), _seen);
        _appended.Bind(1, _seen);
        while (_appended.Step())
        {
            changes.Add(new(_appended.Text(0), _appended.Text(1), _appended.Int64(2)));
            last = _appended.Int64(3);
        }

        _seen = last;
        return changes;
    }

    private static long Number(Statement statement)
    {
        var number = statement.Step() ? statement.Int64(0) : 0;
        statement.Reset();
        return number;
    }
}
