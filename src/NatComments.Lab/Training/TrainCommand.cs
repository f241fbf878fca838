using System.CommandLine;
using System.Diagnostics;
using NatComments.Lab.Data;
using Spectre.Console;

namespace NatComments.Lab.Training;

/// <summary><c>train</c>: makes the model file and its card from labelled sets.</summary>
public static class TrainCommand
{
    /// <summary>For each language: reading, extraction, and one step for each lane and the gate; and the calibration.</summary>
    private const int Steps = (2 * 11) + 1;

    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of labelled sets: LICENCE/SPLIT/NAME.tsv.gz.", DefaultValueFactory = _ => "../shared/data" };
        var output = new Option<string>("--out") { Description = "The model file to write.", DefaultValueFactory = _ => "src/NatComments.Core/Scoring/Models/comments.bin" };
        var openOnly = new Option<bool>("--open-only") { Description = "Train on sets that may be redistributed, and on nothing else." };
        var seed = new Option<int>("--seed") { Description = "The same seed and the same sets give the same file.", DefaultValueFactory = _ => 1 };
        var every = new Option<int>("--every") { Description = "Train on every n-th comment of each set only: a quick look, not a model to ship.", DefaultValueFactory = _ => 1 };
        var with = new Option<MachineLearningTrainer?>("--with")
        {
            Description = "Find the weights with a trainer of ML.NET, Lbfgs or Sdca, instead of the built-in solver.",
        };
        var command = new Command("train", "Makes the model file from labelled sets.") { data, output, openOnly, seed, every, with };
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            var (folder, open, number) = (parsed.GetValue(data)!, parsed.GetValue(openOnly), parsed.GetValue(seed));
            var bytes = Run(folder, open, number, parsed.GetValue(every), parsed.GetValue(with));
            File.WriteAllBytes(parsed.GetValue(output)!, bytes);
            AnsiConsole.MarkupLineInterpolated($"{parsed.GetValue(output)!}: {bytes.Length / 1024.0 / 1024:F1} MiB after {watch.Elapsed.TotalSeconds:F0} s");
            return 0;
        });
        return command;
    }

    private static byte[] Run(string folder, bool openOnly, int seed, int every, MachineLearningTrainer? with)
    {
        var train = DataFolder.Read(folder, "train", openOnly).Select(set => set.EveryNth(every)).ToList();
        var dev = DataFolder.Read(folder, "dev", openOnly);
        var solver = with is { } kind ? $"-{kind}".ToLowerInvariant() : "";
        var version = $"comments-3{solver}-{(openOnly ? "open" : "all")}{(every > 1 ? $"-every{every}" : "")}-seed{seed}";
        Solver solve = with is { } trainer ? new MachineLearningSolver(trainer).Solve : LogisticRegression.Train;
        return AnsiConsole.Progress().Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            var task = context.AddTask("training", maxValue: Steps);
            HeadTraining head = (rows, targets, category, lang, own) =>
                HeadTrainer.Train(rows, targets, category, lang, own, solve);
            return ModelTrainer.Train(train, dev, seed, version, head, step =>
            {
                task.Description = Markup.Escape(step);
                task.Increment(1);
            });
        });
    }
}
