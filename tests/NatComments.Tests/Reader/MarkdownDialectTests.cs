using NatComments.Server.Rendering;

namespace NatComments.Tests.Reader;

/// <summary>Markdown that people mean: what they type without thinking of Markdown stays as they typed it.</summary>
public sealed class MarkdownDialectTests
{
    private const string Rel = " rel=\"ugc nofollow noopener noreferrer\"";

    [Theory]
    [Trait("Report", "6")]
    [Trait("Report", "A2")]
    [InlineData("1984. George Orwell okuyun.")]
    [InlineData("3. köprü yapılmasın")]
    [InlineData("100) madde")]
    [InlineData("2023. yılda ne değişti?")]
    [InlineData("29. Ekim 1923")]
    [InlineData("19. yüzyılda da böyleydi.")]
    [InlineData("7. madde en tartışmalı olan.")]
    [InlineData("10. Yıl\nkutlu olsun")]
    [InlineData("Metin\n1. madde\nson")]
    [InlineData("1984.")]
    [InlineData("1984. 5. bölüm")]
    [InlineData("01. Ocak\n02. Şubat")]
    [InlineData("532123. a\n532124. b")]
    [InlineData("*a*b ve _ali_@x.example")]
    [InlineData("-*y*-")]
    [InlineData("#1")]
    [InlineData("# etiket")]
    [InlineData("#etiket")]
    [InlineData("- tek satır")]
    [InlineData("* Fiyatlara vergi dahildir")]
    [InlineData("-- imza")]
    [InlineData("Başlık\n===")]
    [InlineData("Başlık\n---\nMetin")]
    [InlineData("---")]
    [InlineData("***")]
    [Trait("Report", "32")]
    [InlineData("¯\\_(ツ)_/¯")]
    [InlineData("Bilmem ¯\\_(ツ)_/¯ ama ¯\\_(ツ)_/¯")]
    [InlineData("(\\_/) /\\_/\\ \\o/ :\\")]
    [InlineData("C:\\Users\\_gizli\\*.txt")]
    [InlineData("\\\\sunucu\\_a\\b_\\*.*")]
    [InlineData("2*3*4=24")]
    [InlineData("5*3*2")]
    [InlineData("5 * 3 * 2")]
    [InlineData("(2)*3*(4) ve f(x)=2*(3+4)*5")]
    [InlineData("/etc/*.conf ve /var/*.log, src/**/*.cs")]
    [InlineData("_ali_@x.example, snake_case_name, __init__, ad_.txt")]
    [InlineData("s***tir ****yıldız ve s****")]
    [InlineData("^_^ ve ^_^, -_- ve -_-, ._. ve ._., *_* ve *_*, =_= ve =_=, ♥_♥ ve ♥_♥, :_( ve :_(")]
    [InlineData("kullanıcı_adı_ ve _gizli, C*-cebiri ve K*-teori, *.txt ve *.doc")]
    [InlineData("+ fiyat\n- servis")]
    [InlineData("- servis\n+ fiyat")]
    [InlineData("+ bir\n+ iki\n- üç\n- dört")]
    [InlineData("Ankara`da ve İzmir`de")]
    [InlineData("~~~ selam ~~~")]
    [InlineData("```selam olsun")]
    [InlineData("a|b ~x~ $5 :) ^^ 😀")]
    [Trait("Report", "7")]
    [InlineData("[Editör]: teşekkürler")]
    [InlineData("Metin[^1] [a][b] [c]\n[^1]: dipnot")]
    [InlineData("dizi[i](x)")]
    [InlineData("[tıkla](javascript:1)")]
    public void What_was_typed_is_what_is_shown(string text) =>
        Assert.Equal($"<p>{text.Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>\n", CommentMarkdown.Render(text).Html);

    [Theory]
    [InlineData("<3 a<b>c</b> &lt; &copy; \"d\" &amp;#x69;", "<p>&lt;3 a&lt;b&gt;c&lt;/b&gt; &lt; © &quot;d&quot; &amp;#x69;</p>\n")]
    [InlineData(">_< ve\n>100 km", "<p>&gt;_&lt; ve<br>\n&gt;100 km</p>\n")]
    [InlineData(">", "<p>&gt;</p>\n")]
    [InlineData("Şiir\n    girintili\n\n    iki", "<p>Şiir<br>\ngirintili</p>\n<p>iki</p>\n")]
    [InlineData("**kalın** *eğik* _eğik_ `kod` **_iki_** *harika*😀 (*a*) *\"b\"*, **Ankara**'da", "<p><strong>kalın</strong> <em>eğik</em> <em>eğik</em> <code>kod</code> <strong><em>iki</em></strong> <em>harika</em>😀 (<em>a</em>) <em>&quot;b&quot;</em>, <strong>Ankara</strong>&#39;da</p>\n")]
    [InlineData("> alıntı\nsürer\n\nyanıt", "<blockquote><p>alıntı<br>\nsürer</p>\n</blockquote>\n<p>yanıt</p>\n")]
    [InlineData("```js\nkod\n```", "<pre><code>kod</code></pre>\n")]
    [Trait("Report", "32")]
    [InlineData("\\*yıldız\\* \\_a b\\_", "<p>*yıldız* _a b_</p>\n")]
    [InlineData("1984\\. yıl\n\\# x", "<p>1984. yıl<br>\n# x</p>\n")]
    public void Markdown_that_is_meant_is_read(string text, string html) => Assert.Equal(html, CommentMarkdown.Render(text).Html);

