using System.Collections.Frozen;

namespace NatComments.Core.Text;

/// <summary>
/// Turkish endings, without diacritics: what may follow a word and leave it the same word. Vowel harmony is not checked,
/// because texts without diacritics do not show it.
/// </summary>
public static class TurkishSuffixes
{
    /// <summary>16: longer tails are compounds, not endings.</summary>
    public const int MaxLength = 16;

    /// <summary>Plural, possession, case, person, copula, tense, and the endings that make nouns, adjectives and verbs of a noun.</summary>
    private static readonly FrozenSet<string> Suffixes = new[]
    {
        "lar", "ler", "i", "u", "a", "e", "yi", "yu", "ya", "ye", "si", "su", "in", "un", "nin", "nun", "im", "um", "imiz", "umuz", "iniz", "unuz", "miz", "muz", "niz", "nuz", "m", "n",
        "da", "de", "ta", "te", "dan", "den", "tan", "ten", "na", "ne", "ni", "nu", "nda", "nde", "ndan", "nden", "la", "le", "yla", "yle", "ca", "ce", "nca", "nce", "ki",
        "sin", "sun", "siniz", "sunuz", "yim", "yum", "yiz", "yuz", "iz", "uz", "dir", "dur", "tir", "tur", "ydi", "ydu", "di", "du", "ti", "tu", "ymis", "ymus", "mis", "mus", "yse", "ysa", "sa", "se", "ken", "yken",
        "lik", "luk", "lig", "lug", "ci", "cu", "cik", "cuk", "cig", "cug", "li", "lu", "siz", "suz", "cagiz", "cegiz", "msi", "imsi", "gil", "giller", "has", "vari", "dik", "duk", "tik", "tuk", "dig", "dug", "tig", "tug",
        "las", "les", "lan", "len", "lat", "let", "iyor", "uyor", "yor", "iyorum", "acak", "ecek", "acag", "eceg", "ar", "er", "ir", "ur", "r", "maz", "mez", "ma", "me", "mak", "mek", "mam", "mem", "yip", "ip", "up", "yan", "yen", "an", "en", "arak", "erek",
        "t", "l", "k", "s", "lan", "ulan", "mi", "mu", "misin", "musun", "misiniz", "musunuz", "lari", "leri",
    }.ToFrozenSet(StringComparer.Ordinal);

    private const int LongestSuffix = 8;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SuffixOf = Suffixes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a folded tail is empty or a row of Turkish endings, at most <see cref="MaxLength"/> characters long.</summary>
    public static bool IsChain(ReadOnlySpan<char> folded)
    {
        if (folded.Length > MaxLength)
        {
            return false;
        }

        // Bit n: the first n characters are a row of endings.
        var reached = 1u;
        for (var start = 0; start < folded.Length; start++)
        {
            if ((reached & (1u << start)) == 0)
            {
                continue;
            }

            var longest = Math.Min(LongestSuffix, folded.Length - start);
            for (var length = 1; length <= longest; length++)
            {
                if (SuffixOf.Contains(folded.Slice(start, length)))
                {
                    reached |= 1u << (start + length);
                }
            }
        }

        return (reached & (1u << folded.Length)) != 0;
    }

    /// <summary>
    /// The letter that a stem's last consonant becomes before a vowel (köpek → köpeği), folded; the same letter where it stays.
    /// </summary>
    public static char Soften(char last) => last switch { 'k' => 'g', 'p' => 'b', 't' => 'd', _ => last };

    /// <summary>Whether a folded letter is a vowel.</summary>
    public static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
