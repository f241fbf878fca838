using System.Buffers;
using System.Globalization;
using System.Text;

namespace NatComments.Core.Threads;

/// <summary>
/// Where the two invisible joiners change what is read, and so belong to a name: between the parts of an emoji, behind a virama, and (the non-joiner)
/// between letters of the Arabic script that would else be joined. After UAX 31 and the contextual rules of RFC 5892, appendix A. Anywhere else they show nothing.
/// </summary>
public static class Joiners
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    // Signs that take a consonant's vowel away (canonical combining class 9): a joiner behind them chooses the form of what follows.
    private static readonly SearchValues<char> Viramas = SearchValues.Create(
        "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D3B\u0D3C\u0D4D\u0DCA\u0E3A\u0EBA\u0F84\u1039\u103A\u1714\u1734\u17D2\u1A60\u1B44\u1BAA\u1BAB\u1BF2\u1BF3"
        + "\uA806\uA82C\uA8C4\uA953\uA9C0\uAAF6\uABED");

    // Letters of the Arabic script that join nothing behind them: Joining_Type R, and U for hamza.
    private static readonly SearchValues<char> NotJoiningOnwards = SearchValues.Create(
        "\u0621\u0622\u0623\u0624\u0625\u0627\u0629\u062F\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0674\u0675\u0676\u0677\u0688\u0689\u068A\u068B\u068C\u068D\u068E\u068F\u0690"
        + "\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699\u06C0\u06C3\u06C4\u06C5\u06C6\u06C7\u06C8\u06C9\u06CA\u06CB\u06CD\u06CF\u06D2\u06D3\u06D5\u06EE\u06EF\u0759\u075A\u075B");

    /// <summary>True for the joiner and the non-joiner.</summary>
    public static bool Is(Rune rune) => rune.Value is NonJoiner or Joiner;

    /// <summary>A text without either: two that look alike but for these are the same.</summary>
    public static string Without(string text) =>
        text.AsSpan().ContainsAny((char)NonJoiner, (char)Joiner) ? text.Replace("\u200C", "", StringComparison.Ordinal).Replace("\u200D", "", StringComparison.Ordinal) : text;

    /// <summary>True when a joiner between these changes what is read.</summary>
    public static bool Join(Rune joiner, StringBuilder before, ReadOnlySpan<char> after)
    {
        if (before.Length == 0 || after.IsEmpty || Rune.DecodeFromUtf16(after, out var next, out _) != OperationStatus.Done)
        {
            return false;
        }

        return Viramas.Contains(before[^1]) ? Rune.IsLetter(next)
            : joiner.Value == Joiner ? IsEmoji(next) && EndsInEmoji(before)
            : LastLetter(before) is var left && IsArabic(left) && !NotJoiningOnwards.Contains(left) && FirstLetter(after) is var right && IsArabic(right) && right is not ('\u0621' or '\u0674');
    }

    private static bool IsArabic(char c) =>
        c is (>= '\u0620' and <= '\u06FF') or (>= '\u0750' and <= '\u077F') or (>= '\u08A0' and <= '\u08FF') && char.IsLetter(c);

    // Vowel signs stand over the letters and part nothing.
    private static char LastLetter(StringBuilder text)
    {
        var at = text.Length - 1;
        while (at > 0 && char.GetUnicodeCategory(text[at]) == UnicodeCategory.NonSpacingMark)
        {
            at--;
        }

        return text[at];
    }

    private static char FirstLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                return c;
            }
        }

        return '\0';
    }

    // The sign of a variant and the tones of skin belong to the emoji before them.
    private static bool EndsInEmoji(StringBuilder text)
    {
        var at = text[^1] == '\uFE0F' ? text.Length - 2 : text.Length - 1;
        return at >= 0 && (at > 0 && char.IsSurrogatePair(text[at - 1], text[at]) ? IsEmoji(new Rune(text[at - 1], text[at])) || new Rune(text[at - 1], text[at]).Value is >= 0x1F3FB and <= 0x1F3FF
            : !char.IsSurrogate(text[at]) && IsEmoji(new Rune(text[at])));
    }

    private static bool IsEmoji(Rune rune) =>
        rune.Value is (>= 0x2190 and <= 0x21FF) or (>= 0x2300 and <= 0x23FF) or (>= 0x2600 and <= 0x27BF) or (>= 0x2900 and <= 0x297F) or (>= 0x2B00 and <= 0x2BFF) or (>= 0x1F300 and <= 0x1FAFF)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol;
}
