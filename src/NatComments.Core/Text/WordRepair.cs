namespace NatComments.Core.Text;

/// <summary>
/// Finds the common word behind a misspelt one: a letter masked, doubled, or swapped with its neighbour, or a space put into the word. What is found is a second reading;
/// nothing is taken away. A few lookups for a word that is not common, none for others.
/// </summary>
internal static class WordRepair
{
    /// <summary>4 letters: shorter words become each other too easily.</summary>
    private const int MinLength = 4;

    /// <summary>5 letters for what may happen to a word by chance.</summary>
    private const int MinSwapped = 5;

    /// <summary>2 letters around a masked one.</summary>
    private const int MinMasked = 2;

    /// <summary>4 words that fit a mask: the context tells which.</summary>
    private const int MaxMasked = 4;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Adds what the word at <paramref name="index"/>, which is not common, may have been.</summary>
    internal static void Write(NormalisedText text, int index)
    {
        var token = text.Tokens[index];
        if (token.Kind != TokenKind.Word || token.IsAlternate || token.Length >= CommonWords.MaxLength || (token.Marks & TokenMarks.Joined) != 0)
        {
            return;
        }

        Span<char> word = stackalloc char[CommonWords.MaxLength];
        word = word[..token.Length];
        text.Folded.Slice(token.Start, token.Length).CopyTo(word);
        WriteSplit(text, index);
        if (text.MaskAt > 0 && text.MaskAt < word.Length && word.Length >= MinMasked)
        {
            WriteMasked(text, token, word);
        }
        else if (word.Length >= MinLength && !WriteDoubled(text, token, word) && word.Length >= MinSwapped)
        {
            WriteSwapped(text, token, word);
        }
    }

    private static void WriteMasked(NormalisedText text, in Token token, ReadOnlySpan<char> word)
    {
        Span<char> guess = stackalloc char[CommonWords.MaxLength];
        guess = guess[..(word.Length + 1)];
        word[..text.MaskAt].CopyTo(guess);
        word[text.MaskAt..].CopyTo(guess[(text.MaskAt + 1)..]);
        var found = 0;
        foreach (var letter in Letters)
        {
            guess[text.MaskAt] = letter;
            if (found < MaxMasked && Known(guess))
            {
                Add(text, token, guess);
                found++;
            }
        }
    }

    private static bool WriteDoubled(NormalisedText text, in Token token, ReadOnlySpan<char> word)
    {
        Span<char> guess = stackalloc char[CommonWords.MaxLength];
        guess = guess[..(word.Length - 1)];
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] != word[i - 1])
            {
                continue;
            }

            word[..i].CopyTo(guess);
            word[(i + 1)..].CopyTo(guess[i..]);
            if (Known(guess))
            {
                Add(text, token, guess);
                return true;
            }
        }

        return false;
    }

    private static void WriteSwapped(NormalisedText text, in Token token, Span<char> word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            (word[i - 1], word[i]) = (word[i], word[i - 1]);
            if (word[i - 1] != word[i] && Known(word))
            {
                Add(text, token, word);
                return;
            }

            (word[i - 1], word[i]) = (word[i], word[i - 1]);
        }
    }

    /// <summary>"idi ot": a word that is not common makes a common one with the word before it.</summary>
    private static void WriteSplit(NormalisedText text, int index)
    {
        var before = index - 1;
        while (before >= 0 && text.Tokens[before].IsAlternate)
        {
            before--;
        }

        if (before < 0 || text.Tokens[before].Kind != TokenKind.Word)
        {
            return;
        }

        var (first, second) = (text.Tokens[before], text.Tokens[index]);
        var length = first.Length + second.Length;
        if (length is < MinSwapped or > CommonWords.MaxLength)
        {
            return;
        }

        Span<char> guess = stackalloc char[CommonWords.MaxLength];
        text.Folded.Slice(first.Start, first.Length).CopyTo(guess);
        text.Folded.Slice(second.Start, second.Length).CopyTo(guess[first.Length..]);
        if (Known(guess[..length]))
        {
            Add(text, first with { OriginEnd = second.OriginEnd }, guess[..length]);
        }
    }

    private static bool Known(ReadOnlySpan<char> word) => CommonWords.Cost(word) != CommonWords.Unknown;

    private static void Add(NormalisedText text, in Token token, ReadOnlySpan<char> word)
    {
        text.AddSeparator(token.OriginStart);
        var start = text.Length;
        foreach (var c in word)
        {
            text.AddChar(c, token.OriginStart, token.OriginEnd);
        }

        text.AddToken(new Token(start, word.Length, token.OriginStart, token.OriginEnd, TokenKind.Word, TokenMarks.Alternate | TokenMarks.Guessed));
    }
}
