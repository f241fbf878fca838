using System.CommandLine;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.CommandLine;

/// <summary>What an operator does with the data as a whole: back it up, put it back, move it to Redis.</summary>
internal static class OperatorCommands
{
    public static Command Backup(Option<string> data)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write; it must not be there yet." };
        var backup = new Command("backup", "Writes a checked copy of the database while the server goes on. Example: backup /var/backups/nat-2026-03-01.db") { file };
        backup.SetAction((args, _) => Try(() =>
        {
            var copy = args.GetValue(file)!;
            Storage.Sqlite.Backup.Write(ChosenStore.FileIn(args.GetValue(data)!), copy.FullName);
            return CommandContext.Say($"{copy.FullName}: {new FileInfo(copy.FullName).Length:N0} bytes, checked. Its secrets are sealed: keep a copy of the key as well, elsewhere.");
        }));
        return backup;
    }

    public static Command Restore(Option<string> data)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The backup to put back." };
        var restore = new Command("restore", "Puts a backup in the place of a database that is not there. Stop the server and move its file away first. Example: restore /var/backups/nat-2026-03-01.db") { file };
        restore.SetAction((args, _) => Try(() =>
        {
            var database = ChosenStore.FileIn(args.GetValue(data)!);
            Storage.Sqlite.Backup.Restore(args.GetValue(file)!.FullName, database);
            return CommandContext.Say($"{database} is restored and checked. It opens with the key that its secrets were sealed with: {SealingKeySource.Where(CommandContext.Options(args.GetValue(data)!))}");
        }));
        return restore;
    }

    public static Command Migrate(Option<string> data)
    {
        var to = new Option<string>("--to") { Description = "The connection string of Redis: host:6379,password=…", Required = true };
        var prefix = new Option<string>("--prefix") { Description = "What every key begins with.", DefaultValueFactory = _ => RedisStoreOptions.DefaultPrefix };
        var migrate = new Command("migrate", "Moves everything from the data folder into Redis and compares both at the end. Stop the server first. Example: migrate --to localhost:6379") { to, prefix };
        migrate.SetAction(async (args, _) =>
        {
            if (!RedisStoreOptions.IsPrefix(args.GetValue(prefix)!))
            {
                return CommandContext.Fail("The prefix is 1 to 40 lower-case letters, digits and hyphens.");
            }

            return await CommandContext.Told(() => MigrateCommand.Run(args.GetValue(data)!, new(args.GetValue(to)!) { Prefix = args.GetValue(prefix)! }));
        });
        return migrate;
    }

    private static Task<int> Try(Func<int> work) => CommandContext.Told(() => Task.FromResult(work()));
}
