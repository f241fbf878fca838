using System.Buffers;
using System.Globalization;
using System.Text;

namespace NatComments.Core.Threads;

/// <summary>Checks and tidies text that people send, before anything else looks at it.</summary>
public static class PlainText
{
    // What has no place in a text, and all surrogates: of those some pairs are no characters.
    private static readonly SearchValues<char> Suspects = SearchValues.Create([.. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(c => char.IsSurrogate(c) || !IsClean(new Rune(c)))]);

    /// <summary>
    /// False for what must not stand in any text: control characters other than tab and line end, and the 66 code points that Unicode has set aside
    /// as no characters. XML cannot hold most of them, and no reader sees them.
    /// </summary>
    public static bool IsClean(Rune rune) =>
        rune.Value is '\n' or '\t' || !(Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF);

    /// <summary>False when a text has lone surrogates, control characters other than tab and line end, or what is no character.</summary>
    public static bool IsClean(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Suspects) is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(text[at..], out var rune, out var used) != OperationStatus.Done || !IsClean(rune))
            {
                return false;
            }

            text = text[(at + used)..];
        }

        return true;
    }

    /// <summary>A text without what has no place in one. A clean text is given back as it is.</summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) == OperationStatus.Done && IsClean(rune))
            {
                clean.Append(rest[..used]);
            }

            rest = rest[used..];
        }

        return clean.ToString();
    }

    /// <summary>False when a surrogate stands alone: such text cannot be written as UTF-8.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var used) != OperationStatus.Done)
            {
                return false;
            }

            text = text[(at + used)..];
        }

        return true;
    }

    /// <summary>
    /// The text with line ends as <c>\n</c> and without white space at its ends; null when it has control characters other than
    /// tab and line end, lone surrogates, what is no character, or is longer than <paramref name="max"/> UTF-16 units.
    /// </summary>
    public static string? Tidy(string text, int max)
    {
        if (text.Length > 2 * max)
        {
            return null;
        }

        var tidy = text.Replace("\r\n", "\n").Replace('\r', '\n').Trim();
        return tidy.Length <= max && IsClean(tidy) ? tidy : null;
    }

    /// <summary>
    /// A one-line name: tidied, white space folded to single blanks, without invisible or direction-changing characters (Unicode category Cf) but for joiners
    /// that join something (<see cref="Joiners"/>); null when nothing visible is left or it is longer than <paramref name="max"/>.
    /// </summary>
    public static string? Name(string? text, int max)
    {
        if (text is null || text.Length > 4 * max || !IsWellFormed(text))
        {
            return null;
        }

        var name = new StringBuilder(text.Length);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            if (Rune.IsWhiteSpace(rune))
            {
                if (name.Length > 0 && name[^1] != ' ')
                {
                    name.Append(' ');
                }
            }
            else if (!Invisible(Rune.GetUnicodeCategory(rune), rune) || (Joiners.Is(rune) && Joiners.Join(rune, name, text.AsSpan(at))))
            {
                name.Append(rune.ToString());
            }
        }

        var result = name.ToString().TrimEnd();
        return result.Length <= max && result.EnumerateRunes().Any(r => Rune.IsLetterOrDigit(r) || Rune.IsSymbol(r)) ? result : null;
    }

    // Hangul fillers and the Braille blank are letters and symbols that show nothing.
    private static bool Invisible(UnicodeCategory category, Rune rune) =>
        category is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x034F;
}
