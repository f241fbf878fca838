using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using NatComments.Core.Scoring;
using Spectre.Console;

namespace NatComments.Lab.Fuzz;

/// <summary><c>fuzz</c>: random texts against the scorer. Every text must get a verdict of numbers between 0 and 1, with spans inside the text, in bounded time.</summary>
public static class FuzzCommand
{
    /// <summary>Every 200th text is explained too, and every 5,000th is as long as a text may be.</summary>
    private const int ExplainEvery = 200;

    private const int LongEvery = 5_000;

    private static readonly string[] Pieces =
    [
        " ", "  ", "\n", "\t", "a", "e", "i", "I", "İ", "ı", "ş", "s", "t", "k", "0", "1", "4", "53", ".", "..", "-", "_", "*", "#", "@", "$", "!", "/", ":", "(", ")", "+", "'", "’", "\"", "%", "=", "&",
        "http://", "https://a.b/", "www.", ".com", "x@y.zz", "@mk", "TR33", "0532 ", "34 AB", "41.12345", "°", "No: 5", "Sokak", "\u200b", "\u202e", "\u0336", "\u0301", "\ufe0f", "\ufeff", "\0", "\u0007", "\ud83d", "\ude00", "😀", "🇹🇷", "👨‍👩‍👧", "𝐚", "ａ", "ⓐ",
        "а", "я", "ж", "α", "א", "ש", "م", "ر", "漢", "字", "ก", "한", "ꙮ", "﷽", "ß", "ﬃ", "ǆ", "aptal", "idiot", "siktir", "kurd", "the", "bir", "ve", "lar", "ler", "aaaaaa",
    ];

    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many texts.", DefaultValueFactory = _ => 1_000_000 };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same texts.", DefaultValueFactory = _ => 1 };
        var command = new Command("fuzz", "Throws random texts at the scorer.") { count, seed };
        command.SetAction(parsed =>
        {
            var result = Run(ModelScorer.Load(), parsed.GetValue(count), parsed.GetValue(seed));
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{result.Texts:N0} texts, {result.Characters:N0} characters, {result.Failures} failures, slowest {result.Slowest.TotalMilliseconds:F1} ms for {result.SlowestLength:N0} characters");
            return result.Failures == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>What a run saw.</summary>
    public readonly record struct Result(int Texts, long Characters, int Failures, TimeSpan Slowest, int SlowestLength);

    /// <summary>Runs texts against a scorer.</summary>
    public static Result Run(IScorer scorer, int count, int seed)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        var random = new Random(seed);
        long characters = 0;
        var failures = 0;
        var slowest = TimeSpan.Zero;
        var slowestLength = 0;
        for (var i = 1; i <= count; i++)
        {
            var text = Text(random, i % LongEvery == 0 ? ScoreInput.MaxLength + 100 : random.Next(0, 80));
            characters += text.Length;
            var watch = Stopwatch.GetTimestamp();
            var isFine = IsFine(scorer, text, i % ExplainEvery == 0);
            var taken = Stopwatch.GetElapsedTime(watch);
            if (taken > slowest && i > LongEvery)
            {
                (slowest, slowestLength) = (taken, text.Length);
            }

            if (!isFine)
            {
                failures++;
                AnsiConsole.MarkupLineInterpolated($"failed: {Convert.ToBase64String(Encoding.Unicode.GetBytes(text))}");
            }
        }

        return new Result(count, characters, failures, slowest, slowestLength);
    }

    private static bool IsFine(IScorer scorer, string text, bool explain)
    {
        try
        {
            var verdict = explain ? scorer.Explain(new ScoreInput(text)) : scorer.Score(new ScoreInput(text));
            return Enum.GetValues<Category>().All(c => verdict.Scores[c] is >= 0 and <= 1)
                && verdict.Spans.All(s => s.Start >= 0 && s.Start < s.End && s.End <= text.Length && float.IsFinite(s.Weight));
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or NullReferenceException or OverflowException or InvalidOperationException)
        {
            Console.Error.WriteLine(e);
            return false;
        }
    }

    private static string Text(Random random, int length)
    {
        var text = new StringBuilder();
        var repeat = random.Next(20) == 0;
        while (text.Length < length)
        {
            var piece = random.Next(12) == 0 ? ((char)random.Next(1, 0xFFFF)).ToString() : Pieces[random.Next(Pieces.Length)];
            for (var n = repeat ? random.Next(1, 500) : 1; n > 0 && text.Length < length; n--)
            {
                text.Append(piece);
            }
        }

        return text.ToString();
    }
}
