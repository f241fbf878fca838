using NatComments.Core.Scoring.Doxxing;
using NatComments.Core.Text;

namespace NatComments.Tests.Scoring;

public class DoxxingScannerTests
{
    private static List<PersonalDetail> Scan(string text)
    {
        var found = new List<PersonalDetail>();
        DoxxingScanner.Scan(TextNormaliser.Normalise(text), text, found);
        return found;
    }

    [Theory]
    [InlineData("Numarası 0532 123 45 67 arayın", PersonalDetailKind.Phone, "0532 123 45 67")]
    [InlineData("+90 (532) 123 45 67", PersonalDetailKind.Phone, "+90 (532) 123 45 67")]
    [InlineData("05321234567", PersonalDetailKind.Phone, "05321234567")]
    [InlineData("cep 5321234567", PersonalDetailKind.Phone, "5321234567")]
    [InlineData("0212 444 12 34 ev telefonu", PersonalDetailKind.Phone, "0212 444 12 34")]
    [InlineData("ring +49 30 1234567 now", PersonalDetailKind.Phone, "+49 30 1234567")]
    [InlineData("call (212) 555-0187", PersonalDetailKind.Phone, "(212) 555-0187")]
    [InlineData("TC kimlik 10000000146", PersonalDetailKind.NationalId, "10000000146")]
    [InlineData("TR33 0006 1005 1978 6457 8413 26", PersonalDetailKind.BankAccount, "TR33 0006 1005 1978 6457 8413 26")]
    [InlineData("DE89370400440532013000", PersonalDetailKind.BankAccount, "DE89370400440532013000")]
    [InlineData("kartı 4111 1111 1111 1111", PersonalDetailKind.PaymentCard, "4111 1111 1111 1111")]
    [InlineData("Aracı 34 ABC 123 ile geziyor", PersonalDetailKind.VehiclePlate, "34 ABC 123")]
    [InlineData("plakası 06 ab 1234", PersonalDetailKind.VehiclePlate, "06 ab 1234")]
    [InlineData("yazın: birisi@ornek.org", PersonalDetailKind.EmailAddress, "birisi@ornek.org")]
    [InlineData("41.00824, 28.97836 noktasında", PersonalDetailKind.Coordinates, "41.00824, 28.97836")]
    [InlineData("burada: https://www.google.com/maps/place/x", PersonalDetailKind.MapLink, "https://www.google.com/maps/place/x")]
    public void A_personal_detail_is_found_where_it_stands(string text, PersonalDetailKind kind, string span)
    {
        var found = Assert.Single(Scan(text), d => d.Kind == kind);
        Assert.Equal(span, text[found.Start..found.End]);
        Assert.InRange(found.Confidence, 0.5f, 1f);
    }

    [Theory]
    [InlineData(212, 488, 83)]
    public void Land_lines_of_every_province_and_of_northern_cyprus_are_found_and_no_other_area_is_one(int first, int last, int count)
    {
        var found = Enumerable.Range(200, 300).Where(area => Scan($"Yaz: 0 {area} 555 12 34").Any(d => d.Kind == PersonalDetailKind.Phone && d.Confidence > 0.9f)).ToList();

        Assert.Equal((first, last, count), (found[0], found[^1], found.Count));
        Assert.All((int[])[370, 380, 392, 216, 312, 412], area => Assert.Contains(area, found));
    }

    [Theory]
    [InlineData("Atatürk Mahallesi Gül Sokak No: 12 Daire 5 Kadıköy")]
    [InlineData("oturduğu yer Cumhuriyet Cad. No 45 Çankaya")]
    [InlineData("he lives at 42 Elm Street, Springfield")]
    public void An_address_with_a_house_number_is_found(string text) => Assert.Contains(Scan(text), d => d.Kind == PersonalDetailKind.StreetAddress);

    [Theory]
    [InlineData("15.07.2016 gecesi saat 22:30'da")]
    [InlineData("2016/2017 sezonu 12-15 Mayıs 2020")]
    [InlineData("1.250.000 TL ve 3 500 000 kişi")]
    [InlineData("6284 sayılı kanunun 12. maddesi")]
    [InlineData("oylar 24.562.321 ve 23.123.456 oldu")]
    [InlineData("İstiklal Caddesi çok kalabalıktı")]
    [InlineData("192.168.10.12 adresi")]
    [InlineData("ISBN 978-3-16-148410-0")]
    [InlineData("10 MAY 2005 and 12 DEC 99")]
    [InlineData("20 KM yol, 50 GB internet")]
    [InlineData("12345678901 ve 4111 1111 1111 1112")]
    [InlineData("2019 2020 2021 2022 2023")]
    [InlineData("ayse_k@mehmet.yildiz çok haklısın")]
    [InlineData("He lived on the road for 20 years")]
    [InlineData("the score was 3.1416, 2.7183 in 1999")]
    [InlineData("GA1. the old version is wrong")]
    [InlineData("WW2 the new version was good")]
    [InlineData("(Miller, 42) Brown, Albert. \"St. Mary\" was sold out")]
    [InlineData("Level 2: Confrontation Street Fighter, 11: The Road to Home")]
    public void Ordinary_numbers_are_left_alone(string text) => Assert.Empty(Scan(text));

    [Fact]
    public void A_number_in_other_digits_or_with_hidden_marks_is_found()
    {
        Assert.Single(Scan("０５３２ １２３ ４５ ６７"));
        Assert.Single(Scan("05\u200b32 12\u200b3 45 67"));
    }

    [Fact]
    public void More_details_are_more_certain_than_one()
    {
        var one = DoxxingScanner.Score(Scan("0532 123 45 67"));
        var two = DoxxingScanner.Score(Scan("0532 123 45 67, birisi@ornek.org"));
        Assert.True(two > one && one > 0.5f && two < 1f);
    }
}
