using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Lab.Words;

/// <summary>A word of a dictionary that an entry of a list finds.</summary>
/// <param name="Word">The word as the dictionary has it.</param>
/// <param name="Entry">The entry that finds it.</param>
/// <param name="IsInnocent">It is not among the reviewed hits.</param>
public readonly record struct DictionaryHit(string Word, WordListEntry Entry, bool IsInnocent);

/// <summary>Holds word lists against a dictionary, each word for itself, as a text in the dictionary's language and as a text too short to tell.</summary>
public sealed class DictionaryScan
{
    /// <summary>1 innocent word in 10,000 may be held: what is left are words of which one meaning is an insult.</summary>
    public const int HeldInTenThousand = 1;

    private DictionaryScan(int words, IReadOnlyList<DictionaryHit> hits) => (Words, Hits) = (words, hits);

    /// <summary>How many words were held against the list.</summary>
    public int Words { get; }

    /// <summary>Every word that is found.</summary>
    public IReadOnlyList<DictionaryHit> Hits { get; }

    /// <summary>The innocent words that the list turns down or holds.</summary>
    public IEnumerable<DictionaryHit> Innocent(WordAction action) => Hits.Where(hit => hit.IsInnocent && hit.Entry.Action == action);

    /// <summary>No innocent word is rejected, and hardly any is held.</summary>
    public bool IsClean => !Innocent(WordAction.Reject).Any() && Innocent(WordAction.Hold).Count() * 10_000L <= (long)Words * HeldInTenThousand;

    /// <summary>Scans.</summary>
    public static DictionaryScan Run(WordListMatcher list, IReadOnlyList<string> words, Language language, RightfulHits reviewed)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(reviewed);
        var (text, hits) = (new NormalisedText(), new List<DictionaryHit>());
        foreach (var word in words)
        {
            TextNormaliser.Normalise(word, text, language);
            var found = list.Match(text).Select(hit => hit.Entry).ToHashSet();
            TextNormaliser.Normalise(word, text, language);
            text.GiveLanguage(language);
            found.UnionWith(list.Match(text).Select(hit => hit.Entry));
            if (found.Count > 0)
            {
                var entry = found.Select(index => list.Entries[index]).MaxBy(entry => entry.Action)!;
                hits.Add(new(word, entry, !reviewed.Contains(Plain(word, language), language)));
            }
        }

        return new(words.Count, hits);
    }

    /// <summary>A word in lower case, as a text engine reads it.</summary>
    internal static string Plain(string word, Language language) =>
        (language == Language.Turkish ? word.Replace('I', 'ı').Replace('İ', 'i') : word).ToLowerInvariant();
}
