using System.CommandLine;
using System.Globalization;
using NatComments.Core.Scoring;
using NatComments.Lab.Data;
using Spectre.Console;

namespace NatComments.Lab.Evaluation;

/// <summary><c>evaluate</c>: judges a model on labelled sets, and compares two.</summary>
public static class EvaluateCommand
{
    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of labelled sets, or a plain folder of TSV files.", DefaultValueFactory = _ => "../shared/data" };
        var split = new Option<string>("--split") { Description = "Which split to judge on.", DefaultValueFactory = _ => "dev" };
        var model = new Option<string?>("--model") { Description = "A model file; without one the model in the program." };
        var other = new Option<string?>("--compare") { Description = "A second model file, judged beside the first." };
        var folds = new Option<string?>("--cross-validate") { Description = "The name of one set: train on nine tenths of it, judge on the rest, ten times, and nothing else." };
        var command = new Command("evaluate", "Judges a model: ranking, false positives, identity terms, attacks.") { data, split, model, other, folds };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(folds) is { } name)
            {
                return CrossValidate(parsed.GetValue(data)!, name);
            }

            var sets = DataFolder.Read(parsed.GetValue(data)!, parsed.GetValue(split)!, openOnly: false);
            var scorers = new List<ModelScorer> { parsed.GetValue(model) is { } path ? ModelScorer.Load(path) : ModelScorer.Load() };
            if (parsed.GetValue(other) is { } second)
            {
                scorers.Add(ModelScorer.Load(second));
            }

            foreach (var scorer in scorers)
            {
                var evaluation = new Evaluation(scorer, sets);
                AnsiConsole.MarkupLineInterpolated($"[bold]{scorer.Version}[/]");
                foreach (var table in evaluation.Tables())
                {
                    AnsiConsole.Write(table);
                }
            }

            return 0;
        });
        return command;
    }

    private static int CrossValidate(string folder, string name)
    {
        var splits = new[] { "train", "dev" }.SelectMany(split => DataFolder.Read(folder, split, openOnly: false)).Where(set => set.Name == name).ToList();
        if (splits.Count == 0)
        {
            Console.Error.WriteLine($"There is no set {name} in {folder}.");
            return 1;
        }

        var head = splits[0].Comments.Any(c => c.Spam is not null) ? Category.Spam : Category.Abuse;
        var result = CrossValidation.Run(splits, head, seed: 1);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{name}, {head}, {CrossValidation.Folds} folds over {result.Texts} texts: accuracy {result.Accuracy:F4}, AUC {result.Auc:F4}");
        return 0;
    }
}
