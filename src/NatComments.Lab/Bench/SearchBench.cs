using System.CommandLine;
using System.Diagnostics;
using System.Text;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench search</c>: what taking comments into the search index costs, and how long first pages take, over the real store on disk. Words follow
/// Zipf's law over a vocabulary that grows with the texts, as words of a language do.
/// </summary>
internal static class SearchBench
{
    private const string Site = "bench";

    // Batches as the follower makes them under load.
    private const int Batch = 800;
    private const int WordsInComment = 30;
    private const int Vocabulary = 400_000;
    private const int Questions = 30;

    public static Command CreateCommand()
    {
        var comments = new Option<int>("--comments") { Description = "How many comments.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("search", "Index comments, then ask: common and rare words, word and status, author, time.") { comments };
        command.SetAction((args, _) => Run(args.GetValue(comments)));
        return command;
    }

    private static async Task<int> Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("natcomments-bench-");
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, "bench.db"));
            await Fill(store, count);
            await Ask(store);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Fill(SqliteStore store, int count)
    {
        var random = new Random(1);
        var (cpu, clock) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        for (var at = 0; at < count; at += Batch)
        {
            var writer = await SearchWriter.Open(store, Site, default);
            for (var i = at; i < Math.Min(at + Batch, count); i++)
            {
                await writer.Add(Document(i, random), Text(random), default);
            }

            await store.TryCommit(new(Site, null, await writer.Changes(default), [], []));
            while (await SearchMerger.Merge(store, Site, default) is var (changes, unused))
            {
                await store.TryCommit(new(Site, null, changes, [], []));
                await store.TryCommit(new(Site, null, [.. unused.Select(key => new DocumentChange(key, null))], [], []));
            }
        }

        var used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var head = SearchHead.FromBytes(await store.ReadDocument(Site, SearchHead.Key));
        Console.WriteLine($"{count:N0} comments in {clock.Elapsed.TotalSeconds:N0} s, {used.TotalSeconds / count * 1_000:N3} CPU-seconds for 1,000 (making the texts included); {head.Segments.Count} segments");
    }

    private static async Task Ask(SqliteStore store)
    {
        var random = new Random(2);
        await Time(store, "a common word", () => new([Word(random.Next(1, 10))]));
        await Time(store, "a rare word", () => new([Word(random.Next(50_000, Vocabulary))]));
        await Time(store, "two words", () => new([Word(random.Next(1, 50)), Word(random.Next(1, 500))]));
        await Time(store, "whatever begins so", () => new(["w1" + random.Next(10, 100) + "*"]));
        await Time(store, "a word, rejected", () => new([Word(random.Next(1, 100))], Status: CommentStatus.Rejected));
        await Time(store, "rejected", () => new([], Status: CommentStatus.Rejected));
        await Time(store, "an author", () => new([], Author: $"author-{random.Next(20_000)}"));
        await Time(store, "a month, a word", () => new([Word(random.Next(1, 500))], From: Start.AddDays(100), To: Start.AddDays(130)));
    }

    private static async Task Time(SqliteStore store, string what, Func<SearchQuery> question)
    {
        var reader = new SearchReader(store);
        var times = new List<double>();
        var found = 0;
        for (var i = 0; i < Questions; i++)
        {
            var query = question();
            var clock = Stopwatch.StartNew();
            found += (await reader.Find(Site, query, 50, default)).Hits.Count;
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{what,-20} median {times[times.Count / 2],7:N1} ms, slowest {times[^1],7:N1} ms, {found / Questions} found");
    }

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static SearchDocument Document(int i, Random random) => new(
        Guid.CreateVersion7(Start.AddSeconds(i * 20)), $"article-{i / 50}", $"author-{random.Next(20_000)}", Start.AddSeconds(i * 20),
        random.Next(20) == 0 ? CommentStatus.Rejected : CommentStatus.Published, 1, default);

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < WordsInComment; i++)
        {
            text.Append(Word((int)Math.Pow(Vocabulary, random.NextDouble()))).Append(' ');
        }

        return text.ToString();
    }

    private static string Word(int rank) => "w" + rank;
}
