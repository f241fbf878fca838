using System.IO.Compression;
using System.Text;
using NatComments.Tests.Endpoints;
using static NatComments.Tests.Interchange.OldXmlSamples;

namespace NatComments.Tests.Interchange;

/// <summary>What browsers forgive is forgiven in the files of other systems, and nothing in them is lost without being counted.</summary>
public sealed class BrokenOldFileTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\ufeff\n\n")]
    [InlineData("  \r\n\t")]
    [InlineData("\ufeff<!-- generated --> \ufeff\n")]
    [InlineData("<br />\n<b>Notice</b>:  Undefined index: a<b in <b>/var/www/html/wp-content/x.php</b> on line <b>7</b><br />\n")]
    [InlineData("\nWarning: Cannot modify header information - headers already sent by (output started at /a.php:1) in /b.php on line 3 & 4\n\n")]
    [InlineData("<html><body><p>Deprecated: <div class=x y='>'>\n")]
    [Trait("Report", "16")]
    public async Task What_stands_before_the_file_is_passed_over(string before)
    {
        await using var wxr = await ImportedFile.Of("wxr", before + WordPress(Comment("1", "Şehir")));
        Assert.Equal((0, 1), (wxr.Code, wxr.New));
        Assert.Equal(["Şehir"], await wxr.Texts("/haber/"));
        await using var disqus = await ImportedFile.Of("disqus", before + Disqus(Post("dsq:id=\"2\"", "Şehir")));
        Assert.Equal(["Şehir"], await disqus.Texts("/haber/"));
    }

    [Theory]
    [InlineData("<atom:link rel=\"search\" href=\"https://gazete.example/osd.xml\"/><media:thumbnail url='x'>y</media:thumbnail>", "Haber", "Haber")]
    [InlineData("", "Haber&nbsp;bir&hellip; &CounterClockwiseContourIntegral;", "Haber bir… ∳")]
    [InlineData("", "AT&T & &Co; &; &#x110000; &#xD800;", "AT&T & &Co; &;")]
    [InlineData("", "1 < 2 <3 <- a", "1 < 2 <3 <- a")]
    [InlineData("", "<![CDATA[Ali &amp; D&#039;Arcy &#8211; \"bir\"]]>", "Ali & D'Arcy – \"bir\"")]
    [InlineData("", "A\u0001\u001cB&#1;C&#x0B;D\ufffe", "A B C D")]
    [InlineData("<wp:author title=\"never closed>\n<broken attr=<b></x></wp:author>", "Haber", "Haber")]
    [Trait("Report", "17")]
    public async Task What_is_no_XML_but_was_meant_is_read_as_it_was_meant(string inChannel, string title, string shown)
    {
        var file = WordPressHead + inChannel + Item("/bir/", 1, Comment("1", "One")).Replace("<title>Haber", "<title>" + title, StringComparison.Ordinal) + Item("/iki/", 2, Comment("2", "Two")) + WordPressEnd;
        await using var imported = await ImportedFile.Of("wxr", file);
        Assert.Equal((0, 2), (imported.Code, imported.New));
        Assert.Equal(["One"], await imported.Texts("/bir/"));
        Assert.Equal(["Two"], await imported.Texts("/iki/"));
        Assert.Contains(shown, await Title(imported, "/bir/"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Report", "18")]
    public async Task Document_types_are_skipped_and_nothing_of_them_is_fetched_or_expanded()
    {
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "secret words");
        var bomb = string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY l{i} \"&l{i - 1};&l{i - 1};]>\">"));
        var type = $"<!DOCTYPE rss PUBLIC \"-//x//y\" \"http://127.0.0.1:1/x.dtd\" [<!ENTITY x SYSTEM \"file://{secret}\"><!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\">%p;<!ENTITY l0 'lol'>{bomb}]>\n";
        var file = WordPress(Comment("1", "", more: "<wp:comment_content>a &x; b &l30; c</wp:comment_content>")).Replace("<rss", type + "<rss", StringComparison.Ordinal);
        await using var imported = await ImportedFile.Of("wxr", file);
        Assert.Equal((0, 1), (imported.Code, imported.New));
        Assert.Equal(["a &amp;x; b &amp;l30; c"], await imported.Texts("/haber/"));
        File.Delete(secret);
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task Comments_without_an_id_are_all_taken_and_not_doubled()
    {
        var wxr = Encoding.UTF8.GetBytes(WordPress(Comment("0", "One"), Comment("0", "Two"), Comment("0", "Three"), Comment("", "Four"), Comment(" ", "Five", more: "<wp:comment_idx/>"))
            .Replace("<wp:comment_id></wp:comment_id>", "", StringComparison.Ordinal));
        await using var imported = await ImportedFile.Of("wxr", wxr);
        Assert.Equal((0, 5, 0, 0), (imported.Code, imported.New, imported.There, imported.LeftOut));
        await imported.Again("wxr", wxr);
        Assert.Equal((0, 0, 5, 0), (imported.Code, imported.New, imported.There, imported.LeftOut));

        var posts = Encoding.UTF8.GetBytes(Disqus(Post("", "One"), Post("", "Two"), Post("dsq:id=\"9\"", "Three")));
        await using var disqus = await ImportedFile.Of("disqus", posts);
        await disqus.Again("disqus", posts);
        Assert.Equal((0, 3), (disqus.New, disqus.There));
        Assert.Equal(["One", "Three", "Two"], (await disqus.Texts("/haber/")).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task Other_comments_under_the_same_id_are_taken_and_the_same_comment_again_is_counted()
    {
        var file = WordPressHead
            + Item("/bir/", 1, Comment("5", "One"), Comment("6", "Answers to one", parent: "5"), Comment("5", "Other words"), Comment("5", "One"))
            + Item("/iki/", 2, Comment("5", "Of a joined file"), Comment("6", "Answers to that of the joined file", parent: "5")) + WordPressEnd;
        await using var imported = await ImportedFile.Of("wxr", file);
        Assert.Equal((5, 1), (imported.New, imported.LeftOut));
        foreach (var (article, answer) in ((string, string)[])[("/bir/", "Answers to one"), ("/iki/", "Answers to that of the joined file")])
        {
            var comments = await imported.Comments(article);
            var first = comments.First(comment => comment.Text("html")!.StartsWith(article == "/bir/" ? "<p>One" : "<p>Of", StringComparison.Ordinal));
            Assert.Equal(first.Text("id"), comments.Single(comment => comment.Text("html") == $"<p>{answer}</p>\n").Text("parentId"));
        }
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task Attributes_without_quotation_marks_and_elements_without_an_end_lose_no_comment()
    {
        var disqus = DisqusHead + Thread("100", "https://gazete.example/haber/") + Post("dsq:id=\"2\"", "One", "100")
            + Post("dsq:id=3", "Two", "100").Replace("<thread dsq:id=\"100\" />", "<thread dsq:id=100/>", StringComparison.Ordinal)
            + Post("dsq:id='4'", "Three", "100").Replace("</post>", "", StringComparison.Ordinal)
            + Post("dsq:id=\"5", "Four", "100").Replace("</author>", "", StringComparison.Ordinal)
            + "<post dsq:id=\"6\"\n" + Post("x", "Five", "100").Replace("<post x>", "", StringComparison.Ordinal) + "</isSpam></stray>" + DisqusEnd;
        await using var imported = await ImportedFile.Of("disqus", disqus);
        Assert.Equal((5, 0), (imported.New, imported.LeftOut));
        Assert.Equal(["Five", "Four", "One", "Three", "Two"], (await imported.Texts("/haber/")).Order(StringComparer.Ordinal));

        var wxr = WordPressHead + Item("/bir/", 1, Comment("1", "One").Replace("</wp:comment>", "", StringComparison.Ordinal), Comment("2", "Two")).Replace("</item>", "", StringComparison.Ordinal)
            + Item("/iki/", 2, "<content:encoded>never closed", Comment("3", "Three")) + Comment("4", "Outside") + WordPressEnd;
        await using var items = await ImportedFile.Of("wxr", wxr);
        Assert.Equal((3, 1), (items.New, items.LeftOut));
        Assert.Equal(["One", "Two"], (await items.Texts("/bir/")).Order(StringComparer.Ordinal));
        Assert.Equal(["Three"], await items.Texts("/iki/"));
    }

    [Theory]
    [InlineData("disqus", false)]
    [InlineData("disqus", true)]
    [InlineData("wxr", false)]
    [InlineData("wxr", true)]
    [Trait("Report", "15")]
    public async Task Of_a_file_that_is_cut_off_all_that_can_be_read_is_kept_and_the_rest_comes_later(string system, bool packed)
    {
        var random = new Random(5);
        string Words(int i) => $"Comment {i} {Convert.ToHexString(Enumerable.Range(0, 30).Select(_ => (byte)random.Next(256)).ToArray())}";
        var whole = system == "disqus"
            ? Disqus([.. Enumerable.Range(1, 1_000).Select(i => Post($"dsq:id=\"{i}\"", Words(i)))])
            : WordPress([.. Enumerable.Range(1, 1_000).Select(i => Comment(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Words(i)))]);
        var file = packed ? Packed(whole) : Encoding.UTF8.GetBytes(whole);
        await using var imported = await ImportedFile.Of(system, file[..(file.Length / 2)], packed ? "old.xml.gz" : "old.xml");
        Assert.Equal(2, imported.Code);
        Assert.InRange(imported.New, 400, 600);
        Assert.InRange(imported.LeftOut, 0, 1);
        Assert.Contains("cut off", imported.Said, StringComparison.Ordinal);
        var before = imported.New;

        await imported.Again(system, file, packed ? "old.xml.gz" : "old.xml");
        Assert.Equal((0, 1_000 - before, before, 0), (imported.Code, imported.New, imported.There, imported.LeftOut));
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task A_packed_file_with_damage_in_its_middle_keeps_what_stands_before()
    {
        var file = Packed(Disqus([.. Enumerable.Range(1, 5_000).Select(i => Post($"dsq:id=\"{i}\"", $"Comment {i} {i * 7919 % 10007}"))]));
        Array.Fill(file, (byte)0xFF, file.Length / 2, 200);
        await using var imported = await ImportedFile.Of("disqus", file, "old.xml.gz");
        Assert.Equal(2, imported.Code);
        Assert.InRange(imported.New, 1_000, 4_999);
    }

    [Fact]
    [Trait("Report", "14b")]
    [Trait("Report", "15")]
    public async Task Posts_before_their_thread_are_taken_and_posts_without_one_are_counted()
    {
        var file = DisqusHead + Post("dsq:id=\"1\"", "Stands before", "7") + Thread("7", "https://gazete.example/a/") + Thread("8", "file:///home/x.html")
            + Thread("9", "https://gazete.example/gone/", "<isDeleted>true</isDeleted>")
            + Post("dsq:id=\"2\"", "Of a deleted thread", "9") + Post("dsq:id=\"3\"", "Of no thread", "99") + Post("dsq:id=\"4\"", "Names none", "").Replace("<thread dsq:id=\"\" />", "", StringComparison.Ordinal)
            + Post("dsq:id=\"5\"", "Of a file on a disk", "8") + Post("dsq:id=\"6\"", "Deleted", "7").Replace("<isDeleted>false", "<isDeleted>true", StringComparison.Ordinal)
            + Post("dsq:id=\"7\"", "Answers to what is deleted", "7", more: "<parent dsq:id=\"6\"/>") + DisqusEnd;
        await using var imported = await ImportedFile.Of("disqus", file);
        Assert.Equal((2, 5), (imported.New, imported.LeftOut));
        Assert.Equal(2, (await imported.Texts("/a/")).Count);
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task An_old_comment_with_its_markup_unescaped_keeps_its_links()
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(Comment("1", "", more: "<wp:comment_content>a &amp; <b>b</b><br>\n<a href=\"https://e.example/?a=1&b=2\">here</a> <i>c</wp:comment_content>")));
        Assert.Contains("<strong>b</strong>", Assert.Single(await imported.Texts("/haber/")), StringComparison.Ordinal);
        Assert.Contains("href=\"https://e.example/?a=1&amp;b=2\"", Assert.Single(await imported.Texts("/haber/")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task Whatever_is_changed_in_a_file_the_program_goes_on_and_the_numbers_of_its_report_add_up()
    {
        string[] bits = ["<", "</", "/>", "\"", "&", "&#", "<![CDATA[", "]]>", "<!--", "-->", "<?", "<!DOCTYPE [", "<item>", "</wp:comment>", "<post dsq:id=\"501\">", "</disqus>", "xmlns=''", "\ufdd0"];
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var (system, file) = i % 2 == 0 ? ("wxr", new StringBuilder(OldExports.WordPressToday)) : ("disqus", new StringBuilder(OldExports.DisqusToday));
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                // Behind the beginning, which says whose file it is.
                var at = random.Next(700, file.Length - 100);
                _ = random.Next(3) switch
                {
                    0 => file.Insert(at, bits[random.Next(bits.Length)]),
                    1 => file.Remove(at, random.Next(1, 40)),
                    _ => file.Insert(random.Next(700, file.Length), file.ToString(at, random.Next(1, 100))),
                };
            }

            await using var imported = await ImportedFile.Of(system, file.ToString());
            Assert.InRange(imported.Code, 0, 3);
            Assert.True(imported.New + imported.LeftOut > 0 || imported.Code > 0, imported.Said);
        }
    }

    private static async Task<string?> Title(ImportedFile imported, string article)
    {
        var rss = await (await imported.Server()).Http.GetStringAsync($"/api/v1/sites/demo/threads/{Uri.EscapeDataString(article)}/feed.rss");
        var titles = System.Xml.Linq.XDocument.Parse(rss).Descendants("title").Select(title => title.Value).ToList();
        return titles[0];
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var to = new GZipStream(packed, CompressionLevel.Fastest))
        {
            to.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
