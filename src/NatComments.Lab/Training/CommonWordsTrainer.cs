using System.Runtime.InteropServices;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Lab.Data;

namespace NatComments.Lab.Training;

/// <summary>Makes the table of <see cref="CommonWords"/>: in how many comments each word stands, and of the words of the starter lists all.</summary>
public static class CommonWordsTrainer
{
    /// <summary>10 comments: what fewer write is a slip or a name. Short stretches of letters stand in every word by chance, so that short words must be more common.</summary>
    private static readonly int[] MinComments = [int.MaxValue, 400, 150, 40, 15, 10];

    /// <summary>The only words of one letter.</summary>
    private const string Letters = "aiou";

    /// <summary>The table as bytes.</summary>
    public static byte[] Train(IReadOnlyList<DataSet> sets)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var comment in sets.Where(s => s.Name != "enron_spam").SelectMany(s => s.Comments))
        {
            foreach (var word in WordsOf(comment.Text))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        var all = counts.Values.Sum(c => (long)c);
        foreach (var entry in StarterLists.Read("tr").Concat(StarterLists.Read("en")).Select(e => e.Notation.TrimEnd('*')))
        {
            foreach (var word in WordsOf(entry).Where(w => w.Length > 3))
            {
                counts[word] = Math.Max(counts.GetValueOrDefault(word), MinComments[^1]);
            }
        }

        return Write(counts.Where(c => IsCommon(c.Key, c.Value)).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal), all);
    }

    private static bool IsCommon(string word, int comments) =>
        comments >= MinComments[Math.Min(word.Length, MinComments.Length - 1)] && (word.Length > 1 || Letters.Contains(word[0]));

    private static HashSet<string> WordsOf(string text)
    {
        var read = TextNormaliser.Normalise(text);
        var folded = read.Folded.ToString();
        return [.. read.Tokens.ToArray()
            .Where(t => t.Kind == TokenKind.Word && (t.Marks & (TokenMarks.Alternate | TokenMarks.Disguised)) == 0 && t.Length <= CommonWords.MaxLength)
            .Select(t => folded.Substring(t.Start, t.Length))];
    }

    private static byte[] Write(IEnumerable<KeyValuePair<string, int>> words, long all)
    {
        var table = new ushort[CommonWords.Places];
        foreach (var (word, comments) in words)
        {
            var cost = (int)Math.Clamp(Math.Round(Math.Log((double)all / comments)), 1, CommonWords.MaxCost);
            var (place, print) = CommonWords.Locate(CommonWords.HashOf(word));
            for (var probe = 0; probe < CommonWords.MaxProbes; probe++)
            {
                ref var entry = ref table[(place + probe) & (CommonWords.Places - 1)];
                if (entry == 0)
                {
                    entry = (ushort)((print << 4) | cost);
                    break;
                }
            }
        }

        return MemoryMarshal.AsBytes(table.AsSpan()).ToArray();
    }
}
