using NatComments.Core.Moderation;
using NatComments.Core.Scoring;

namespace NatComments.Tests.Scoring;

/// <summary>What the model in the program must get right under the policy that ships: 42 friendly comments that nobody should wait for, and some forty that a person must see.</summary>
public class OrdinaryCommentTests
{
    private static readonly ModelScorer Scorer = ModelScorer.Load();

    public static TheoryData<string> Friendly =>
    [
        "Great article, thank you!",
        "comment 3 17",
        "comment 12",
        "Well said, thank you",
        "I disagree with the author, but it was worth reading.",
        "Nice photos! Who took them?",
        "Happy birthday, Mary, and many more.",
        "The bus now leaves at 8.15, not 8.30.",
        "Thanks for the update.",
        "There were 2,000 people in the square yesterday.",
        "Could somebody explain the second graph to me?",
        "My grandmother came from the same village.",
        "Lovely weather in Dublin today",
        "I think the mayor did the right thing here.",
        "First time I comment here. Hello everybody!",
        "Çok güzel bir haber, teşekkürler.",
        "Elinize sağlık, harika bir yazı olmuş.",
        "Katılıyorum.",
        "Ben farklı düşünüyorum ama yazı güzel.",
        "Yorum 3 17",
        "Günaydın, herkese iyi haftalar.",
        "Köprü ne zaman açılacak, bilen var mı?",
        "Başınız sağ olsun, mekânı cennet olsun.",
        "Üçüncü fotoğraf hangi yıl çekilmiş?",
        "Kaynağı da ekleseydiniz daha iyi olurdu.",
        "Bizim mahallede de aynı sorun var, belediye ilgilenmeli.",
        "Ekmek 15 lira oldu, emekli ne yapsın.",
        "Tebrikler gençler, gurur duyduk!",
        "Sıkıntı yok, sık sık olur böyle şeyler.",
        "Sık sık geliriz bu parka, köpekler de çok sever.",
        "Topu taca attı, hakem görmedi.",
        "Komşumuz Ermeni bir aileydi, çok iyi insanlardı.",
        "Spas ji bo vê nivîsê, gelek xweş bû.",
        "Roj baş hevalno, hûn çawa ne?",
        "Destê we sax be.",
        "Ez ji Amedê silavan dişînim.",
        "Serê malbatê sax be.",
        "Ev pirtûk li ku derê tê firotin?",
        "Newroza we pîroz be!",
        "Ez bi nivîskar re nefikirim, lê nivîs baş e.",
        "Gelek spas ji bo agahiyê.",
        "Zarokên me jî vê çîrokê pir hez dikin.",
    ];

    public static TheoryData<string> Harmful =>
    [
        "You are a stupid idiot and nobody likes you",
        "Shut up you fucking moron",
        "Go kill yourself, you worthless piece of shit",
        "I will find you and break your legs",
        "What a disgusting whore she is",
        "you dumb b1tch",
        "f u c k you, a$$hole",
        "All of them are filthy vermin and should be shot",
        "You pathetic loser, crawl back to your hole, scum",
        "Faggots should burn in hell",
        "The author is a retarded cunt",
        "SUCK MY DICK",
        "Make $5000 a week from home, click here www.cash-now.xyz",
        "Best online casino, 200% bonus, register at http://win-slots.club",
        "Buy cheap viagra without prescription http://pills.online",
        "Check out my channel and subscribe!! https://youtu.be/abc",
        "Send 1 bitcoin get 2 back, contact t.me/giveaway",
        "Hot singles in your area bit.ly/hot",
        "Dr Ahmed spell caster brought my husband back, whatsapp +1 202 555 0147",
        "Siktir git lan orospu çocuğu",
        "Sen ne aptal bir insansın, geri zekalı",
        "Şerefsiz köpekler, hepiniz hainsiniz",
        "Seni bulup gebertirim it",
        "amk salağı sus artık",
        "s.i.k.t.i.r git",
        "Bu yazarın ağzına sıçayım",
        "0rospu evladı",
        "gerizekalı mal herif",
        "Kürtlerin hepsi geberip gitsin, pis köpekler",
        "Ermeni dölü piçler",
        "İBNELER KUDURSUN, götünüzü yesinler",
        "Deneme bonusu veren siteler için hemen tıkla www.bahis777.com",
        "Şişli escort bayan, gerçek resimli 0532 123 45 67",
        "Evden çalışarak günde 5000 TL kazan, whatsapp 0555 123 45 67",
        "Takipçi satın al, 10000 takipçi 50 TL http://takipci.xyz",
        "Kripto sinyal grubumuza katılın, %90 kazanç garantili t.me/sinyal",
        "Canlı casino hoş geldin bonusu üye ol kazan bit.ly/casino",
        "Kefilsiz kredi, evraksız anında başvuru 0541 222 33 44",
        "Medyum hocam eşimi geri getirdi, arayın 0533 444 55 66",
    ];

    [Theory]
    [MemberData(nameof(Friendly))]
    public void A_friendly_comment_of_a_new_author_is_published(string text) => Assert.Equal(Outcome.Publish, Ask(text).Decision?.Outcome);

    [Theory]
    [MemberData(nameof(Harmful))]
    public void Abuse_and_spam_of_a_known_author_are_not_published(string text) => Assert.NotEqual(Outcome.Publish, Ask(text, new AuthorRecord(5, 0)).Decision?.Outcome);

    [Fact]
    public void A_heap_of_links_is_held_whoever_posts_it() =>
        Assert.NotEqual(Outcome.Publish, Ask(string.Join(' ', Enumerable.Range(0, 60).Select(i => $"https://example.org/{i}")), new AuthorRecord(5, 0)).Decision?.Outcome);

    private static PolicyAnswer Ask(string text, AuthorRecord author = default)
    {
        var verdict = Scorer.Score(new ScoreInput(text, null, new ScoreSignals(FirstLink: author.IsNew, Duplicates: 0, NewAuthor: author.IsNew)));
        return Policy.Decide(new Evidence(verdict, Scorer.Version, author, PolicySettings.Default), premoderated: false);
    }
}
