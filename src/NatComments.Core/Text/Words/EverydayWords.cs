using System.IO.Compression;

namespace NatComments.Core.Text.Words;

/// <summary>
/// The words of a Turkish, an English and a small Kurmanji dictionary, without those that are abuse whoever says them. Made by
/// <c>NatComments.Lab words --everyday</c>; the dictionaries' licences stand in <c>everyday.licences.txt</c>. Read when a list is built
/// or a doubtful word is met, not before: 450,000 words are unpacked in some 100 ms and kept as 1.8 MB of hashes.
/// </summary>
public static class EverydayWords
{
    private const string Name = "everyday.txt.br";

    /// <summary>8 nats, once in 3,000 words: what stands in every other comment and is never meant as an insult.</summary>
    private const int FrequentCost = 8;

    private static readonly Lazy<uint[][]> Hashes = new(Load);

    /// <summary>Whether a word, as it is written in lower case, is an everyday word of a language; of any for an undetermined one.</summary>
    public static bool Contains(ReadOnlySpan<char> word, Language language)
    {
        if (language != Language.Undetermined)
        {
            return Array.BinarySearch(Hashes.Value[(int)language], CommonWords.HashOf(word)) >= 0;
        }

        return Contains(word, Language.Turkish) || Contains(word, Language.English) || Contains(word, Language.Kurdish);
    }

    /// <summary>Whether an everyday word is one of the most frequent ones.</summary>
    internal static bool IsFrequent(ReadOnlySpan<char> word, Language language) =>
        CommonWords.Cost(word) is > CommonWords.Unknown and <= FrequentCost && Contains(word, language);

    /// <summary>All words, language by language.</summary>
    public static IEnumerable<(Language Language, string Word)> All()
    {
        using var reader = new StreamReader(new BrotliStream(WordData.Open(Name), CompressionMode.Decompress));
        var language = Language.Undetermined;
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '[')
            {
                language = Languages.Parse(line.Trim('[', ']'));
                continue;
            }

            yield return (language, line);
        }
    }

    /// <summary>Writes the file.</summary>
    public static void Write(Stream into, IReadOnlyDictionary<Language, IEnumerable<string>> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        using var writer = new StreamWriter(new BrotliStream(into, CompressionLevel.SmallestSize)) { NewLine = "\n" };
        foreach (var (language, all) in words)
        {
            writer.WriteLine($"[{language.Code()}]");
            foreach (var word in all.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                writer.WriteLine(word);
            }
        }
    }

    private static uint[][] Load()
    {
        var hashes = Enum.GetValues<Language>().Select(_ => new List<uint>()).ToArray();
        foreach (var (language, word) in All())
        {
            hashes[(int)language].Add(CommonWords.HashOf(word));
        }

        return [.. hashes.Select(all => all.Order().ToArray())];
    }
}
