using System.Text;
using NatComments.Core.Text;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>An article has one id, however its address is written. The examples are a file, which a real browser runs too.</summary>
public sealed class ArticleAddressTests
{
    /// <summary>The lines of the table: what comes in, and its form.</summary>
    public static TheoryData<string, string> Table()
    {
        var table = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests/NatComments.Tests/Threads/addresses.tsv")).Where(line => line.Contains('\t')))
        {
            table.Add(line.Split('\t')[0], line.Split('\t')[1]);
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    [Trait("Report", "10")]
    [Trait("Report", "12")]
    public void Every_spelling_of_an_address_is_one_id(string given, string id) => Assert.Equal(id, ArticleAddress.Canonical(given));

    [Theory]
    [MemberData(nameof(Table))]
    public void The_form_of_a_form_is_itself(string given, string id)
    {
        Assert.Equal(id, ArticleAddress.Canonical(id));
        Assert.True(ThreadId.IsArticle(ArticleAddress.Canonical(given)));
    }

    [Fact]
    public void What_is_made_at_random_keeps_its_form_too()
    {
        var random = new Random(15);
        string[] parts = ["/", "//", "%", "%2", "%2f", "%C5%9F", "%c5", "\u0327", "s", "\u0338", "=", "?", "&", "#", "#!", "p=1", "id=2", ".", "..", "index.php", "http://", "x.php", "+", " ", "\\", "a", "한", "ﷺ", "\ud83d\ude00", "%F0%9F%98%80", "\u2126", ";", "\u202e"];
        for (var i = 0; i < 20_000; i++)
        {
            var given = "/" + string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]));
            var once = ArticleAddress.Canonical(given);
            Assert.Equal(once, ArticleAddress.Canonical(once));
            Assert.StartsWith("/", once, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("%d8%a7", 290)]
    [InlineData("%E6%96%B0", 290)]
    [InlineData("%c5%9f", 290)]
    [InlineData("a", 290)]
    [Trait("Report", "13")]
    public void The_limit_counts_letters_as_they_are_read(string letter, int letters)
    {
        var path = "/2020/" + string.Concat(Enumerable.Repeat(letter, letters)) + "/";
        Assert.True(ThreadId.IsArticle(ArticleAddress.Canonical(path)));
        Assert.False(ThreadId.IsArticle(ArticleAddress.Canonical(path + string.Concat(Enumerable.Repeat(letter, 10)))));
    }

    [Theory]
    [InlineData("ş", "s\u0327")]
    [InlineData("ệ", "e\u0302\u0323")]
    [InlineData("ệ", "e\u0323\u0302")]
    [InlineData("각", "\u1100\u1161\u11a8")]
    [InlineData("각", "가\u11a8")]
    [InlineData("\u0958", "\u0915\u093c", false)]
    [InlineData("Ω", "\u2126")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307", false)]
    [InlineData("آ", "\u0627\u0653")]
    public void Letters_have_one_spelling(string one, string other, bool composed = true)
    {
        Assert.Equal(CanonicalForm.Of(one), CanonicalForm.Of(other));
        Assert.Equal(composed, CanonicalForm.Of(one) == one);
    }

    [Fact]
    public void No_text_is_changed_twice()
    {
        var random = new Random(27);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var letter = 0; letter < 6; letter++)
            {
                var rune = random.Next(3) == 0 ? random.Next(0x300, 0x370) : random.Next(0x20, 0x2fff);
                text.Append(char.ConvertFromUtf32(rune is >= 0xd800 and < 0xe000 ? 'a' : rune));
            }

            var once = CanonicalForm.Of(text.ToString());
            Assert.Equal(once, CanonicalForm.Of(once));
        }
    }
}
