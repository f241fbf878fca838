using NatComments.Core.Scoring.Models;

namespace NatComments.Lab.Training;

/// <summary>
/// Ordinary sentences that mention who somebody is, made from templates. In the labelled sets such words stand mostly in hatred, so that a model learns the
/// names of the hated as abuse; these examples unlearn it (Dixon and others, 2018).
/// </summary>
public static class IdentityMentions
{
    /// <summary>1,200 a language: about one for each two abusive comments that name somebody.</summary>
    public const int PerLanguage = 1_200;

    private const float Cost = 1f;

    private static readonly string[] TurkishTerms =
    [
        "kürt", "kürtler", "kürtlerin", "kürtçe", "ermeni", "ermeniler", "ermenilerin", "alevi", "aleviler", "alevilerin", "yahudi", "yahudiler", "yahudilerin", "suriyeli", "suriyeliler", "suriyelilerin", "suriyeli çocuklar",
        "müslüman", "müslümanlar", "müslümanların", "müslümanım", "müslümanız", "müslümana", "müslümanları", "müslümanlara", "müslümanlık", "müslümanlığı", "müslüman ülkeler", "müslüman kadın", "müslüman bir", "müslüman halk", "müslümanlarla", "müslümanlıktan", "islam dini", "islam ülkeleri", "islamiyet", "kürtleri", "kürdistan", "hristiyanların", "hristiyan", "hristiyanlar", "arap", "araplar", "arapların", "rum", "rumlar", "yunan", "yunanlar", "türk", "türkler", "türklerin", "eşcinsel", "eşcinseller", "lgbt", "gey", "lezbiyen", "trans",
        "roman", "romanlar", "çingene", "çingeneler", "süryani", "ezidi", "ezidiler", "laz", "çerkes", "afgan", "afganlar", "mülteci", "mülteciler", "mültecilerin", "sığınmacı", "göçmen", "göçmenler", "siyahi", "zenci", "ateist", "ateistler", "kadın", "kadınlar", "kadınların",
        "sünni", "şii", "islam", "yahudilik", "dindar", "başörtülü", "gavur mahallesi", "ingiliz", "çinli", "rus", "iranlı", "sırp", "boşnak", "gürcü",
    ];

    private static readonly string[] TurkishSentences =
    [
        "Komşumuz {x}, çok iyi insanlardır.", "Bu ülkede {x} ve diğerleri yüzyıllardır birlikte yaşadı.", "{x} hakkında yeni bir kitap yayımlandı, okumanızı öneririm.", "Dedem {x} bir aileden geliyordu.", "Bugün {x} derneği bir açıklama yaptı.", "{x} tarihini anlatan belgesel dün akşam yayınlandı.",
        "Okulda {x} bir arkadaşım vardı, hâlâ görüşürüz.", "{x} haklarını savunmak herkesin görevi.", "Haberde {x} denilmiş ama kaynak gösterilmemiş.", "Mecliste {x} ile ilgili önerge reddedildi.", "{x} mahallesinde büyüdüm, çok güzel günlerdi.", "{x} mutfağından bir tarif denedik, çok beğendik.",
        "Bence {x} konusunda yazı dengeli olmuş, teşekkürler.", "{x} için yapılan yardım kampanyasına katıldım.", "Yazar {x} olduğu için yargılanmamalı.", "{x} sorununa kalıcı çözüm bulunmalı.", "Kaç {x} bu şehirde yaşıyor, istatistik var mı?", "{x} müziğini çok severim.", "{x} öğrenciler burs alabiliyor mu?", "Ben {x} değilim ama onları anlıyorum.",
        "{x} olduğumu söyleyince şaşırdılar.", "Savaştan kaçan {x} çok zor şartlarda yaşıyor.", "{x} bayramını kutlarım.", "İki {x} işçi kazada hayatını kaybetti, başımız sağ olsun.", "{x} nüfusu son sayıma göre arttı.", "Mahkeme {x} vatandaşın başvurusunu kabul etti.", "{x} sınırında durum sakin.", "{x} cemaati temsilcisi toplantıya katıldı.", "{x} diye ayrım yapmayalım, hepimiz insanız.", "{x} bir doktor bize çok yardımcı oldu.",
        "Film {x} bir ailenin hikâyesini anlatıyor", "{x} dili seçmeli ders oldu", "bence {x} meselesi barışla çözülür", "{x} göçünün sebepleri bu makalede iyi anlatılmış", "{x} takımı dün maçı kazandı",
    ];

