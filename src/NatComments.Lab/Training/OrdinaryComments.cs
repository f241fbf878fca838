using System.Globalization;
using NatComments.Core.Scoring.Models;

namespace NatComments.Lab.Training;

/// <summary>
/// Short friendly comments made from templates: thanks, agreement, questions, corrections, numbers. The labelled sets hold hardly any, because nobody
/// gathers what is harmless, and a spammer begins with the same words ("Great article, …"); these examples say that they are ordinary by themselves. Sentences in Kurmanji
/// go to both languages, which judge it together. A few name a telephone number as a neighbour would.
/// </summary>
public static class OrdinaryComments
{
    /// <summary>1,500 a language: more than the templates of spam, which they stand against.</summary>
    public const int PerLanguage = 1_500;

    /// <summary>600 in Turkish with words of two meanings: about thirty for each sentence.</summary>
    public const int DoubleMeanings = 600;

    /// <summary>Half: they are easy, and must not outweigh what people wrote.</summary>
    private const float Cost = 0.5f;

    /// <summary>One in eight is in Kurmanji.</summary>
    private const int KurdishOneIn = 8;

    private static readonly string[] Turkish =
    [
        "{praise} bir yazı, teşekkürler.", "{praise} olmuş, elinize sağlık", "Teşekkür ederim, çok faydalı bir {thing}.", "Emeği geçenlere teşekkürler", "Katılıyorum, {praise} bir tespit.", "Kesinlikle katılıyorum", "Buna katılmıyorum ama saygı duyuyorum.", "Bu konuda daha fazla {thing} bekliyoruz.",
        "{name} Bey doğru söylüyor.", "{name} Hanım'a katılıyorum", "Kaynak belirtebilir misiniz?", "Bu {thing} ne zaman yayınlandı?", "{n}. paragrafta bir yazım hatası var.", "Sayı yanlış, {n} değil {n} olacak.", "Nüfusu {n} bin, haberde eksik yazılmış.", "{n} yıldır okuyorum, hep {praise}.", "Yorum {n}", "deneme {n} {n}",
        "Bugün hava {n} derece", "{city} için de böyle bir {thing} yapar mısınız?", "{city}'dan selamlar", "Ben de {city} doğumluyum, çok doğru anlatmışsınız.", "Günaydın herkese", "İyi akşamlar, güzel bir {thing}.", "Geçmiş olsun, acil şifalar dilerim", "Allah rahmet eylesin, başınız sağ olsun.", "Tebrikler, başarılarınızın devamını dilerim!", "Çok üzüldüm, umarım kısa sürede çözülür.",
        "Haklısınız", "Bence de", "Aynen öyle", "Ne güzel anlatmış", "Sabırsızlıkla bekliyorum", "Bu fiyat çok yüksek, {n} lira olmalı.", "Otobüs saat {n}'da kalkıyor.", "Maçı {n} kişi izledi", "Seçim {n} gün sonra", "Yazının devamı gelecek mi?", "{name}'nin son kitabını okudunuz mu, {praise}.", "Fotoğraflar {praise}, kim çekti?", "Anlamadım, biraz daha açıklar mısınız?",
        "Oğlum bu okulda okuyor, memnunuz.", "Annem tarifi denedi, {praise} oldu.", "İzledim, beğendim", "Kanalınızı severek takip ediyorum, yeni {thing} ne zaman?", "Abone olduğum tek gazete sizsiniz.", "Siteyi yeni keşfettim, {praise}.", "Kredi faizleri yine arttı, ev almak zor.", "Bahis reklamları yasaklanmalı bence.", "Dolar {n} lira olmuş", "İş arayanlar için zor bir dönem.", "Belediyenin numarası {phone}, oradan öğrenebilirsiniz.",
        "Kayıp kedimizi görenler lütfen {phone} numarasını arasın.", "Muhtarlığı {phone} numarasından aradım, açan olmadı.", "Hastanenin santrali {phone}, randevu veriyorlar.", "Arayın sorun, santral {phone}, yardımcı oluyorlar.", "Arayın {phone}", "Bilgi için {phone}", "Telefonu {phone}", "Ambulans için 112'yi arayın", "Şikâyet hattını {phone} aradık, ilgilendiler.",
    ];

