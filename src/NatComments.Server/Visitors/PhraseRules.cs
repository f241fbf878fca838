using System.Security.Cryptography;
using NatComments.Server.Accounts;

namespace NatComments.Server.Visitors;

/// <summary>
/// Which recovery phrases may be set. A phrase that is made here has 100 bits. One that somebody thought of must have 70 by an estimate that takes
/// words as words: whoever holds the database and the server's key still tries for years.
/// </summary>
public static class PhraseRules
{
    /// <summary>70 bits: five words of a large vocabulary that do not belong together.</summary>
    public const double MinBits = 70;

    // Without letters that are mistaken for each other; 32 of them, 5 bits each.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz023456789";
    private const int Groups = 5;
    private const int GroupLength = 4;

    // A word has no more than 15 bits (one of 32,000), however long; written together, each letter beyond 8 may begin another one.
    private const double BitsOfWord = 15;
    private const int LongestWord = 8;
    private const double BitsOfLetter = 3.5;
    private const double BitsOfFurtherLetter = 3;
    private const double BitsOfDigit = 3;
    private const double BitsOfMixed = 5;

    /// <summary>A new phrase: five groups of four letters, 100 bits.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Letters, GroupLength)));

    /// <summary>True for a phrase that is not guessed: neither common nor a pattern, nor the name it goes with, and rich enough.</summary>
    public static bool IsStrong(string phrase, string name) => PasswordRules.Fault(phrase, [name]) is null && Bits(phrase) >= MinBits;

    /// <summary>About how many bits a phrase has. What stands in it twice counts once.</summary>
    public static double Bits(string phrase)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        var words = new string([.. phrase.Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Distinct().Sum(BitsOf);
    }

    private static double BitsOf(string word)
    {
        // "aaaa" is worth one letter.
        var length = Math.Min(word.Length, 2 * word.Distinct().Count() - 1);
        var digits = word.Count(char.IsDigit);
        return digits == word.Length ? length * BitsOfDigit
            : digits > 0 ? length * BitsOfMixed
            : Math.Min(length * BitsOfLetter, BitsOfWord) + (Math.Max(0, length - LongestWord) * BitsOfFurtherLetter);
    }
}
