namespace NatComments.Core.Text;

/// <summary>
/// Turns a text as written into a text as read. Deterministic, linear in the text's length, and never fails: any sequence of
/// UTF-16 units is a text. The same normaliser stands before training, scoring and word lists, so that all of them read alike.
/// </summary>
public static class TextNormaliser
{
    /// <summary>3: two lone letters side by side happen in every language, three are letters of one word.</summary>
    private const int MinSpacedLetters = 3;

    /// <summary>64: a longer row of lone letters is cut into several words.</summary>
    private const int MaxSpacedLetters = 64;

    /// <summary>2 stretches of marks between two letters: more separate, and rows of marks must not be read again and again.</summary>
    private const int MaxMarks = 2;

    /// <summary>Reads a text into a buffer of its own. For many texts keep a <see cref="NormalisedText"/> and fill it again.</summary>
    public static NormalisedText Normalise(string text, Language hint = Language.Undetermined)
    {
        var into = new NormalisedText();
        Normalise(text, into, hint);
        return into;
    }

    /// <summary>Reads a text into <paramref name="into"/>; what was in it is gone.</summary>
    /// <param name="hint">A language to believe in where the text itself does not tell.</param>
    public static void Normalise(ReadOnlySpan<char> text, NormalisedText into, Language hint = Language.Undetermined)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        into.OriginalLength = text.Length;
        GlyphReader.Read(text, into);
        var at = 0;
        while (at < into.GlyphCount)
        {
            if (into.Glyphs[at].Kind == GlyphKind.Space)
            {
                at++;
                continue;
            }

            at = ReadSpaced(into, at) is var next && next > at ? next : ReadStretch(into, at);
        }

        into.Language = LanguageIdentifier.Identify(into, hint);
        SettleCapitalI(into);
    }

    private static int ReadStretch(NormalisedText into, int start)
    {
        var end = start;
        while (end < into.GlyphCount && into.Glyphs[end].Kind != GlyphKind.Space)
        {
            end++;
        }

        if (!LinkReader.TryRead(into.Glyphs.AsSpan(start, end - start), into))
        {
            WordReader.Read(into, start, end);
        }

        return end;
    }

    /// <summary>Reads "a p t a l" and "a. p. t. a. l" as one word. Returns where it ended, or <paramref name="start"/> when there is none.</summary>
    private static int ReadSpaced(NormalisedText into, int start)
    {
        Span<int> letters = stackalloc int[MaxSpacedLetters];
        int count = 0, latin = 0, end = start, at = start, gap = 0, marks = 0;
        while (count < MaxSpacedLetters && at < into.GlyphCount)
        {
            var stop = at;
            var letter = LoneLetter(into, at, ref stop);
            marks = letter == OnlyMarks ? marks + 1 : 0;
            if (letter == NotLone || marks > MaxMarks)
            {
                break;
            }

            if (letter >= 0)
            {
                latin += into.Glyphs[letter].Kind is GlyphKind.Letter or GlyphKind.Alike ? 1 : 0;
                letters[count++] = letter;
                end = stop;
            }

            var spaces = 0;
            while (stop < into.GlyphCount && into.Glyphs[stop].Kind == GlyphKind.Space)
            {
                stop++;
                spaces++;
            }

            // A wider gap stands between words that are spaced themselves.
            if (letter >= 0 && gap != 0 && spaces > gap)
            {
                break;
            }

            gap = letter >= 0 && gap == 0 ? spaces : gap;
            at = stop;
        }

        if (count < MinSpacedLetters || latin * 2 <= count)
        {
            return start;
        }

        WordReader.ReadJoined(into, letters[..count]);
        return end;
    }

    private const int NotLone = -1;
    private const int OnlyMarks = -2;

    /// <summary>The one letter of a stretch that holds nothing else but marks.</summary>
    private static int LoneLetter(NormalisedText into, int start, ref int end)
    {
        var found = OnlyMarks;
        var marks = 0;
        for (end = start; end < into.GlyphCount && into.Glyphs[end].Kind != GlyphKind.Space; end++)
        {
            ref var glyph = ref into.Glyphs[end];
            var isLetter = glyph.Kind is GlyphKind.Letter or GlyphKind.Alike or GlyphKind.Digit || (Leet.Sign(glyph) != '\0' && glyph.Kind == GlyphKind.Symbol) || glyph.Value == '@';
            if (isLetter && found >= 0)
            {
                return NotLone;
            }

            found = isLetter ? end : found;
            marks += isLetter ? 0 : 1;
            if (marks > 2 || glyph.Kind == GlyphKind.Foreign)
            {
                return NotLone;
            }
        }

        return found;
    }

    private static void SettleCapitalI(NormalisedText into)
    {
        var lower = into.Language == Language.Turkish ? 'ı' : 'i';
        into.MutablePlain.Replace('I', lower);
    }
}