    /// <summary>Words that are also insults, or look like them without their diacritics, in their ordinary meaning.</summary>
    private static readonly string[] TurkishDoubleMeanings =
    [
        "Sık sık {city} tarafına gidiyoruz.", "Sık sık okuyorum bu tür {thing}leri", "Bu soru çok sık soruluyor", "Sık dişini az kaldı", "Oraya sık sık gidiyoruz", "Biz de sık sık gideriz", "sık sık yazıyorum ama cevap yok", "Böyle şeyler sık sık olur", "Sıkı çalışmak lazım", "Canım çok sıkıldı bu habere", "Sıkıntı yok, {n} dakika beklerim", "Ne sıklıkla yayınlıyorsunuz?",
        "Köpekler çok sadık hayvanlardır, bizimki {n} yaşında.", "Sokak köpekleri için mama bıraktık", "Eşek sütü pahalıymış", "Topu taca attı hakem görmedi", "Mal varlığı beyanı açıklandı", "Kaşar peyniri {n} lira olmuş", "İnek ve domuz eti fiyatları arttı", "Amcam {city} taraflarında oturuyor",
        "Çocuğu okula ben götürdüm", "Hayvan hakları yasası çıkmalı", "Yılan görünce çok korktuk", "Öküzler tarlayı sürüyordu eskiden",
    ];

    private static readonly string[] English =
    [
        "{praise} article, thank you!", "{praise} article, thanks for sharing", "Thank you for this {thing}.", "Thanks, this was {praise}", "Well said", "Well said, {name}.", "I agree with {name}.", "I totally agree with this", "I do not agree, but it is a {praise} {thing}.", "{praise} post", "{praise} read, thanks a lot", "Nice {thing}, I learned a lot.", "Could you add a source for this?",
        "When was this {thing} published?", "There is a typo in paragraph {n}.", "The number is wrong, it is {n} and not {n}.", "I have been reading this paper for {n} years.", "comment {n} {n}", "comment {n}", "test {n}", "Part {n} please", "Number {n} please", "Number {n} is the best of the list.", "Number {n} of the first row is mine.", "Number {n} of this list is wrong.", "Number {n} of the series.", "Question {n} of this {thing} is unclear.", "{n} people were there, not {n}.", "It was {n} degrees in {city} today", "Greetings from {city}", "I grew up in {city}, this is exactly how it was.", "Could you write about {city} next time?", "Good morning everyone",
        "Happy birthday {name}!", "So sorry for your loss.", "Get well soon", "Congratulations to the whole team!", "Looking forward to the next one", "Can't wait for part {n}", "Same here", "Exactly", "So true", "Agreed.", "Interesting point, I had not thought of it that way.", "My mother tried the recipe and it was {praise}.", "The photos are {praise}, who took them?", "I watched it twice and loved it", "I follow your channel and like every {thing}.", "I subscribed to the paper last year, money well spent.",
        "What time does it start?", "The train leaves at {n}.", "Tickets cost {n} euros, too much for a family.", "Interest rates went up again, nobody can buy a house.", "Does anybody know if the {thing} is free?", "I work from home and the noise is terrible.", "Bitcoin lost {n} percent this week, says the article.", "Betting adverts should be banned in my opinion.", "Please visit the exhibition, it is {praise}.", "Everybody should see this {thing}.", "You can call the town hall at {phone}, they were helpful.", "If you see our lost cat please call {phone}.", "The hospital's number is {phone}, ask there.",
        "Great job", "Love this", "Nice one", "Good point, {name}", "Hope you are all well", "I was there too, {n} years ago", "Is there a second part of this {thing}?", "Thanks for answering my question, {name}", "The weather was lovely and the food was good", "My grandfather worked at that station.", "My mother went to this school.", "My aunt was born in {city}.", "My father told me the same story.", "Our family is from that village too.", "They come from the same town as my uncle.", "Her brother played in the same team.", "We had the same teacher.",
    ];

