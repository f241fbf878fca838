namespace NatComments.Core.Text.Words;

/// <summary>
/// The endings that a Turkish noun may take and stay the same noun: -lik, -li, -siz, -ci, plural, possession, case, -ki, person, copula
/// and question, in the order in which the language puts them, with vowel harmony and buffer letters. No verb endings: göt has götü and
/// götten, never götür-. Verbs stand in lists by their forms or with a star. Tails are read without diacritics, as texts may lack them.
/// </summary>
internal static class TurkishEndings
{
    /// <summary>2 endings that make a new noun: şerefsizlikçi is the end of it.</summary>
    private const int MaxDerived = 2;

    /// <summary>What has been read so far, which says what may follow.</summary>
    [Flags]
    private enum At
    {
        Noun = 1,
        Plural = 2,
        Possessed = 4,

        /// <summary>His, hers or theirs: a case takes an n.</summary>
        PossessedByThem = 8,
        Case = 16,

        /// <summary>A place or an owner, which takes -ki.</summary>
        Place = 32,
        Ki = 64,
        Tense = 128,
        Person = 256,
        Question = 512,
        End = 1024,
        Nominal = Noun | Plural | Possessed | PossessedByThem | Case | Place | Ki,
    }

    /// <param name="Ending">A: a or e. I: i or u. D: d or t. K: k, or g before a vowel. Other letters are themselves.</param>
    /// <param name="AfterVowel">What stands in its place after a vowel; null: the same, empty: nothing may.</param>
    private readonly record struct Step(At From, At To, string Ending, string? AfterVowel = null);

    private static readonly Step[] Steps =
    [
        new(At.Noun, At.Noun, "lIK"), new(At.Noun, At.Noun, "lI"), new(At.Noun, At.Noun, "sIz"), new(At.Noun, At.Noun, "cI"),
        new(At.Noun | At.Ki, At.Plural, "lAr"),
        new(At.Noun | At.Plural, At.Possessed, "Im", "m"), new(At.Noun | At.Plural, At.Possessed, "In", "n"),
        new(At.Noun | At.Plural, At.Possessed, "ImIz", "mIz"), new(At.Noun | At.Plural, At.Possessed, "InIz", "nIz"),
        new(At.Noun | At.Plural, At.PossessedByThem, "I", "sI"), new(At.Noun, At.PossessedByThem, "lArI"),
        new(At.Noun | At.Plural | At.Possessed, At.Case, "I", "yI"), new(At.Noun | At.Plural | At.Possessed, At.Case, "A", "yA"),
        new(At.Noun | At.Plural | At.Possessed | At.Place, At.Case, "DAn"),
        new(At.Noun | At.Plural | At.Possessed | At.PossessedByThem | At.Ki, At.Case, "lA", "ylA"),
        new(At.Noun | At.Plural | At.Possessed, At.Place, "DA"),
        new(At.Noun | At.Plural | At.Possessed | At.PossessedByThem | At.Ki, At.Place, "In", "nIn"),
        new(At.PossessedByThem | At.Ki, At.Case, "nI"), new(At.PossessedByThem | At.Ki, At.Case, "nA"),
        new(At.PossessedByThem | At.Ki, At.Case, "ndAn"), new(At.PossessedByThem | At.Ki, At.Place, "ndA"),
        new(At.Noun | At.Plural | At.Possessed, At.End, "cA"), new(At.PossessedByThem, At.End, "ncA"), new(At.Noun, At.End, "cAsInA"),
        new(At.Place, At.Ki, "ki"),
        new(At.Nominal, At.Person, "Im", "yIm"), new(At.Nominal, At.Person, "Iz", "yIz"), new(At.Nominal, At.Person, "DIr"),
        new(At.Nominal, At.Person, "sIn"), new(At.Nominal, At.Person, "sInIz"),
        new(At.Nominal, At.Tense, "DI", "yDI"), new(At.Nominal, At.Tense, "mIs", "ymIs"), new(At.Nominal, At.Tense, "sA", "ysA"),
        new(At.Nominal, At.End, "ken", "yken"),
        new(At.Tense, At.End, "m"), new(At.Tense, At.End, "n"), new(At.Tense, At.End, "k"), new(At.Tense, At.End, "nIz"),
        new(At.Tense | At.Person | At.Question, At.End, "lAr"),
        new(At.Tense | At.Question, At.End, "Im", "yIm"), new(At.Tense | At.Question, At.End, "Iz", "yIz"),
        new(At.Tense | At.Question, At.End, "sIn"), new(At.Tense | At.Question, At.End, "sInIz"), new(At.Tense | At.Person, At.End, "DIr"),
        new(At.Nominal | At.Tense | At.Person, At.Question, "mI"), new(At.Question, At.End, "yDI"),
    ];

