using System.CommandLine;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>torture</c>: writes to a store from many tasks for ever and prints each commit once the store has acknowledged it, as
/// <c>writer version</c>. Whoever started it kills it and then looks whether the store has everything that was printed.
/// </summary>
internal static class TortureCommand
{
    /// <summary>The partition that is written.</summary>
    public const string Site = "nat";

    /// <summary>The counter that every commit adds one to.</summary>
    public const string Counter = "comments";

    public static Command Create()
    {
        var path = new Option<FileInfo>("--data") { Description = "The database file.", Required = true };
        var writers = new Option<int>("--writers") { Description = "Tasks that write at once.", DefaultValueFactory = _ => 16 };
        var command = new Command("torture", "Writes until it is killed and prints what the store acknowledged, to be checked afterwards.") { path, writers };
        command.Hidden = true;
        command.SetAction((parsed, stop) => Run(parsed.GetRequiredValue(path).FullName, parsed.GetValue(writers), stop));
        return command;
    }

    /// <summary>The stream of a writer.</summary>
    public static string Stream(int writer) => Core.Storage.Keys.ThreadKeys.Log($"{writer:D3}");

    /// <summary>What a commit writes beside its event: a document and an entry of this key.</summary>
    public static string Key(int writer, long version) => $"{Stream(writer)}/{version:D9}";

    private static async Task Run(string path, int writers, CancellationToken stop)
    {
        await using var store = SqliteStore.Open(path);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var synchronized = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => Write(store, writer, synchronized, stop), stop)));
    }

    private static async Task Write(SqliteStore store, int writer, TextWriter output, CancellationToken stop)
    {
        for (var version = await store.ReadVersion(Site, Stream(writer), stop); !stop.IsCancellationRequested; version++)
        {
            var value = Encoding.UTF8.GetBytes($"{writer} {version + 1}");
            var commit = new Commit(
                Site,
                new(Stream(writer), version, [value]),
                [new(Key(writer, version + 1), value, MustBeAbsent: true)],
                [new("queue", Key(writer, version + 1), value)],
                [new(Counter, 1)]);
            if (await store.TryCommit(commit, CancellationToken.None) != CommitResult.Done)
            {
                throw new InvalidOperationException($"Writer {writer} is alone on its stream and met another at version {version}.");
            }

            await output.WriteLineAsync(Encoding.UTF8.GetString(value).AsMemory(), CancellationToken.None);
        }
    }
}
