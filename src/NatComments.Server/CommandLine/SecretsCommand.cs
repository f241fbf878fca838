using System.CommandLine;
using NatComments.Server.Interchange;
using NatComments.Server.Storage;

namespace NatComments.Server.CommandLine;

/// <summary>The keys that secrets are sealed with, from the command line: which there are, a new one in their place, and the old ones thrown away.</summary>
internal static class SecretsCommand
{
    public static Command Describe(Option<string> data)
    {
        var list = new Command("list", "Says which keys are here, and how many secrets each has sealed. Example: secrets list");
        list.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, async context => await List(context.Store, stop)));
        var add = new Command("add", "Puts a new key before the others in the file, for servers that read it only at their start (systemd, containers): start them again, then secrets rotate. Example: secrets add");
        add.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, context => Task.FromResult(Add(context.Store, CommandContext.Options(args.GetValue(data)!)))));
        var rotate = new Command("rotate", """
            Seals every secret anew with the newest key. Servers may go on meanwhile; interrupted, it is run again.
            When everything is sealed with the newest key already, a new one is put into the file first. With the keys in a setting, or in a file that cannot be
            written, put a new key (openssl rand -base64 32) before the old one there on every machine, start the servers again, and then run this. Example: secrets rotate
            """);
        rotate.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, context => Rotate(context.Store, CommandContext.Options(args.GetValue(data)!), stop)));
        var prune = new Command("prune", "Throws away the keys of the file that no secret is sealed with any more. Backups that they sealed can then not be opened. Example: secrets prune");
        prune.SetAction((args, stop) => CommandContext.Open(args.GetValue(data)!, context => Prune(context.Store, CommandContext.Options(args.GetValue(data)!), stop)));
        return new Command("secrets", "The keys that secrets in the database are sealed with.") { list, add, rotate, prune };
    }

    private static async Task<int> List(SealedStore store, CancellationToken stop)
    {
        var counts = await Sealing.Count(store, stop);
        CommandContext.Say($"The keys come from {store.Keys.Source}, the newest first:");
        foreach (var id in store.Keys.Ids)
        {
            CommandContext.Say($"  {id}  seals {counts.GetValueOrDefault(id):N0} secrets");
        }

        return 0;
    }

    private static int Add(SealedStore store, StorageOptions options) => TryAdd(options)
        ? CommandContext.Say($"{store.Keys.Source} has a new key, {store.Keys.Current}. Start every server that reads it again, then: secrets rotate")
        : CommandContext.Fail($"{store.Keys.Source} cannot be written from here. Put a new key before the others there: openssl rand -base64 32");

    private static async Task<int> Rotate(SealedStore store, StorageOptions options, CancellationToken stop)
    {
        var counts = await Sealing.Count(store, stop);
        var isNew = counts.GetValueOrDefault(store.Keys.Current) < counts.Values.Sum();
        if (!isNew && !TryAdd(options))
        {
            return CommandContext.Fail($"Every secret is sealed with the newest key, and {store.Keys.Source} cannot be written from here. Put a new key before it (openssl rand -base64 32) on every machine, "
                + "start the servers again, and run this once more.");
        }

        // The keys of audit chains are made of the new key too, before it is used.
        await AuditKeyStore.Load(store);
        var renewed = 0L;
        await Progress.Show("Secrets", counts.Values.Sum(), async progress => renewed = await Sealing.Renew(store, progress.Advance, stop));
        return CommandContext.Say($"{renewed:N0} secrets are sealed anew, with the key {store.Keys.Current} from {store.Keys.Source}. The old keys stay there: they open older backups. When you need none of those any more: secrets prune");
    }

    // After an interruption the new key is there already: a second one would be one too many.
    private static bool TryAdd(StorageOptions options)
    {
        if (SealingKeySource.WritableFile(options) is not { } file)
        {
            return false;
        }

        try
        {
            SealingKeySource.Write(file, [SealingKeys.New(), .. SealingKeySource.Lines(file)]);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<int> Prune(SealedStore store, StorageOptions options, CancellationToken stop)
    {
        if (SealingKeySource.WritableFile(options) is not { } file)
        {
            return CommandContext.Fail($"{store.Keys.Source} cannot be written from here. Take the old keys out there; secrets list says which seal nothing any more.");
        }

        var counts = await Sealing.Count(store, stop);
        var lines = SealingKeySource.Lines(file);
        var kept = lines.Where((key, i) => i == 0 || counts.ContainsKey(SealingKeys.IdOf(Convert.FromBase64String(key)))).ToList();
        SealingKeySource.Write(file, kept);
        return CommandContext.Say($"{lines.Count - kept.Count} keys are thrown away, {kept.Count} are left in {file}.");
    }
}
