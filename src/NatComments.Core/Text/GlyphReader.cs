namespace NatComments.Core.Text;

/// <summary>The first step of normalising: from UTF-16 units to visible characters, each with the stretch it came from.</summary>
internal static class GlyphReader
{
    /// <summary>Reads a text into <see cref="NormalisedText.Glyphs"/>. Never fails; lone surrogates are dropped.</summary>
    internal static void Read(ReadOnlySpan<char> text, NormalisedText into)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                i += ReadPair(text, i, into);
                continue;
            }

            var kind = LetterTable.Kind(c);
            switch (kind)
            {
                case GlyphKind.Invisible:
                    into.InvisibleCount++;
                    Extend(into, i + 1);
                    break;
                case GlyphKind.Mark:
                    ReadMark(c, i, into);
                    break;
                case GlyphKind.Letter:
                    ReadLetter(c, i, into);
                    break;
                default:
                    into.ExclamationCount += c == '!' ? 1 : 0;
                    Add(into, new Glyph { Value = kind == GlyphKind.Digit ? LetterTable.Target(c) : c, Kind = kind, Start = i, End = i + 1, Capital = char.IsUpper(c) });
                    break;
            }
        }
    }

    private static void ReadLetter(char c, int at, NormalisedText into)
    {
        into.LetterCount++;
        var capital = c < '\u0080' ? c <= 'Z' : char.IsUpper(c);
        into.CapitalCount += capital ? 1 : 0;
        var value = c switch { 'I' => 'I', 'İ' => 'i', _ => LetterTable.Target(c) };
        var glyph = new Glyph { Value = value, Kind = GlyphKind.Letter, Capital = capital, Dressed = c >= '\u0250', Start = at, End = at + 1 };
        if (LetterTable.Expansion(c) is { } expansion)
        {
            foreach (var letter in expansion)
            {
                glyph.Value = letter;
                Add(into, glyph);
            }

            return;
        }

        Add(into, glyph);
    }

    private static void ReadMark(char mark, int at, NormalisedText into)
    {
        if (into.GlyphCount == 0)
        {
            return;
        }

        ref var last = ref into.Glyphs[into.GlyphCount - 1];
        last.End = at + 1;
        if (last.Kind == GlyphKind.Letter)
        {
            last.Value = LetterTable.Compose(last.Value, mark);
        }
    }

    /// <summary>Reads a character beyond the first plane; returns how many further units it took.</summary>
    private static int ReadPair(ReadOnlySpan<char> text, int at, NormalisedText into)
    {
        if (!char.IsHighSurrogate(text[at]) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
        {
            into.InvisibleCount++;
            return 0;
        }

        var (kind, target) = LetterTable.OfPair(text[at], text[at + 1]);
        if (kind is GlyphKind.Invisible or GlyphKind.Mark)
        {
            Extend(into, at + 2);
        }
        else if (target.Length == 0)
        {
            Add(into, new Glyph { Value = text[at], Low = text[at + 1], Kind = kind == GlyphKind.Foreign ? GlyphKind.Foreign : GlyphKind.Symbol, Start = at, End = at + 2 });
        }
        else
        {
            into.LetterCount += kind == GlyphKind.Letter ? 1 : 0;
            foreach (var letter in target)
            {
                Add(into, new Glyph { Value = letter, Kind = kind, Dressed = true, Start = at, End = at + 2 });
            }
        }

        return 1;
    }

    private static void Extend(NormalisedText into, int end)
    {
        if (into.GlyphCount > 0 && into.Glyphs[into.GlyphCount - 1].Kind != GlyphKind.Space)
        {
            into.Glyphs[into.GlyphCount - 1].End = end;
        }
    }

    private static void Add(NormalisedText into, Glyph glyph) => into.AddGlyph() = glyph;
}
