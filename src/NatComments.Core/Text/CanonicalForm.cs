using System.Globalization;
using System.Text;

namespace NatComments.Core.Text;

/// <summary>
/// Unicode's normalisation form C (UAX #15): what looks the same and is the same letter has one spelling, <c>s</c> with a cedilla is <c>ş</c>.
/// The runtime leaves all but ASCII as it is when it works without ICU; the table is <c>canonical.txt</c>.
/// </summary>
public static class CanonicalForm
{
    // Hangul syllables follow a rule (The Unicode Standard, 3.12) instead of standing in the table.
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = 19 * VowelCount * TrailingCount;

    // Below the first combining mark (U+0300) no text can change.
    private const char FirstMark = '\u0300';

    private static readonly Lazy<Tables> Known = new(Load);

    private sealed record Tables(
        Dictionary<int, (int First, int Second)> Apart, Dictionary<(int First, int Second), int> Together, Dictionary<int, byte> Classes);

    /// <summary>The text in form C. One that is so already comes back as it is.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
        {
            return text;
        }

        var tables = Known.Value;
        var letters = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, letters, tables);
        }

        Order(letters, tables);
        var result = new StringBuilder(text.Length);
        foreach (var letter in Compose(letters, tables))
        {
            result.Append(char.ConvertFromUtf32(letter));
        }

        return text.AsSpan().SequenceEqual(result.ToString()) ? text : result.ToString();
    }

    private static void Decompose(int letter, List<int> into, Tables tables)
    {
        if (letter - Syllables is >= 0 and < SyllableCount and var syllable)
        {
            into.Add(Leading + (syllable / (VowelCount * TrailingCount)));
            into.Add(Vowels + (syllable % (VowelCount * TrailingCount) / TrailingCount));
            if (syllable % TrailingCount is > 0 and var trailing)
            {
                into.Add(Trailing + trailing);
            }
        }
        else if (tables.Apart.TryGetValue(letter, out var parts))
        {
            Decompose(parts.First, into, tables);
            if (parts.Second > 0)
            {
                Decompose(parts.Second, into, tables);
            }
        }
        else
        {
            into.Add(letter);
        }
    }

    // Marks that do not touch each other stand in the order of their classes.
    private static void Order(List<int> letters, Tables tables)
    {
        for (var start = 0; start < letters.Count;)
        {
            var end = start + 1;
            while (end < letters.Count && Class(letters[end], tables) > 0)
            {
                end++;
            }

            var marks = Class(letters[start], tables) > 0 ? start : start + 1;
            if (end - marks > 1)
            {
                var ordered = letters[marks..end].OrderBy(letter => Class(letter, tables)).ToList();
                letters.RemoveRange(marks, end - marks);
                letters.InsertRange(marks, ordered);
            }

            start = end;
        }
    }

    private static List<int> Compose(List<int> letters, Tables tables)
    {
        var result = new List<int>(letters.Count);
        var (starter, last) = (-1, 0);
        foreach (var letter in letters)
        {
            var mark = Class(letter, tables);

            // A mark is blocked from its letter by another one of the same class or a higher one.
            if (starter >= 0 && (last < mark || (last == 0 && result.Count - 1 == starter)) && Pair(result[starter], letter, tables) is { } composed)
            {
                result[starter] = composed;
                continue;
            }

            if (mark == 0)
            {
                starter = result.Count;
            }

            last = mark;
            result.Add(letter);
        }

        return result;
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        if (first - Leading is >= 0 and < 19 and var leading && second - Vowels is >= 0 and < VowelCount and var vowel)
        {
            return Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        }

        if (first - Syllables is >= 0 and < SyllableCount and var syllable && syllable % TrailingCount == 0 && second - Trailing is > 0 and < TrailingCount and var trailing)
        {
            return first + trailing;
        }

        return tables.Together.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static byte Class(int letter, Tables tables) => letter < FirstMark ? (byte)0 : tables.Classes.GetValueOrDefault(letter);

    private static Tables Load()
    {
        using var stream = typeof(CanonicalForm).Assembly.GetManifestResourceStream("NatComments.Core.Text.canonical.txt")
            ?? throw new InvalidOperationException("The table of canonical forms is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var tables = new Tables([], [], []);
        while (reader.ReadLine() is { } line)
        {
            if (line[0] == '#')
            {
                continue;
            }

            if (line.Split(": ") is [var number, var marks])
            {
                AddClass(tables, byte.Parse(number, CultureInfo.InvariantCulture), marks);
            }
            else
            {
                var letters = line.TrimStart('-').Split(' ').Select(Hex).ToArray();
                tables.Apart[letters[0]] = (letters[1], letters.Length > 2 ? letters[2] : 0);
                if (line[0] != '-')
                {
                    tables.Together[(letters[1], letters[2])] = letters[0];
                }
            }
        }

        return tables;
    }

    private static void AddClass(Tables tables, byte number, string marks)
    {
        foreach (var range in marks.Split(' '))
        {
            var ends = range.Split('-').Select(Hex).ToArray();
            for (var mark = ends[0]; mark <= ends[^1]; mark++)
            {
                tables.Classes[mark] = number;
            }
        }
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
