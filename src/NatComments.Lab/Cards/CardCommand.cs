using System.CommandLine;
using NatComments.Core.Scoring;
using NatComments.Lab.Data;

namespace NatComments.Lab.Cards;

/// <summary><c>card</c>: writes the model card from measurements, never from memory.</summary>
public static class CardCommand
{
    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of labelled sets.", DefaultValueFactory = _ => "../shared/data" };
        var model = new Option<string>("--model") { Description = "The model that the card is about.", DefaultValueFactory = _ => "src/NatComments.Core/Scoring/Models/comments.bin" };
        var open = new Option<string?>("--open") { Description = "A model trained with --open-only, shown beside it." };
        var output = new Option<string>("--out") { Description = "The folder for comments.md and calibration.svg.", DefaultValueFactory = _ => "src/NatComments.Core/Scoring/Models" };
        var command = new Command("card", "Measures a model and writes its card.") { data, model, open, output };
        command.SetAction(parsed =>
        {
            var train = DataFolder.Read(parsed.GetValue(data)!, "train", openOnly: false);
            var dev = DataFolder.Read(parsed.GetValue(data)!, "dev", openOnly: false);
            var scorer = ModelScorer.Load(parsed.GetValue(model)!);
            var own = new Evaluation.Evaluation(scorer, dev);
            var beside = parsed.GetValue(open) is { } path ? new Evaluation.Evaluation(ModelScorer.Load(path), dev) : null;
            var folder = parsed.GetValue(output)!;
            File.WriteAllText(Path.Combine(folder, "comments.md"), ModelCard.Write(scorer.Version, train, own, beside));
            File.WriteAllText(Path.Combine(folder, "calibration.svg"), CalibrationPlot.Draw(ModelCard.CalibrationLines(own)));
            return 0;
        });
        return command;
    }
}
