namespace NatComments.Server.Storage.Sqlite;

/// <summary>
/// The tables, versioned from the first day: <c>PRAGMA user_version</c> counts the migrations that ran, <c>application_id</c> says that the
/// file is ours. A released migration is never edited; the next change is one more at the end of the list.
/// </summary>
internal static class Schema
{
    /// <summary>"NatC" in ASCII, so that <c>file</c> and this code tell our databases from others.</summary>
    private const int ApplicationId = 0x4E617443;

    /// <summary>
    /// What costs is pages: a commit writes every page that it touches whole. So the bytes of events and documents go to the end of a table, where the
    /// commits of a group share pages, and only their small keys are spread over an index. The events of one append are one row
    /// (<see cref="EventBatch"/>) under the number of the last. Entries and counters are small and live where their key is.
    /// </summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE streams (
            id INTEGER PRIMARY KEY,
            partition TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            UNIQUE (partition, name)
        ) STRICT;
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL,
            last INTEGER NOT NULL,
            events BLOB NOT NULL,
            UNIQUE (stream, last)
        ) STRICT;
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY,
            partition TEXT NOT NULL,
            key TEXT NOT NULL,
            value BLOB NOT NULL,
            UNIQUE (partition, key)
        ) STRICT;
        CREATE TABLE entries (
            partition TEXT NOT NULL,
            name TEXT NOT NULL,
            key TEXT NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (partition, name, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counters (
            partition TEXT NOT NULL,
            name TEXT NOT NULL,
            value INTEGER NOT NULL,
            PRIMARY KEY (partition, name)
        ) STRICT, WITHOUT ROWID;
        """,

        // Nothing in the tables: documents with secrets are sealed from here on, which older programs would take for damaged ones.
        "",
    ];

    /// <summary>The version that this code writes and the newest that it reads.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Refuses a file that is not ours or newer than this code, before anything is changed in it.</summary>
    public static void Verify(Database database, string path)
    {
        var application = database.QueryInt64("PRAGMA application_id");
        var version = database.QueryInt64("PRAGMA user_version");
        var isEmpty = application == 0 && version == 0 && database.QueryInt64("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != ApplicationId && !isEmpty)
        {
            throw Foreign(path, null);
        }

        if (version > Version)
        {
            throw new StoreOpenException("store-newer", $"The database {path} has schema {version}; this version of NatComments knows up to {Version}. Run the newer version, or restore the backup made before the upgrade.");
        }
    }

    /// <summary>Brings the file to <see cref="Version"/>, all steps in one transaction.</summary>
    public static void Migrate(Database database)
    {
        if (database.QueryInt64("PRAGMA user_version") == Version)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            // Read again under the lock: another process may have migrated in between.
            for (var version = database.QueryInt64("PRAGMA user_version"); version < Version; version++)
            {
                database.Execute(Migrations[version]);
            }

            database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT");
        }
        catch
        {
            database.RollBack();
            throw;
        }
    }

    /// <summary>The start-up error for a file that NatComments did not make.</summary>
    public static StoreOpenException Foreign(string path, Exception? inner) =>
        new("store-foreign", $"The file {path} is not a NatComments database. Nothing in it was changed; choose another data folder or move the file away.", inner);
}
