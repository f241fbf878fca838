namespace NatComments.Core.Text;

/// <summary>
/// Reads the words of one stretch without spaces: undoes marks inside words, look-alikes, digits for letters and runs of letters.
/// Where two readings are possible the second follows as an alternate token. Linear in the stretch's length.
/// </summary>
internal static class WordReader
{
    /// <summary>How two parts of a stretch with a mark between them are read.</summary>
    private enum Joint : byte
    {
        Apart,

        /// <summary>One word; the parts follow as alternates.</summary>
        Together,

        /// <summary>One word and nothing else: apostrophes and marks that stand in no sentence.</summary>
        Firmly,
    }

    /// <summary>2: a part of one or two letters is hardly a word, so that marks around it are taken for a disguise.</summary>
    private const int MaxFragment = 2;

    /// <summary>Reads glyphs from <paramref name="start"/> to <paramref name="end"/>, none of which is a space.</summary>
    internal static void Read(NormalisedText text, int start, int end)
    {
        var at = start;
        while (at < end)
        {
            if (!IsCore(text.Glyphs, at, start, end))
            {
                AddSymbol(text, text.Glyphs[at]);
                at++;
                continue;
            }

            at = ReadGroup(text, at, start, end);
        }
    }

    /// <summary>Reads glyphs that were set apart by spaces as one word.</summary>
    internal static void ReadJoined(NormalisedText text, ReadOnlySpan<int> glyphs)
    {
        text.ScratchCount = 0;
        foreach (var at in glyphs)
        {
            text.AddScratch(text.Glyphs[at]);
        }

        WordWriter.Write(text, TokenMarks.Disguised | TokenMarks.Joined);
    }

    /// <summary>Whether a glyph is part of a word: a letter, a digit, or a sign that stands for a letter where it is.</summary>
    internal static bool IsCore(Glyph[] glyphs, int at, int start, int end)
    {
        ref var glyph = ref glyphs[at];
        if (glyph.Kind is GlyphKind.Letter or GlyphKind.Alike or GlyphKind.Foreign or GlyphKind.Digit)
        {
            return true;
        }

        if (Leet.Sign(glyph) == '\0')
        {
            return false;
        }

        var before = at > start && IsLetter(glyphs[at - 1]);
        var after = at + 1 < end && IsLetter(glyphs[at + 1]);
        if (glyph.Value is '!' or '+' or '|' or '¡')
        {
            return after && (before || (at == start && at + 3 < end && IsLetter(glyphs[at + 2]) && glyph.Value != '+'));
        }

        // a$$ and $alak, but not 100$ or $100.
        var sameBefore = at > start + 1 && glyphs[at - 1].Value == glyph.Value && IsLetter(glyphs[at - 2]);
        var sameAfter = at + 2 < end && glyphs[at + 1].Value == glyph.Value && IsLetter(glyphs[at + 2]);
        return before || sameBefore || sameAfter || (after && at + 2 < end && IsLetter(glyphs[at + 2]));
    }

    private static int ReadGroup(NormalisedText text, int first, int start, int end)
    {
        var glyphs = text.Glyphs;
        text.ScratchCount = 0;
        var marks = TokenMarks.None;
        var firm = true;
        var loose = false;
        var partStart = first;
        var at = first;
        while (true)
        {
            while (at < end && IsCore(glyphs, at, start, end))
            {
                text.AddScratch(glyphs[at++]);
            }

            var next = at;
            while (next < end && !IsCore(glyphs, next, start, end))
            {
                next++;
            }

            if (next >= end || at == next)
            {
                break;
            }

            var joint = Judge(text, (partStart, at), next, start, end);
            if (joint == Joint.Apart)
            {
                loose = IsWordLike(glyphs, partStart, at) && next < end && IsWordLike(glyphs, next, NextEnd(glyphs, next, start, end)) && next == at + 1;
                break;
            }

            firm &= joint == Joint.Firmly;
            marks |= joint == Joint.Firmly && IsApostrophe(glyphs[at].Value) ? TokenMarks.None : TokenMarks.Disguised;
            if (IsMask(glyphs[at].Value))
            {
                marks |= TokenMarks.Masked;
                text.MaskAt = next == at + 1 ? text.ScratchCount : -1;
            }

            text.Scratch[text.ScratchCount - 1].End = glyphs[next - 1].End;
            partStart = at = next;
        }

        var word = text.Tokens.Length;
        WordWriter.Write(text, marks);
        if (!firm && !text.IsCommon(text.Tokens[word]))
        {
            WriteParts(text, first, at, start, end);
        }

        if (loose)
        {
            WriteLooseJoin(text, partStart, at, start, end);
        }

        return at;
    }

