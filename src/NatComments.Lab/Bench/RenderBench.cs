using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NatComments.Core.Threads;
using NatComments.Server.Rendering;
using Spectre.Console;

namespace NatComments.Lab.Bench;

/// <summary>
/// <c>bench render</c>: what the worst texts cost that a reader can send. Texts of the full length are made of each piece of Markdown, each pair, and random
/// rows of pieces, and mended step by step towards those that take longest.
/// </summary>
internal static class RenderBench
{
    // What costs more than its length shows at a fifth of it, for a twenty-fifth of the time: so the first pass is short, and the slowest are measured whole.
    private const int ShortLength = ThreadLimits.MaxTextLength / 5;

    // The slowest of so many are measured again, each three times, of which the fastest counts: others' work on the machine is not the text's.
    private const int Again = 40;
    private const int Times = 3;
    private const int Shown = 12;

    // Generations of the search, and how many children each of the slowest has.
    private const int Parents = 20;
    private const int Children = 20;

    private static readonly string[] Pieces =
    [
        "a", " ", "\n", "\n\n", ">", "> ", "*", "**", "***", "_", "__", "_a_ ", "*a* ", "*_", "a*", "*a", "`", "``", "`a", "```\n", "~~~\n", "~", "[", "]", "[]", "](", "[a](", "[a]", "[a]: b\n", "![", "!", "(", ")", "<", "<a", "<a>", "</", "<!--", "<?", "&",
        "&amp", "&#", "&#1", ";", "\\", "\\\\", "\"", "'", "1. ", "1) ", "- ", "+ ", "* ", "    ", "\t", "#", "# ", "---\n", "===\n", "|", "|-", ":", "http://", "http://a", "www.", "www.a.b", "mailto:", "mailto:a@", "ftp://", "@", ".", "/", "_http://a_", "^", "=", "+", "  \n", "İ", "\u200b", "😀", "%", "{", "}", "$", "tel:",
    ];

    /// <summary>The command.</summary>
    internal static Command CreateCommand()
    {
        var rows = new Option<int>("--rows") { Description = "How many random rows of three to eight pieces.", DefaultValueFactory = _ => 4_000 };
        var generations = new Option<int>("--generations") { Description = "How many steps the search takes from the slowest.", DefaultValueFactory = _ => 10 };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same texts.", DefaultValueFactory = _ => 1 };
        var command = new Command("render", $"Rendering the worst texts of {ThreadLimits.MaxTextLength} characters, one thread.") { rows, generations, seed };
        command.SetAction(parsed => Run(parsed.GetValue(rows), parsed.GetValue(generations), new Random(parsed.GetValue(seed))));
        return command;
    }

    private static void Run(int rows, int generations, Random random)
    {
        string[][] texts =
        [
            .. Pieces.Select(piece => new[] { piece }),
            .. Pieces.SelectMany(first => Pieces.Select(second => new[] { first, second })),
            .. Enumerable.Range(0, rows).Select(_ => Row(random)),
        ];

        // The first texts pay for what is compiled on the way; theirs are not the slowest.
        foreach (var text in texts.Take(Again))
        {
            Time(text, ShortLength);
        }

        var slowest = Slowest(texts.Select(text => (text, Time(text, ShortLength))));
        for (var generation = 0; generation < generations; generation++)
        {
            var children = slowest.Take(Parents).SelectMany(parent => Enumerable.Range(0, Children).Select(_ => Mutated(parent.Text, random)));
            slowest = Slowest(slowest.Select(known => (known.Text, Time(known.Text, ShortLength))).Concat(children.Select(text => (text, Time(text, ShortLength)))));
        }

        var table = new Table().Title($"the slowest of {texts.Length + (generations * Parents * Children):N0} texts of {ThreadLimits.MaxTextLength:N0} characters").AddColumns("pieces, over and over", "ms", "becomes");
        foreach (var (text, time) in slowest.Take(Shown))
        {
            table.AddRow(
                Markup.Escape(string.Concat(text).Replace("\n", "\\n", StringComparison.Ordinal)), time.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture),
                CommentMarkdown.Render(Whole(text, ThreadLimits.MaxTextLength)) is var (html, refusal) ? refusal ?? $"{html!.Length:N0} characters" : "");
        }

        AnsiConsole.Write(table);
    }

    private static List<(string[] Text, TimeSpan Time)> Slowest(IEnumerable<(string[] Text, TimeSpan Time)> measured) =>
        [.. measured.ToList().OrderByDescending(text => text.Time).Take(Again).Select(text => (text.Text, Time: Enumerable.Range(0, Times).Min(_ => Time(text.Text, ThreadLimits.MaxTextLength)))).OrderByDescending(text => text.Time)];

    // What is judged is read out of the HTML: a post pays for both.
    private static TimeSpan Time(string[] pieces, int length)
    {
        var text = Whole(pieces, length);
        var first = Once(text);
        var second = Once(text);
        return first < second ? first : second;
    }

    private static TimeSpan Once(string text)
    {
        var start = Stopwatch.GetTimestamp();
        if (CommentMarkdown.Render(text).Html is { } html)
        {
            ShownText.Of(html);
        }

        return Stopwatch.GetElapsedTime(start);
    }

    // Half of the rows are three parts of unlike repetition: what opens many times and is closed many times later.
    private static string Whole(string[] pieces, int length)
    {
        var text = pieces is ["", .. var parts]
            ? string.Concat(parts.Select(part => string.Concat(Enumerable.Repeat(part, length / parts.Length / part.Length))))
            : string.Concat(Enumerable.Repeat(string.Concat(pieces), (length / Math.Max(1, pieces.Sum(piece => piece.Length))) + 1));
        return text.Length > length ? text[..length] : text;
    }

    private static string[] Row(Random random)
    {
        var row = Enumerable.Range(0, random.Next(3, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]).ToArray();
        return random.Next(2) == 0 ? row : ["", .. row];
    }

    private static string[] Mutated(string[] text, Random random)
    {
        var pieces = text.ToList();
        var first = pieces[0].Length == 0 ? 1 : 0;
        switch (random.Next(4))
        {
            case 0 when pieces.Count > first + 1:
                pieces.RemoveAt(random.Next(first, pieces.Count));
                break;
            case 1:
                pieces[random.Next(first, pieces.Count)] = Pieces[random.Next(Pieces.Length)];
                break;
            case 2:
                pieces[random.Next(first, pieces.Count)] += Pieces[random.Next(Pieces.Length)];
                break;
            default:
                pieces.Insert(random.Next(first, pieces.Count + 1), Pieces[random.Next(Pieces.Length)]);
                break;
        }

        return [.. pieces];
    }
}
