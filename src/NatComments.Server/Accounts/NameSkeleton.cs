using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using NatComments.Core.Text;

namespace NatComments.Server.Accounts;

/// <summary>
/// A name as a reader takes it at a glance, so that look-alikes of a colleague's name are the same: case, diacritics, letters of other alphabets,
/// digits for letters, pairs of letters that look like one, doubled letters, signs and spaces are undone.
/// </summary>
public static class NameSkeleton
{
    // Pairs that look like one letter in most typefaces.
    private static readonly (string Pair, string One)[] LookAlikes = [("rn", "m"), ("vv", "w"), ("cl", "d")];

    /// <summary>4 words of a name in any order are 24 spellings; of a longer name the first four are moved about.</summary>
    private const int MaxMoved = 4;

    // Every post asks for the skeleton of a name; a buffer of its own each time would cost more than the folding.
    [ThreadStatic]
    private static NormalisedText? t_text;

    /// <summary>What pretends to speak for the site, in English, Turkish and Kurdish: nobody is called by these words alone.</summary>
    internal static readonly FrozenSet<string> Offices = Skeletons(
        "admin", "admins", "administrator", "administration", "moderator", "moderators", "mod", "mods", "moderation", "staff", "editor", "editors", "editorial", "editor in chief",
        "support", "helpdesk", "owner", "root", "system", "webmaster", "author", "NatComments",
        "yönetici", "yönetim", "moderatör", "moderasyon", "editör", "editörler", "yazı işleri", "genel yayın yönetmeni", "destek", "sistem", "yazar", "ekip", "site sahibi", "yetkili",
        "rêveber", "rêvebir", "rêveberî", "edîtor", "edîtorî", "moderator", "piştgirî", "desteka", "nivîskar", "xwedî", "berpirs", "sîstem");

    /// <summary>What is set beside a name to make it look genuine. Alone these are ordinary names.</summary>
    internal static readonly FrozenSet<string> Ornaments = Skeletons(
        "the", "official", "real", "verified", "team", "site", "our", "chief", "senior", "of", "dr", "mr", "ms", "mrs",
        "resmi", "gerçek", "onaylı", "hesap", "hesabı", "takımı", "ekibi", "baş", "sayın", "bay", "bayan",
        "fermî", "rast", "pejirandî", "tîm", "malper", "ser");

    /// <summary>The words of a name, each as it is compared.</summary>
    public static IReadOnlyList<string> Words(string name)
    {
        var text = t_text ??= new();
        TextNormaliser.Normalise(name, text);
        var words = new List<string>();
        foreach (var token in text.Tokens)
        {
            if (!token.IsAlternate && Word(text.Folded.Slice(token.Start, token.Length)) is { Length: > 0 } word)
            {
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>A name without the signs in and around its words, which are else read as letters: a check mark as a v. The same when it has none.</summary>
    public static string WithoutSigns(string name) =>
        name.All(IsOfWord) ? name : string.Concat(name.Select(letter => IsOfWord(letter) ? letter : ' '));

    /// <summary>Words as they are compared when they are written together.</summary>
    public static string Join(IEnumerable<string> words) => Single(new StringBuilder().AppendJoin("", words));

    /// <summary>Every spelling that a name is protected in: its words in any order, written together.</summary>
    public static IEnumerable<string> Spellings(string name)
    {
        IReadOnlyList<string> words = [.. Words(name).Where(word => !Offices.Contains(word) && !Ornaments.Contains(word))];
        return words.Count == 0 ? [] : Orders([.. words.Take(MaxMoved)]).Select(order => Join([.. order, .. words.Skip(MaxMoved)]));
    }

    private static string Word(ReadOnlySpan<char> folded)
    {
        var word = new StringBuilder(folded.Length);
        foreach (var letter in folded)
        {
            // A capital I and a small l are one stroke; digits that stand for no letter are ornament.
            if (!char.IsAsciiDigit(letter))
            {
                word.Append(letter is 'l' or '|' or 'ı' ? 'i' : letter);
            }
        }

        foreach (var (pair, one) in LookAlikes)
        {
            word.Replace(pair.Replace('l', 'i'), one);
        }

        return Single(word);
    }

    private static string Single(StringBuilder word)
    {
        var single = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (i == 0 || word[i] != word[i - 1])
            {
                single.Append(word[i]);
            }
        }

        return single.ToString();
    }

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || char.IsWhiteSpace(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    private static IEnumerable<string[]> Orders(string[] words) => words.Length <= 1 ? [words]
        : words.SelectMany((first, at) => Orders([.. words.Where((_, i) => i != at)]).Select(rest => (string[])[first, .. rest]));

    private static FrozenSet<string> Skeletons(params string[] names) => names.Select(name => Join(Words(name))).ToFrozenSet(StringComparer.Ordinal);
}
