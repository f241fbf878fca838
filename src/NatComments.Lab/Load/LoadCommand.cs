using System.CommandLine;

namespace NatComments.Lab.Load;

/// <summary>
/// <c>load</c>: readers and writers before one or several running servers, for a while. Says how many posts and pages there were, what they cost
/// the servers' processes, what was refused, and, when something is done to the servers meanwhile, how long it was felt and whether a comment that
/// was acknowledged is missing afterwards. <c>tests/bench-nodes.sh</c> is made of it.
/// </summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var urls = new Option<string[]>("--url") { Description = "A server; several for several.", AllowMultipleArgumentsPerToken = true, Required = true };
        var pids = new Option<int[]>("--pid") { Description = "A process whose processor time is counted.", AllowMultipleArgumentsPerToken = true };
        var what = new Option<string>("--what") { Description = "What the line begins with.", DefaultValueFactory = _ => "" };
        var seconds = new Option<double>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var writers = new Option<int>("--writers") { Description = "Connections that post one comment after the other.", DefaultValueFactory = _ => 0 };
        var readers = new Option<int>("--readers") { Description = "Connections that read one page after the other.", DefaultValueFactory = _ => 0 };
        var threads = new Option<int>("--threads") { Description = "How many threads; few have most readers and writers (Zipf).", DefaultValueFactory = _ => 200 };
        var name = new Option<string>("--name") { Description = "What the threads are called.", DefaultValueFactory = _ => "load" };
        var keep = new Option<bool>("--keep") { Description = "Each thread at one of the servers, as a proxy keeps it; else each request at any." };
        var evenly = new Option<bool>("--evenly") { Description = "All threads as often." };
        var fill = new Option<int>("--fill") { Description = "Before: so many comments into each thread, at the first server.", DefaultValueFactory = _ => 0 };
        var happens = new Option<string?>("--happens") { Description = "A command that is run with bash after a third of the time." };
        var doomed = new Option<string?>("--doomed") { Description = "A server that the command ends: no error there counts." };
        var command = new Command("load", "Readers and writers before running servers; says what they cost and what they were refused.")
        {
            urls, pids, what, seconds, writers, readers, threads, name, keep, evenly, fill, happens, doomed,
        };
        command.SetAction(async (args, stop) =>
        {
            var plan = new LoadPlan(args.GetValue(urls)!, args.GetValue(threads), args.GetValue(name)!, args.GetValue(keep), args.GetValue(evenly), args.GetValue(doomed));
            await using var load = new ServerLoad(plan, args.GetValue(pids) ?? []);
            await load.Fill(args.GetValue(fill), stop);
            var result = await load.Run(args.GetValue(writers), args.GetValue(readers), TimeSpan.FromSeconds(args.GetValue(seconds)), args.GetValue(happens), stop);
            Console.WriteLine($"{args.GetValue(what),-54} {result}");
            return result.Lost == 0 ? 0 : 1;
        });
        return command;
    }
}

/// <summary>Whom a load asks for what.</summary>
/// <param name="Keep">Each thread at one of the servers.</param>
/// <param name="Evenly">All threads as often; else the first have most.</param>
/// <param name="Doomed">A server that will end.</param>
internal sealed record LoadPlan(string[] Urls, int Threads, string Name, bool Keep, bool Evenly, string? Doomed)
{
    // 1.07: what is read and written of a news site is steeper than 1 / rank by a little.
    private const double Steepness = 1.07;

    private readonly double[] _shares = Shares(Threads, Evenly);

    /// <summary>The next thread.</summary>
    public int Thread(Random random)
    {
        var at = Array.BinarySearch(_shares, random.NextDouble());
        return Math.Min(at < 0 ? ~at : at, Threads - 1);
    }

    /// <summary>The server that a connection asks about a thread.</summary>
    public string Url(int thread, Random random) => Urls[Keep ? thread % Urls.Length : random.Next(Urls.Length)];

    public string Path(int thread) => $"/api/v1/sites/demo/threads/{Name}-{thread}";

    private static double[] Shares(int threads, bool evenly)
    {
        var shares = Enumerable.Range(1, threads).Select(rank => evenly ? 1 : 1 / Math.Pow(rank, Steepness)).ToArray();
        var all = shares.Sum();
        for (var i = 0; i < threads; i++)
        {
            shares[i] = (shares[i] / all) + (i == 0 ? 0 : shares[i - 1]);
        }

        return shares;
    }
}
