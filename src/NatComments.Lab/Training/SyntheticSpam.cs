using NatComments.Core.Scoring.Models;

namespace NatComments.Lab.Training;

/// <summary>
/// Comment spam made from templates, because nobody has labelled any in Turkish (betting, escorts, crypto, followers, loans) and little of the kind
/// in English; and heaps of bare links. Kept apart as sets of their own; the model card says so.
/// </summary>
public static class SyntheticSpam
{
    /// <summary>600 of each: enough to learn the words, too few to outweigh real spam.</summary>
    public const int PerLanguage = 600;

    private const float Cost = 0.7f;

    private static readonly string[] Turkish =
    [
        "{hype} {bet} {bonus} için {link}", "{bet} sitesinde {bonus} veriyorlar, ben {sum} TL kazandım {link}", "Güvenilir {bet} arayanlar {link} adresine baksın", "{city} escort bayan, {word} gerçek resimli {phone}",
        "{city} eskort bayanlar burada {link}", "{word} masaj salonu {city} {phone} randevu için arayın", "Evden çalışarak günde {sum} TL kazanmak ister misin? {contact}", "Ek iş arayanlar! Günlük {sum} TL kazanç, {contact}",
        "{coin} ile kısa sürede {sum} TL kazandım, siz de deneyin {link}", "Kripto sinyal grubumuza katılın, %{small} kazanç garantili {contact}", "{coin} yatırım fırsatı kaçmaz {hype} {link}",
        "Takipçi satın al {small}000 takipçi sadece {small} TL {link}", "Instagram takipçi hilesi {hype} {link}", "Kredi notu düşük olanlara bile anında kredi, {phone}", "Kefilsiz kredi {sum} TL, evraksız başvuru {contact}",
        "Medyum hocamdan Allah razı olsun, {small} günde eşim geri döndü {phone}", "Kayıp eşyamı bulan medyum {word} hoca {phone} kesin çözüm", "Ucuz {item} {link} indirim kodu: {code}", "Orijinal {item} yarı fiyatına {contact} {hype}",
        "Canlı bahis {bonus} {hype} üye ol kazan {link}", "Kanalıma abone olun karşılıklı takip {link}", "Yeni videom çıktı izlemeyi unutmayın {link}", "Zayıflama çayı ile {small} günde {small} kilo verdim {link}", "Bedava {item} çekilişi, katılmak için {link}",
        "Saç ekimi kampanyası {sum} TL {phone} {city}", "{bonus} fırsatı {bet} {hype} hemen üye ol", "İllegal değil lisanslı {bet}, {bonus}, {contact}", "{city} {word} bayan arkadaş {contact}", "Diploma ve sertifika verilir {phone} {word}", "Tıkla kazan {link} {hype}",
        "{links}", "{links}", "{heap}", "bunlara bakın {heap}",
    ];

