using System.Runtime.CompilerServices;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Core.Scoring.Features;

/// <summary>
/// Turns a text that has been read into features: words, their unfolded forms, stems, pairs of neighbours, sequences of two to five characters
/// within words, and how it is written (<see cref="Writing"/>). The same code stands before training and scoring. Linear in the text's length.
/// </summary>
internal static class FeatureExtractor
{
    private const uint WordKind = 1;
    private const uint PlainKind = 2;
    private const uint StemKind = 3;
    private const uint GramKind = 5;
    private const uint ConsonantKind = 6;
    private const uint InnerKind = 8;

    /// <summary>3 letters: shorter words have no outline that others do not share; what is left of f*ck has one.</summary>
    private const int MinOutline = 3;

    /// <summary>3 consonants, for the same reason.</summary>
    private const int MinConsonants = 3;

    /// <summary>64: no word is longer; what is longer is noise, and its first letters tell as much.</summary>
    internal const int MaxWordLength = 64;

    private const char Edge = '_';

    /// <summary>Fills <paramref name="into"/> with the features of a text.</summary>
    internal static void Extract(NormalisedText text, FeatureSet into)
    {
        into.Clear(text.Folded.Length);
        FalseFriends.Mark(text);
        NamedSignals.Fill(text, into.Signals);
        Writing.AddMarks(text, into);
        var folded = text.Folded;
        var plain = text.Plain;
        var before = default(Token);
        foreach (ref readonly var token in text.Tokens)
        {
            if (token.Length == 0 || (token.Marks & TokenMarks.Innocent) != 0)
            {
                before = default;
                continue;
            }

            var length = Math.Min(token.Length, MaxWordLength);
            var word = folded.Slice(token.Start, length);
            AddWord(word, plain.Slice(token.Start, length), into);
            AddGrams(word, into);
            if (!token.IsAlternate)
            {
                Writing.AddCapitals(text, token, plain.Slice(token.Start, length), into);
                if (before.Length > 0)
                {
                    AddPair(folded.Slice(before.Start, Math.Min(before.Length, MaxWordLength)), word, into);
                }

                before = token;
            }
        }
    }

    /// <summary>Adds the features of one word alone, pairs apart, which belong to two words.</summary>
    internal static void ExtractToken(NormalisedText text, int token, FeatureSet into)
    {
        var word = text.Tokens[token];
        var length = Math.Min(word.Length, MaxWordLength);
        if (length > 0 && (word.Marks & TokenMarks.Innocent) == 0)
        {
            AddWord(text.Folded.Slice(word.Start, length), text.Plain.Slice(word.Start, length), into);
            AddGrams(text.Folded.Slice(word.Start, length), into);
            if (!word.IsAlternate)
            {
                Writing.AddCapitals(text, word, text.Plain.Slice(word.Start, length), into);
            }
        }
    }

    private static void AddWord(ReadOnlySpan<char> word, ReadOnlySpan<char> plain, FeatureSet into)
    {
        var hash = Hashing.Start(WordKind);
        var plainHash = Hashing.Start(PlainKind);
        var differs = false;
        for (var i = 0; i < word.Length; i++)
        {
            hash = Hashing.Add(hash, Shape(word[i]));
            plainHash = Hashing.Add(plainHash, plain[i]);
            differs |= plain[i] != word[i];
            if (i == FeatureSpace.StemLength - 1 && word.Length > FeatureSpace.StemLength + 1)
            {
                into.Add(Bucket(Hashing.Finish(hash ^ StemKind), 0));
            }
        }

        into.Add(Bucket(Hashing.Finish(hash), 0));
        if (differs)
        {
            into.Add(Bucket(Hashing.Finish(plainHash), 0));
        }

        if (word.Length >= MinOutline)
        {
            AddOutlines(word, into);
        }
    }

    /// <summary>
    /// Two outlines of a word that survive what the normaliser cannot undo: its consonants, when vowels are hidden or changed; and its ends with
    /// the letters between them in any order, when letters are swapped.
    /// </summary>
    private static void AddOutlines(ReadOnlySpan<char> word, FeatureSet into)
    {
        var consonants = Hashing.Start(ConsonantKind);
        var inner = 0u;
        var count = 0;
        var last = '\0';
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            inner += i > 0 && i < word.Length - 1 ? Hashing.Finish(Hashing.Add(Hashing.Start(InnerKind), c)) : 0;
            if (c != last && !TurkishSuffixes.IsVowel(c))
            {
                consonants = Hashing.Add(consonants, Shape(c));
                count++;
            }

            last = c;
        }

        if (count >= MinConsonants)
        {
            into.Add(Bucket(Hashing.Finish(consonants), 0));
        }

        if (word.Length > MinOutline)
        {
            into.Add(Bucket(Hashing.Finish(Hashing.Add(Hashing.Add(Hashing.Add(Hashing.Start(InnerKind), word[0]), word[^1]), inner)), 0));
        }
    }

    /// <summary>Neighbours are filed under the word that they make together: so words glued or split by spaces are known too.</summary>
    private static void AddPair(ReadOnlySpan<char> first, ReadOnlySpan<char> second, FeatureSet into)
    {
        var hash = Hashing.Start(WordKind);
        foreach (var c in first)
        {
            hash = Hashing.Add(hash, Shape(c));
        }

        foreach (var c in second)
        {
            hash = Hashing.Add(hash, Shape(c));
        }

        into.Add(Bucket(Hashing.Finish(hash), 0));
    }

    private static void AddGrams(ReadOnlySpan<char> word, FeatureSet into)
    {
        // Doubled letters are written once: "aptaal" and "aptal" have the same sequences, and so have "asshole" and "ashole" on both sides of training.
        Span<char> edged = stackalloc char[MaxWordLength + 2];
        edged[0] = Edge;
        var length = 1;
        for (var i = 0; i < word.Length; i++)
        {
            if (i == 0 || word[i] != word[i - 1] || char.IsAsciiDigit(word[i]))
            {
                edged[length++] = Shape(word[i]);
            }
        }

        edged[length++] = Edge;
        for (var start = 0; start < length - 1; start++)
        {
            var hash = Hashing.Add(Hashing.Start(GramKind), edged[start]);
            var end = Math.Min(length, start + FeatureSpace.MaxGram);
            for (var i = start + 1; i < end; i++)
            {
                hash = Hashing.Add(hash, edged[i]);
                into.Add(Bucket(Hashing.Finish(hash), FeatureSpace.Half));
            }
        }
    }

    /// <summary>Which digit it is says nothing; that it is one does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static char Shape(char c) => char.IsAsciiDigit(c) ? '0' : c;

    /// <summary>The row of a feature in its half of the table.</summary>
    /// <param name="half">The first row of the half: 0 for words, <see cref="FeatureSpace.Half"/> for sequences of characters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Bucket(uint hash, int half) => (int)(hash & (FeatureSpace.Half - 1)) + half;
}
