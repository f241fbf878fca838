using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace NatComments.Core.Text;

/// <summary>What a character of a text is to the normaliser.</summary>
internal enum GlyphKind : byte
{
    /// <summary>Not seen by a reader: zero-width, bidirectional and variation marks, controls, lone surrogates.</summary>
    Invisible,

    /// <summary>A combining mark: joined with the letter before it or dropped.</summary>
    Mark,
    Space,

    /// <summary>A Latin letter in any dress.</summary>
    Letter,

    /// <summary>A letter of another script that looks like a Latin one.</summary>
    Alike,

    /// <summary>Any other letter.</summary>
    Foreign,
    Digit,
    Punctuation,

    /// <summary>Emoji and every other sign.</summary>
    Symbol,
}

/// <summary>
/// Which letters stand for which: a table over the whole of Unicode, built once from <c>letters.txt</c> and the runtime's own
/// character categories, because the service runs without ICU. Lower-case out; the Turkish and Kurmanji letters are kept.
/// </summary>
internal static class LetterTable
{
    /// <summary>Letters that keep their diacritic in the plain form: Turkish and Kurmanji ones. <see cref="Fold"/> removes it.</summary>
    private const string Kept = "çğıöşüâîûê";
    private const string KeptFolded = "cgiosuaiue";

    /// <summary>Look-alikes so close that a word made of nothing else is taken for Latin.</summary>
    private const string CloseAlikes = "аеорсухіјѕԁһкмтвнԛԝѵӏӀАВЕКМНОРСТУХІЈЅονραβεικτυχηωγΑΒΕΖΗΙΚΜΝΟΡΤΥΧոսօցհՕՍ";

    private static readonly GlyphKind[] Kinds = new GlyphKind[char.MaxValue + 1];
    private static readonly char[] Targets = new char[char.MaxValue + 1];
    private static readonly Dictionary<int, string> Expansions = [];
    private static readonly Dictionary<int, (GlyphKind Kind, string Target)> Supplementary = [];
    private static readonly FrozenSet<char> Close = CloseAlikes.ToFrozenSet();

    static LetterTable()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            Kinds[c] = KindOf(CharUnicodeInfo.GetUnicodeCategory((char)c));
            Targets[c] = (char)c;
        }

        foreach (var c in "\t\n\r\v\f\u0085\u2800")
        {
            Kinds[c] = GlyphKind.Space;
        }

        foreach (var c in "\u034f\u115f\u1160\u3164\uffa0\u17b4\u17b5\ufffc")
        {
            Kinds[c] = GlyphKind.Invisible;
        }

        for (var c = 'a'; c <= 'z'; c++)
        {
            Targets[c - 32] = c;
        }

        for (var c = '\ufe00'; c <= '\ufe0f'; c++)
        {
            Kinds[c] = GlyphKind.Invisible;
        }

        ReadLetters();
    }

    /// <summary>What a UTF-16 unit is. Surrogates are invisible by themselves: see <see cref="OfPair"/>.</summary>
    internal static GlyphKind Kind(char c) => Kinds[c];

    /// <summary>The lower-case Latin letter that a Latin, look-alike or sign character stands for; the character itself where there is none.</summary>
    internal static char Target(char c) => Targets[c];

    /// <summary>More than one letter for one character (ß, æ), or null.</summary>
    internal static string? Expansion(char c) => c < '\u0080' ? null : Expansions.GetValueOrDefault(c);

    /// <summary>Whether a word of nothing but such letters is taken for Latin.</summary>
    internal static bool IsClose(char c) => Close.Contains(c);

    /// <summary>What a character beyond the first plane is, with what it stands for (empty where that is nothing).</summary>
    internal static (GlyphKind Kind, string Target) OfPair(char high, char low)
    {
        var code = char.ConvertToUtf32(high, low);
        if (Supplementary.TryGetValue(code, out var known))
        {
            return known;
        }

        // Skin tones only dress the sign before them.
        if (code is >= 0x1F3FB and <= 0x1F3FF)
        {
            return (GlyphKind.Invisible, "");
        }

        var category = CharUnicodeInfo.GetUnicodeCategory(code);
        return category == UnicodeCategory.DecimalDigitNumber
            ? (GlyphKind.Digit, ((char)('0' + (int)CharUnicodeInfo.GetNumericValue(char.ConvertFromUtf32(code), 0))).ToString())
            : (KindOf(category), "");
    }

    /// <summary>The letter without its diacritic: ş → s, ı → i. Other characters are returned as they are.</summary>
    internal static char Fold(char c)
    {
        if (c < '\u0080')
        {
            return c;
        }

        var at = Kept.IndexOf(c);
        return at < 0 ? c : KeptFolded[at];
    }

    /// <summary>The kept letter that a letter and a combining mark make, or the letter alone.</summary>
    internal static char Compose(char letter, char mark) => (letter, mark) switch
    {
        ('c', '\u0327') => 'ç',
        ('s', '\u0327' or '\u0326') => 'ş',
        ('g', '\u0306') => 'ğ',
        ('o', '\u0308') => 'ö',
        ('u', '\u0308') => 'ü',
        ('I' or 'ı', '\u0307') => 'i',
        ('a', '\u0302') => 'â',
        ('i' or 'I', '\u0302') => 'î',
        ('u', '\u0302') => 'û',
        ('e', '\u0302') => 'ê',
        _ => letter,
    };

    private static GlyphKind KindOf(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => GlyphKind.Foreign,
        UnicodeCategory.DecimalDigitNumber => GlyphKind.Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => GlyphKind.Mark,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => GlyphKind.Space,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate => GlyphKind.Invisible,
        UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation => GlyphKind.Punctuation,
        _ => GlyphKind.Symbol,
    };

    private static void ReadLetters()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            if (Kinds[c] == GlyphKind.Digit)
            {
                Targets[c] = (char)('0' + (int)CharUnicodeInfo.GetNumericValue((char)c));
            }
            else if (Kinds[c] == GlyphKind.Foreign)
            {
                Targets[c] = char.ToLowerInvariant((char)c);
            }
        }

        using var stream = typeof(LetterTable).Assembly.GetManifestResourceStream("NatComments.Core.Text.letters.txt")
            ?? throw new InvalidOperationException("The table of letters is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var kind = GlyphKind.Letter;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                kind = line switch
                {
                    "[latin]" => GlyphKind.Letter,
                    "[alike]" => GlyphKind.Alike,
                    "[symbol]" => GlyphKind.Symbol,
                    _ => GlyphKind.Digit,
                };
                continue;
            }

            var parts = line.Split(' ');
            foreach (var range in parts.AsSpan(1))
            {
                SetRange(kind, parts[0], range);
            }
        }

        for (var c = 'a'; c <= 'z'; c++)
        {
            Kinds[c] = Kinds[c - 32] = GlyphKind.Letter;
        }

        foreach (var c in Kept)
        {
            Kinds[c] = GlyphKind.Letter;
            Targets[c] = c;
        }
    }

    private static void SetRange(GlyphKind kind, string target, string range)
    {
        var dash = range.IndexOf('-');
        var first = int.Parse(dash < 0 ? range : range.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var last = dash < 0 ? first : int.Parse(range.AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        for (var code = first; code <= last; code++)
        {
            if (code > char.MaxValue)
            {
                Supplementary[code] = (kind, target);
                continue;
            }

            Kinds[code] = kind;
            Targets[code] = target[0];
            if (target.Length > 1)
            {
                Expansions[code] = target;
            }
        }
    }
}
