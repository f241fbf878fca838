namespace NatComments.Core.Text.Words;

/// <summary>Everyday words that an entry of a list would find.</summary>
/// <param name="Language">Of which language they are.</param>
/// <param name="Count">How many.</param>
/// <param name="Words">The first of them.</param>
public sealed record WordWarning(WordListEntry Entry, Language Language, int Count, IReadOnlyList<string> Words);

/// <summary>Holds the entries of a list against the dictionary of everyday words before anybody saves them.</summary>
public static class WordListCheck
{
    /// <summary>5 words tell whoever wrote an entry what is wrong with it.</summary>
    public const int MaxWords = 5;

    /// <summary>200 warnings: a list with more is wrong as a whole.</summary>
    public const int MaxWarnings = 200;

    /// <summary>Some 100 ms for a starter list, half of them to unpack the dictionary.</summary>
    public static IReadOnlyList<WordWarning> Run(IReadOnlyList<WordListEntry> entries)
    {
        var matcher = new WordListMatcher(entries);
        var found = new SortedDictionary<(int Entry, Language Language), (int Count, List<string> Words)>();
        var text = new NormalisedText();
        foreach (var (language, word) in EverydayWords.All())
        {
            if (!matcher.MayBegin(word))
            {
                continue;
            }

            TextNormaliser.Normalise(word, text, language);
            text.GiveLanguage(language);
            FalseFriends.Mark(text);
            foreach (var hit in matcher.Find(text))
            {
                var (count, words) = found.GetValueOrDefault((hit.Entry, language), (0, []));
                if (words.Count < MaxWords)
                {
                    words.Add(word);
                }

                found[(hit.Entry, language)] = (count + 1, words);
            }
        }

        return [.. found.Take(MaxWarnings).Select(pair => new WordWarning(matcher.Entries[pair.Key.Entry], pair.Key.Language, pair.Value.Count, pair.Value.Words))];
    }
}
