namespace NatComments.Core.Text.Words;

/// <summary>One way in which an entry of a word list may stand in a text, ready for the automaton.</summary>
/// <param name="Entry">The entry's place in the list.</param>
/// <param name="Own">The language whose endings it takes; undetermined: that of the text.</param>
/// <param name="Folded">What the automaton looks for.</param>
/// <param name="Plain">The same letters with their diacritics, position for position.</param>
/// <param name="Scope">Which texts it judges.</param>
internal sealed record WordPattern(int Entry, WordEntryKind Kind, Language Own, string Folded, string Plain, PatternScope Scope)
{
    /// <summary>3: so short a word stands inside too many others with endings.</summary>
    private const int MaxExactLength = 3;

    /// <summary>4: the shortest word of which one hidden vowel leaves something to know it by.</summary>
    private const int MinMaskedLength = 4;

    /// <summary>The last consonant is the soft one, so that a vowel must follow.</summary>
    internal bool Softened { get; init; }

    /// <summary>The stem of a possessive: at least one ending must follow.</summary>
    internal bool NeedsEnding { get; init; }

    /// <summary>A vowel was left out: only words with masked letters count.</summary>
    internal bool NeedsMask { get; init; }

    /// <summary>The entry as it is spelt, of which this is a form.</summary>
    internal string Whole { get; init; } = Plain;

    /// <summary>It was typed without any diacritic, perhaps for want of a keyboard.</summary>
    internal bool IsBare { get; init; }

    /// <summary>It is a word that <see cref="FalseFriends"/> hides: whoever lists it wants it found.</summary>
    internal bool SeesFriends { get; init; }

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
    internal static IEnumerable<WordPattern> Of(int entry, WordListEntry written, bool seesFriends)
    {
        var (plain, folded) = Letters(written.Words);
        if (folded.Length < 2)
        {
            yield break;
        }

        var kind = written.Kind == WordEntryKind.WithEndings && folded.Length <= MaxExactLength ? WordEntryKind.Exact : written.Kind;
        var scope = new PatternScope(written, kind, plain);
        var whole = new WordPattern(entry, kind, written.Scope.Own, folded, plain, scope) { IsBare = plain == folded, SeesFriends = seesFriends };
        yield return whole;
        foreach (var form in kind == WordEntryKind.WithEndings ? Inflected(whole) : [])
        {
            yield return form;
        }

        if (folded.Length >= MinMaskedLength && !folded.Contains(' '))
        {
            foreach (var masked in Masked(whole))
            {
                yield return masked;
            }
        }
    }

    private static IEnumerable<WordPattern> Inflected(WordPattern whole)
    {
        var (plain, folded) = (whole.Plain, whole.Folded);
        var (last, word) = (plain[^1], plain[(plain.LastIndexOf(' ') + 1)..]);
        if (whole.Own is Language.Turkish or Language.Undetermined)
        {
            // köpek, köpeği; but göt, götü: words of one syllable keep their consonant, other than after n (renk, rengi).
            var afterN = word.Length > 1 && word[^2] == 'n';
            var soft = last switch { 'k' => afterN ? 'g' : 'ğ', 'p' => 'b', 't' => 'd', 'ç' => 'c', _ => last };
            if (soft != last && (TurkishEndings.Syllables(word) > 1 || (afterN && last == 'k')))
            {
                yield return whole with { Folded = folded[..^1] + LetterTable.Fold(soft), Plain = plain[..^1] + soft, Softened = true };
            }

            // "vatan haini" is the possessive of "hain": its plural, "hainleri", has the ending after another one.
            if (folded.Contains(' ') && word.Length > MaxExactLength && folded[^1] is 'i' or 'u')
            {
                yield return whole with { Folded = folded[..^1], Plain = plain[..^1], NeedsEnding = true };
            }
        }

        if (whole.Own is Language.English or Language.Undetermined && last == 'y' && !TurkishSuffixes.IsVowel(folded[^2]))
        {
            yield return whole with { Folded = folded[..^1] + "ies", Plain = plain[..^1] + "ies", Kind = WordEntryKind.Exact };
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
