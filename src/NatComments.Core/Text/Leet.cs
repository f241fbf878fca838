namespace NatComments.Core.Text;

/// <summary>Digits and signs that stand for letters inside a word.</summary>
internal static class Leet
{
    /// <summary>2: three digits before or behind letters are a number.</summary>
    private const int MaxEdge = 2;

    /// <summary>The letter that a digit or sign stands for, or '\0'.</summary>
    internal static char Letter(char c) => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' or '¡' => 'i',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        _ => '\0',
    };

    /// <summary>The letter that a sign (not a digit) stands for inside a word, or '\0'.</summary>
    internal static char Sign(in Glyph glyph)
    {
        if (glyph.Low != 0 || glyph.Kind is not (GlyphKind.Symbol or GlyphKind.Punctuation))
        {
            return '\0';
        }

        var letter = Letter(glyph.Value);
        if (letter == '\0' && glyph.Value >= '\u0080' && glyph.Kind == GlyphKind.Symbol)
        {
            var target = LetterTable.Target(glyph.Value);
            letter = char.IsAsciiLetterLower(target) ? target : '\0';
        }

        return letter;
    }

    /// <summary>How the digits of a word are to be read.</summary>
    internal static LeetReading Read(ReadOnlySpan<Glyph> word)
    {
        int letters = 0, digits = 0, inner = 0, prefix = 0, suffix = 0, run = 0;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i].Kind != GlyphKind.Digit)
            {
                inner += run > 0 && letters > 0 ? 1 : 0;
                prefix = run > 0 && letters == 0 ? run : prefix;
                run = 0;
                letters++;
                continue;
            }

            digits++;
            run++;
        }

        suffix = letters > 0 ? run : 0;
        if (digits == 0 || letters == 0)
        {
            return LeetReading.None;
        }

        if (letters == 1)
        {
            // 5h17 and 7h3, but not f16 or 5g.
            return prefix > 0 && suffix > 0 ? LeetReading.Either : LeetReading.None;
        }

        if (inner > 0)
        {
            return digits <= letters + 2 && word.Length >= 4 ? LeetReading.Letters : LeetReading.Either;
        }

        return prefix > 0 ? ReadPrefixed(word, prefix, letters, suffix) : suffix <= MaxEdge && letters > suffix ? LeetReading.Either : LeetReading.None;
    }

    private static LeetReading ReadPrefixed(ReadOnlySpan<Glyph> word, int prefix, int letters, int suffix)
    {
        if (prefix > MaxEdge || letters < prefix || IsNumberSuffix(word[prefix..(word.Length - suffix)]))
        {
            return LeetReading.None;
        }

        return prefix == 1 && letters >= 3 ? LeetReading.Letters : LeetReading.Either;
    }

    /// <summary>Whether letters after a number belong to it: 3'ü, 5ten, 1st, 4th, 2km.</summary>
    private static bool IsNumberSuffix(ReadOnlySpan<Glyph> letters)
    {
        const int longest = 8;
        if (letters.Length > longest)
        {
            return false;
        }

        Span<char> folded = stackalloc char[longest];
        for (var i = 0; i < letters.Length; i++)
        {
            folded[i] = LetterTable.Fold(letters[i].Value == 'I' ? 'i' : letters[i].Value);
        }

        return TurkishSuffixes.IsChain(folded[..letters.Length]);
    }
}

/// <summary>How digits inside a word are read.</summary>
internal enum LeetReading : byte
{
    /// <summary>As digits.</summary>
    None,

    /// <summary>As letters.</summary>
    Letters,

    /// <summary>Either way: the word without its digits comes first, the one with letters for them second.</summary>
    Either,
}