    /// <summary>The state of the harmony: what A and I stand for next.</summary>
    private readonly record struct Sound(bool Back, bool Front, bool Round, bool EndsInVowel)
    {
        internal bool Fits(char template, char written, char next) => template switch
        {
            'A' => (Back && written == 'a') || (Front && written == 'e'),
            'I' => written == (Round ? 'u' : 'i'),
            'D' => written is 'd' or 't',
            'K' => written == (TurkishSuffixes.IsVowel(next) ? 'g' : 'k'),
            _ => written == template,
        };

        internal Sound After(char written) => written switch
        {
            'a' => new(true, false, false, true),
            'e' => new(false, true, false, true),
            'i' => this with { Round = false, EndsInVowel = true },
            'u' => this with { Round = true, EndsInVowel = true },
            _ => this with { EndsInVowel = false },
        };
    }

    /// <summary>Whether a folded tail is a row of endings of a noun.</summary>
    /// <param name="stem">The noun with its diacritics, as far as it was typed with any.</param>
    /// <param name="addresses">The second person is among them: aptalsın, aptalsınız.</param>
    internal static bool Fit(ReadOnlySpan<char> stem, ReadOnlySpan<char> tail, bool addresses = true) =>
        tail.Length <= TurkishSuffixes.MaxLength && Follow(At.Noun, SoundOf(stem), tail, MaxDerived, addresses);

    /// <summary>How many vowels a word has, which is how many syllables.</summary>
    internal static int Syllables(ReadOnlySpan<char> word)
    {
        var count = 0;
        foreach (var c in word)
        {
            count += IsVowel(c) ? 1 : 0;
        }

        return count;
    }

    private static bool Follow(At at, Sound sound, ReadOnlySpan<char> tail, int derived, bool addresses)
    {
        if (tail.IsEmpty)
        {
            return true;
        }

        foreach (ref readonly var step in Steps.AsSpan())
        {
            var ending = sound.EndsInVowel ? step.AfterVowel ?? step.Ending : step.Ending;
            if ((step.From & at) == 0 || ending.Length > tail.Length || (step is { From: At.Noun, To: At.Noun } && derived == 0)
                || (!addresses && step is { Ending: "sIn" or "sInIz" }))
            {
                continue;
            }

            var (fits, then) = (true, sound);
            for (var i = 0; fits && i < ending.Length; i++)
            {
                fits = then.Fits(ending[i], tail[i], i + 1 < tail.Length ? tail[i + 1] : '\0');
                then = then.After(tail[i]);
            }

            if (fits && Follow(step.To, then, tail[ending.Length..], step.To == At.Noun ? derived - 1 : derived, addresses))
            {
                return true;
            }
        }

        return false;
    }

    // A noun that was typed without diacritics may have ı for i, ö for o, ü for u; then either harmony is right.
    private static Sound SoundOf(ReadOnlySpan<char> stem)
    {
        var (last, isAscii) = (-1, true);
        for (var i = 0; i < stem.Length; i++)
        {
            last = IsVowel(stem[i]) ? i : last;
            isAscii &= char.IsAscii(stem[i]);
        }

        var vowel = last < 0 ? 'e' : stem[last];
        var isBare = isAscii && vowel is 'i' or 'o' or 'u';
        var back = vowel is 'a' or 'ı' or 'o' or 'u';
        return new(back || isBare, !back || isBare, vowel is 'o' or 'u' or 'ö' or 'ü' or 'û', last == stem.Length - 1);
    }

    private static bool IsVowel(char c) => TurkishSuffixes.IsVowel(LetterTable.Fold(c));
}
