using System.Collections.Frozen;
using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>Tells phone numbers, national ids, cards and bank accounts from dates, prices, years, article numbers and vote counts.</summary>
internal static class NumberRecogniser
{
    private static readonly string[] PhoneWords =
    [
        "tel", "telefon", "telefonu", "telefonum", "gsm", "cep", "numara", "numaram", "numarasi", "no", "nosu", "ara", "arayin", "arayip", "aramak", "whatsapp", "watsap", "wp", "wsp", "sms",
        "phone", "call", "mobile", "cell", "number", "text", "txt", "fax", "hat", "hatti", "iletisim", "irtibat", "contact", "dial",
    ];

    /// <summary>Words after which digits are the number of a thing.</summary>
    private static readonly string[] ThingWords =
        ["isbn", "issn", "doi", "pmid", "oclc", "id", "ip", "version", "revision", "oldid", "kanun", "madde", "dosya", "esas", "karar", "yil", "rfc", "ref", "order", "bug", "ticket"];

    /// <summary>Judges a run of digits; null when it is none of these.</summary>
    internal static (PersonalDetailKind Kind, float Confidence)? Judge(in DigitRun run, NormalisedText text)
    {
        var digits = run.Digits[..run.DigitCount];
        if (run.Overflow || run.DigitCount < 7 || IsAddressOrDate(run) || IsPartOfWord(run, text))
        {
            return null;
        }

        if (IsAfter(text, run.First, ThingWords))
        {
            return null;
        }

        if (run.GroupCount <= 4 && run.Separator is '\0' or ' ' && !run.Plus && Checksums.IsTurkishId(digits))
        {
            // One in a hundred random numbers of eleven digits passes the checks.
            return (PersonalDetailKind.NationalId, run.GroupCount == 1 ? 0.9f : 0.75f);
        }

        if (IsCard(run, digits))
        {
            return (PersonalDetailKind.PaymentCard, 0.95f);
        }

        var confidence = PhoneConfidence(run, digits, text);
        return confidence > 0 ? (PersonalDetailKind.Phone, confidence) : null;
    }

    private static bool IsCard(in DigitRun run, ReadOnlySpan<char> digits) =>
        digits[0] is '3' or '4' or '5' or '6' or '9'
        && (run.HasGroups([4, 4, 4, 4]) || run.HasGroups([4, 6, 5]) || run.HasGroups([16]) || run.HasGroups([15]))
        && run.Separator is '\0' or ' ' or '-'
        && (digits.Length == 16 || digits[0] == '3')
        && Checksums.IsLuhn(digits);

    private static float PhoneConfidence(in DigitRun run, ReadOnlySpan<char> digits, NormalisedText text)
    {
        if (run.Separator is '/' or '?' && !run.Plus && !run.Parenthesis)
        {
            return 0;
        }

        var isNamed = IsAfter(text, run.First, PhoneWords);
        var national = Turkish(digits, run.Plus);
        if (national.Length == 10 && IsTurkishSubscriber(national) && IsPhoneGrouping(run))
        {
            var hasPrefix = national.Length < digits.Length;
            return hasPrefix || isNamed ? 0.95f : run.GroupCount == 1 ? (national[0] == '5' ? 0.7f : 0f) : 0.85f;
        }

        if (run.Plus && digits.Length is >= 9 and <= 15 && digits[0] != '0')
        {
            return 0.9f;
        }

        if (digits.Length is >= 11 and <= 15 && digits.StartsWith("00") && digits[2] != '0' && run.GroupCount <= 6)
        {
            return isNamed ? 0.9f : 0.7f;
        }

        if (IsNorthAmerican(run, digits))
        {
            return 0.85f;
        }

        // United Kingdom and others: a trunk zero and ten more digits.
        if (digits.Length is 10 or 11 && digits[0] == '0' && digits[1] is not '0' && IsPhoneGrouping(run))
        {
            return isNamed || (digits.Length == 11 && digits[1] == '7') ? 0.85f : 0.6f;
        }

        return isNamed && digits.Length is >= 7 and <= 12 && run.GroupCount <= 5 && run.Separator != '.' && digits[0] is not '0' && run.DigitCount >= 9 ? 0.7f : 0;
    }

    private static ReadOnlySpan<char> Turkish(ReadOnlySpan<char> digits, bool plus) =>
        digits.Length == 12 && digits.StartsWith("90") ? digits[2..]
        : digits.Length == 14 && digits.StartsWith("0090") ? digits[4..]
        : digits.Length == 13 && digits.StartsWith("900") ? digits[3..]
        : digits.Length == 11 && digits[0] == '0' && !plus ? digits[1..]
        : digits;

