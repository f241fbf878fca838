namespace NatComments.Core.Text;

/// <summary>
/// Finds the words in letters that stand together: "youareafool" where the letters were spaced, and two or three words whose spaces were left out. The
/// likeliest way to cut is found by dynamic programming over <see cref="CommonWords"/>. Linear in the word's length.
/// </summary>
internal static class WordSplitter
{
    /// <summary>7 letters: shorter words are no two words.</summary>
    private const int MinGlued = 7;

    /// <summary>4 letters: spaced letters may be "a" and a word of three.</summary>
    private const int MinJoined = 4;

    /// <summary>64, as long as a row of spaced letters may be; longer words are not cut.</summary>
    private const int MaxLength = 64;

    /// <summary>3 words without their spaces, of 3 letters at least: more and shorter ones are found in rare words by chance.</summary>
    private const int MaxGluedWords = 3;

    private const int MinGluedWord = 3;

    /// <summary>What a stretch of unknown letters costs, in nats: to begin one, and for each letter.</summary>
    private const int UnknownStart = 6;

    private const int UnknownLetter = 4;

    /// <summary>Adds the words within a word that is not common behind it: instead of it where its letters were spaced and every word is known, otherwise as second readings.</summary>
    internal static void Write(NormalisedText text, int index)
    {
        var token = text.Tokens[index];
        var isJoined = (token.Marks & TokenMarks.Joined) != 0;
        var isCut = token is { Kind: TokenKind.Word, IsAlternate: false, Length: <= MaxLength } && token.Length >= (isJoined ? MinJoined : MinGlued);
        var word = isCut ? text.Folded.Slice(token.Start, token.Length) : default;
        if (!isCut)
        {
            return;
        }

        Span<byte> lengths = stackalloc byte[MaxLength + 1];
        Cut(word, lengths, isJoined);
        Span<byte> cuts = stackalloc byte[MaxLength];
        var count = 0;
        for (var end = word.Length; end > 0; end -= lengths[end])
        {
            if (lengths[end] == 0)
            {
                return;
            }

            cuts[count++] = lengths[end];
        }

        if (count > 1 && (isJoined || count <= MaxGluedWords))
        {
            Add(text, index, cuts[..count]);
        }
    }

    /// <summary>For each end the length of the last word of the best cut up to there; 0 where there is none.</summary>
    private static void Cut(ReadOnlySpan<char> word, Span<byte> lengths, bool isJoined)
    {
        const int never = int.MaxValue / 2;
        Span<int> costs = stackalloc int[MaxLength + 1];
        costs[..(word.Length + 1)].Fill(never);
        lengths.Clear();
        costs[0] = 0;
        for (var start = 0; start < word.Length; start++)
        {
            if (costs[start] == never)
            {
                continue;
            }

            var hash = CommonWords.Start;
            var longest = Math.Min(word.Length - start, isJoined ? word.Length : CommonWords.MaxLength);
            for (var length = 1; length <= longest; length++)
            {
                hash = Hashing.Add(hash, word[start + length - 1]);
                var known = length <= CommonWords.MaxLength && (isJoined || length >= MinGluedWord) ? CommonWords.Cost(hash) : CommonWords.Unknown;
                var cost = known != CommonWords.Unknown ? known : isJoined ? UnknownStart + (UnknownLetter * length) : never;
                if (costs[start] + cost < costs[start + length])
                {
                    costs[start + length] = costs[start] + cost;
                    lengths[start + length] = (byte)length;
                }
            }
        }
    }

    /// <param name="cuts">The lengths of the words, the last first.</param>
    private static void Add(NormalisedText text, int index, ReadOnlySpan<byte> cuts)
    {
        var token = text.Tokens[index];
        var at = token.Start;
        var added = text.Tokens.Length;
        var allKnown = (token.Marks & TokenMarks.Joined) != 0;
        var marks = allKnown ? TokenMarks.Disguised : TokenMarks.Disguised | TokenMarks.Guessed;
        for (var i = cuts.Length - 1; i >= 0; i--)
        {
            text.AddSeparator(text.OriginStart(at));
            var start = text.Length;
            for (var end = at + cuts[i]; at < end; at++)
            {
                text.AddChar(text.Plain[at], text.OriginStart(at), text.OriginEnd(at));
            }

            text.AddToken(new Token(start, cuts[i], text.OriginStart(start), text.OriginEnd(text.Length - 1), TokenKind.Word, marks));
            allKnown &= text.IsCommon(text.Tokens[^1]);
        }

        if (allKnown)
        {
            text.MakeAlternate(index);
            return;
        }

        for (; added < text.Tokens.Length; added++)
        {
            text.MakeAlternate(added);
        }
    }
}
