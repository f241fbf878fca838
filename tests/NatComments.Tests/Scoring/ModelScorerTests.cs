using FsCheck;
using FsCheck.Fluent;
using NatComments.Core.Scoring;
using NatComments.Core.Scoring.Models;

namespace NatComments.Tests.Scoring;

public class ModelScorerTests
{
    private static readonly ModelScorer Scorer = ModelScorer.Load();

    private static Scores Score(string text, string? lang = null, ScoreSignals signals = default) => Scorer.Score(new ScoreInput(text, lang, signals)).Scores;

    [Theory]
    [InlineData("Bu ne güzel bir haber olmuş, emeğinize sağlık")]
    [InlineData("Bence bu konuda belediye daha açık olmalı, rakamlar nerede?")]
    [InlineData("Thank you for the careful report, I learned a lot")]
    [InlineData("I disagree with the minister, the numbers do not add up")]
    [InlineData("Komşumuz Kürt, çok iyi insanlardır")]
    [InlineData("The Armenian church was restored last year")]
    public void An_ordinary_comment_is_held_for_nothing(string text)
    {
        var scores = Score(text);
        foreach (var category in Enum.GetValues<Category>())
        {
            Assert.True(scores[category] < Thresholds.Default[category].Hold, $"{category} {scores[category]}");
        }
    }

    [Theory]
    [InlineData("orospu çocuğu seni gebertirim")]
    [InlineData("siktir git şerefsiz köpek")]
    [InlineData("s1kt1r g1t ş.e.r.e.f.s.i.z")]
    [InlineData("you are a fucking idiot, go kill yourself")]
    [InlineData("yоu аre а fuсking іdiоt, piece of sh1t")]
    public void Abuse_is_held_in_either_language_and_in_disguise(string text) => Assert.True(Score(text).Abuse >= Thresholds.Default.Abuse.Hold, $"{Score(text).Abuse}");

    [Theory]
    [InlineData("Güvenilir bahis sitesi arayanlar, deneme bonusu veren casino için bit.ly/kazan123 hemen üye ol")]
    [InlineData("I make $6500 a week working from home, click here https://easy-money.xyz/ref and earn now")]
    public void Comment_spam_is_held(string text) => Assert.True(Score(text).Spam >= Thresholds.Default.Spam.Hold, $"{Score(text).Spam}");

    [Fact]
    public void Repetition_and_a_first_link_raise_the_score_of_spam()
    {
        const string text = "güzel bir yazı, şuna da bakın https://ornek-haber.com/yazi";
        var alone = Score(text).Spam;
        Assert.True(Score(text, signals: new ScoreSignals(FirstLink: true, 0, NewAuthor: true)).Spam > alone);
        Assert.True(Score(text, signals: new ScoreSignals(false, Duplicates: 20, false)).Spam > alone);
    }

    [Fact]
    public void A_phone_number_is_doxxing_and_a_date_is_not()
    {
        Assert.True(Score("Adamın telefonu 0532 123 45 67, arayın").Doxxing >= Thresholds.Default.Doxxing.Hold);
        Assert.Equal(0, Score("15.07.2016 gecesi 22:30'da oldu, 251 kişi").Doxxing);
    }

    [Fact]
    public void Kurmanji_is_never_rejected_by_a_model_and_its_list_asks_for_a_person()
    {
        var verdict = Scorer.Score(new ScoreInput("Tu kurê kûçikan î, bêşeref, ez ji te hez nakim heval"));
        Assert.Equal("ku", verdict.Lang);
        Assert.True(verdict.Scores.Abuse >= Thresholds.Default.Abuse.Hold);
        Assert.True(verdict.Scores.Abuse < Thresholds.Default.Abuse.Reject);
    }

    [Fact]
    public void An_explanation_points_at_the_words_in_the_text_as_written()
    {
        const string text = "Bak sana ne diyorum: sen tam bir ş.e.r.e.f.s.i.z'sin, haberin olsun";
        var verdict = Scorer.Explain(new ScoreInput(text));
        Assert.Equal(Score(text), verdict.Scores);
        var heaviest = verdict.Spans.Where(s => s.Category == Category.Abuse).MaxBy(s => s.Weight);
        Assert.Contains("e.r.e.f.s.i.z", text[heaviest.Start..heaviest.End]);
    }

    [Fact]
    public void A_phone_number_is_explained_by_its_digits()
    {
        const string text = "ara beni 0532 123 45 67";
        var span = Assert.Single(Scorer.Explain(new ScoreInput(text)).Spans, s => s.Category == Category.Doxxing);
        Assert.Equal("0532 123 45 67", text[span.Start..span.End]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("😀😀😀")]
    [InlineData("مرحبا كيف حالك")]
    [InlineData("\u200b\u200b")]
    public void A_text_with_little_to_read_has_a_verdict_of_small_numbers(string text)
    {
        var scores = Score(text);
        Assert.InRange(scores.Abuse, 0, Thresholds.Default.Abuse.Reject);
        Assert.Equal(0, scores.Doxxing);
    }

    [Fact]
    public void The_longest_texts_have_a_verdict()
    {
        foreach (var text in new[] { new string('a', 20_000), new string('1', 20_000), string.Concat(Enumerable.Repeat("😀", 10_000)), string.Concat(Enumerable.Repeat("a ", 10_000)), string.Concat(Enumerable.Repeat("! ", 10_000)), string.Concat(Enumerable.Repeat("\u0336z", 10_000)), string.Concat(Enumerable.Repeat("aptal.", 5_000)), "\ud83d" })
        {
            var verdict = Scorer.Explain(new ScoreInput(text));
            Assert.All(Enum.GetValues<Category>(), c => Assert.InRange(verdict.Scores[c], 0, 1));
        }
    }

    [Fact]
    public void Many_threads_get_the_verdict_of_one()
    {
        var texts = Enumerable.Range(0, 200).Select(i => $"comment number {i} about the article, you fool number {i * 7}").ToArray();
        var alone = texts.Select(t => Score(t)).ToArray();
        var together = new Scores[texts.Length];
        Parallel.For(0, texts.Length * 5, i => together[i % texts.Length] = Score(texts[i % texts.Length]));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Any_text_has_numbers_between_0_and_1_and_spans_inside_it() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().Where(s => s is not null).ToArbitrary(), text =>
        {
            var verdict = Scorer.Explain(new ScoreInput(text));
            return Enum.GetValues<Category>().All(c => verdict.Scores[c] is >= 0 and <= 1) && verdict.Spans.All(s => s.Start >= 0 && s.End <= text.Length && s.Start < s.End);
        }));

    [Fact]
    public void A_small_model_learns_what_it_is_shown()
    {
        var path = SmallModel.Write(SmallModel.Bytes);
        var scorer = ModelScorer.Load(path);
        Assert.Equal("small-1", scorer.Version);
        Assert.True(scorer.Score(new ScoreInput("awful troll", "en")).Scores.Abuse > scorer.Score(new ScoreInput("fine article", "en")).Scores.Abuse);
        Assert.True(scorer.Score(new ScoreInput("aptal trol", "tr")).Scores.Abuse > scorer.Score(new ScoreInput("güzel yazı", "tr")).Scores.Abuse);
        File.Delete(path);
    }
}
