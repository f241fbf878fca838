using NatComments.Core.Text.Words;

namespace NatComments.Tests.Text.Words;

public class WordListMatcherTests
{
    private static readonly WordListMatcher List = new(
    [
        new("ibne", WordAction.Reject), new("şerefsiz", WordAction.Reject), new("vatan haini", WordAction.Hold), new("aptal", WordAction.Hold), new("pis", WordAction.Hold),
        new("cunt", WordAction.Reject), new("köpek", WordAction.Hold), new("sik", WordAction.Hold), new("gerizek*", WordAction.Hold), new("\"mal\"", WordAction.Hold), new("siktir", WordAction.Reject),
        new("sikici", WordAction.Hold), new("idiot", WordAction.Hold), new("rapist", WordAction.Hold), new("stupidly", WordAction.Hold),
    ]);

    private static string[] Found(string text) => [.. List.Match(text).Select(h => List.Entries[h.Entry].Words).Distinct()];

    [Theory]
    [InlineData("İBNE", "ibne")]
    [InlineData("ŞEREFSİZ", "şerefsiz")]
    [InlineData("serefsiz herif", "şerefsiz")]
    [InlineData("bunlar vatan hainleri", "vatan haini")]
    [InlineData("vatan hainlerinden biri", "vatan haini")]
    [InlineData("çok aptalsın", "aptal")]
    [InlineData("aptallığınız", "aptal")]
    [InlineData("a.p.t.a.l", "aptal")]
    [InlineData("аptаl", "aptal")]
    [InlineData("a p t a l", "aptal")]
    [InlineData("4pt4l", "aptal")]
    [InlineData("APTAAAAL", "aptal")]
    [InlineData("köpeği", "köpek")]
    [InlineData("kopekler", "köpek")]
    [InlineData("gerizekalılar", "gerizek")]
    [InlineData("bu mal işte", "mal")]
    [InlineData("s*ktir", "siktir")]
    [InlineData("s1kt1r", "siktir")]
    [InlineData("idiots", "idiot")]
    [InlineData("senaptalsın s e n a p t a l s ı n", "aptal")]
    public void A_disguised_or_inflected_word_matches_its_entry(string text, string entry) => Assert.Contains(entry, Found(text));

    [Theory]
    [InlineData("hapis cezası")]
    [InlineData("Scunthorpe United")]
    [InlineData("my therapist said so")]
    [InlineData("stpuidly written")]
    [InlineData("malumat maliye malı")]
    [InlineData("sık sık gelirim")]
    [InlineData("çok sıkıcı bir yazı")]
    [InlineData("SIK SIK YAZIYORUM ÇÜNKÜ ÖNEMLİ")]
    [InlineData("vatan ve hain")]
    [InlineData("piste kaldı")]
    [InlineData("")]
    public void An_ordinary_word_does_not(string text) => Assert.Empty(Found(text));

    [Fact]
    public void A_hit_covers_the_word_as_it_was_written()
    {
        const string text = "Siz, vatan haіnlеri!";
        var hit = Assert.Single(List.Match(text));
        Assert.Equal("vatan haіnlеri", text[hit.Start..hit.End]);
    }

    [Fact]
    public void Hits_are_counted_once_a_text()
    {
        var list = new WordListMatcher([new("aptal", WordAction.Hold)]);
        list.Match("aptal aptal aptal");
        list.Match("aptal değil");
        list.Match("akıllı");
        Assert.Equal(2, list.HitCount(0));
    }

    [Fact]
    public void Ten_thousand_entries_find_their_own_words()
    {
        var entries = Enumerable.Range(0, WordListMatcher.MaxEntries).Select(i => new WordListEntry("kel" + Letters(i), WordAction.Hold)).ToArray();
        var list = new WordListMatcher(entries);
        foreach (var i in new[] { 0, 17, 4_242, 9_999 })
        {
            Assert.Contains(list.Match($"bu {entries[i].Words}ler çok"), h => h.Entry == i);
        }

        static string Letters(int n) => string.Concat(Enumerable.Range(0, 4).Select(k => (char)('b' + (n / (int)Math.Pow(10, k) % 10))));
    }

    [Fact]
    public void More_than_the_limit_is_refused() =>
        Assert.Throws<ArgumentException>(() => new WordListMatcher([.. Enumerable.Repeat(new WordListEntry("aptal", WordAction.Hold), WordListMatcher.MaxEntries + 1)]));

    [Theory]
    [InlineData("oy*", "oylama bitti")]
    [InlineData("oy*", "oy")]
    [InlineData("\"oy\"", "bir oy daha")]
    [InlineData("ev sahibi", "bu ev sahibinin")]
    [InlineData("o adam", "gelen o adam mıydı")]
    public void Entries_that_begin_with_few_letters_are_found_too(string entry, string text) =>
        Assert.Single(new WordListMatcher([new(entry, WordAction.Hold)]).Match(text));

    [Theory]
    [InlineData("***")]
    [InlineData("")]
    [InlineData("a")]
    public void An_entry_without_letters_is_not_usable(string notation) => Assert.False(new WordListEntry(notation, WordAction.Hold).IsUsable);

    [Theory]
    [InlineData("tr", "orospu çocukları", WordAction.Reject)]
    [InlineData("tr", "gerizekalısın", WordAction.Hold)]
    [InlineData("en", "what an id1ot", WordAction.Hold)]
    [InlineData("ku", "tu xayînî", WordAction.Hold)]
    public void The_starter_lists_find_what_they_are_for(string language, string text, WordAction action)
    {
        var list = new WordListMatcher(StarterLists.Read(language));
        Assert.True(list.Entries.Count > 90);
        Assert.All(list.Entries, e => Assert.True(e.IsUsable, e.Notation));
        Assert.Contains(list.Match(text), h => list.Entries[h.Entry].Action == action);
    }
}
