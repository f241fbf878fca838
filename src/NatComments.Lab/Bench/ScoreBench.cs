using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NatComments.Core.Scoring;
using NatComments.Core.Text;
using NatComments.Lab.Data;
using Spectre.Console;

namespace NatComments.Lab.Bench;

/// <summary><c>bench score</c>: what reading, scoring and explaining a comment cost, on one thread.</summary>
internal static class ScoreBench
{
    /// <summary>174 characters is the mean length of a comment in the study; texts within 15 % of it are measured.</summary>
    private const int Length = 174;

    private const double Tolerance = 0.15;
    private const int MaxTexts = 2_000;
    private const int Rounds = 10;

    /// <summary>Two rounds and a moment before measuring, so that the compiler has done its work.</summary>
    private const int WarmUpRounds = 4;

    private static readonly string[] OwnTexts =
    [
        "Bu haberi yazan arkadaşın eline sağlık, yıllardır kimse bu konuyu bu kadar açık anlatmamıştı. Keşke rakamların kaynağını da verseydiniz, bence okuyucu için önemli olurdu. Kolay gelsin.",
        "I have read the whole article twice and I still do not see where the numbers come from. Perhaps the author could add a link to the report, because without it the claim is hard to check.",
        "Yine aynı hikâye, yine aynı sözler! Seçimden önce ne dediniz, şimdi ne yapıyorsunuz? Emekliye gelince para yok, yandaşa gelince var. Bu millet bunu unutmaz, sandıkta görüşürüz artık.",
        "So the minister says inflation is falling while bread costs three times what it did last year?! Either he never buys bread or he thinks that we are all stupid. I am so tired of this, honestly.",
    ];

    /// <summary>The command.</summary>
    internal static Command CreateCommand()
    {
        var data = new Option<string?>("--data") { Description = "Folder of labelled sets to take comments from; without one, four texts of our own." };
        var command = new Command("score", "Reading, scoring and explaining a comment of about 174 characters, one thread.") { data };
        command.SetAction(parsed => Run(parsed.GetValue(data)));
        return command;
    }

    private static void Run(string? folder)
    {
        var watch = Stopwatch.StartNew();
        var scorer = ModelScorer.Load();
        var load = watch.Elapsed;
        var texts = folder is null ? OwnTexts : Texts(folder);
        var text = new NormalisedText();
        var table = new Table().Title($"{texts.Length} texts of about {Length} characters; model loaded in {load.TotalMilliseconds:F0} ms").AddColumns("what", "median µs", "99 % µs", "bytes a text");
        Measure(table, "normalise", texts, t => TextNormaliser.Normalise(t, text));
        Measure(table, "normalise and score, every category", texts, t => scorer.Score(new ScoreInput(t)));
        Measure(table, "normalise, score and explain", texts, t => scorer.Explain(new ScoreInput(t)));
        AnsiConsole.Write(table);
    }

    private static string[] Texts(string folder) =>
        [.. DataFolder.Read(folder, "dev", openOnly: false).Where(s => s.Name != "enron_spam").SelectMany(s => s.Comments).Select(c => c.Text)
            .Where(t => Math.Abs(t.Length - Length) < Length * Tolerance).Take(MaxTexts)];

    private static void Measure(Table table, string name, string[] texts, Action<string> action)
    {
        var rounds = Math.Max(Rounds, Rounds * MaxTexts / texts.Length / 4);
        for (var round = 0; round < Math.Max(WarmUpRounds, rounds / 2); round++)
        {
            Array.ForEach(texts, action);
        }

        var times = new List<double>(texts.Length * rounds);
        var allocated = 0L;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var text in texts)
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                action(text);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }
        }

        times.Sort();
        table.AddRow(name, Number(times[times.Count / 2]), Number(times[times.Count * 99 / 100]), Number((double)allocated / times.Count));
    }

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
