using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Features;

/// <summary>
/// Features of how a text is written: words with a capital or in capitals, and the marks and signs between words. The normaliser takes both away; people who insult,
/// advertise or quote use them differently.
/// </summary>
internal static class Writing
{
    private const uint CapitalKind = 10;
    private const uint ShoutedKind = 11;
    private const uint MarksKind = 12;

    /// <summary>4 units, four marks or two emoji: longer rows are told apart by nothing more.</summary>
    private const int MaxUnits = 4;

    /// <summary>Adds a word once more when it has a capital in front or is all capitals; unfolded, so that Sık and Sik stay two words.</summary>
    internal static void AddCapitals(NormalisedText text, in Token token, ReadOnlySpan<char> plain, FeatureSet into)
    {
        if (token.Kind != TokenKind.Word || !text.Glyphs[FirstGlyph(text, token.OriginStart)].Capital)
        {
            return;
        }

        var hash = Hashing.Start((token.Marks & TokenMarks.Shouted) != 0 ? ShoutedKind : CapitalKind);
        foreach (var c in plain)
        {
            hash = Hashing.Add(hash, c);
        }

        into.Add(FeatureExtractor.Bucket(Hashing.Finish(hash), 0));
    }

    /// <summary>Adds each row of marks at the edge of a word or alone; those inside words may be a disguise, and those of web addresses say nothing.</summary>
    internal static void AddMarks(NormalisedText text, FeatureSet into)
    {
        var links = text.Links;
        var link = 0;
        for (var at = 0; at < text.GlyphCount; at++)
        {
            if (!IsMark(text.Glyphs[at]))
            {
                continue;
            }

            var start = at;
            var hash = Hashing.Start(MarksKind);
            for (var units = 0; at < text.GlyphCount && IsMark(text.Glyphs[at]); at++)
            {
                ref var glyph = ref text.Glyphs[at];
                hash = units < MaxUnits ? Hashing.Add(Hashing.Add(hash, glyph.Value), glyph.Low) : hash;
                units += glyph.Low == 0 ? 1 : 2;
            }

            while (link < links.Length && links[link].End <= text.Glyphs[start].Start)
            {
                link++;
            }

            var isInLink = link < links.Length && text.Glyphs[start].Start >= links[link].Start;
            var isInWord = start > 0 && at < text.GlyphCount && text.Glyphs[start - 1].Kind != GlyphKind.Space && text.Glyphs[at].Kind != GlyphKind.Space;
            if (!isInLink && !isInWord)
            {
                into.Add(FeatureExtractor.Bucket(Hashing.Finish(hash), FeatureSpace.Half));
            }
        }
    }

    private static bool IsMark(in Glyph glyph) => glyph.Kind is GlyphKind.Punctuation or GlyphKind.Symbol;

    /// <summary>The first glyph at or behind a place of the original text. Glyphs stand in the order of the text.</summary>
    private static int FirstGlyph(NormalisedText text, int origin)
    {
        var (low, high) = (0, text.GlyphCount - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (text.Glyphs[middle].Start < origin)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
