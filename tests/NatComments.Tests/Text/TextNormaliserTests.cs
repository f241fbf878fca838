using NatComments.Core.Text;

namespace NatComments.Tests.Text;

public class TextNormaliserTests
{
    private static string Words(string text, bool folded = true)
    {
        var read = TextNormaliser.Normalise(text);
        var from = folded ? read.Folded.ToString() : read.Plain.ToString();
        return string.Join(' ', read.Tokens.ToArray().Where(t => !t.IsAlternate && t.Length > 0).Select(t => from.Substring(t.Start, t.Length)));
    }

    private static string[] Readings(string text)
    {
        var read = TextNormaliser.Normalise(text);
        var folded = read.Folded.ToString();
        return read.Tokens.ToArray().Select(t => folded.Substring(t.Start, t.Length)).ToArray();
    }

    [Theory]
    [InlineData("APTAL", "aptal")]
    [InlineData("a.p.t.a.l", "aptal")]
    [InlineData("a p t a l", "aptal")]
    [InlineData("a-p-t-a-l", "aptal")]
    [InlineData("a. p. t. a. l.", "aptal")]
    [InlineData("ap\u200bt\u2060al", "aptal")]
    [InlineData("аptаl", "aptal")]
    [InlineData("𝐚𝐩𝐭𝐚𝐥", "aptal")]
    [InlineData("ａｐｔａｌ", "aptal")]
    [InlineData("ⓐⓟⓣⓐⓛ", "aptal")]
    [InlineData("4pt4l", "aptal")]
    [InlineData("aptaaaaal", "aptal")]
    [InlineData("ap*tal", "aptal")]
    [InlineData("a\u0336p\u0336t\u0336a\u0336l\u0336", "aptal")]
    [InlineData("$erefsiz", "serefsiz")]
    [InlineData("İBNE", "ibne")]
    [InlineData("ŞEREFSİZ", "serefsiz")]
    [InlineData("s\u0327erefsi\u0307z", "serefsiz")]
    [InlineData("𝓲𝓭𝓲𝓸𝓽", "idiot")]
    [InlineData("1d10t", "idiot")]
    public void A_disguised_word_is_read_as_the_word(string written, string read) => Assert.Equal(read, Words(written));

    [Theory]
    [InlineData("10.30'da geldi", "10 30 da geldi")]
    [InlineData("3 kişi 5 lira", "3 kisi 5 lira")]
    [InlineData("1 2 3 4 5", "1 2 3 4 5")]
    [InlineData("covid19 ve f16", "covid19 ve f16")]
    [InlineData("100$ eder", "100 $ eder")]
    [InlineData("o da bu da şu", "o da bu da su")]
    public void Ordinary_numbers_and_words_stay_what_they_are(string written, string read) => Assert.Equal(read, Words(written));

    [Theory]
    [InlineData("y o u a r e a n i d i o t", "you are an idiot")]
    [InlineData("y0u 4nd 7h3", "you and the")]
    public void Words_are_found_in_letters_that_stand_together_and_in_digits(string written, string read) => Assert.Equal(read, Words(written));

    [Theory]
    [InlineData("st*pid", "stupid")]
    [InlineData("stuupid", "stupid")]
    [InlineData("stpuid", "stupid")]
    [InlineData("stu pid", "stupid")]
    [InlineData("stupidperson", "stupid")]
    [InlineData("5h17", "shit")]
    [InlineData("1bn3", "ibne")]
    public void A_misspelt_word_has_the_common_word_as_a_second_reading(string written, string word) => Assert.Contains(word, Readings(written));

    [Theory]
    [InlineData("hapishane")]
    [InlineData("understand")]
    public void A_common_word_has_one_reading(string word) => Assert.Equal([word], Readings(word));

    [Fact]
    public void Turkish_capitals_are_lowered_the_Turkish_way() =>
        Assert.Equal("sık sık geldiler ışık ve ilk", Words("SIK SIK GELDİLER IŞIK VE İLK", folded: false));

    [Fact]
    public void English_capitals_are_lowered_the_English_way() =>
        Assert.Equal("this is it and i think it is right", Words("THIS IS IT AND I THINK IT IS RIGHT", folded: false));

    [Fact]
    public void Diacritics_stay_in_the_plain_form_and_go_in_the_folded_one()
    {
        Assert.Equal("şu çığlık güzel değil", Words("Şu çığlık güzel değil", folded: false));
        Assert.Equal("su ciglik guzel degil", Words("Şu çığlık güzel değil"));
    }

    [Fact]
    public void A_mark_between_two_whole_words_gives_both_readings()
    {
        var readings = Readings("geri.zekalı");
        Assert.Contains("zekali", readings);
        Assert.Contains("gerizekali", readings);
    }

    [Fact]
    public void Two_spaces_stand_between_words_that_are_spaced_themselves() => Assert.Equal("sen aptal", Words("s e n  a p t a l"));

    [Fact]
    public void Links_mentions_and_addresses_leave_no_letters()
    {
        var read = TextNormaliser.Normalise("bak https://bit.ly/abc @kullanici biri@ornek.com www.site.com.tr/yol diyor");
        Assert.Equal("bak diyor", read.Plain.ToString());
        Assert.Equal(2, read.Links.Length);
        Assert.True(read.Links[0].IsShortener);
        Assert.False(read.Links[1].IsShortener);
        Assert.Contains(read.Tokens.ToArray(), t => t.Kind == TokenKind.Email);
        Assert.Contains(read.Tokens.ToArray(), t => t.Kind == TokenKind.Mention);
    }

    [Fact]
    public void Every_word_knows_where_it_stood_in_the_text_as_written()
    {
        const string text = "Sen  tam bir аp\u200bt4l'sın 😀 ya";
        var read = TextNormaliser.Normalise(text);
        var word = read.Tokens.ToArray().First(t => read.Folded.Slice(t.Start, t.Length).StartsWith("aptal"));
        Assert.Equal("аp\u200bt4l'sın", text[word.OriginStart..word.OriginEnd]);
        for (var i = 0; i < read.Plain.Length; i++)
        {
            Assert.InRange(read.OriginStart(i), 0, text.Length);
            Assert.InRange(read.OriginEnd(i), read.OriginStart(i), text.Length);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u200b\u200c\u200d")]
    [InlineData("   \t\r\n")]
    public void A_text_with_nothing_to_read_is_empty(string text) => Assert.Empty(TextNormaliser.Normalise(text).Tokens.ToArray());

    [Fact]
    public void Lone_surrogates_are_dropped()
    {
        Assert.Empty(TextNormaliser.Normalise("\udc00\ud800").Tokens.ToArray());
        Assert.Equal("aptal", Words("ap\ud83dtal"));
    }

    [Fact]
    public void Real_Russian_is_not_read_as_Latin() => Assert.Contains("что", Words("Что вы думаете об этом", folded: false));

    [Theory]
    [InlineData("Bu haberi yazan arkadaşa teşekkürler", "tr")]
    [InlineData("bu ulkede artik yasanmaz", "tr")]
    [InlineData("I do not agree with this article at all", "en")]
    [InlineData("Ez ji te pir hez dikim heval, dest xweş", "ku")]
    [InlineData("Das ist doch nicht wahr, ich glaube es nicht", "und")]
    [InlineData("Что вы думаете об этом", "und")]
    [InlineData("👍👍", "und")]
    public void A_short_text_names_its_language(string text, string code) => Assert.Equal(code, TextNormaliser.Normalise(text).Language.Code());
}
