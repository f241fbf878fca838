namespace NatComments.Core.Text.Words;

/// <summary>
/// Word lists that a new site begins with, one per language. Written by hand for this project; a site changes its copy freely. Lines are
/// entries in the notation of <see cref="WordListEntry"/> under <c>[reject]</c> or <c>[hold]</c>.
/// </summary>
public static class StarterLists
{
    /// <summary>The codes of the languages for which there is a list.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["tr", "en", "ku"];

    /// <summary>The list of a language.</summary>
    /// <exception cref="ArgumentException">There is no list for the language.</exception>
    public static IReadOnlyList<WordListEntry> Read(string language)
    {
        using var stream = typeof(StarterLists).Assembly.GetManifestResourceStream($"NatComments.Core.Text.Words.{language}.txt")
            ?? throw new ArgumentException($"There is no starter list for '{language}'.", nameof(language));
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a list as it is stored and exchanged: sections, one entry a line, <c>#</c> before a remark.</summary>
    public static IReadOnlyList<WordListEntry> Parse(string list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var entries = new List<WordListEntry>();
        var action = WordAction.Hold;
        foreach (var raw in list.Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
            {
                action = line == "[reject]" ? WordAction.Reject : WordAction.Hold;
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                entries.Add(new WordListEntry(line, action));
            }
        }

        return entries;
    }
}
