namespace NatComments.Core.Text;

/// <summary>Writes the word in <see cref="NormalisedText.Scratch"/>: look-alikes, digits and runs are resolved here.</summary>
internal static class WordWriter
{
    /// <summary>3: nobody's language writes a letter three times; the run is read as one letter, and as two in a second reading.</summary>
    private const int RunLength = 3;

    /// <summary>Adds the word and its second readings as tokens.</summary>
    internal static void Write(NormalisedText text, TokenMarks marks)
    {
        var first = text.Tokens.Length;
        WriteWord(text, marks);
        if (first < text.Tokens.Length && !text.IsCommon(text.Tokens[first]))
        {
            WordSplitter.Write(text, first);
            WordRepair.Write(text, first);
        }

        text.MaskAt = -1;
    }

    private static void WriteWord(NormalisedText text, TokenMarks marks)
    {
        var word = text.Scratch.AsSpan(0, text.ScratchCount);
        if (word.Length == 0)
        {
            return;
        }

        marks |= Shouted(word);
        if (ResolveLetters(text, word))
        {
            marks |= TokenMarks.Disguised;
        }

        var reading = Leet.Read(word);
        var (length, tokens) = (text.Length, text.Tokens.Length);
        if (reading != LeetReading.Letters)
        {
            WriteReadings(text, word, marks);
        }

        if (reading == LeetReading.None)
        {
            return;
        }

        var hasOne = ReplaceDigits(word);
        if (reading == LeetReading.Either)
        {
            var letters = text.Tokens.Length;
            WriteReadings(text, word, marks | TokenMarks.Alternate | TokenMarks.Disguised);
            reading = text.IsCommon(text.Tokens[letters]) ? LeetReading.Letters : reading;
        }

        if (reading == LeetReading.Letters)
        {
            text.Undo(length, tokens);
            WriteReadings(text, word, marks | TokenMarks.Disguised);
        }

        if (hasOne)
        {
            WriteWithL(text, word, marks);
        }
    }

    private static TokenMarks Shouted(ReadOnlySpan<Glyph> word)
    {
        var capitals = 0;
        foreach (ref readonly var glyph in word)
        {
            capitals += glyph.Capital ? 1 : 0;
        }

        return capitals >= RunLength && capitals == word.Length ? TokenMarks.Shouted : TokenMarks.None;
    }

    /// <summary>Turns look-alikes and signs into Latin letters where the word is a Latin one. True when something was disguised.</summary>
    private static bool ResolveLetters(NormalisedText text, Span<Glyph> word)
    {
        int latin = 0, alike = 0, far = 0, foreign = 0;
        var dressed = false;
        foreach (ref var glyph in word)
        {
            latin += glyph.Kind == GlyphKind.Letter ? 1 : 0;
            alike += glyph.Kind == GlyphKind.Alike ? 1 : 0;
            far += glyph.Kind == GlyphKind.Alike && !LetterTable.IsClose(glyph.Value) ? 1 : 0;
            foreign += glyph.Kind == GlyphKind.Foreign ? 1 : 0;
            dressed |= glyph.Dressed;
        }

        var isLatin = latin > 0 || (far == 0 && foreign == 0);
        var changed = dressed;
        foreach (ref var glyph in word)
        {
            if (glyph.Kind == GlyphKind.Alike)
            {
                text.ForeignCount += isLatin ? 0 : 1;
                changed |= isLatin;
                glyph.Value = isLatin ? LetterTable.Target(glyph.Value) : char.ToLowerInvariant(glyph.Value);
                glyph.Kind = isLatin ? GlyphKind.Letter : GlyphKind.Foreign;
            }
            else if (glyph.Kind == GlyphKind.Foreign)
            {
                text.ForeignCount++;
                glyph.Value = glyph.Low == 0 ? char.ToLowerInvariant(glyph.Value) : glyph.Value;
            }
            else if (Leet.Sign(glyph) is var letter and not '\0')
            {
                changed = true;
                glyph.Value = letter;
                glyph.Kind = GlyphKind.Letter;
            }
        }

        return changed;
    }

    /// <summary>Puts letters for digits. True when there was a 1, which may also stand for l.</summary>
    private static bool ReplaceDigits(Span<Glyph> word)
    {
        var hasOne = false;
        foreach (ref var glyph in word)
        {
            if (glyph.Kind == GlyphKind.Digit && Leet.Letter(glyph.Value) is var letter and not '\0')
            {
                // Low marks the letter so that the second reading finds it.
                glyph.Low = glyph.Value == '1' ? '1' : '\0';
                hasOne |= glyph.Value == '1';
                glyph.Value = letter;
            }
        }

        return hasOne;
    }

    private static void WriteWithL(NormalisedText text, Span<Glyph> word, TokenMarks marks)
    {
        foreach (ref var glyph in word)
        {
            if (glyph is { Kind: GlyphKind.Digit, Low: '1' })
            {
                glyph.Value = 'l';
            }
        }

        WriteSecond(text, word, marks | TokenMarks.Disguised, 1);
    }

    private static void WriteReadings(NormalisedText text, ReadOnlySpan<Glyph> word, TokenMarks marks)
    {
        if (Append(text, word, marks, 1))
        {
            WriteSecond(text, word, marks, 2);
        }
    }

    /// <summary>Adds a second reading, unless the first is a common word and the second is none: what says nothing only makes the rest weigh less.</summary>
    private static void WriteSecond(NormalisedText text, ReadOnlySpan<Glyph> word, TokenMarks marks, int keep)
    {
        var (length, tokens) = (text.Length, text.Tokens.Length);
        Append(text, word, marks | TokenMarks.Alternate, keep);
        if (text.IsCommon(text.Tokens[tokens - 1]) && !text.IsCommon(text.Tokens[tokens]))
        {
            text.Undo(length, tokens);
        }
    }

    /// <summary>Adds one token, runs of letters cut to <paramref name="keep"/>. True when there was a run.</summary>
    private static bool Append(NormalisedText text, ReadOnlySpan<Glyph> word, TokenMarks marks, int keep)
    {
        text.AddSeparator(word[0].Start);
        var start = text.Length;
        var hadRun = false;
        var isNumber = true;
        for (var i = 0; i < word.Length;)
        {
            var run = 1;
            var isLetter = word[i].Kind != GlyphKind.Digit || !char.IsAsciiDigit(word[i].Value);
            while (isLetter && i + run < word.Length && Same(word[i].Value, word[i + run].Value))
            {
                run++;
            }

            var written = run >= RunLength ? keep : run;
            hadRun |= run >= RunLength;
            isNumber &= !isLetter;
            for (var k = 0; k < written; k++)
            {
                var to = k == written - 1 ? word[i + run - 1].End : word[i + k].End;
                text.AddChar(word[i + k].Value, word[i + k].Start, to);
                if (word[i + k] is { Kind: GlyphKind.Foreign, Low: not '\0' })
                {
                    text.AddChar(word[i + k].Low, word[i + k].Start, to);
                }
            }

            i += run;
        }

        text.AddToken(new Token(start, text.Length - start, word[0].Start, word[^1].End, isNumber ? TokenKind.Number : TokenKind.Word, marks));
        return hadRun;
    }

    private static bool Same(char a, char b) => a == b || (a is 'I' or 'i' or 'ı' && b is 'I' or 'i' or 'ı');
}
