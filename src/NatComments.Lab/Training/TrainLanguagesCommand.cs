using System.CommandLine;
using NatComments.Core.Text;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary><c>train-languages</c>: makes the tables by which the text engine tells languages apart and knows common words.</summary>
public static class TrainLanguagesCommand
{
    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of labelled sets.", Required = true };
        var output = new Option<string>("--out") { Description = "The folder for languages.bin and words.bin.", Required = true };
        var command = new Command("train-languages", "Makes the tables of the language identifier and of common words; build again afterwards.") { data, output };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(data)!;
            var train = DataFolder.Read(folder, "train", openOnly: false);
            File.WriteAllBytes(Path.Combine(parsed.GetValue(output)!, "languages.bin"), LanguageTrainer.Train(train));
            File.WriteAllBytes(Path.Combine(parsed.GetValue(output)!, "words.bin"), CommonWordsTrainer.Train(train));
            Report(DataFolder.Read(folder, "dev", openOnly: false));
            return 0;
        });
        return command;
    }

    /// <summary>How often the identifier that this program was built with names the language of held-out comments.</summary>
    private static void Report(IReadOnlyList<DataSet> sets)
    {
        foreach (var set in sets)
        {
            var read = set.Comments.Select(c => (c.Lang, Found: TextNormaliser.Normalise(c.Text).Language.Code())).ToList();
            Console.WriteLine($"{set.Name,-20} {read.Count(r => r.Found == r.Lang) / (double)read.Count:P1} right, {read.Count(r => r.Found == "und") / (double)read.Count:P1} undetermined, {read.Count(r => r.Found == "ku") / (double)read.Count:P1} Kurmanji");
        }
    }
}
