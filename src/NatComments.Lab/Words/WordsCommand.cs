using System.CommandLine;
using System.Globalization;
using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Lab.Words;

/// <summary><c>words</c>: holds word lists against dictionaries, and makes the table of everyday words.</summary>
public static class WordsCommand
{
    /// <summary>12 words show what an entry hits; <c>--all</c> shows the rest.</summary>
    private const int Shown = 12;

    /// <summary>The command for the root of the command line.</summary>
    public static Command Create()
    {
        var turkish = Dictionaries("--tr", "Turkish");
        var english = Dictionaries("--en", "English");
        var kurdish = Dictionaries("--ku", "Kurmanji");
        var lists = new Option<string[]>("--list") { Description = "tr, en, ku, or the file of a list; without one the three starter lists.", AllowMultipleArgumentsPerToken = true };
        var all = new Option<bool>("--all") { Description = "Shows every word, not only the first of an entry." };
        var everyday = new Option<string?>("--everyday") { Description = "Writes the table of everyday words to this file instead: what the dictionaries have, without the reviewed words of abuse." };
        var command = new Command("words", "Shows what word lists hit in dictionaries; fails when an innocent word is rejected or more than 1 in 10,000 is held.")
        {
            turkish, english, kurdish, lists, all, everyday,
        };
        command.SetAction(parsed =>
        {
            var dictionaries = new[] { (Language.Turkish, turkish), (Language.English, english), (Language.Kurdish, kurdish) }
                .Where(pair => parsed.GetValue(pair.Item2) is { Length: > 0 })
                .ToDictionary(pair => pair.Item1, pair => (IReadOnlyList<string>)[.. parsed.GetValue(pair.Item2)!.SelectMany(DictionaryReader.Read).Distinct(StringComparer.Ordinal)]);
            if (parsed.GetValue(everyday) is { } path)
            {
                WriteEveryday(path, dictionaries);
                return 0;
            }

            return Scan(parsed.GetValue(lists) is { Length: > 0 } named ? named : [.. StarterLists.Languages], dictionaries, parsed.GetValue(all)) ? 0 : 1;
        });
        return command;
    }

    private static Option<string[]> Dictionaries(string name, string language) =>
        new(name) { Description = $"{language} dictionaries: word lists or Hunspell .dic files.", AllowMultipleArgumentsPerToken = true };

    private static bool Scan(string[] lists, Dictionary<Language, IReadOnlyList<string>> dictionaries, bool all)
    {
        var reviewed = RightfulHits.Load();
        var isClean = true;
        foreach (var name in lists)
        {
            var entries = StarterLists.Languages.Contains(name) ? StarterLists.Read(name) : WordListText.Parse(File.ReadAllText(name));
            var matcher = new WordListMatcher(entries);
            foreach (var (language, words) in dictionaries)
            {
                var scan = DictionaryScan.Run(matcher, words, language, reviewed);
                Report(name, language, scan, all);
                isClean &= scan.IsClean;
            }
        }

        return isClean;
    }

    private static void Report(string list, Language language, DictionaryScan scan, bool all)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"list {list}, {scan.Words} words of {language.Code()}: {scan.Hits.Count} hit; innocent: {scan.Innocent(WordAction.Reject).Count()} rejected, {scan.Innocent(WordAction.Hold).Count()} held"));
        foreach (var entry in scan.Hits.GroupBy(hit => hit.Entry).OrderByDescending(group => group.Count()))
        {
            var innocent = entry.Where(hit => hit.IsInnocent).Select(hit => hit.Word).ToList();
            var shown = (innocent.Count > 0 ? innocent : [.. entry.Select(hit => hit.Word)]).Take(all ? int.MaxValue : Shown);
            Console.WriteLine($"  {entry.Key.Action.ToString().ToLowerInvariant(),-6} {entry.Key.Notation}: {entry.Count()}, innocent {innocent.Count}: {string.Join(' ', shown)}");
        }
    }

    private static void WriteEveryday(string path, Dictionary<Language, IReadOnlyList<string>> dictionaries)
    {
        var reviewed = RightfulHits.Load();
        using var file = File.Create(path);
        EverydayWords.Write(file, dictionaries.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Select(word => DictionaryScan.Plain(word, pair.Key)).Where(word => word.All(char.IsLetter) && word.Length > 1 && !reviewed.Contains(word, pair.Key))));
    }
}
