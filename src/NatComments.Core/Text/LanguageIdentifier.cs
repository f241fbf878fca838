namespace NatComments.Core.Text;

/// <summary>
/// Tells Turkish, English and Kurmanji apart by the three-letter sequences of their words, also in texts of a few words and in Turkish
/// without diacritics. Made by <c>NatComments.Lab train</c>; the table holds no text.
/// </summary>
internal static class LanguageIdentifier
{
    /// <summary>4,096: the three languages use about 6,000 three-letter sequences often, and rare ones decide little.</summary>
    internal const int Buckets = 4_096;

    /// <summary>Turkish, English, Kurmanji, and all others together.</summary>
    internal const int Classes = 4;

    /// <summary>One step of the table is a sixteenth of a nat.</summary>
    internal const float Scale = 16f;

    /// <summary>300 words are more than enough to know a language.</summary>
    private const int MaxWords = 300;

    /// <summary>4 nats: what a caller's belief is worth; a few telling words of another language outweigh it.</summary>
    private const int HintWeight = (int)(4 * Scale);

    /// <summary>1.5 nats between the best and the second: below that it may be either.</summary>
    private const int MinMargin = (int)(1.5f * Scale);

    private static readonly sbyte[] Table = ReadTable();

    /// <summary>The language of a text that has been read.</summary>
    internal static Language Identify(NormalisedText text, Language hint)
    {
        Span<int> sums = stackalloc int[Classes];
        sums.Clear();
        if (hint != Language.Undetermined)
        {
            sums[(int)hint - 1] += HintWeight;
        }

        var words = 0;
        foreach (ref readonly var token in text.Tokens)
        {
            if (token.Kind != TokenKind.Word || token.IsAlternate)
            {
                continue;
            }

            if (++words > MaxWords)
            {
                break;
            }

            AddWord(text.Plain.Slice(token.Start, token.Length), sums);
        }

        if (text.ForeignCount > text.LetterCount)
        {
            return Language.Undetermined;
        }

        return Best(sums);
    }

    /// <summary>The buckets of a word's three-letter sequences; the word's edges count as letters.</summary>
    internal static int Bucket(char first, char second, char third)
    {
        var hash = Hashing.Add(Hashing.Add(Hashing.Add(Hashing.Start(7), Letter(first)), Letter(second)), Letter(third));
        return (int)(Hashing.Finish(hash) & (Buckets - 1));
    }

    private static char Letter(char c) => c == 'I' ? 'i' : c;

    private static void AddWord(ReadOnlySpan<char> word, Span<int> sums)
    {
        const int longest = 24;
        word = word[..Math.Min(word.Length, longest)];
        var before = ' ';
        for (var i = 0; i < word.Length; i++)
        {
            var after = i + 1 < word.Length ? word[i + 1] : ' ';
            var row = Table.AsSpan(Bucket(before, word[i], after) * Classes, Classes);
            for (var k = 0; k < Classes; k++)
            {
                sums[k] += row[k];
            }

            before = word[i];
        }
    }

    private static Language Best(ReadOnlySpan<int> sums)
    {
        var best = 0;
        for (var k = 1; k < sums.Length; k++)
        {
            best = sums[k] > sums[best] ? k : best;
        }

        for (var k = 0; k < sums.Length; k++)
        {
            if (k != best && sums[best] - sums[k] < MinMargin)
            {
                return Language.Undetermined;
            }
        }

        return best < (int)Language.Kurdish ? (Language)(best + 1) : Language.Undetermined;
    }

    private static sbyte[] ReadTable()
    {
        using var stream = typeof(LanguageIdentifier).Assembly.GetManifestResourceStream("NatComments.Core.Text.languages.bin")
            ?? throw new InvalidOperationException("The table of languages is missing from the assembly.");
        var bytes = new byte[Buckets * Classes];
        stream.ReadExactly(bytes);
        return (sbyte[])(Array)bytes;
    }
}
