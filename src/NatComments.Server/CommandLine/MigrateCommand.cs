using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Interchange;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Server.CommandLine;

/// <summary>
/// Moves everything from the file of one machine into Redis, and then reads both whole and compares counts and hashes. The file stays as it was.
/// After an interruption it is run again and goes on; into a Redis that is in use it does not go.
/// </summary>
internal static class MigrateCommand
{
    // Present in the target from the first write until both were found equal.
    private const string Unfinished = ServerKeys.Unfinished;

    public static async Task<int> Run(string data, RedisStoreOptions to)
    {
        var file = ChosenStore.FileIn(data);
        if (!File.Exists(file))
        {
            return CommandContext.Fail($"{file} is not there: nothing to move.");
        }

        await using var source = SqliteStore.Open(file);
        await using var target = RedisStore.Open(to);
        if (!await Begin(target))
        {
            return CommandContext.Fail($"Redis at {target.Where} has data under {to.Prefix} already. Choose another prefix (--prefix), or empty it first.");
        }

        var names = PartitionNames.Of(file);
        await Progress.Show("Moving", names.Count, async progress =>
        {
            foreach (var partition in names)
            {
                await new StoreCopy(new(source, partition), target).Run();
                progress.Advance(1);
            }
        });
        await target.TryCommit(new(Commit.ServerPartition, null, [new(Unfinished, null)], [], []));
        return await Compare(source, target, names);
    }

    private static async Task<bool> Begin(RedisStore target)
    {
        var isOurs = await target.ReadDocument(Commit.ServerPartition, Unfinished) is not null;
        var isEmpty = !isOurs && (await target.ReadDocumentKeys(Commit.ServerPartition, "", null, 1)).Count == 0;
        if (isEmpty)
        {
            await target.TryCommit(new(Commit.ServerPartition, null, [new(Unfinished, [])], [], []));
        }

        return isOurs || isEmpty;
    }

    private static async Task<int> Compare(IStore source, RedisStore target, IReadOnlyList<PartitionNames> names)
    {
        var equal = true;
        await Progress.Show("Comparing", names.Count, async progress =>
        {
            foreach (var partition in names)
            {
                var (before, after) = (await new StoreContents(source, partition).Tally(), await new StoreContents(target, partition).Tally());
                CommandContext.Say($"{Words(before)}{(before == after ? "  equal" : $"\n  but in Redis: {Words(after)}")}");
                equal &= before == after;
                progress.Advance(1);
            }
        });

        if (!equal)
        {
            await target.TryCommit(new(Commit.ServerPartition, null, [new(Unfinished, [])], [], []));
            return CommandContext.Fail("The two differ: something was still writing to the file. Stop every server that uses it and run this again.");
        }

        return CommandContext.Say($"Everything is in Redis at {target.Where}, and equal. Start the servers with NatComments__Redis set; and the key of this data folder (it seals what was moved); keep the file until you trust them.");
    }

    private static string Words(ContentsTally t) =>
        $"{t.Partition}: {t.Streams} streams, {t.Events} events, {t.Documents} documents, {t.Entries} entries, {t.Counters} counters, sha256 {t.Hash[..16]}";
}
