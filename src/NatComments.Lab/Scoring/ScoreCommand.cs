using System.CommandLine;
using System.Globalization;
using System.Text;
using NatComments.Core.Scoring;
using NatComments.Lab.Data;
using Spectre.Console;

namespace NatComments.Lab.Scoring;

/// <summary><c>score</c>: verdicts for a table of texts, one line each, in the order of the table.</summary>
public static class ScoreCommand
{
    private static readonly Category[] Columns = Enum.GetValues<Category>();

    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var input = new Option<string>("--in") { Description = "A table with a header: columns id, lang and text in any order, plain or gzip.", Required = true };
        var output = new Option<string>("--out") { Description = "The table to write: id and one column per category.", Required = true };
        var model = new Option<string?>("--model") { Description = "A model file; without one the model in the program." };
        var command = new Command("score", "Scores a table of texts.") { input, output, model };
        command.SetAction(parsed =>
        {
            try
            {
                var scorer = parsed.GetValue(model) is { } path ? ModelScorer.Load(path) : ModelScorer.Load();
                var count = Score(scorer, parsed.GetValue(input)!, parsed.GetValue(output)!);
                AnsiConsole.MarkupLineInterpolated($"{count} texts scored by {scorer.Version}");
                return 0;
            }
            catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException or Core.Scoring.Models.ModelFileException)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        });
        return command;
    }

    /// <summary>Scores every line of a table; returns how many there were.</summary>
    public static int Score(IScorer scorer, string input, string output)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        using var table = TsvReader.Open(input);
        int id = table.Column("id"), lang = table.Column("lang"), text = table.RequiredColumn("text");
        using var writer = new StreamWriter(output, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine("id\t" + string.Join('\t', Columns.Select(c => c.ToString().ToLowerInvariant())));
        var count = 0;
        while (table.Read())
        {
            count++;
            var scores = scorer.Score(new ScoreInput(table.Value(text), table.Value(lang))).Scores;
            writer.Write(id >= 0 ? table.Value(id) : count.ToString(CultureInfo.InvariantCulture));
            foreach (var column in Columns)
            {
                writer.Write('\t');
                writer.Write(scores[column].ToString("G9", CultureInfo.InvariantCulture));
            }

            writer.WriteLine();
        }

        return count;
    }
}
