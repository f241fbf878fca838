using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>Coordinates as decimal degrees or degrees, minutes and seconds.</summary>
internal static class PlaceRecogniser
{
    /// <summary>4 decimals are 11 metres: a house. Fewer name a town.</summary>
    private const int MinDecimals = 4;

    private const int MinWhole = 10;

    /// <summary>Judges the digit at a place; 0 when no pair of coordinates begins there.</summary>
    internal static float Judge(ReadOnlySpan<Glyph> glyphs, int at, out int end)
    {
        end = at;
        var i = at;
        if (ReadDegrees(glyphs, ref i, 90, out var latitude))
        {
            var gap = i;
            while (i < glyphs.Length && i - gap < 4 && (glyphs[i].Kind == GlyphKind.Space || glyphs[i].Value is ',' or ';' or '°' or 'n' or '/'))
            {
                i++;
            }

            // Two small numbers are measurements; hardly anybody lives within ten degrees of both zeros.
            if (i > gap && ReadDegrees(glyphs, ref i, 180, out var longitude) && Math.Max(latitude, longitude) >= MinWhole)
            {
                end = i;
                return 0.9f;
            }
        }

        return ReadDms(glyphs, at, ref end) ? 0.9f : 0;
    }

    private static bool ReadDegrees(ReadOnlySpan<Glyph> glyphs, ref int at, int max, out int whole)
    {
        var i = at;
        whole = 0;
        if (i < glyphs.Length && glyphs[i].Value is '-' or '+' or '−')
        {
            i++;
        }

        int digits = 0, decimals = 0;
        while (i < glyphs.Length && glyphs[i].Kind == GlyphKind.Digit && digits < 4)
        {
            whole = (whole * 10) + glyphs[i++].Value - '0';
            digits++;
        }

        if (digits is 0 or > 3 || whole > max || i >= glyphs.Length || glyphs[i].Value != '.')
        {
            return false;
        }

        i++;
        while (i < glyphs.Length && glyphs[i].Kind == GlyphKind.Digit)
        {
            i++;
            decimals++;
        }

        at = i;
        return decimals is >= MinDecimals and <= 10;
    }

    private static bool ReadDms(ReadOnlySpan<Glyph> glyphs, int at, ref int end)
    {
        var degrees = 0;
        var minutes = 0;
        var i = at;
        for (; i < glyphs.Length && i - at < 40; i++)
        {
            var value = glyphs[i].Value;
            degrees += value == '°' ? 1 : 0;
            minutes += value is '\'' or '′' or '’' ? 1 : 0;
            if (value is not ('°' or '\'' or '′' or '’' or '"' or '″' or '”' or '.' or ',') && glyphs[i].Kind is not (GlyphKind.Digit or GlyphKind.Space)
                && value is not ('n' or 's' or 'e' or 'w' or 'k' or 'd' or 'g' or 'b'))
            {
                break;
            }
        }

        end = i;
        return degrees == 2 && minutes >= 2;
    }
}
