namespace NatComments.Core.Text.Words;

/// <summary>
/// Whether the letters of a text are those of an entry. A text may leave diacritics out (serefsiz), but where it has one, the entry must
/// have it too: sık is not sik. Five letters and more that were typed without any diacritic also find the word with them. Never is a word
/// taken for another that the dictionary has: sökük is no sokuk, and got is no göt in an English text.
/// </summary>
internal static class Spelling
{
    /// <summary>8 letters: in shorter words ı and i make two words (sıkıcı, sikici).</summary>
    private const int MinDotless = 8;

    /// <summary>Whether the pattern is spelt so.</summary>
    /// <param name="place">Its last letter, its first one, and the words in which it begins and ends.</param>
    internal static bool Fits(WordPattern pattern, Judging judging, NormalisedText text, (int Last, int Start, int First, int Token) place)
    {
        var (differs, lacks) = (false, false);
        var at = place.Last;
        var token = place.Token;
        for (var i = pattern.Plain.Length - 1; i >= 0; i--)
        {
            if (at < text.Tokens[token].Start)
            {
                token = Before(text, token);
                at = text.Tokens[token].End - 1;
                continue;
            }

            var written = text.Plain[at];
            var folded = text.Folded[at--];
            if (written == pattern.Plain[i] || (written is 'â' or 'î' or 'û' && pattern.Own != Language.Kurdish && folded == pattern.Plain[i]))
            {
                continue;
            }

            lacks |= written == folded;
            differs |= written != folded;
            if (written != folded && !(written == 'ı' ? pattern.Plain.Length >= MinDotless : pattern.IsBare && pattern.Plain.Length > PatternScope.MaxShortEntry))
            {
                return false;
            }
        }

        return (!lacks && !differs) || (judging == Judging.Loose && IsNoOtherWord(pattern, text, place, lacks));
    }

    private static bool IsNoOtherWord(WordPattern pattern, NormalisedText text, (int Last, int Start, int First, int Token) place, bool lacks)
    {
        if (place.First != place.Token)
        {
            return true;
        }

        // Who writes diacritics writes them in short words, too.
        if (lacks && pattern.Plain.Length <= PatternScope.MaxShortEntry && text.Plain.ContainsAny("çğışöü"))
        {
            return false;
        }

        var language = text.Language;
        var token = text.Tokens[place.Token];
        if (EverydayWords.Contains(text.Plain[token.Start..token.End], language))
        {
            return false;
        }

        Span<char> stem = stackalloc char[WordListEntry.MaxLength];
        var length = place.Last - place.Start + 1;
        text.Plain.Slice(place.Start, length).CopyTo(stem);
        if (pattern.Softened)
        {
            stem[length - 1] = pattern.Whole[^1];
        }

        return !EverydayWords.Contains(stem[..length], language);
    }

    private static int Before(NormalisedText text, int token)
    {
        do
        {
            token--;
        }
        while (text.Tokens[token].IsAlternate);
        return token;
    }
}
