namespace NatComments.Core.Text.Words;

/// <summary>
/// Reads the notation in which word lists are stored and exchanged. One entry a line; <c>#</c> before a remark; <c>[hold]</c> and
/// <c>[reject]</c> before the entries that ask for it. <c>[language tr]</c> gives the language of the list: its entries take the
/// endings of that language and judge texts in it. <c>@tr</c>, <c>@en</c>, <c>@ku</c> or <c>@*</c> (every language) behind an entry,
/// or inside a section's brackets, names the texts that are judged instead.
/// </summary>
public static class WordListText
{
    private const string LanguageLine = "[language";

    /// <summary>The entries of a list.</summary>
    /// <param name="language">The language of a list that does not give one itself.</param>
    public static IReadOnlyList<WordListEntry> Parse(string list, Language language = Language.Undetermined)
    {
        ArgumentNullException.ThrowIfNull(list);
        var entries = new List<WordListEntry>();
        var (own, action, section) = (LanguageOf(list) ?? language, WordAction.Hold, LanguageSet.None);
        foreach (var raw in list.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.StartsWith(LanguageLine))
            {
                continue;
            }

            if (line.StartsWith("["))
            {
                var inside = Marks(line.Trim("[]"), out section);
                action = inside is "reject" ? WordAction.Reject : WordAction.Hold;
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                var word = Marks(line, out var marked);
                var judges = marked != LanguageSet.None ? marked : section != LanguageSet.None ? section : EntryScope.SetOf(own);
                entries.Add(new WordListEntry(word.ToString(), action) { Scope = new(OwnOf(own, judges), judges) });
            }
        }

        return entries;
    }

    /// <summary>The language that a list gives itself; undetermined for <c>[language]</c>, null when it has no such line.</summary>
    public static Language? LanguageOf(string list)
    {
        foreach (var raw in list.AsSpan().EnumerateLines())
        {
            var line = raw.Trim();
            if (line.StartsWith(LanguageLine))
            {
                return Languages.Parse(line[LanguageLine.Length..].Trim(" ]").ToString());
            }
        }

        return null;
    }

    /// <summary>A list without the line that gives its language, which is kept beside it.</summary>
    public static string WithoutLanguage(string list) => LanguageOf(list) is null ? list
        : string.Join('\n', list.Split('\n').Where(line => !line.AsSpan().Trim().StartsWith(LanguageLine)));

    /// <summary>A list with the line that gives its language; as it is when it has none.</summary>
    public static string WithLanguage(string list, Language language) =>
        language == Language.Undetermined ? list : $"{LanguageLine} {language.Code()}]\n{list}";

    // "@tr" behind an entry of a list without a language says whose endings it takes, too.
    private static Language OwnOf(Language own, LanguageSet judges) => own != Language.Undetermined ? own : judges switch
    {
        LanguageSet.Turkish => Language.Turkish,
        LanguageSet.English => Language.English,
        LanguageSet.Kurdish => Language.Kurdish,
        _ => Language.Undetermined,
    };

    private static ReadOnlySpan<char> Marks(ReadOnlySpan<char> line, out LanguageSet marked)
    {
        marked = LanguageSet.None;
        while (line.LastIndexOf(' ') is var space and > 0 && EntryScope.SetOf(line[(space + 1)..]) is { } set)
        {
            marked |= set;
            line = line[..space].TrimEnd();
        }

        return line;
    }
}
