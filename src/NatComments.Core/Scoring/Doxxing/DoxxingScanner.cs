using NatComments.Core.Text;

namespace NatComments.Core.Scoring.Doxxing;

/// <summary>
/// Finds details by which a person can be found: phone numbers, national ids, bank accounts, cards, plates, addresses and places. By form and
/// check digits, not by a model, so that it can say what it saw. Linear in the text's length; a text without digits, links and addresses costs nothing.
/// </summary>
public static class DoxxingScanner
{
    private static readonly string[] PlateWords = ["plaka", "plakali", "plakasi", "plakayi", "plate", "plates"];

    /// <summary>Adds what is found to <paramref name="into"/>.</summary>
    /// <param name="text">The text after reading.</param>
    /// <param name="original">The same text as written.</param>
    public static void Scan(NormalisedText text, string original, List<PersonalDetail> into)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(into);
        foreach (ref readonly var token in text.Tokens)
        {
            if (token.Kind == TokenKind.Email)
            {
                into.Add(new PersonalDetail(PersonalDetailKind.EmailAddress, token.OriginStart, token.OriginEnd, 0.8f));
            }
        }

        foreach (ref readonly var link in text.Links)
        {
            if (link.IsMap)
            {
                into.Add(new PersonalDetail(PersonalDetailKind.MapLink, link.Start, link.End, 0.8f));
            }
        }

        if (HasDigit(text))
        {
            ScanNumbers(text, into);
            AddressRecogniser.Find(text, original, into);
        }
    }

    /// <summary>The probability that at least one of the details is real, 0 to 1.</summary>
    public static float Score(List<PersonalDetail> details)
    {
        ArgumentNullException.ThrowIfNull(details);
        var none = 1f;
        foreach (var detail in details)
        {
            none *= 1 - detail.Confidence;
        }

        return 1 - none;
    }

    private static bool HasDigit(NormalisedText text)
    {
        foreach (ref readonly var glyph in text.Glyphs.AsSpan(0, text.GlyphCount))
        {
            if (glyph.Kind == GlyphKind.Digit)
            {
                return true;
            }
        }

        return false;
    }

    private static void ScanNumbers(NormalisedText text, List<PersonalDetail> into)
    {
        ReadOnlySpan<Glyph> glyphs = text.Glyphs.AsSpan(0, text.GlyphCount);
        var run = new DigitRun { Digits = stackalloc char[DigitRun.MaxDigits], Groups = stackalloc int[DigitRun.MaxGroups + 1] };
        var namesPlate = Mentions(text, PlateWords);
        var isShouted = text.CapitalCount * 2 > text.LetterCount && text.LetterCount > 12;
        var links = text.Links;
        var link = 0;
        for (var i = 0; i < glyphs.Length; i++)
        {
            while (link < links.Length && links[link].End <= glyphs[i].Start)
            {
                link++;
            }

            var isInLink = link < links.Length && links[link].Start <= glyphs[i].Start;
            if (isInLink || glyphs[i].Kind != GlyphKind.Digit || (i > 0 && glyphs[i - 1].Kind == GlyphKind.Digit))
            {
                continue;
            }

            i = Math.Max(i, ScanNumber(text, ref run, i, (namesPlate, isShouted), into) - 1);
        }
    }

    /// <summary>Judges what begins at a digit; returns where to go on.</summary>
    private static int ScanNumber(NormalisedText text, ref DigitRun run, int at, (bool Named, bool Shouted) plate, List<PersonalDetail> into)
    {
        ReadOnlySpan<Glyph> glyphs = text.Glyphs.AsSpan(0, text.GlyphCount);
        if (PlaceRecogniser.Judge(glyphs, at, out var end) is > 0 and var place)
        {
            return Add(into, PersonalDetailKind.Coordinates, glyphs, at, end, place);
        }

        if (ReadIban(glyphs, at, out var first, out end))
        {
            return Add(into, PersonalDetailKind.BankAccount, glyphs, first, end, 0.97f);
        }

        if (PlateRecogniser.Judge(glyphs, at, plate.Named, plate.Shouted, out end) is > 0 and var sure)
        {
            return Add(into, PersonalDetailKind.VehiclePlate, glyphs, at, end, sure);
        }

        run.Read(glyphs, at);
        if (NumberRecogniser.Judge(run, text) is { } found)
        {
            return Add(into, found.Kind, glyphs, run.First, run.End, found.Confidence);
        }

        // A number that is none of these may still have one behind it: "3 kişi 0532 123 45 67", "12 0532 1234567".
        return run.GroupCount > 1 ? at + run.Groups[0] : run.End;
    }

    private static int Add(List<PersonalDetail> into, PersonalDetailKind kind, ReadOnlySpan<Glyph> glyphs, int first, int end, float confidence)
    {
        into.Add(new PersonalDetail(kind, glyphs[first].Start, glyphs[end - 1].End, confidence));
        return end;
    }

    /// <summary>Two letters before the digits and 11 to 30 letters and digits after them, spaces allowed between groups.</summary>
    private static bool ReadIban(ReadOnlySpan<Glyph> glyphs, int at, out int first, out int end)
    {
        const int longest = 34;
        first = at - 2;
        end = at;
        if (first < 0 || glyphs[first].Kind != GlyphKind.Letter || glyphs[first + 1].Kind != GlyphKind.Letter || (first > 0 && glyphs[first - 1].Kind is GlyphKind.Letter or GlyphKind.Digit))
        {
            return false;
        }

        Span<char> account = stackalloc char[longest];
        var length = 0;
        for (var i = first; i < glyphs.Length && length < longest; i++)
        {
            if (glyphs[i].Kind is GlyphKind.Letter or GlyphKind.Digit)
            {
                account[length++] = glyphs[i].Value;
                end = i + 1;
                if (length >= 15 && (i + 1 == glyphs.Length || glyphs[i + 1].Kind is not (GlyphKind.Letter or GlyphKind.Digit)) && Checksums.IsIban(account[..length]))
                {
                    return true;
                }
            }
            else if (glyphs[i].Kind != GlyphKind.Space && glyphs[i].Value is not ('-' or '.'))
            {
                return false;
            }
        }

        return false;
    }

    private static bool Mentions(NormalisedText text, string[] words)
    {
        foreach (ref readonly var token in text.Tokens)
        {
            foreach (var word in words)
            {
                if (token.Length == word.Length && text.Folded.Slice(token.Start, token.Length).SequenceEqual(word))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
