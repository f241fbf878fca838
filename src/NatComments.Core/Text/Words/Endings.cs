using System.Collections.Frozen;

namespace NatComments.Core.Text.Words;

/// <summary>What may follow an entry of a language within the same word. English and Kurmanji have few endings; the Turkish ones have a grammar of their own.</summary>
internal static class Endings
{
    /// <summary>Oblique, plural, construct, indefinite, vocative and the short copula; y stands after a vowel.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Kurmanji = new[]
    {
        "e", "a", "i", "o", "an", "no", "in", "en", "ek", "eke", "eka", "eki", "ekan", "im", "ine", "ti", "tiya", "tiye",
        "ye", "ya", "yi", "yan", "yen", "yek", "yeke", "yeka", "yin", "yim", "yo",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a folded tail may stand behind an entry; an undetermined language is any.</summary>
    /// <param name="stem">The entry with its diacritics.</param>
    /// <param name="addresses">Endings that say it to somebody's face (aptalsın) are among them.</param>
    internal static bool Fit(Language language, ReadOnlySpan<char> stem, ReadOnlySpan<char> tail, bool addresses = true) => language switch
    {
        Language.Turkish => TurkishEndings.Fit(stem, tail, addresses),
        Language.English => IsEnglish(stem, tail),
        Language.Kurdish => Kurmanji.Contains(tail),
        _ => IsEnglish(stem, tail) || TurkishEndings.Fit(stem, tail, addresses) || Kurmanji.Contains(tail),
    };

    // The possessive's apostrophe is gone; a plural in -ies is a pattern of its own, because its stem changes.
    private static bool IsEnglish(ReadOnlySpan<char> stem, ReadOnlySpan<char> tail) =>
        tail is "s" || (tail is "es" && (stem[^1] is 's' or 'x' or 'z' or 'o' || stem.EndsWith("ch") || stem.EndsWith("sh")));
}