    /// <summary>The second reading of two whole words with one mark between them: they may be one disguised word.</summary>
    private static void WriteLooseJoin(NormalisedText text, int partStart, int mark, int start, int end)
    {
        text.ScratchCount = 0;
        for (var i = partStart; i < mark; i++)
        {
            text.AddScratch(text.Glyphs[i]);
        }

        var stop = NextEnd(text.Glyphs, mark + 1, start, end);
        for (var i = mark + 1; i < stop; i++)
        {
            text.AddScratch(text.Glyphs[i]);
        }

        WordWriter.Write(text, TokenMarks.Alternate);
    }

    private static void WriteParts(NormalisedText text, int first, int last, int start, int end)
    {
        var at = first;
        while (at < last)
        {
            var stop = NextEnd(text.Glyphs, at, start, end);
            if (stop - at > MaxFragment)
            {
                text.ScratchCount = 0;
                for (var i = at; i < stop; i++)
                {
                    text.AddScratch(text.Glyphs[i]);
                }

                WordWriter.Write(text, TokenMarks.Alternate);
            }

            at = stop;
            while (at < last && !IsCore(text.Glyphs, at, start, end))
            {
                at++;
            }
        }
    }

    private static Joint Judge(NormalisedText text, (int Start, int End) part, int next, int start, int end)
    {
        var glyphs = text.Glyphs;
        var nextEnd = NextEnd(glyphs, next, start, end);
        var mark = glyphs[part.End];
        var left = part.End - part.Start;
        var right = nextEnd - next;
        var lettersLeft = IsWordLike(glyphs, part.Start, part.End);
        var lettersRight = IsWordLike(glyphs, next, nextEnd);
        if (!lettersLeft || !lettersRight)
        {
            // s.4.l.a.k: a lone digit among lone letters.
            return left == 1 && right == 1 && (lettersLeft || lettersRight) && end - start >= 5 ? Joint.Together : Joint.Apart;
        }

        if (next - part.End == 1 && IsApostrophe(mark.Value))
        {
            return Joint.Firmly;
        }

        if (IsMask(mark.Value) || mark.Value is '_' or '~' or '^' or '|' or '`' or '=')
        {
            return Joint.Firmly;
        }

        return left <= MaxFragment || right <= MaxFragment ? Joint.Together : Joint.Apart;
    }

    private static int NextEnd(Glyph[] glyphs, int at, int start, int end)
    {
        while (at < end && IsCore(glyphs, at, start, end))
        {
            at++;
        }

        return at;
    }

    private static bool IsWordLike(Glyph[] glyphs, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (glyphs[i].Kind != GlyphKind.Digit)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLetter(in Glyph glyph) => glyph.Kind is GlyphKind.Letter or GlyphKind.Alike;

    private static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '´' or 'ʼ' or '＇' or '′';

    private static bool IsMask(char c) => c is '*' or '#' or '%' or '&';

    private static void AddSymbol(NormalisedText text, in Glyph glyph)
    {
        if (glyph.Kind != GlyphKind.Symbol)
        {
            return;
        }

        text.AddSeparator(glyph.Start);
        var start = text.Length;
        text.AddChar(glyph.Value, glyph.Start, glyph.End);
        if (glyph.Low != 0)
        {
            text.AddChar(glyph.Low, glyph.Start, glyph.End);
        }

        text.AddToken(new Token(start, text.Length - start, glyph.Start, glyph.End, TokenKind.Symbol, TokenMarks.None));
    }
}
