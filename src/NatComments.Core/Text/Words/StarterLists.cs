namespace NatComments.Core.Text.Words;

/// <summary>
/// Word lists that a new site begins with, one per language. Written by hand for this project; a site changes its copy freely. What each
/// must never hit stands in <c>Neighbours/</c>, and <c>NatComments.Lab words</c> holds them against whole dictionaries.
/// </summary>
public static class StarterLists
{
    /// <summary>The codes of the languages for which there is a list.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["tr", "en", "ku"];

    /// <summary>The entries of the list of a language.</summary>
    /// <exception cref="ArgumentException">There is no list for the language.</exception>
    public static IReadOnlyList<WordListEntry> Read(string language) => WordListText.Parse(TextOf(language), Core.Text.Languages.Parse(language));

    /// <summary>The list of a language in the notation of <see cref="WordListText"/>.</summary>
    /// <exception cref="ArgumentException">There is no list for the language.</exception>
    public static string TextOf(string language) => WordData.Read(language + ".txt");
}
