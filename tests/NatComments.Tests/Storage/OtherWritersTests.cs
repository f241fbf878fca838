using System.Threading.Channels;
using NatComments.Core.Storage;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Tests.Storage;

/// <summary>A store over a file hears what another one appends to it, and not what it writes itself.</summary>
public sealed class OtherWritersTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Channel<StreamChange> _heard = Channel.CreateUnbounded<StreamChange>();
    private SqliteStore _one = null!;
    private SqliteStore _other = null!;

    public Task InitializeAsync()
    {
        (_one, _other) = (SqliteStore.Open(_folder.File("a.db")), SqliteStore.Open(_folder.File("a.db")));
        _one.Written += change => _heard.Writer.TryWrite(change);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("Report", "14a")]
    public async Task What_another_process_appends_is_heard_with_its_version_each_stream_once()
    {
        await Append(_one, "own", 0, 2);
        await Append(_other, "a", 0, 3);
        await Append(_other, "a", 3, 1);
        await Append(_other, "b", 0, 1);

        var versions = new Dictionary<string, long>();
        while (versions.GetValueOrDefault("a") < 4 || versions.GetValueOrDefault("b") < 1)
        {
            var change = await Next();
            versions[change.Stream] = change.Version;
        }

        Assert.Equal((4, 1), (versions["a"], versions["b"]));

        // What it writes itself afterwards is no news, and what the other writes then is.
        await Append(_one, "own", 2, 1);
        await Append(_other, "c", 0, 1);
        while ((await Next()).Stream != "c")
        {
        }

        await Append(_other, "d", 0, 1);
        Assert.Equal(new StreamChange("site", "d", 1), await Next());
    }

    private async Task<StreamChange> Next()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _heard.Reader.ReadAsync(deadline.Token);
    }

    private static async Task Append(SqliteStore store, string stream, long version, int events) =>
        Assert.Equal(CommitResult.Done, await store.TryCommit(new("site", new(stream, version, [.. Enumerable.Repeat(new byte[] { 1 }, events)]), [], [], [])));
}
