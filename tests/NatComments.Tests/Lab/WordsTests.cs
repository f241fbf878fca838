using NatComments.Core.Text;
using NatComments.Core.Text.Words;
using NatComments.Lab.Words;

namespace NatComments.Tests.Lab;

/// <summary>The starter lists against whole dictionaries, where they are installed; tests/run.sh installs them.</summary>
public class WordsTests
{
    public static TheoryData<string, string, int> Dictionaries => new()
    {
        { "/usr/share/dict/american-english", "en", 70_000 },
        { "/usr/share/dict/british-english", "en", 70_000 },
        { DictionaryTheoryAttribute.TurkishFile, "tr", 370_000 },
        { Path.Combine(Repository.Root, "src/NatComments.Lab/Words/kurmanji.txt"), "ku", 300 },
    };

    [DictionaryTheory]
    [MemberData(nameof(Dictionaries))]
    [Trait("Report", "1")]
    [Trait("Report", "2")]
    public void No_innocent_word_of_a_dictionary_is_rejected_and_hardly_one_is_held(string path, string language, int words)
    {
        var dictionary = DictionaryReader.Read(path);
        Assert.True(dictionary.Count > words, $"{path} has {dictionary.Count} words.");
        foreach (var list in StarterLists.Languages)
        {
            var scan = DictionaryScan.Run(new(StarterLists.Read(list)), dictionary, Languages.Parse(language), RightfulHits.Load());
            Assert.Empty(scan.Innocent(WordAction.Reject).Select(hit => $"{hit.Word} by {hit.Entry.Notation}"));
            Assert.True(scan.IsClean, string.Join(", ", scan.Innocent(WordAction.Hold).Select(hit => $"{hit.Word} by {hit.Entry.Notation}")));
        }
    }

    [Fact]
    public void A_list_that_rejects_an_innocent_word_is_not_clean()
    {
        var list = new WordListMatcher(WordListText.Parse("[language en]\n[reject]\nspic*\nwhore"));
        var scan = DictionaryScan.Run(list, ["spice", "spics", "whores", "table"], Language.English, RightfulHits.Load());

        Assert.Equal("spice", Assert.Single(scan.Innocent(WordAction.Reject)).Word);
        Assert.Equal(3, scan.Hits.Count);
        Assert.False(scan.IsClean);
    }

    [Fact]
    public void A_dictionary_is_a_plain_list_or_a_Hunspell_one_with_or_without_flags()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "4\na.ş./0,1\nelma/12\npo\tpo:noun\nand\\/or\ndog's\n");
            Assert.Equal(["a.ş.", "elma", "po", "and\\/or"], DictionaryReader.Read(path));
            File.WriteAllText(path, "apple\npear\n");
            Assert.Equal(["apple", "pear"], DictionaryReader.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

/// <summary>A test over dictionaries that a distribution and npm bring.</summary>
public sealed class DictionaryTheoryAttribute : TheoryAttribute
{
    public DictionaryTheoryAttribute()
    {
        var missing = new[] { "/usr/share/dict/american-english", "/usr/share/dict/british-english", TurkishFile }.Where(path => !File.Exists(path)).ToList();
        Skip = missing.Count > 0 ? $"There is no {string.Join(" and no ", missing)}; tests/run.sh installs the dictionaries." : null;
    }

    public static string TurkishFile => Path.Combine(Repository.Root, "tests/NatComments.Tests/Lab/node_modules/dictionary-tr/index.dic");
}
