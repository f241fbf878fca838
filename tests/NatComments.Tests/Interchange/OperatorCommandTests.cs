using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Storage;
using NatComments.Server.Accounts;
using NatComments.Server.CommandLine;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>Backing up, restoring and moving, as an operator would do it.</summary>
public sealed class OperatorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_of_a_running_server_restored_elsewhere_is_the_same_service()
    {
        var (here, there, copy) = (_folder.File("here"), _folder.File("there"), _folder.File("copy.db"));
        await using (var server = await RunningServer.Start(here))
        {
            await server.Post("post-1", "Before the backup.");
            Assert.Equal(0, await Commands.Run(["backup", copy, "--data", here]));
            await server.Post("post-1", "After the backup.");
        }

        Assert.Equal(0, await Commands.Run(["restore", copy, "--data", there]));
        File.Copy(here + ".key", there + ".key");
        await using var restored = await RunningServer.Start(there);
        Assert.Single(await restored.Services.GetRequiredService<AccountStore>().All());
        Assert.Equal(["Before the backup."], Texts(await restored.Page("post-1")));
    }

    [Fact]
    public async Task Neither_a_backup_nor_a_restore_overwrites_anything()
    {
        var (here, copy) = (_folder.File("here"), _folder.File("copy.db"));
        await SqliteStore.Open(ChosenStore.FileIn(here)).DisposeAsync();
        Assert.Equal(0, await Commands.Run(["backup", copy, "--data", here]));
        var before = await File.ReadAllBytesAsync(copy);

        Assert.Equal(1, await Commands.Run(["backup", copy, "--data", here]));
        Assert.Equal(1, await Commands.Run(["restore", copy, "--data", here]));

        Assert.Equal(before, await File.ReadAllBytesAsync(copy));
    }

    [Fact]
    public async Task What_is_not_a_good_backup_is_not_restored()
    {
        var (here, there, copy) = (_folder.File("here"), _folder.File("there"), _folder.File("copy.db"));
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(here)))
        {
            await store.TryCommit(new("nat", null, [.. Enumerable.Range(0, 500).Select(i => new DocumentChange($"{i:D4}", new byte[1_000]))], [], []));
        }

        Assert.Equal(0, await Commands.Run(["backup", copy, "--data", here]));
        var bytes = await File.ReadAllBytesAsync(copy);
        bytes.AsSpan(bytes.Length / 2, 20_000).Fill(7);
        await File.WriteAllBytesAsync(_folder.File("damaged.db"), bytes);
        await File.WriteAllTextAsync(_folder.File("letter.db"), "Dear diary, nothing happened today.");
        await File.WriteAllTextAsync(_folder.File("empty.db"), "");

        foreach (var bad in (string[])["damaged.db", "letter.db", "empty.db", "none.db"])
        {
            Assert.Equal(1, await Commands.Run(["restore", _folder.File(bad), "--data", there]));
            Assert.False(File.Exists(ChosenStore.FileIn(there)));
        }
    }

    [Fact]
    public async Task Everything_moves_to_redis_and_is_the_same_service_there()
    {
        using var redis = new RedisServer();
        var here = _folder.File("here");
        await using (var server = await RunningServer.Start(here))
        {
            await server.Post("post-1", "Words that move.");
            await server.Post("post-2", "Other words that move.", name: "Şîrîn");
        }

        Assert.Equal(0, await Commands.Run(["migrate", "--to", redis.Connection, "--data", here]));

        await using var moved = await RunningServer.Start(_folder.File("unused"), "--NatComments:SealingKeyFile", here + ".key", "--NatComments:Redis", redis.Connection);
        Assert.Single(await moved.Services.GetRequiredService<AccountStore>().All());
        Assert.Equal(["Words that move."], Texts(await moved.Page("post-1")));
        Assert.Equal(["Other words that move."], Texts(await moved.Page("post-2")));
        using var admin = moved.Admin();
        Assert.True((await admin.GetAsync("/api/v1/sites/demo/queues")).IsSuccessStatusCode);
        Assert.False(File.Exists(ChosenStore.FileIn(_folder.File("unused"))));
    }

    [Fact]
    public async Task A_redis_that_is_in_use_is_not_moved_into_and_an_interrupted_move_goes_on()
    {
        using var redis = new RedisServer();
        var (here, options) = (_folder.File("here"), redis.Options());
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(here)))
        {
            for (var version = 0L; version < 1_200; version += 600)
            {
                await store.TryCommit(new("nat", new("thread/1", version, [.. Enumerable.Repeat(new byte[] { 1, 2 }, 600)]), [new("text/1", [3])], [new("queue", "1", [4])], [new("count", 5)]));
            }
        }

        // As an interruption leaves it: some events, a document, half a counter and the mark.
        await using (var half = Server.Storage.Redis.RedisStore.Open(options))
        {
            await half.TryCommit(new("nat", new("thread/1", 0, [.. Enumerable.Repeat(new byte[] { 1, 2 }, 500)]), [new("text/1", [9])], [], [new("count", 4)]));
            await half.TryCommit(new(Commit.ServerPartition, null, [new("migration/unfinished", [])], [], []));
        }

        string[] migrate = ["migrate", "--to", redis.Connection, "--prefix", options.Prefix, "--data", here];
        Assert.Equal(0, await Commands.Run(migrate));
        await using (var moved = Server.Storage.Redis.RedisStore.Open(options))
        {
            Assert.Equal(1_200, await moved.ReadVersion("nat", "thread/1"));
            Assert.Equal([3], await moved.ReadDocument("nat", "text/1"));
            Assert.Equal(10, (await moved.ReadCounters("nat", ["count"]))[0]);
            await moved.TryCommit(new(Commit.ServerPartition, null, [new("account/1", [1])], [], []));
        }

        Assert.Equal(1, await Commands.Run(migrate));
    }

    private static List<string> Texts(System.Text.Json.JsonElement page) =>
        [.. page.Items("comments").Select(comment => comment.Text("html").Replace("<p>", "").Replace("</p>", "").Trim())];
}
