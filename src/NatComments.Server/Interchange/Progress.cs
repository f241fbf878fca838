using Spectre.Console;

namespace NatComments.Server.Interchange;

/// <summary>A progress bar for long work, on the error stream, so that what a command says stays clean. Silent when nobody watches.</summary>
internal sealed class Progress
{
    private readonly ProgressTask? _task;

    private Progress(ProgressTask? task) => _task = task;

    /// <summary>Runs the work under a bar that is full at <paramref name="total"/>.</summary>
    public static async Task Show(string what, long total, Func<Progress, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            await work(new(null));
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new(context.AddTask(what, maxValue: Math.Max(1, total)))));
    }

    public void Advance(long by) => _task?.Increment(by);

    public void Set(long done) => _task?.Value(done);
}
