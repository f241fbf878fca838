namespace NatComments.Core.Text.Words;

/// <summary>Languages of texts, as a set.</summary>
[Flags]
public enum LanguageSet : byte
{
    /// <summary>The entry's list says no language.</summary>
    None = 0,
    Turkish = 1,
    English = 2,
    Kurdish = 4,

    /// <summary>Every text, in whatever language it is or seems to be: for words that mean one thing wherever they stand.</summary>
    All = 8,
}

/// <summary>Which language an entry is in, and the texts of which languages it judges.</summary>
/// <param name="Own">The language whose endings the entry takes; undetermined: that of the text.</param>
/// <param name="Judges">The texts that it judges; none: texts of every language, with the care that <see cref="WordListMatcher"/> describes.</param>
public readonly record struct EntryScope(Language Own, LanguageSet Judges)
{
    /// <summary>The mark before the code of a language in lists: <c>siktir @*</c>, <c>[hold @tr @en]</c>.</summary>
    public const char Mark = '@';

    /// <summary>The scope of entries that say nothing in a list of a language.</summary>
    public static EntryScope Of(Language language) => new(language, SetOf(language));

    /// <summary>The set of one language; empty for an undetermined one.</summary>
    public static LanguageSet SetOf(Language language) =>
        language == Language.Undetermined ? LanguageSet.None : (LanguageSet)(1 << ((int)language - 1));

    /// <summary>The codes of the judged languages as they stand in lists: "tr", "en", "ku", "*".</summary>
    public IReadOnlyList<string> Codes()
    {
        var judges = Judges;
        return judges.HasFlag(LanguageSet.All) ? ["*"]
            : [.. new[] { Language.Turkish, Language.English, Language.Kurdish }.Where(l => judges.HasFlag(SetOf(l))).Select(l => l.Code())];
    }

    /// <summary>The set that a mark names: <c>@tr</c>, <c>@*</c>; null for what names none.</summary>
    internal static LanguageSet? SetOf(ReadOnlySpan<char> mark) => mark switch
    {
        "@*" => LanguageSet.All,
        "@tr" => LanguageSet.Turkish,
        "@en" => LanguageSet.English,
        "@ku" => LanguageSet.Kurdish,
        _ => null,
    };
}
