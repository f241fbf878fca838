using System.CommandLine;
using System.Text;
using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Projections;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench follow</c>: what following a published comment costs after it was posted (search index, audit chain, statistics), over the real store on
/// disk. Words follow Zipf's law, as words of a language do. CPU time and allocation are those of the whole process, also the store's writer.
/// </summary>
internal static class FollowBench
{
    private const string Site = "bench";

    // The first rounds compile and do not count.
    private const int WarmUps = 4;
    private const int Rounds = 12;
    private const int PostsInRound = 4_000;
    private const int Articles = 20;
    private const int InFlight = 16;
    private const int WordsInComment = 45;
    private const int Vocabulary = 100_000;

    private static readonly Evidence Clean = new(new Verdict("en", new Scores(0.01f, 0.02f, 0.01f, 0, 0.1234f, 0, 0, 0, 0)), "bench", default, PolicySettings.Default);

    public static Command CreateCommand()
    {
        var command = new Command("follow", "Follow comments after they were posted: for the search, the audit chain and statistics.");
        command.SetAction((_, stop) => Run(stop));
        return command;
    }

    private static async Task<int> Run(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("natcomments-bench-");
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, "bench.db"));
            await using var threads = ThreadBench.Host(store);
            var follower = new SiteProjections(store, threads, new AuditLog(store, TimeProvider.System), TimeProvider.System);
            var (random, costs) = (new Random(1), new List<(double Cpu, double Bytes)>());
            for (var round = -WarmUps; round < Rounds; round++)
            {
                var texts = Enumerable.Range(0, PostsInRound).Select(_ => Text(random)).ToList();
                await Parallel.ForAsync(0, PostsInRound, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = stop }, async (i, _) => await Post(threads, i, texts[i]));
                var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
                await follower.CatchUp(Site, stop);
                if (round >= 0)
                {
                    costs.Add(((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / PostsInRound, (GC.GetTotalAllocatedBytes() - bytes) / (double)PostsInRound));
                }
            }

            Console.WriteLine($"follow a comment: {ThreadBench.Median([.. costs.Select(c => c.Cpu)]):N1} CPU µs, {ThreadBench.Median([.. costs.Select(c => c.Bytes)]):N0} bytes allocated (medians of {Rounds} rounds of {PostsInRound:N0}; best {costs.Min(c => c.Cpu):N1} µs)");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async ValueTask Post(LoneThreads threads, int i, string text)
    {
        var id = Guid.CreateVersion7();
        var post = new PostComment(id, null, Guid.CreateVersion7().ToString("N"), new CommentText("Reader", text, $"<p>{text}</p>\n"), Clean, $"{Site}~{id:N}");
        if ((await threads.Ask(ThreadId.FromTrusted(Site, $"article-{i % Articles}"), post)).Result is Refused no)
        {
            throw new InvalidOperationException(no.Code);
        }
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < WordsInComment; i++)
        {
            text.Append(Word((int)Math.Pow(Vocabulary, random.NextDouble()))).Append(' ');
        }

        return text.ToString();
    }

    // Letters, four or more: common ones short.
    private static string Word(int rank)
    {
        var word = new StringBuilder("ka");
        for (; rank > 0; rank /= 16)
        {
            word.Append("bdefghijklmnoprs"[rank % 16]).Append('a');
        }

        return word.ToString();
    }
}