    private static readonly string[] Kurdish =
    [
        "Spas ji bo vê nivîsê.", "Gelek spas, {name}", "Destê we sax be", "Nivîseke gelek xweş e, spas.", "Ez bi te re me", "Rast e", "Ez jî wisa difikirim.", "Silav ji {city}", "Roj baş hevalno", "Şev baş ji we re", "Ser xêrê be", "Serê we sax be, xwedê rehma xwe lê bike.", "Pîroz be!", "Newroz pîroz be", "Ev çîrok gelek xweş bû", "Kengê beşa {n} derdikeve?", "Ji kerema xwe re çavkaniyê binivîsin.",
        "Wêne gelek xweş in", "Ez {n} sal in vê rojnameyê dixwînim.", "Zimanê me xweş e, em pê binivîsin", "Hûn çawa ne?", "Di paragrafa {n} de şaşiyek heye.", "Ez ji {city} me, we rast nivîsiye.", "Hêvîdar im ku her tişt baş bibe", "Dilê min pê şewitî", "Em li benda nivîsa nû ne", "Mala we ava be", "Tu rast dibêjî {name}",
    ];

    private static readonly Dictionary<string, (string[] Turkish, string[] English)> Words = new(StringComparer.Ordinal)
    {
        ["praise"] = (["çok güzel", "harika", "çok iyi", "süper", "mükemmel", "çok faydalı", "güzel", "müthiş", "çok başarılı"], ["Great", "great", "nice", "Very good", "wonderful", "Excellent", "interesting", "lovely", "useful", "Beautiful"]),
        ["thing"] = (["haber", "yazı", "video", "makale", "röportaj", "belgesel", "program", "çalışma"], ["article", "story", "video", "piece", "interview", "report", "song", "post", "exhibition", "concert"]),
        ["name"] = (["Ayşe", "Mehmet", "Zeynep", "Ali", "Baran", "Dilan", "Fatma", "Rojda"], ["Anna", "Tom", "Maria", "David", "Sarah", "Ahmed", "Leyla", "John"]),
        ["city"] = (["İzmir", "Ankara", "Diyarbakır", "Trabzon", "Berlin", "Van", "Kars", "Mersin"], ["London", "Berlin", "Ankara", "Leeds", "Boston", "Izmir", "Oslo", "Erbil"]),
    };

    /// <summary>The examples, the same for the same seed: no spam and no abuse of any kind.</summary>
    public static IEnumerable<Example> Examples(int seed)
    {
        var random = new Random(seed);
        foreach (var lang in new[] { "tr", "en" })
        {
            var sentences = lang == "tr" ? Turkish : English;
            for (var i = 0; i < PerLanguage; i++)
            {
                var from = random.Next(KurdishOneIn) == 0 ? Kurdish : sentences;
                var text = Fill(from[random.Next(from.Length)], lang, random);
                text = random.Next(4) == 0 ? $"{text} {Fill(from[random.Next(from.Length)], lang, random)}" : text;
                yield return Ordinary(text, lang);
            }
        }

        for (var i = 0; i < DoubleMeanings; i++)
        {
            yield return Ordinary(Fill(TurkishDoubleMeanings[random.Next(TurkishDoubleMeanings.Length)], "tr", random), "tr");
        }
    }

    private static Example Ordinary(string text, string lang) =>
        new(text, lang, -1, [.. Enumerable.Repeat<bool?>(false, Model.Lanes)], [.. Enumerable.Repeat(Cost, Model.Lanes)]);

    private static string Fill(string template, string lang, Random random)
    {
        var text = Templates.Fill(template, name => Word(name, lang, random));
        return random.Next(5) == 0 ? text.ToLowerInvariant().TrimEnd('.') : text;
    }

    private static string Word(string name, string lang, Random random)
    {
        if (name == "n")
        {
            return random.Next(1, random.Next(2) == 0 ? 20 : 2_030).ToString(CultureInfo.InvariantCulture);
        }

        if (name == "phone")
        {
            return random.Next(3) == 0 ? $"0{random.Next(212, 489)} {random.Next(200, 999)} {random.Next(10, 99)} {random.Next(10, 99)}" : $"05{random.Next(30, 60)} {random.Next(100, 999)} {random.Next(10, 99)} {random.Next(10, 99)}";
        }

        var words = lang == "tr" ? Words[name].Turkish : Words[name].English;
        return words[random.Next(words.Length)];
    }
}
