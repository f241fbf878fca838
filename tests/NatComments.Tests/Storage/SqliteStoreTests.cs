using NatComments.Core.Storage;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Tests.Storage;

/// <summary>SQLite keeps what every store promises.</summary>
public sealed class SqliteStoreTests : StoreConformance
{
    private readonly TemporaryFolder folder = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    protected override ValueTask<IStore> Open() => new(SqliteStore.Open(folder.File("natcomments.db")));
}
