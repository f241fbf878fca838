using NatComments.Core.Text;
using NatComments.Core.Text.Words;

namespace NatComments.Tests.Text.Words;

/// <summary>Lists with a language, entries that name others, and the endings that each language allows.</summary>
public class WordListLanguageTests
{
    private const string Turkish = "Bence bu haberi yazan kişi konuyu hiç araştırmamış";
    private const string English = "The council should have asked the people who live there";

    [Theory]
    [InlineData("[language tr]\n[hold]\nmasa", "masa", true, false)]
    [InlineData("[language en]\n[hold]\nmasa", "masa", false, true)]
    [InlineData("[language tr]\n[hold]\nmasa @*", "masa", true, true)]
    [InlineData("[language tr]\n[hold @tr @en]\nmasa", "masa", true, true)]
    [InlineData("[language tr]\n[hold @en]\nmasa", "masa", false, true)]
    [InlineData("[hold]\nmasa", "masa", true, true)]
    [InlineData("[hold]\nmasa @tr", "masa", true, false)]
    [Trait("Report", "3")]
    public void An_entry_judges_texts_of_its_language_or_of_those_that_it_names(string list, string word, bool inTurkish, bool inEnglish)
    {
        Assert.Equal(inTurkish, Finds(list, $"{Turkish}, {word} demiş."));
        Assert.Equal(inEnglish, Finds(list, $"{English}, {word} they said."));
    }

    [Theory]
    [InlineData("götürdü", false)]
    [InlineData("götürüyorlar", false)]
    [InlineData("götlük", true)]
    [InlineData("götü", true)]
    [InlineData("götün", true)]
    [InlineData("göte", true)]
    [InlineData("götten", true)]
    [InlineData("götler", true)]
    [InlineData("götlerinden", true)]
    [InlineData("göta", false)]
    [InlineData("götlar", false)]
    [InlineData("götde", true)]
    [InlineData("götsünüz", true)]
    [InlineData("götmüş", true)]
    [InlineData("götle", true)]
    [InlineData("götlen", false)]
    [InlineData("götçü", true)]
    [InlineData("göttekiler", true)]
    [Trait("Report", "2")]
    public void Turkish_endings_are_those_of_nouns_in_harmony(string word, bool fits) =>
        Assert.Equal(fits, TurkishEndings.Fit("göt", word.Replace('ü', 'u').Replace('ş', 's').Replace('ç', 'c').AsSpan(3)));

    [Theory]
    [InlineData("köpek", "köpeğim", true)]
    [InlineData("göt", "göde", false)]
    [InlineData("paki", "pakistan", false)]
    [InlineData("kene", "kenetlendik", false)]
    [InlineData("aptal", "aptallaştırmak", false)]
    [InlineData("aptal", "aptalsınızdır", true)]
    [InlineData("salak", "salağın", true)]
    [InlineData("pezevenk", "pezevengi", true)]
    [Trait("Report", "1")]
    [Trait("Report", "2")]
    public void Consonants_soften_only_where_Turkish_has_it(string entry, string word, bool found) =>
        Assert.Equal(found, Finds($"[language tr]\n[hold]\n{entry}", $"{Turkish} {word} dedi."));

    [Theory]
    [InlineData("clown", "clowns", true)]
    [InlineData("bitch", "bitches", true)]
    [InlineData("pussy", "pussies", true)]
    [InlineData("idiot", "idiot's", true)]
    [InlineData("spic", "spices", false)]
    [InlineData("simp", "simpler", false)]
    [InlineData("cook", "cooked", false)]
    [InlineData("cook", "cooking", false)]
    [Trait("Report", "1")]
    public void English_entries_take_a_plural_and_nothing_else(string entry, string word, bool found) =>
        Assert.Equal(found, Finds($"[language en]\n[hold]\n{entry}", $"{English}, the {word} said."));

    [Theory]
    [InlineData("I am happy")]
    [InlineData("10 am")]
    [InlineData("See you at 10 am on Monday")]
    [InlineData("am")]
    [Trait("Report", "3")]
    public void Am_in_a_list_without_a_language_is_no_everyday_English_word(string text)
    {
        Assert.False(Finds("[reject]\nam", text));
        Assert.False(Finds("[reject]\n\"am\"", text));
        Assert.True(Finds("[reject]\nam", $"{Turkish}, am dedi."));
    }

    [Theory]
    [InlineData("[reject]\nsokuk", "Elbisemin söküğünü terzi dikti.", false)]
    [InlineData("[reject]\nsokuk", "Sökük çorabı dikmiş annem.", false)]
    [InlineData("[reject]\nserefsiz", "Bu adam tam bir şerefsiz olmuş.", true)]
    [InlineData("[hold]\nşerefsiz", "bu adam tam bir serefsiz olmus", true)]
    [InlineData("[language tr]\n[hold]\npuşt", "Kedi köşede pustu ve bekledi.", false)]
    [InlineData("[language tr]\n[hold]\npuşt", "bu adam tam bir pust olmus", true)]
    [InlineData("[language tr]\n[hold]\nsik", "Bu konu çok sık konuşuluyor burada.", false)]
    public void Diacritics_may_be_missing_but_make_no_other_word(string list, string text, bool found) => Assert.Equal(found, Finds(list, text));

    [Fact]
    public void A_text_that_is_too_short_to_tell_must_spell_a_short_entry_letter_for_letter()
    {
        const string list = "[language tr]\n[hold]\ngöt\npiç";
        Assert.False(Finds(list, "got pic"));
        Assert.True(Finds(list, "göt"));
        Assert.True(Finds(list, "sen bir pic gibisin her zaman"));
    }

    [Theory]
    [InlineData("amca @xx")]
    [InlineData("amca @")]
    public void A_language_that_is_none_makes_an_entry_unusable(string line) => Assert.False(Assert.Single(WordListText.Parse("[hold]\n" + line)).IsUsable);

    [Fact]
    public void A_list_travels_with_its_language()
    {
        var text = WordListText.WithLanguage("[hold @*]\nmasa\n", Language.Turkish);
        Assert.Equal(Language.Turkish, WordListText.LanguageOf(text));
        Assert.Equal("[hold @*]\nmasa\n", WordListText.WithoutLanguage(text));
        Assert.Equal(["*"], Assert.Single(WordListText.Parse(text)).Scope.Codes());
    }

    [Fact]
    public void A_check_names_the_everyday_words_that_an_entry_would_find()
    {
        var warnings = WordListCheck.Run(WordListText.Parse("[language en]\n[hold]\nspic*\nfuckwit\ngözlük @tr"));

        Assert.Equal(["spic*", "gözlük"], warnings.Select(warning => warning.Entry.Notation));
        Assert.Contains(warnings, warning => warning.Language == Language.English && warning.Words.Contains("spice") && warning.Count > WordListCheck.MaxWords);
        Assert.All(StarterLists.Languages, language => Assert.Empty(WordListCheck.Run(StarterLists.Read(language))));
    }

    private static bool Finds(string list, string text) => new WordListMatcher(WordListText.Parse(list)).Match(text).Count > 0;
}
