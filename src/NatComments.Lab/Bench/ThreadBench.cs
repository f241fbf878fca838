using System.CommandLine;
using System.Diagnostics;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;
using NatComments.Lab.Load;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench threads</c>: what a post, a decision, a page and a waking cost in threads of 100, 10,000 and 100,000 comments, all over the real store on
/// disk. CPU time is that of the whole process. What is to be seen is the ratio to the shortest thread, measured in the same run, in turn.
/// </summary>
internal static class ThreadBench
{
    private static readonly int[] Lengths = [100, 10_000, 100_000];

    // Rounds alternate between the threads, so that a noisy moment of the machine strikes all of them.
    private const int Rounds = 8;
    private const int OperationsInRound = 250;
    private const int InFlight = 16;
    private const string Site = "bench";

    private static readonly Evidence Clean = new(new Verdict("en", new Scores(0.01f, 0.01f, 0.01f, 0, 0, 0, 0, 0, 0)), "bench", default, PolicySettings.Default);
    private static readonly Evidence Bad = Clean with { Verdict = new Verdict("en", new Scores(0.01f, 0.7f, 0.7f, 0, 0, 0, 0.7f, 0, 0)) };

    public static Command CreateCommand()
    {
        var command = new Command("threads", "Post, decide, read a page and wake at 100, 10,000 and 100,000 comments.");
        command.SetAction((_, _) => Run());
        return command;
    }

    private static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("natcomments-bench-");
        try
        {
            await using var store = SqliteStore.Open(Path.Combine(folder.FullName, "bench.db"));
            var host = Host(store);
            foreach (var length in Lengths)
            {
                Console.Error.WriteLine($"Filling a thread of {length:N0} comments…");
                await Many(length, i => Post(host, Thread(length), Clean));
            }

            await Costs(host);
            await host.DisposeAsync();
            await Wakings(store);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Costs(LoneThreads host)
    {
        var costs = new Dictionary<(string What, int Length), List<double>>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var length in Lengths)
            {
                var (thread, held) = (Thread(length), new List<Guid>());
                await Many(OperationsInRound, async _ =>
                {
                    var id = await Post(host, thread, Bad);
                    lock (held)
                    {
                        held.Add(id);
                    }
                });
                Note("post", length, await Cpu(() => Many(OperationsInRound, _ => Post(host, thread, Clean))));
                Note("decide", length, await Cpu(() => Many(held.Count, i => Decide(host, thread, held[i]))));
                Note("page of 50, made", length, await Cpu(() => Pages(host, thread)));

                // The first round warms up and does not count.
                void Note(string what, int of, double cpu)
                {
                    if (round > 0)
                    {
                        (costs.TryGetValue((what, of), out var list) ? list : costs[(what, of)] = []).Add(cpu);
                    }
                }
            }
        }

        Console.WriteLine($"{"",-20}{string.Join("", Lengths.Select(l => $"{l,14:N0}"))}   ratio   (CPU µs each, median of {Rounds} rounds)");
        foreach (var what in costs.Keys.Select(k => k.What).Distinct())
        {
            var medians = Lengths.Select(l => Median(costs[(what, l)])).ToList();
            Console.WriteLine($"{what,-20}{string.Join("", medians.Select(m => $"{m,14:N1}"))}{medians[^1] / medians[0],8:N2}");
        }
    }

    private static async Task Wakings(SqliteStore store)
    {
        foreach (var length in Lengths)
        {
            var times = new List<double>();
            for (var i = 0; i < 5; i++)
            {
                await using var host = Host(store);
                var started = Stopwatch.GetTimestamp();
                var state = await host.ReadState(Thread(length));
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (state.Count < length)
                {
                    throw new InvalidOperationException($"The thread woke with {state.Count} comments instead of {length}.");
                }
            }

            Console.WriteLine($"wake {length,10:N0} comments: median {Median(times):N1} ms, worst {times.Max():N1} ms");
        }
    }

    private static async Task<Guid> Post(LoneThreads host, ThreadId thread, Evidence evidence)
    {
        var id = Guid.CreateVersion7();
        var text = new CommentText("Reader", "A comment of some length that says something about the article, as comments do.", "<p>A comment of some length that says something about the article, as comments do.</p>\n");
        var reply = await host.Ask(thread, new PostComment(id, null, Guid.CreateVersion7().ToString("N"), text, evidence, $"{Site}~{id:N}"));
        return reply.Result is Accepted ? id : throw new InvalidOperationException(((Refused)reply.Result).Code);
    }

    private static async Task Decide(LoneThreads host, ThreadId thread, Guid id)
    {
        var reply = await host.Ask(thread, new DecideComment(id, 1, Outcome.Publish, Reasons.Clean, null, "moderator"));
        if (reply.Result is Refused no)
        {
            throw new InvalidOperationException(no.Code);
        }
    }

    // Sixty sizes in turn, 50 on average: more than a grain keeps ready, so each page is made.
    private static async Task Pages(LoneThreads host, ThreadId thread)
    {
        for (var i = 0; i < OperationsInRound; i++)
        {
            await host.ReadPage(thread, new PageQuery(PageSort.Newest, 20 + (i % 60)), null);
        }
    }

    private static Task Many(int count, Func<int, Task> what) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (i, _) => await what(i));

    private static async Task<double> Cpu(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / OperationsInRound;
    }

    internal static LoneThreads Host(SqliteStore store) =>
        new(new(store, new TextCache(store, 64_000_000), TimeProvider.System, Server.Threads.ThreadPages.Format));

    private static ThreadId Thread(int length) => ThreadId.FromTrusted(Site, $"article-{length}");

    internal static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