    private static readonly string[] EnglishTerms =
    [
        "Kurdish", "Kurds", "Kurd", "Armenian", "Armenians", "Alevi", "Jewish", "Jews", "a Jew", "Syrian", "Syrians", "Muslim", "Muslims", "Christian", "Christians", "Catholic", "Arab", "Arabs", "Greek", "Turkish", "Turks", "a Turk", "gay", "gay men", "lesbian", "bisexual", "transgender", "queer", "homosexual", "LGBT",
        "black", "black people", "African American", "white", "white people", "Latino", "Mexican", "Mexicans", "Asian", "Chinese", "Indian", "Native American", "Roma", "Yazidi", "immigrant", "immigrants", "refugees", "a refugee", "atheist", "Buddhist", "Hindu", "Islam", "Islamic", "Judaism", "women", "a woman", "female", "old", "blind", "deaf", "disabled", "Palestinian", "Israeli", "Iranian", "Russian",
    ];

    private static readonly string[] EnglishSentences =
    [
        "My neighbours are {x} and they are lovely people.", "There is a new book about {x} history, I recommend it.", "The article says {x} but gives no source.", "I grew up in a {x} neighbourhood.", "As someone who is {x}, I found this piece fair.", "{x} communities have lived here for centuries.",
        "The council met with {x} representatives yesterday.", "How many {x} voters took part in the election?", "I am {x} and I am proud of my family.", "The museum opened an exhibition on {x} culture.", "Please add a section on {x} to the article, with references.", "Rights of {x} citizens must be protected by law.", "A {x} doctor saved my mother's life.",
        "The film tells the story of a {x} family during the war.", "Is the term {x} the right one for this paragraph?", "He said he is {x}; I see no problem with that.", "The court heard the case of two {x} workers.", "We had a good talk with a {x} friend about faith.", "{x} students can apply for the grant until May.", "I disagree with the policy toward {x}, it is unfair.",
        "The census counts {x} separately since 2010.", "Not every {x} person thinks the same, obviously.", "Happy holidays to all {x} readers.", "The {x} population of the city has grown.", "She writes about {x} and gender in the media.", "{x} music and food are wonderful", "the author is {x} but that is not relevant here", "I changed the category to {x} people", "many {x} fled the war and need help", "was he {x} or not, does anybody know",
    ];

    /// <summary>The words of a language for who somebody is.</summary>
    public static IReadOnlyList<string> Terms(string lang) => lang == "tr" ? TurkishTerms : EnglishTerms;

    /// <summary>The examples, the same for the same seed; they are ordinary for every head but spam, of which they say nothing.</summary>
    public static IEnumerable<Example> Examples(int seed)
    {
        var random = new Random(seed);
        foreach (var (lang, terms, sentences) in new[] { ("tr", TurkishTerms, TurkishSentences), ("en", EnglishTerms, EnglishSentences) })
        {
            for (var i = 0; i < PerLanguage; i++)
            {
                var labels = Enumerable.Repeat<bool?>(false, Model.Lanes).ToArray();
                labels[0] = null;
                var text = sentences[random.Next(sentences.Length)].Replace("{x}", terms[random.Next(terms.Length)], StringComparison.Ordinal);
                yield return new Example(text, lang, -1, labels, [.. Enumerable.Repeat(Cost, labels.Length)]);
            }
        }
    }
}
