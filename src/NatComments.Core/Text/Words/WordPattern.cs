namespace NatComments.Core.Text.Words;

/// <summary>One way in which an entry of a word list may stand in a text, ready for the automaton.</summary>
/// <param name="Entry">The entry's place in the list.</param>
/// <param name="Folded">What the automaton looks for.</param>
/// <param name="Plain">The same letters with their diacritics, position for position.</param>
/// <param name="Softened">The last consonant is the soft one, so that a vowel must follow.</param>
/// <param name="NeedsEnding">The stem of a possessive: at least one ending must follow.</param>
/// <param name="NeedsMask">A vowel was left out: only words with masked letters count.</param>
internal sealed record WordPattern(int Entry, WordEntryKind Kind, string Folded, string Plain, bool Softened, bool NeedsEnding, bool NeedsMask)
{
    /// <summary>3: so short a word stands inside too many others with "endings".</summary>
    private const int MaxExactLength = 3;

    /// <summary>5: the shortest word of which one hidden vowel leaves something to know it by.</summary>
    private const int MinMaskedLength = 4;

    /// <summary>The letters of an entry as the normaliser reads them.</summary>
    internal static (string Plain, string Folded) Letters(string words)
    {
        var read = TextNormaliser.Normalise(words, Language.Turkish);
        var plain = new List<string>();
        var folded = new List<string>();
        foreach (ref readonly var token in read.Tokens)
        {
            if (!token.IsAlternate && token.Length > 0)
            {
                plain.Add(read.Plain.Slice(token.Start, token.Length).ToString());
                folded.Add(read.Folded.Slice(token.Start, token.Length).ToString());
            }
        }

        return (string.Join(' ', plain), string.Join(' ', folded));
    }

    /// <summary>Every way in which an entry may stand in a text.</summary>
    internal static IEnumerable<WordPattern> Of(int entry, WordListEntry written)
    {
        var (plain, folded) = Letters(written.Words);
        if (folded.Length < 2)
        {
            yield break;
        }

        var kind = written.Kind == WordEntryKind.WithEndings && folded.Length <= MaxExactLength ? WordEntryKind.Exact : written.Kind;
        var whole = new WordPattern(entry, kind, folded, plain, Softened: false, NeedsEnding: false, NeedsMask: false);
        yield return whole;
        if (kind == WordEntryKind.WithEndings)
        {
            var soft = TurkishSuffixes.Soften(folded[^1]);
            if (soft != folded[^1])
            {
                yield return whole with { Folded = folded[..^1] + soft, Plain = plain[..^1] + soft, Softened = true };
            }

            // "vatan haini" is the possessive of "hain": its plural, "hainleri", has the ending after another one.
            if (folded.Contains(' ') && folded.Length - folded.LastIndexOf(' ') > MaxExactLength + 1 && folded[^1] is 'i' or 'u')
            {
                yield return whole with { Folded = folded[..^1], Plain = plain[..^1], NeedsEnding = true };
            }
        }

        if (folded.Length >= MinMaskedLength && !folded.Contains(' '))
        {
            foreach (var masked in Masked(whole))
            {
                yield return masked;
            }
        }
    }

    private static IEnumerable<WordPattern> Masked(WordPattern whole)
    {
        var kept = Enumerable.Range(0, whole.Folded.Length).Where(i => i == 0 || i == whole.Folded.Length - 1 || !TurkishSuffixes.IsVowel(whole.Folded[i])).ToArray();
        var vowels = Enumerable.Range(0, whole.Folded.Length).Except(kept).ToArray();
        foreach (var vowel in vowels)
        {
            yield return whole with { Folded = whole.Folded.Remove(vowel, 1), Plain = whole.Plain.Remove(vowel, 1), NeedsMask = true };
        }

        if (vowels.Length > 1 && kept.Length >= MaxExactLength)
        {
            yield return whole with
            {
                Folded = string.Concat(kept.Select(i => whole.Folded[i])),
                Plain = string.Concat(kept.Select(i => whole.Plain[i])),
                NeedsMask = true,
            };
        }
    }
}
