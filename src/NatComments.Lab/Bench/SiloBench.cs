using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Server.Storage.Sqlite;
using NatComments.Server.Threads;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench silo</c>: what it costs that a thread is a grain: a post, a page that is made and a page that is ready, asked of a server's silo and of
/// Core alone, in turn. CPU time is that of the whole process. What is posted to the silo is also followed, which Core alone does not do:
/// <c>bench follow</c> says what that costs.
/// </summary>
internal static class SiloBench
{
    private const int Rounds = 8;
    private const int InFlight = 16;

    private static readonly Evidence Clean = new(new Verdict("en", new Scores(0.01f, 0.01f, 0.01f, 0, 0, 0, 0, 0, 0)), "bench", default, PolicySettings.Default);
    private static readonly PageQuery Query = new(PageSort.Newest, 50);

    // Pages are read in a thread that nobody posts to.
    private static readonly ThreadId Busy = ThreadId.FromTrusted("demo", "busy");
    private static readonly ThreadId Quiet = ThreadId.FromTrusted("demo", "quiet");

    public static Command CreateCommand()
    {
        var command = new Command("silo", "Post, make a page and find one ready, through the silo of a server and without it.");
        command.SetAction((_, _) => Run());
        return command;
    }

    private static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("natcomments-bench-");
        try
        {
            await using var server = await NatComments.Server.Program.Build(["--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder.FullName, "silo")]);
            await server.StartAsync();
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, "alone.db"));
            await using var alone = ThreadBench.Host(store);
            var silo = server.Services.GetRequiredService<GrainThreads>();
            foreach (var threads in new IThreads[] { silo, alone })
            {
                await Many(200, () => Post(threads, Quiet));
            }

            Console.WriteLine($"{"CPU µs each",-24}{"silo",10}{"alone",10}   ratio   (medians of {Rounds} rounds)");
            await Compare("post, 16 in flight", 4_000, () => Post(silo, Busy), () => Post(alone, Busy));
            await Compare("page of 50, made", 4_000, () => Make(silo), () => Make(alone));
            await Compare("page of 50, ready", 200_000, async () => _ = await silo.FindReady(Quiet, Query) ?? throw new InvalidOperationException("No page is ready."), null);
            await server.StopAsync();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Compare(string what, int count, Func<Task> silo, Func<Task>? alone)
    {
        var (costs, others) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var (cost, other) = (await Cpu(count, silo), alone is null ? 0 : await Cpu(count, alone));

            // The first round warms up.
            if (round >= 0)
            {
                costs.Add(cost);
                others.Add(other);
            }
        }

        var (of, against) = (ThreadBench.Median(costs), ThreadBench.Median(others));
        Console.WriteLine($"{what,-24}{of,10:N2}" + (alone is null ? "" : $"{against,10:N2}{of / against,8:N2}"));
    }

    private static async Task<double> Cpu(int count, Func<Task> what)
    {
        var before = Environment.CpuUsage.TotalTime;
        await Many(count, what);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count;
    }

    private static Task Many(int count, Func<Task> what) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (_, _) => await what());

    private static async Task Post(IThreads threads, ThreadId thread)
    {
        var id = Guid.CreateVersion7();
        const string words = "A comment of some length that says something about the article, as comments do.";
        var post = new PostComment(id, null, Guid.CreateVersion7().ToString("N"), new CommentText("Reader", words, $"<p>{words}</p>\n"), Clean, $"demo~{id:N}");
        if ((await threads.Ask(thread, post)).Result is Refused no)
        {
            throw new InvalidOperationException(no.Code);
        }
    }

    private static async Task Make(IThreads threads) => await threads.ReadPage(Quiet, Query, null);
}
