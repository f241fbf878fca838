using System.CommandLine;

namespace NatComments.Lab.Bench;

/// <summary><c>bench</c>: what things cost on this machine, one subcommand per part of the server.</summary>
internal static class BenchCommand
{
    /// <summary>The command with all its subcommands.</summary>
    public static Command Create() => new("bench", "Measures what things cost on this machine. Run it in Release, on an idle machine.")
    {
        StoreBench.CreateCommand(),
        ThreadBench.CreateCommand(),
        SiloBench.CreateCommand(),
        ScoreBench.CreateCommand(),
        SearchBench.CreateCommand(),
        FollowBench.CreateCommand(),
        RenderBench.CreateCommand(),
    };
}
