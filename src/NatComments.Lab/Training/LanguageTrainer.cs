using NatComments.Core.Text;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>
/// Makes the table of <see cref="LanguageIdentifier"/>: the log-likelihood of three-letter sequences in Turkish and English comments, in seed
/// texts of Kurmanji, and in seed texts of other languages.
/// </summary>
public static class LanguageTrainer
{
    /// <summary>A quarter of every class is spread evenly, so that a small seed text is not favoured for what nobody has seen.</summary>
    private const double Smoothing = 0.25;

    /// <summary>A comment that names its language wrongly or is quotation does no harm among so many; 40,000 a language are enough.</summary>
    private const int MaxComments = 40_000;

    /// <summary>The table as bytes: for each bucket one signed step per class.</summary>
    public static byte[] Train(IReadOnlyList<DataSet> sets)
    {
        var counts = new double[LanguageIdentifier.Classes, LanguageIdentifier.Buckets];
        foreach (var (lang, row) in new[] { ("tr", 0), ("en", 1) })
        {
            foreach (var comment in sets.SelectMany(s => s.Comments).Where(c => c.Lang == lang).Take(MaxComments))
            {
                Count(comment.Text, counts, row);
            }
        }

        CountSeeds(counts);
        return Weigh(counts);
    }

    private static void CountSeeds(double[,] counts)
    {
        using var stream = typeof(LanguageTrainer).Assembly.GetManifestResourceStream("NatComments.Lab.Training.language-seeds.txt")!;
        using var reader = new StreamReader(stream);
        var row = 2;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                row = line == "[ku]" ? 2 : 3;
            }
            else if (!line.StartsWith('#'))
            {
                Count(line, counts, row);
            }
        }
    }

    private static void Count(string text, double[,] counts, int row)
    {
        var read = TextNormaliser.Normalise(text);
        foreach (ref readonly var token in read.Tokens)
        {
            if (token.Kind != TokenKind.Word || token.IsAlternate)
            {
                continue;
            }

            var word = read.Plain.Slice(token.Start, token.Length);
            var before = ' ';
            for (var i = 0; i < word.Length; i++)
            {
                counts[row, LanguageIdentifier.Bucket(before, word[i], i + 1 < word.Length ? word[i + 1] : ' ')]++;
                before = word[i];
            }
        }
    }

    private static byte[] Weigh(double[,] counts)
    {
        var table = new byte[LanguageIdentifier.Buckets * LanguageIdentifier.Classes];
        var totals = new double[LanguageIdentifier.Classes];
        for (var k = 0; k < totals.Length; k++)
        {
            for (var b = 0; b < LanguageIdentifier.Buckets; b++)
            {
                totals[k] += counts[k, b];
            }
        }

        Span<double> logs = stackalloc double[LanguageIdentifier.Classes];
        for (var b = 0; b < LanguageIdentifier.Buckets; b++)
        {
            var mean = 0.0;
            for (var k = 0; k < totals.Length; k++)
            {
                logs[k] = Math.Log(((1 - Smoothing) * counts[k, b] / Math.Max(1, totals[k])) + (Smoothing / LanguageIdentifier.Buckets));
                mean += logs[k] / totals.Length;
            }

            for (var k = 0; k < totals.Length; k++)
            {
                table[(b * totals.Length) + k] = (byte)(sbyte)Math.Clamp(Math.Round((logs[k] - mean) * LanguageIdentifier.Scale), -127, 127);
            }
        }

        return table;
    }
}
