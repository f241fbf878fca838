using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>
/// Digits in groups with small separators between them, as phone numbers, ids and cards are written: up to <see cref="MaxDigits"/> digits
/// and <see cref="MaxGroups"/> groups, read from the visible characters of a text.
/// </summary>
internal ref struct DigitRun
{
    /// <summary>24: the digits of a Turkish IBAN, the longest number looked for.</summary>
    internal const int MaxDigits = 24;

    /// <summary>8: an IBAN has seven groups; a longer row is a table or a list.</summary>
    internal const int MaxGroups = 8;

    internal Span<char> Digits;
    internal Span<int> Groups;
    internal int DigitCount;
    internal int GroupCount;

    /// <summary>The first and one past the last visible character.</summary>
    internal int First;
    internal int End;
    internal bool Plus;
    internal bool Parenthesis;

    /// <summary>The separator when all are the same, '\0' when there is none, '?' when they differ.</summary>
    internal char Separator;

    /// <summary>There are more digits or groups than are looked at.</summary>
    internal bool Overflow;

    /// <summary>Reads the run that begins with the digit at a place, or with the plus or parenthesis before it.</summary>
    internal void Read(ReadOnlySpan<Glyph> glyphs, int at)
    {
        DigitCount = GroupCount = 0;
        Overflow = false;
        Separator = '\0';
        First = at;
        Plus = Parenthesis = false;
        while (First > 0 && glyphs[First - 1].Value is '+' or '(')
        {
            First--;
            Plus |= glyphs[First].Value == '+';
            Parenthesis |= glyphs[First].Value == '(';
        }

        while (true)
        {
            at = ReadGroup(glyphs, at);
            End = at;
            var next = SkipSeparator(glyphs, at, out var separator);
            if (next == at || next >= glyphs.Length || glyphs[next].Kind != GlyphKind.Digit)
            {
                return;
            }

            if (GroupCount == MaxGroups || DigitCount >= MaxDigits)
            {
                Overflow = true;
                return;
            }

            Separator = Separator == '\0' || Separator == separator ? separator : '?';
            at = next;
        }
    }

    /// <summary>Whether the groups have these lengths.</summary>
    internal readonly bool HasGroups(ReadOnlySpan<int> lengths) => Groups[..GroupCount].SequenceEqual(lengths);

    private int ReadGroup(ReadOnlySpan<Glyph> glyphs, int at)
    {
        var length = 0;
        while (at < glyphs.Length && glyphs[at].Kind == GlyphKind.Digit)
        {
            if (DigitCount < MaxDigits)
            {
                Digits[DigitCount++] = glyphs[at].Value;
            }
            else
            {
                Overflow = true;
            }

            length++;
            at++;
        }

        Groups[GroupCount++] = length;
        return at;
    }

    private int SkipSeparator(ReadOnlySpan<Glyph> glyphs, int at, out char separator)
    {
        separator = '\0';
        var start = at;
        while (at < glyphs.Length && at - start < 3)
        {
            var c = glyphs[at].Value;
            if (glyphs[at].Kind == GlyphKind.Space && glyphs[at].Value != '\n')
            {
                separator = separator == '\0' ? ' ' : separator;
            }
            else if (c is '-' or '.' or '/' or '(' or ')' or '_' or '‐' or '–')
            {
                Parenthesis |= c is '(' or ')';
                separator = c is '(' or ')' ? ' ' : c;
            }
            else
            {
                break;
            }

            at++;
        }

        return at;
    }
}
