using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench store</c>: what commits and reads of the SQLite store cost. CPU time is that of the whole process, kernel and background
/// copying of the log included, so that nothing hides on another thread; the time that callers of the benchmark spend on making commits counts too.
/// </summary>
internal static class StoreBench
{
    private const string Site = "nat";

    /// <summary>200 threads are written in turn: more than are busy at once on a site.</summary>
    private const int Threads = 200;

    /// <summary>50: a page of comments.</summary>
    private const int PageLength = 50;

    public static Command CreateCommand()
    {
        var commits = new Option<int>("--commits") { Description = "Commits per measurement.", DefaultValueFactory = _ => 40_000 };
        var folder = new Option<DirectoryInfo?>("--data") { Description = "Folder on the disk to measure (default: a temporary one, removed at the end)." };
        var command = new Command("store", "Commits at 1, 16 and 64 in flight, and reads alone and beside writes.") { commits, folder };
        command.SetAction((parsed, _) => Run(parsed.GetValue(commits), parsed.GetValue(folder)));
        return command;
    }

    private static async Task<int> Run(int commits, DirectoryInfo? parent)
    {
        var folder = parent is null ? Directory.CreateTempSubdirectory("natcomments-bench-") : parent.CreateSubdirectory($"bench-{Guid.NewGuid():N}");
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, "bench.db"));
            var versions = new long[Threads];
            await Commits(store, versions, commits / 4, 16);
            Print("what", "in flight", "per second", "CPU us each", "p50 us", "p99 us");
            foreach (var inFlight in (int[])[1, 16, 64])
            {
                Print("commit", inFlight, await Measure(() => Commits(store, versions, inFlight == 1 ? commits / 4 : commits, inFlight)));
            }

            await Reads(store, versions, commits);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Reads(SqliteStore store, long[] versions, int reads)
    {
        foreach (var inFlight in (int[])[1, 4])
        {
            Print("read a text", inFlight, await Measure(() => Each(reads, inFlight, i => Must(store.ReadDocument(Site, TextKey(i % Threads, 3))))));
            Print("read 50 texts", inFlight, await Measure(() => Each(reads / 10, inFlight, i => Must(store.ReadDocuments(Site, [.. Enumerable.Range(1, PageLength).Select(n => TextKey(i % Threads, 3 * n))])))));
            Print("read 50 events", inFlight, await Measure(() => Each(reads / 10, inFlight, i => Must(store.ReadEvents(Site, Stream(i % Threads), 60, PageLength)))));
            Print("read 50 entries", inFlight, await Measure(() => Each(reads / 10, inFlight, _ => Must(store.ReadEntries(Site, QueueKeys.Queue("pending"), new(PageLength))))));
        }

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Commits(store, versions, 1_000, 16);
            }
        });
        Print("read a text, writing", 2, await Measure(() => Each(reads, 2, i => Must(store.ReadDocument(Site, TextKey(i % Threads, 3))))));
        await stop.CancelAsync();
        await writing;
    }

    private static async Task<T> Must<T>(ValueTask<T> read) => await read ?? throw new InvalidOperationException("The benchmark reads what it did not write.");

    private static Task<double[]> Commits(SqliteStore store, long[] versions, int count, int inFlight) =>
        Each(count, inFlight, async i =>
        {
            // Each thread has one writer, as a grain is: worker w writes the threads w, w + inFlight, ...
            var worker = i % inFlight;
            var turn = i / inFlight;
            var thread = (worker + (turn * inFlight % (Threads - (Threads % inFlight)))) % Threads;
            var commit = TypicalCommit(thread, versions[thread]);
            if (await store.TryCommit(commit) != CommitResult.Done)
            {
                throw new InvalidOperationException($"Thread {thread} was not at version {versions[thread]}.");
            }

            versions[thread] += 3;
        });

    /// <summary>A post as it is: three events, the text and its author's record, a place in the queue and in the author's list, three counters.</summary>
    private static Commit TypicalCommit(int thread, long version)
    {
        var author = AuthorKeys.Comments(((thread * 7_919L) + (version % 1_000)).ToString(CultureInfo.InvariantCulture));
        return new(
            Site,
            new(Stream(thread), version, [Bytes(220), Bytes(300), Bytes(160)]),
            [new(TextKey(thread, version + 3), Bytes(400)), new(author, Bytes(300))],
            [new(QueueKeys.Queue("pending"), $"{version:D10}/{thread:D6}", Bytes(90)), new(author, $"{version:D10}/{thread:D6}", Bytes(60))],
            [new(Stream(thread), 1), new("pending", 1), new("comments", 1)]);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private static string Stream(int thread) => ThreadKeys.Log($"https-example-org-article-{thread:D6}");

    private static string TextKey(int thread, long version) => ThreadKeys.Texts + $"https-example-org-article-{thread:D6}/{version:D8}";

    /// <summary>Runs something so many times, so many at once.</summary>
    /// <returns>How long each took, in microseconds.</returns>
    private static async Task<double[]> Each(int count, int inFlight, Func<int, Task> run)
    {
        var durations = new double[count];
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < count; i += inFlight)
            {
                var started = Stopwatch.GetTimestamp();
                await run(i);
                durations[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
        })));
        return durations;
    }

    private static async Task<Figures> Measure(Func<Task<double[]>> run)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var durations = await run();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var used = Environment.CpuUsage.TotalTime - cpu;
        Array.Sort(durations);
        return new(durations.Length / seconds, used.TotalMicroseconds / durations.Length, durations[durations.Length / 2], durations[durations.Length * 99 / 100]);
    }

    private static void Print(string what, int inFlight, Figures figures) =>
        Print(what, $"{inFlight}", Number(figures.PerSecond), Number(figures.CpuMicroseconds), Number(figures.Median), Number(figures.Percentile99));

    private static void Print(params string[] cells) =>
        Console.WriteLine(cells[0].PadRight(22) + string.Concat(cells[1..].Select(cell => cell.PadLeft(13))));

    private static string Number(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private sealed record Figures(double PerSecond, double CpuMicroseconds, double Median, double Percentile99);
}
