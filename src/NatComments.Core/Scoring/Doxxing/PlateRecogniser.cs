using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>Turkish vehicle plates: 34 ABC 123, 06 AB 1234. Capitals only, unless the text speaks of a plate.</summary>
internal static class PlateRecogniser
{
    private const int Provinces = 81;

    /// <summary>Letter groups that stand between numbers in ordinary texts: units, months, short words.</summary>
    private static readonly HashSet<string> Ordinary = new(StringComparer.Ordinal)
    {
        "tl", "km", "kg", "gb", "mb", "tb", "cm", "mm", "ml", "pm", "am", "ve", "de", "da", "te", "ta", "bu", "su", "o", "mi", "mu", "ne", "ya", "ki", "i", "a", "to", "of", "in", "on", "at", "or", "is", "and", "the", "for", "utc",
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "oca", "sub", "nis", "haz", "tem", "agu", "eyl", "eki", "kas", "ara", "yil", "gun", "ay", "bin", "fm", "hz", "no", "vs", "usd", "eur", "try", "th", "st", "nd", "rd", "s", "e", "m", "n", "d", "c", "b", "p", "h", "v", "g", "l", "k", "r", "u", "y", "z", "j", "f", "t", "est", "gmt", "cet", "pst", "edt", "pdt", "km h", "ah", "mg", "kb", "kw", "hp", "bc", "ad",
    };

    /// <summary>Judges the two digits at a place; 0 when no plate begins there.</summary>
    internal static float Judge(ReadOnlySpan<Glyph> glyphs, int at, bool isNamed, bool isShouted, out int end)
    {
        end = at;
        if (at + 5 > glyphs.Length || !IsDigit(glyphs, at) || !IsDigit(glyphs, at + 1) || IsDigit(glyphs, at + 2)
            || (at > 0 && glyphs[at - 1].Kind is not (GlyphKind.Space or GlyphKind.Punctuation)))
        {
            return 0;
        }

        var province = ((glyphs[at].Value - '0') * 10) + glyphs[at + 1].Value - '0';
        if (province is < 1 or > Provinces)
        {
            return 0;
        }

        var i = SkipSpace(glyphs, at + 2);
        var lettersStart = i;
        var capitals = 0;
        Span<char> letters = stackalloc char[3];
        while (i < glyphs.Length && glyphs[i].Kind == GlyphKind.Letter && i - lettersStart < 3)
        {
            letters[i - lettersStart] = glyphs[i].Value == 'I' ? 'i' : glyphs[i].Value;
            capitals += glyphs[i].Capital ? 1 : 0;
            i++;
        }

        var letterCount = i - lettersStart;
        i = SkipSpace(glyphs, i);
        var digitsStart = i;
        while (IsDigit(glyphs, i) && i - digitsStart < 6)
        {
            i++;
        }

        var digitCount = i - digitsStart;
        var fits = letterCount switch { 1 => digitCount is 4 or 5, 2 => digitCount is 3 or 4, 3 => digitCount is 2 or 3, _ => false };
        if (!fits || (i < glyphs.Length && glyphs[i].Kind is GlyphKind.Letter or GlyphKind.Digit or GlyphKind.Alike) || letters[..letterCount].IndexOfAny("qwxçşöğü") >= 0)
        {
            return 0;
        }

        end = i;
        if (isNamed)
        {
            return 0.95f;
        }

        return capitals == letterCount && !isShouted && !Ordinary.Contains(letters[..letterCount].ToString()) ? 0.7f : 0;
    }

    private static bool IsDigit(ReadOnlySpan<Glyph> glyphs, int at) => at < glyphs.Length && glyphs[at].Kind == GlyphKind.Digit;

    private static int SkipSpace(ReadOnlySpan<Glyph> glyphs, int at) =>
        at < glyphs.Length && (glyphs[at].Kind == GlyphKind.Space || glyphs[at].Value == '-') ? at + 1 : at;
}
