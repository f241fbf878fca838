using System.Text;

namespace NatComments.Lab.Words;

/// <summary>
/// Reads the words of a dictionary: a plain list with one word a line, or a Hunspell <c>.dic</c>, whose first line is a count and whose
/// words may have affix flags behind a slash. Possessives in 's are left out, because they are their nouns again.
/// </summary>
public static class DictionaryReader
{
    /// <summary>The words, each once, in the order of the file.</summary>
    public static IReadOnlyList<string> Read(string path)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var isFirst = true;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            var word = Word(line);
            var isCount = isFirst && word.Length > 0 && word.All(char.IsAsciiDigit);
            isFirst = false;
            if (word.Length > 0 && !isCount && !word.EndsWith("'s", StringComparison.Ordinal))
            {
                words.Add(word);
            }
        }

        return [.. words];
    }

    // "a.ş./0,1" and "word\tpo:noun" are one word each; "\/" is a slash of the word itself.
    private static string Word(string line)
    {
        var end = line.IndexOf('\t', StringComparison.Ordinal);
        var word = (end < 0 ? line : line[..end]).Trim();
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] == '/' && word[i - 1] != '\\')
            {
                return word[..i];
            }
        }

        return word;
    }
}
