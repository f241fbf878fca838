using System.Collections.Frozen;

namespace NatComments.Server.Accounts;

/// <summary>Why a password is refused.</summary>
public enum PasswordFault
{
    Length,

    /// <summary>It is or contains the name of the account, of a site or of the program.</summary>
    Name,

    /// <summary>It is a common password, or common words with digits around them.</summary>
    Common,

    /// <summary>It repeats itself, or follows the alphabet, the digits or the keyboard.</summary>
    Pattern,
}

/// <summary>
/// Which passwords may be used. Guessing is throttled, so what matters is that a password is not among the first some
/// million guesses: those are lists of common passwords, and common words with digits, names and patterns.
/// </summary>
public static class PasswordRules
{
    // The first 2,000 words of the list: two of them together are four million passwords.
    private const int VeryCommon = 2_000;

    // 5 letters: shorter names of sites and people are part of many words.
    private const int LongName = 5;

    // 5 different characters at least: with fewer a password is a pattern.
    private const int LeastDifferent = 5;

    // 3 in a row are part of many words; longer runs are what fingers find on a keyboard.
    private const int ShortestRun = 4;

    // 6 characters beside runs: as many as make a password of their own.
    private const int LeastBesideRuns = 6;

    // The fewest letters that are a word.
    private const int ShortestWord = 4;

    private const string Product = "natcomments";

    // Rows and columns of keyboards, the alphabet and the digits, each also from its end.
    private static readonly string[] Rows = [.. ((string[])
    [
        "abcdefghijklmnopqrstuvwxyz", "0123456789012345678901234567890", "!@#$%^&*()_+", "!'^+%&/()=?",
        "qwertyuiopgu", "asdfghjklsi", "zxcvbnmoc", "qwertzuiop", "yxcvbnm", "azertyuiop", "fgodrnhpqw",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
    ]).SelectMany(row => (string[])[row, new([.. row.Reverse()])])];

    private static readonly Lazy<FrozenDictionary<string, int>> Ranks = new(Read);

    /// <summary>What is wrong with a password; null when it may be used.</summary>
    /// <param name="names">Of the account and of its sites.</param>
    public static PasswordFault? Fault(string? password, IEnumerable<string> names)
    {
        if (password is not { Length: >= Account.MinPasswordLength and <= Account.MaxPasswordLength })
        {
            return PasswordFault.Length;
        }

        var plain = Plain(password);
        var (letters, asWritten) = (Letters(plain, Unleet), Letters(plain, c => c));
        var first = names.Append(Product).Select(name => Letters(Plain(name), Unleet));
        return first.Any(name => IsOf(letters, name)) ? PasswordFault.Name
            : Ranks.Value.ContainsKey(plain) || IsCommon(letters) || IsCommon(asWritten) ? PasswordFault.Common
            : IsPattern(plain) ? PasswordFault.Pattern
            : null;
    }

    // The name alone, however often, or a long one within.
    private static bool IsOf(string letters, string name) =>
        name.Length > 0 && letters.Length > 0
        && ((name.Length >= LongName && letters.Contains(name, StringComparison.Ordinal))
            || letters.Replace(name, "", StringComparison.Ordinal).Length == 0);

    // A common word, the same word again and again, a very common one with a letter or two, or two very common ones.
    private static bool IsCommon(string letters)
    {
        if (letters.Length < ShortestWord)
        {
            return false;
        }

        bool IsVeryCommon(string word) => Ranks.Value.TryGetValue(word, out var rank) && rank < VeryCommon;
        bool IsLittle(string rest) => rest.Length < ShortestWord || IsVeryCommon(rest);
        bool AreLittle(string one, string other) => IsVeryCommon(one) ? IsLittle(other) : IsVeryCommon(other) && IsLittle(one);
        return Ranks.Value.ContainsKey(letters) || Ranks.Value.ContainsKey(letters[..Period(letters)])
            || Enumerable.Range(1, letters.Length - 1).Any(at => AreLittle(letters[..at], letters[at..]));
    }

    // Few different characters, digits but for a letter or two, the same again and again, or runs and little beside
    // them.
    private static bool IsPattern(string plain) =>
        plain.Distinct().Count() < LeastDifferent
        || plain.Count(c => !char.IsAsciiDigit(c)) < ShortestWord
        || Period(plain) <= plain.Length / 2
        || plain.Length - InRuns(plain) < LeastBesideRuns;

    // After how many characters a text begins again.
    private static int Period(string text) =>
        Enumerable.Range(1, text.Length)
            .First(period => text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)));

    // How many characters belong to runs along a row.
    private static int InRuns(string text)
    {
        var inRuns = 0;
        for (var at = 0; at < text.Length;)
        {
            var longest = Rows.Max(row => RunAlong(row, text.AsSpan(at)));
            inRuns += longest >= ShortestRun ? longest : 0;
            at += longest >= ShortestRun ? longest : 1;
        }

        return inRuns;
    }

    private static int RunAlong(string row, ReadOnlySpan<char> text)
    {
        var longest = 0;
        for (var from = row.IndexOf(text[0]); from >= 0 && from < row.Length; from = row.IndexOf(text[0], from + 1))
        {
            longest = Math.Max(longest, row.AsSpan(from).CommonPrefixLength(text));
        }

        return longest;
    }

    // Lower case without marks: İ, ı, ş and é are what they look like.
    private static string Plain(string text) => new([.. text.Select(char.ToLowerInvariant).Select(c => c switch
    {
        'ı' or 'İ' or 'î' or 'ï' or 'í' => 'i', 'ş' => 's', 'ç' => 'c', 'ğ' => 'g', 'ü' or 'û' or 'ú' => 'u', 'ö' or 'ô' or 'ó' => 'o',
        'â' or 'ä' or 'á' or 'à' => 'a', 'ê' or 'é' or 'è' or 'ë' => 'e', 'ñ' => 'n', _ => c,
    })]);

    // The letters, with what is written for letters read as such; digits and signs around them are what passwords are
    // lengthened with.
    private static string Letters(string plain, Func<char, char> read)
    {
        var (start, end) = (plain.AsSpan().IndexOfAnyInRange('a', 'z'), plain.AsSpan().LastIndexOfAnyInRange('a', 'z'));
        return start < 0 ? "" : new([.. plain[start..(end + 1)].Select(read).Where(char.IsLetter)]);
    }

    private static char Unleet(char c) => c switch
    {
        '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', '8' => 'b', _ => c,
    };

    private static FrozenDictionary<string, int> Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var ranks = new Dictionary<string, int>();
        while (reader.ReadLine() is { } line)
        {
            if (line is not ['#', ..])
            {
                ranks.TryAdd(line, ranks.Count);
            }
        }

        return ranks.ToFrozenDictionary();
    }
}