    private static readonly string[] English =
    [
        "I make ${sum} a week working from home, here is how {link}", "My sister-in-law earns ${small} an hour on the laptop, last month her check was ${sum} {link}", "Best online casino with {small}% bonus {link} {hype}", "{coin} giveaway, send 1 get 2 back {link}",
        "I recovered my lost {coin} with the help of this hacker, contact {contact}", "Invest ${sum} in {coin} and double your money in {small} days {contact}", "Check out my channel and subscribe {link}", "Hey guys please check my new song {link} {hype}", "Cheap {item} free shipping {link} code {code}",
        "Buy {small}000 followers for only ${small} {link}", "Instant payday loans, bad credit ok, apply now {link}", "Dr {word} spell caster brought back my husband in {small} hours {contact}", "Cure for herpes with natural herbs, email {contact}", "Hot singles in your area {link}", "Lose {small} pounds in {small} days with this trick {link}",
        "Nice post! I also wrote about this, visit my website {link}", "Great article, thanks for sharing. {item} {link}", "Get free {item} here {link} {hype}", "{hype} {item} 70% off today only {link}", "Work from home and earn ${sum} monthly, no experience needed {contact}", "Essay writing service, plagiarism free {link}",
        "Congratulations you have won a {item}, claim now {link}", "Join our telegram group for {coin} signals {contact}", "Viagra cialis without prescription {link}", "Replica watches best quality {link}", "I was broke until I met expert trader Mrs {word}, now I earn ${sum} weekly {contact}", "Click here {link} to watch full movie free", "follow for follow {contact} {hype}",
        "{links}", "{links}", "{heap}", "see {heap}",
    ];

    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["hype"] = ["🔥🔥🔥", "!!!", "💰💰", "HEMEN TIKLA", "ŞOK FIRSAT", "kaçırma", "🎰", "NOW", "don't miss", "💯", "", ""],
        ["bet"] = ["bahis sitesi", "casino", "canlı casino", "slot", "rulet", "kaçak bahis", "iddaa sitesi", "poker sitesi"],
        ["bonus"] = ["deneme bonusu", "hoş geldin bonusu", "%100 bonus", "çevrimsiz bonus", "yatırımsız bonus", "freespin", "bedava bonus"],
        ["city"] = ["istanbul", "ankara", "izmir", "bursa", "antalya", "adana", "şişli", "beylikdüzü", "mersin", "kayseri"],
        ["word"] = ["özel", "vip", "gizli", "elit", "yeni", "garantili", "Sonia", "Ahmed", "Grace", "kaliteli"],
        ["coin"] = ["bitcoin", "BTC", "ethereum", "kripto", "dogecoin", "USDT", "forex", "altcoin"],
        ["item"] = ["iPhone", "saat", "ayakkabı", "çanta", "parfüm", "gift card", "sunglasses", "handbags", "shoes", "netflix", "telefon"],
        ["link"] = ["https://www.{d}.com", "bit.ly/{d}", "http://{d}.xyz/{d}", "{d}.net", "www.{d}.com/{d}", "t.me/{d}", "{d}.online", "goo.gl/{d}", "https://{d}.club/?ref={d}", "linke tıkla", "profilimde link var", "link in bio"],
        ["contact"] = ["t.me/{d}", "whatsapp {phone}", "wp {phone}", "{d}@{d}.com", "dm at", "telegram {d}", "{phone}", "yaz bana", "text me {phone}"],
    };

    /// <summary>The examples, the same for the same seed.</summary>
    public static IEnumerable<Example> Examples(int seed)
    {
        var random = new Random(seed);
        foreach (var (lang, templates) in new[] { ("tr", Turkish), ("en", English) })
        {
            for (var i = 0; i < PerLanguage; i++)
            {
                var labels = new bool?[Model.Lanes];
                labels[0] = true;
                var costs = Enumerable.Repeat(Cost, labels.Length).ToArray();
                yield return new Example(Fill(templates[random.Next(templates.Length)], random), lang, -1, labels, costs);
            }
        }
    }

    private static string Fill(string template, Random random)
    {
        var text = Templates.Fill(template, name => Word(name, random));
        return random.Next(6) == 0 ? text.ToUpperInvariant() : text;
    }

    private static string Word(string name, Random random) => name switch
    {
        "sum" => (random.Next(1, 90) * 500).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "small" => random.Next(2, 100).ToString(System.Globalization.CultureInfo.InvariantCulture),
        "phone" => $"05{random.Next(30, 60)} {random.Next(100, 999)} {random.Next(10, 99)} {random.Next(10, 99)}",
        "code" or "d" => string.Concat(Enumerable.Range(0, random.Next(4, 9)).Select(_ => (char)('a' + random.Next(26)))),
        "heap" => Heap(random),
        "links" => string.Join(' ', Enumerable.Repeat("{link}", random.Next(4, 30))),
        _ => Words[name][random.Next(Words[name].Length)],
    };

    /// <summary>Many pages of one site.</summary>
    private static string Heap(Random random)
    {
        var site = $"https://{Word("d", random)}.{(random.Next(2) == 0 ? "com" : "org")}/";
        return string.Join(' ', Enumerable.Range(1, random.Next(5, 120)).Select(i => site + (random.Next(2) == 0 ? i.ToString(System.Globalization.CultureInfo.InvariantCulture) : Word("d", random))));
    }
}