    [Theory]
    [Trait("Report", "6")]
    [InlineData("5. a\n7. b", "<ol start=\"5\"><li><p>a</p>\n</li>\n<li value=\"7\"><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("1. a\n2. b", "<ol><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("1) a\n2) b", "<ol><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("3. a\n3. b", "<ol start=\"3\"><li><p>a</p>\n</li>\n<li value=\"3\"><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("19. a\n\n20. b", "<ol start=\"19\"><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("> 5. a\n> 6. b", "<blockquote><ol start=\"5\"><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n</blockquote>\n")]
    [InlineData("0. a\n1. b", "<ol start=\"0\"><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("1999. a\n2001. b", "<ol start=\"1999\"><li><p>a</p>\n</li>\n<li value=\"2001\"><p>b</p>\n</li>\n</ol>\n")]
    [InlineData("- a\n- b", "<ul><li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n")]
    public void Lists_keep_their_numbers(string text, string html) => Assert.Equal(html, CommentMarkdown.Render(text).Html);

    [Theory]
    [Trait("Report", "33")]
    [InlineData("https://x.example/test_", "", "https://x.example/test_", "")]
    [InlineData("Kaynak:https://x.example/a", "Kaynak:", "https://x.example/a", "")]
    [InlineData("\"https://x.example/a\"", "&quot;", "https://x.example/a", "&quot;")]
    [InlineData("“https://x.example/a”", "“", "https://x.example/a", "”")]
    [InlineData("«https://x.example/a»", "«", "https://x.example/a", "»")]
    [InlineData("'https://x.example/a'", "&#39;", "https://x.example/a", "&#39;")]
    [InlineData("(https://x.example/a_(b)).", "(", "https://x.example/a_(b)", ").")]
    [InlineData("&quot;https://x.example/a&quot;", "&quot;", "https://x.example/a", "&quot;")]
    [InlineData("（https://x.example/a）", "（", "https://x.example/a", "）")]
    [InlineData("[https://x.example/a]", "[", "https://x.example/a", "]")]
    [InlineData("https://x.example/a'den", "", "https://x.example/a", "&#39;den")]
    [InlineData("https://x.example/Hitchhiker's_Guide", "", "https://x.example/Hitchhiker's_Guide", "")]
    [InlineData("**https://x.example/a**", "<strong>", "https://x.example/a", "</strong>")]
    [InlineData("_https://x.example/a_", "<em>", "https://x.example/a", "</em>")]
    [InlineData("https://x.example/_alt_/b*c*/d_e, f", "", "https://x.example/_alt_/b*c*/d_e", ", f")]
    [InlineData("bak:HTTPS://X.example/A?", "bak:", "HTTPS://X.example/A", "?", "https://x.example/A")]
    [InlineData("www.x.example/ş.", "", "www.x.example/ş", ".", "http://www.x.example/%C5%9F")]
    [InlineData("[kaynak]: https://example.org/x", "[kaynak]: ", "https://example.org/x", "")]
    [InlineData("![kedi](https://x.example/k.jpg)", "", "kedi", "", "https://x.example/k.jpg")]
    [InlineData("Bak![kedi](https://x.example/k)", "Bak!", "kedi", "", "https://x.example/k")]
    [InlineData("[](https://x.example/k)", "", "https://x.example/k", "")]
    [InlineData("[k](https://x.example/k \"Not\")", "", "k", " &quot;Not&quot;", "https://x.example/k")]
    [InlineData("<https://x.example/k>", "", "https://x.example/k", "")]
    public void Addresses_are_linked_whole_and_nothing_else_with_them(string text, string before, string words, string after, string? href = null)
    {
        static string E(string said) => said.Replace("'", "&#39;", StringComparison.Ordinal);
        Assert.Equal($"<p>{before}<a href=\"{E(href ?? words)}\"{Rel}>{E(words)}</a>{after}</p>\n", CommentMarkdown.Render(text).Html);
    }

    [Fact]
    [Trait("Report", "7")]
    public void A_definition_under_a_text_stays() =>
        Assert.Equal(
            $"<p>Haber yanlış.</p>\n<p>[kaynak]: <a href=\"https://example.org/x\"{Rel}>https://example.org/x</a></p>\n",
            CommentMarkdown.Render("Haber yanlış.\n\n[kaynak]: https://example.org/x").Html);

    [Fact]
    [Trait("Report", "6")]
    [Trait("Report", "7")]
    [Trait("Report", "32")]
    [Trait("Report", "33")]
    public async Task The_written_account_of_the_dialect_is_true()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "src/NatComments.Server/Rendering/README.md"));
        var examples = lines.Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split(" | ")).ToList();
        Assert.True(examples.Count > 25);
        Assert.All(examples, cells =>
        {
            var (typed, shown) = (Code(cells[0][2..]), Code(cells[1]));
            var html = CommentMarkdown.Render(typed.Replace('⏎', '\n')).Html!;
            Assert.Equal(shown, html.Replace("\n", "", StringComparison.Ordinal).Replace(Rel, "", StringComparison.Ordinal));
        });
    }

    private static string Code(string cell) => cell.StartsWith("``", StringComparison.Ordinal) ? cell[2..^2] : cell[1..^1];
}
