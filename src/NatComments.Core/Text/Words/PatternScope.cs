namespace NatComments.Core.Text.Words;

/// <summary>How closely a text must spell an entry.</summary>
internal enum Judging : byte
{
    /// <summary>The entry does not judge such a text.</summary>
    No,

    /// <summary>Letter for letter, with every diacritic.</summary>
    Exact,

    /// <summary>Diacritics may be missing.</summary>
    Loose,
}

/// <summary>
/// How an entry judges the texts of each language. What needs the dictionary is asked when the entry has been met, so that a server
/// starts without it.
/// </summary>
internal sealed class PatternScope(WordListEntry entry, WordEntryKind kind, string plain)
{
    /// <summary>4 letters: göt, piç and kıç are words of other languages without their diacritics; longer entries hardly ever.</summary>
    internal const int MaxShortEntry = 4;

    private static readonly Language[] Known = [Language.Turkish, Language.English, Language.Kurdish];

    private readonly LanguageSet _judges = entry.Scope.Judges;
    private readonly Judging?[] _in = new Judging?[Known.Length + 1];

    /// <summary>Whether it judges every text alike.</summary>
    private bool IsForAll => (_judges & LanguageSet.All) != 0;

    /// <summary>How it judges a text.</summary>
    /// <param name="isShort">The text has too few words to be sure of its language.</param>
    internal Judging In(Language language, bool isShort)
    {
        if (IsForAll)
        {
            return Judging.Loose;
        }

        var judging = _in[(int)language] ??= Find(language);
        return !isShort || (judging == Judging.Loose && plain.Length > MaxShortEntry) ? judging : _in[0] ??= Find(Language.Undetermined);
    }

    private Judging Find(Language language) => language == Language.Undetermined
        ? kind != WordEntryKind.Prefix && Known.Any(known => IsSpared(known) || IsForeign(known)) ? Judging.No : Judging.Exact
        : _judges == LanguageSet.None ? IsSpared(language) ? Judging.No : Judging.Loose
        : (_judges & EntryScope.SetOf(language)) != 0 ? Judging.Loose : Judging.No;

    // "am" in a list without a language is no "am" of an English text; in quotation marks only the most frequent words are spared.
    private bool IsSpared(Language language) => _judges == LanguageSet.None && kind == WordEntryKind.Exact
        && (entry.Kind == WordEntryKind.Exact ? EverydayWords.IsFrequent(plain, language) : EverydayWords.Contains(plain, language));

    private bool IsForeign(Language language) =>
        _judges != LanguageSet.None && (_judges & EntryScope.SetOf(language)) == 0 && EverydayWords.Contains(plain, language);
}
