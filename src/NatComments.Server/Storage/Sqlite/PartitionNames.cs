namespace NatComments.Server.Storage.Sqlite;

/// <summary>What a partition holds beside its streams and documents, which a store lists itself: the names of its indexes and counters, in order.</summary>
public sealed record PartitionNames(string Partition, IReadOnlyList<string> Indexes, IReadOnlyList<string> Counters)
{
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);

    /// <summary>Every partition of a database file.</summary>
    public static IReadOnlyList<PartitionNames> Of(string path)
    {
        using var database = new Database(path, LockWait);
        return
        [
            .. Names(database, "SELECT partition FROM streams UNION SELECT partition FROM documents UNION SELECT partition FROM entries UNION SELECT partition FROM counters ORDER BY 1", null)
                .Select(partition => new PartitionNames(
                    partition,
                    Names(database, "SELECT DISTINCT name FROM entries WHERE partition = ?1 ORDER BY 1", partition),
                    Names(database, "SELECT name FROM counters WHERE partition = ?1 ORDER BY 1", partition))),
        ];
    }

    private static List<string> Names(Database database, string sql, string? partition)
    {
        var statement = database.Prepare(sql);
        if (partition is not null)
        {
            statement.Bind(1, partition);
        }

        var names = new List<string>();
        while (statement.Step())
        {
            names.Add(statement.Text(0));
        }

        return names;
    }
}
