using System.Diagnostics;
using System.Text;
using NatComments.Core.Storage;
using NatComments.Lab.Bench;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Tests.Storage;

/// <summary>A process that writes is killed without warning; the store has everything that was acknowledged, and nothing by halves.</summary>
public sealed class StoreCrashTests : IDisposable
{
    private const int Writers = 16;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_acknowledged_commit_survives_being_killed_again_and_again()
    {
        var path = folder.File("natcomments.db");
        foreach (var enough in (int[])[100, 1_000, 2_500])
        {
            var acknowledged = await WriteUntilKilled(path, enough);

            await using var store = SqliteStore.Open(path);
            long total = 0;
            for (var writer = 0; writer < Writers; writer++)
            {
                var version = await store.ReadVersion(TortureCommand.Site, TortureCommand.Stream(writer));
                Assert.InRange(version, acknowledged[writer], long.MaxValue);
                await HasAllOf(store, writer, version);
                total += version;
            }

            Assert.Equal(total, (await store.ReadCounters(TortureCommand.Site, [TortureCommand.Counter]))[0]);
        }
    }

    /// <summary>The last version of each writer that was acknowledged before the process died.</summary>
    private static async Task<long[]> WriteUntilKilled(string path, int enough)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(TortureCommand).Assembly.Location, "torture", "--data", path, "--writers", $"{Writers}"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var acknowledged = new long[Writers];
        var lines = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // Death may cut the last line short: what is left of its number is a smaller one, and was acknowledged too.
            if (line.Split(' ') is [var writer, var number] && long.TryParse(number, out var version))
            {
                acknowledged[int.Parse(writer)] = Math.Max(acknowledged[int.Parse(writer)], version);
            }

            if (++lines == enough)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.InRange(lines, enough, int.MaxValue);
        return acknowledged;
    }

    private static async Task HasAllOf(SqliteStore store, int writer, long version)
    {
        var events = new List<byte[]>();
        while (events.Count < version)
        {
            events.AddRange(await store.ReadEvents(TortureCommand.Site, TortureCommand.Stream(writer), events.Count, StoreLimits.MaxRead));
        }

        var prefix = TortureCommand.Stream(writer) + "/";
        var keys = Enumerable.Range(1, (int)version).Select(number => TortureCommand.Key(writer, number)).ToArray();
        Assert.Equal(Enumerable.Range(1, (int)version).Select(number => $"{writer} {number}"), events.Select(Encoding.UTF8.GetString));
        Assert.Equal(keys, await store.ReadDocumentKeys(TortureCommand.Site, prefix, null, StoreLimits.MaxRead));
        Assert.Equal(keys, (await store.ReadEntries(TortureCommand.Site, "queue", new(StoreLimits.MaxRead, Prefix: prefix))).Select(entry => entry.Key));
    }
}