    // The area codes of the national numbering plan: Istanbul has two, every other province one, and Northern Cyprus 392.
    private static readonly FrozenSet<int> AreaCodes =
    [
        212, 216, 222, 224, 226, 228, 232, 236, 242, 246, 248, 252, 256, 258, 262, 264, 266, 272, 274, 276, 282, 284, 286, 288,
        312, 318, 322, 324, 326, 328, 332, 338, 342, 344, 346, 348, 352, 354, 356, 358, 362, 364, 366, 368, 370, 372, 374, 376, 378,
        380, 382, 384, 386, 388, 392,
        412, 414, 416, 422, 424, 426, 428, 432, 434, 436, 438, 442, 446, 452, 454, 456, 458, 462, 464, 466, 472, 474, 476, 478, 482, 484, 486, 488,
    ];

    /// <summary>Mobile numbers begin with 50 to 56, land lines with an area code.</summary>
    private static bool IsTurkishSubscriber(ReadOnlySpan<char> national) =>
        (national[0] == '5' && national[1] is >= '0' and <= '6') || AreaCodes.Contains((100 * (national[0] - '0')) + (10 * (national[1] - '0')) + national[2] - '0');

    /// <summary>Groups as people write phones: 0532 123 45 67, 0 (532) 1234567; not 1 000 000 000 and not 3.000.000.000.</summary>
    private static bool IsPhoneGrouping(in DigitRun run)
    {
        if (run.GroupCount == 1)
        {
            return true;
        }

        if (run.GroupCount > 6 || run.Separator == '/')
        {
            return false;
        }

        var threes = 0;
        for (var i = 1; i < run.GroupCount; i++)
        {
            threes += run.Groups[i] == 3 ? 1 : 0;
            if (run.Groups[i] is 1 or > 8)
            {
                return false;
            }
        }

        return threes < run.GroupCount - 1 || run.GroupCount == 2;
    }

    private static bool IsNorthAmerican(in DigitRun run, ReadOnlySpan<char> digits)
    {
        var isForm = run.HasGroups([3, 3, 4]) || (run.HasGroups([1, 3, 3, 4]) && digits[0] == '1');
        return isForm && digits[^10] >= '2' && digits[^7] >= '2' && (run.Separator is '-' or '.' || run.Parenthesis);
    }

    /// <summary>Four short groups with dots are an address of the Internet; short groups with year and slashes are a date or a time.</summary>
    private static bool IsAddressOrDate(in DigitRun run)
    {
        if (run.Separator == '.' && run.GroupCount == 4 && MaxGroup(run) <= 3)
        {
            return true;
        }

        var isYearFirst = run.Groups[0] == 4 && (run.Digits.StartsWith("19") || run.Digits.StartsWith("20"));
        var isDate = run.GroupCount >= 3 && MaxGroup(run) == 4 && ((run.Groups[0] <= 2 && run.Groups[1] <= 2 && run.Groups[2] == 4) || (isYearFirst && run.Groups[1] <= 2 && run.Groups[2] <= 2));
        var isYears = run.GroupCount == 2 && run.Groups[0] == 4 && run.Groups[1] == 4;
        return isDate || isYears;
    }

    private static int MaxGroup(in DigitRun run)
    {
        var max = 0;
        foreach (var group in run.Groups[..run.GroupCount])
        {
            max = Math.Max(max, group);
        }

        return max;
    }

    /// <summary>Digits glued to letters, to a price or to a part of an address are no numbers of persons.</summary>
    private static bool IsPartOfWord(in DigitRun run, NormalisedText text)
    {
        var glyphs = text.Glyphs.AsSpan(0, text.GlyphCount);
        var before = run.First > 0 ? glyphs[run.First - 1] : default;
        var after = run.End < glyphs.Length ? glyphs[run.End] : default;
        if (before.Value is '$' or '€' or '£' or '₺' or '#' or '=' or '/' or '_' or '&' or '%' || after.Value is '$' or '€' or '£' or '₺' or '%' or '_' or '=')
        {
            return true;
        }

        // "TEL05321234567" is glued by people in a hurry, "a0532…" is a code.
        return run.First > 0 && before.Kind == GlyphKind.Letter && !IsAfter(text, run.First, PhoneWords);
    }

    /// <summary>Whether one of the words stands within the four words before a place.</summary>
    private static bool IsAfter(NormalisedText text, int glyph, string[] words)
    {
        const int reach = 4;
        var origin = text.Glyphs[glyph].Start;
        var tokens = text.Tokens;
        var seen = 0;
        for (var i = LastBefore(tokens, origin); i >= 0 && seen < reach; i--)
        {
            if (tokens[i].Kind == TokenKind.Word)
            {
                seen++;
                var word = text.Folded.Slice(tokens[i].Start, tokens[i].Length).TrimEnd("0123456789");
                foreach (var known in words)
                {
                    if (word.SequenceEqual(known))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>The last token that begins before a place of the original text.</summary>
    private static int LastBefore(ReadOnlySpan<Token> tokens, int origin)
    {
        int low = 0, high = tokens.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].OriginStart < origin)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
    }
}
