using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Text.Words;

namespace NatComments.Tests.Text.Words;

/// <summary>Words that only look like insults are published; insults beside them are not.</summary>
public class FalseFriendTests
{
    private static readonly Lazy<ModelScorer> Scorer = new(ModelScorer.Load);
    private static readonly WordListMatcher Starters = new([.. StarterLists.Read("tr"), .. StarterLists.Read("en")]);

    [Theory]
    [InlineData("Bok böcekleri toprağı havalandırır.")]
    [InlineData("Bok böceği belgeseli izledik.")]
    [InlineData("Bok bocegi belgeseli izledik.")]
    [InlineData("boks maçı")]
    [InlineData("Boks maçı berabere bitti.")]
    [InlineData("Kızım boks kursuna gidiyor.")]
    [InlineData("Bokser köpeğimiz kayboldu.")]
    [InlineData("Boksör Ayşe Demir altın madalya kazandı.")]
    [InlineData("Boksörümüz yarı finalde.")]
    [InlineData("sikke koleksiyonu")]
    [InlineData("Osmanlı sikkeleri sergileniyor.")]
    [InlineData("Gümüş sikke müzede.")]
    [InlineData("Got milk?")]
    [InlineData("bok choy recipe")]
    [InlineData("Göteborg'da kar yağıyor.")]
    [InlineData("Goteborg'da kar yagiyor.")]
    [InlineData("Sikorsky helikopteri düştü.")]
    [InlineData("Sikorsky'nin yeni modeli")]
    [InlineData("Top direkten döndü.")]
    [InlineData("Top auta çıktı.")]
    [InlineData("Arı soktu.")]
    [InlineData("Arı ayağımı soktu.")]
    [InlineData("Yılan sokması tehlikelidir.")]
    [InlineData("Hırsız evimize girdi.")]
    [InlineData("Moby Dick is a classic.")]
    [InlineData("Moby Dick'i lisede okudum.")]
    [InlineData("Charles Dickens wrote it.")]
    [InlineData("Penistone is a lovely town.")]
    [InlineData("We moved to Penistone last year.")]
    [InlineData("Kill the lights please.")]
    [InlineData("Kill the engine first.")]
    [InlineData("Great tits and blue tits visit our garden.")]
    [InlineData("Çocuğu okula götürdüm.")]
    [InlineData("Bizi hastaneye götürecekler.")]
    [InlineData("Beni de götür.")]
    [InlineData("10 am")]
    [InlineData("Dinamik bir ekip.")]
    [InlineData("Kızamık aşısı oldunuz mu?")]
    [Trait("Report", "28")]
    public void A_false_friend_is_published(string text)
    {
        Assert.Equal(Outcome.Publish, Decide(text).Decision?.Outcome);
        Assert.Empty(Starters.Match(text));
    }

    [Theory]
    [InlineData("Moby Dick is boring, you asshole.")]
    [InlineData("sen bir bok böceğisin")]
    [InlineData("siz bok böceğisiniz")]
    [InlineData("seni bok böceği")]
    [InlineData("Got milk you stupid bitch?")]
    [InlineData("boks maçını izleyen orospu çocukları")]
    [InlineData("götürün bu şerefsiz herifi")]
    [InlineData("b o k böceği gibi bir şerefsiz")]
    [Trait("Report", "28")]
    public void An_insult_beside_one_or_made_of_one_is_not(string text) => Assert.NotEqual(Outcome.Publish, Decide(text).Decision?.Outcome);

    [Fact]
    public void A_site_that_lists_one_itself_finds_it()
    {
        var own = new WordListMatcher(WordListText.Parse("[hold]\nmoby dick\nsikorsky\ndick"));
        Assert.Equal("moby dick", own.Entries[Assert.Single(own.Match("I have read Moby Dick twice this year")).Entry].Words);
        Assert.Single(own.Match("Sikorsky helikopteri dün düştü"));
    }

    private static PolicyAnswer Decide(string text) =>
        Policy.Decide(new Evidence(Scorer.Value.Score(new ScoreInput(text)), Scorer.Value.Version, default, PolicySettings.Default), premoderated: false);
}
