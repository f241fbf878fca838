using NatComments.Tests.Endpoints;
using static NatComments.Tests.Interchange.OldXmlSamples;

namespace NatComments.Tests.Interchange;

/// <summary>Times, names, types and links of old comments are right here.</summary>
public sealed class OldDetailsTests
{
    private const string NoUtc = "<wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt>";

    [Theory]
    [InlineData(NoUtc + "<wp:comment_date>2014-03-02 09:30:00</wp:comment_date>")]
    [InlineData("<wp:comment_date_gmt>-0001-11-30 00:00:00</wp:comment_date_gmt><wp:comment_date>2014-03-02 09:30:00</wp:comment_date>")]
    [InlineData("<wp:comment_date_gmt>2014-03-02T09:30:00Z</wp:comment_date_gmt>")]
    [InlineData("<wp:comment_date_gmt>2014-03-02T12:30:00+03:00</wp:comment_date_gmt>")]
    [InlineData("<wp:comment_date_gmt>\n   2014-03-02 09:30:00\r\n  </wp:comment_date_gmt>")]
    [InlineData("<wp:comment_date_gmt>2014-03-02 09:30:00 UTC</wp:comment_date_gmt>")]
    [InlineData("<wp:comment_date_gmt></wp:comment_date_gmt><wp:comment_date>2014-03-02 09:30:00</wp:comment_date>")]
    [InlineData("<wp:comment_date_gmt>1970-01-01 00:00:00</wp:comment_date_gmt><wp:comment_date>2014-03-02T09:30:00</wp:comment_date>")]
    [InlineData("<wp:comment_date_gmt>2014-02-30 09:30:00</wp:comment_date_gmt><wp:comment_date>Sun, 02 Mar 2014 09:30:00 +0000</wp:comment_date>")]
    [InlineData("<wp:comment_date_gmt>2999-01-01 00:00:00</wp:comment_date_gmt><wp:comment_date>2014-03-02 09:30:00</wp:comment_date>")]
    [Trait("Report", "19")]
    public async Task A_time_that_cannot_be_right_gives_way_to_the_next_best(string times)
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(Comment("1", "Words", more: times.Contains("_gmt", StringComparison.Ordinal) ? times : NoUtc + times)));
        Assert.Equal("2014-03-02T09:30:00.000Z", Assert.Single(await imported.Comments("/haber/")).Text("postedAt"));
    }

    [Fact]
    [Trait("Report", "19")]
    public async Task Local_times_are_told_by_the_site_s_difference_and_a_comment_without_any_has_its_article_s()
    {
        var item = Item("/haber/", 7,
            Comment("1", "Local", more: NoUtc + "<wp:comment_date>2014-03-02 09:30:00</wp:comment_date>"),
            Comment("2", "None", more: NoUtc + "<wp:comment_date>0000-00-00 00:00:00</wp:comment_date>"));
        var dates = "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><wp:post_date>2014-03-01 10:00:00</wp:post_date><wp:post_date_gmt>2014-03-01 08:00:00</wp:post_date_gmt>";
        await using var imported = await ImportedFile.Of("wxr", WordPressHead + item.Replace("<wp:post_id>", dates + "<wp:post_id>", StringComparison.Ordinal) + WordPressEnd);
        Assert.Equal(["2014-03-01T08:00:00.000Z", "2014-03-02T07:30:00.000Z"], (await imported.Comments("/haber/")).Select(comment => comment.Text("postedAt")));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2099-01-01T00:00:00Z")]
    [InlineData("")]
    [Trait("Report", "15")]
    [Trait("Report", "19")]
    public async Task Times_of_Disqus_that_cannot_be_right_become_the_thread_s(string at)
    {
        var thread = Thread("1", "https://gazete.example/haber/", "<createdAt> 2020-05-06T07:08:00 </createdAt>");
        await using var imported = await ImportedFile.Of("disqus", DisqusHead + Post("dsq:id=\"1\"", "Words", at: at) + thread + DisqusEnd);
        Assert.Equal("2020-05-06T07:08:00.000Z", Assert.Single(await imported.Comments("/haber/")).Text("postedAt"));
    }

    [Theory]
    [InlineData("Ali &amp;amp; Co", "Ali & Co")]
    [InlineData("<![CDATA[Ali &amp; Co]]>", "Ali & Co")]
    [InlineData("D&#039;Arcy", "D'Arcy")]
    [InlineData("<![CDATA[D&#039;Arcy]]>", "D'Arcy")]
    [InlineData("<![CDATA[&quot;Deniz&quot;]]>", "\"Deniz\"")]
    [InlineData("<![CDATA[&#x130;smail &Ccedil;elik &hearts;]]>", "İsmail Çelik ♥")]
    [InlineData("<![CDATA[Ay&#1;şe &#8238;gizli]]>", "Ay şe gizli")]
    [InlineData("<![CDATA[AT&T &foo; &amp;amp;]]>", "AT&T &foo; &amp;")]
    [InlineData("  \n Ayşe\n ", "Ayşe")]
    [Trait("Report", "21")]
    public async Task Names_are_unescaped_once_and_cleaned_then(string kept, string shown)
    {
        await using var wxr = await ImportedFile.Of("wxr", WordPress(Comment("1", "Words", name: kept)));
        Assert.Equal(shown, Assert.Single(await wxr.Comments("/haber/")).Text("author", "name"));
        await using var disqus = await ImportedFile.Of("disqus", Disqus(Post("dsq:id=\"1\"", "Words", name: kept)));
        Assert.Equal(shown, Assert.Single(await disqus.Comments("/haber/")).Text("author", "name"));
    }

    [Fact]
    [Trait("Report", "27")]
    public async Task White_space_around_what_a_file_says_means_nothing()
    {
        static string Spaced(string comment) => comment
            .Replace("<wp:comment_id>", "<wp:comment_id>\n  ", StringComparison.Ordinal).Replace("</wp:comment_id>", " \t</wp:comment_id>", StringComparison.Ordinal)
            .Replace("<wp:comment_parent>", "<wp:comment_parent>\r\n ", StringComparison.Ordinal).Replace("</wp:comment_parent>", "\n</wp:comment_parent>", StringComparison.Ordinal)
            .Replace("<wp:comment_approved>", "<wp:comment_approved>\n ", StringComparison.Ordinal).Replace("comment</wp:comment_type>", " comment </wp:comment_type>", StringComparison.Ordinal);
        await using var imported = await ImportedFile.Of("wxr", WordPress(Spaced(Comment("1", "One")), Spaced(Comment("3", "Three", parent: "1")), Comment("4", "Four", parent: "3"))
            .Replace("/haber/</link>", "/haber/\n   </link>", StringComparison.Ordinal));
        Assert.Equal([0, 1, 2], (await imported.Comments("/haber/")).Select(comment => comment.Number("depth")));

        await using var disqus = await ImportedFile.Of("disqus", DisqusHead + Thread(" 1 ", "\n https://gazete.example/haber/ ").Replace(">false<", "> false\n<", StringComparison.Ordinal)
            + Post("dsq:id=\" 5\"", "One").Replace(">false<", ">\n false <", StringComparison.Ordinal) + Post("dsq:id=\"6\"", "Two", " 1", more: "<parent dsq:id=\"5 \"/>")
            + Post("dsq:id=\"7\"", "Gone").Replace("<isDeleted>false", "<isDeleted>\n true ", StringComparison.Ordinal) + DisqusEnd);
        Assert.Equal((2, 1), (disqus.New, disqus.LeftOut));
        Assert.Equal([0, 1], (await disqus.Comments("/haber/")).Select(comment => comment.Number("depth")));
    }

    [Fact]
    [Trait("Report", "29")]
    public async Task Reviews_are_comments_and_notices_of_other_pages_are_counted_with_what_answers_to_them_in_its_place()
    {
        static string Typed(string id, string text, string type, string parent = "0") => Comment(id, text, parent: parent, more: $"<wp:comment_type>{type}</wp:comment_type>");
        await using var imported = await ImportedFile.Of("wxr", WordPress(
            Typed("1", "A comment", ""), Typed("2", "A review", "review"), Typed("3", "Mentioned", "webmention"), Typed("4", "Pinged", "pingback", "1"),
            Typed("5", "Tracked", "trackback"), Typed("6", "For editors", "note"), Typed("7", "An order", "order_note"), Typed("8", "Answers to the pingback", "comment", "4"), Typed("9", "Answers to the note", "Comment", "6")));
        Assert.Equal((4, 5), (imported.New, imported.LeftOut));
        var comments = await imported.Comments("/haber/");
        Assert.Equal(["<p>A comment</p>\n", "<p>Answers to the pingback</p>\n", "<p>A review</p>\n", "<p>Answers to the note</p>\n"], comments.Select(comment => comment.Text("html")));
        Assert.Equal([0, 1, 0, 0], comments.Select(comment => comment.Number("depth")));
    }

    [Theory]
    [InlineData("<img src=\"https://gazete.example/a.jpg\" />", "https://gazete.example/a.jpg", "https://gazete.example/a.jpg")]
    [InlineData("<IMG alt='Bir kedi' SRC='/resim/a b.jpg'>", "https://gazete.example/resim/a%20b.jpg", "Bir kedi")]
    [InlineData("<a href=\"https://e.example/\"><img src=//cdn.example/x.png></a>", "https://cdn.example/x.png", "https://cdn.example/x.png")]
    [InlineData("<a href=\"https://e.example/y\"><img src=\"https://cdn.example/x.png\" alt=\"\"></a>", "https://e.example/y", "https://e.example/y")]
    [InlineData("<iframe width=\"5\" src=\"//www.youtube.com/embed/x_y\" allowfullscreen></iframe>", "https://www.youtube.com/embed/x_y", "https://www.youtube.com/embed/x_y")]
    [InlineData("<video controls><source src=\"https://v.example/a.mp4\"></video>", "https://v.example/a.mp4", "https://v.example/a.mp4")]
    [InlineData("<a href=\"../b/\">orada</a>", "https://gazete.example/b/", "orada")]
    [Trait("Report", "29")]
    public async Task A_comment_that_is_only_a_picture_or_a_frame_becomes_a_link(string html, string address, string words)
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(Comment("1", html)));
        Assert.Equal((1, 0), (imported.New, imported.LeftOut));
        var shown = Assert.Single(await imported.Texts("/haber/"));
        Assert.Contains($"href=\"{address}\"", shown, StringComparison.Ordinal);
        Assert.Contains($">{words}</a>", shown, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Report", "29")]
    public async Task Pictures_of_emoji_are_the_emoji_and_lists_keep_their_numbers()
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(
            Comment("1", "Güldüm <img src=\"https://gazete.example/wp-includes/images/smilies/icon_smile.gif\" alt=\":)\" class=\"wp-smiley\" /> <img class=\"emoji\" alt=\"😀\" src=\"https://s.w.org/images/core/emoji/72x72/1f600.png\">"),
            Comment("2", "<ol start=\"3\"><li>a<ul><li>b</li></ul></li><li>c</li></ol>")));
        Assert.Equal("Güldüm :) 😀", (await imported.Texts("/haber/"))[0]);
        Assert.Equal("a \n\n3. x\n   - y\n4. z\n\nb", Server.Interchange.Foreign.HtmlToMarkdown.Convert("a <ol start=3><li>x<ul><li>y</li></ul></li><li>z</li></ol>b"));
    }

    [Theory]
    [InlineData("<b>Ankara</b>'da <i>Guardian</i>ın <em>iki</em> yazısı", "<strong>Ankara</strong>&#39;da Guardianın <em>iki</em> yazısı")]
    [InlineData("süper<b>kahraman</b> a=<i>b</i> <b>tamam</b>.", "süperkahraman a=b <strong>tamam</strong>.")]
    [InlineData("[kaynak]: 1984. * _x_ \\o/ #5", "[kaynak]: 1984. * _x_ \\o/ #5")]
    [Trait("Report", "29")]
    public async Task Emphasis_within_a_word_leaves_the_word_and_no_sign_of_Markdown_appears(string html, string shown)
    {
        await using var imported = await ImportedFile.Of("wxr", WordPress(Comment("1", html)));
        Assert.Equal([shown], await imported.Texts("/haber/"));
    }

    [Theory]
    [InlineData("http://disq.us/url?url=https%3A%2F%2Fgazete.example%2Fuzun%2Fyol%3AK3u&cuid=1", "https://gazete.example/uzu...", "https://gazete.example/uzun/yol")]
    [InlineData("https://disq.us/url?url=http%3A%2F%2Fwww.gazete.example%2Fuzun%2Fyol%2F%3Fa%3D1%26b%3D2%3AQ-9_zX&amp;cuid=77", "gazete.example/uzun/y…", "http://www.gazete.example/uzun/yol/?a=1&amp;b=2")]
    [InlineData("http://disq.us/url?url=https%3A%2F%2Fgazete.example%3A8080%2Fa%3AK3u&cuid=1", "https://gazete.example:8080/...", "https://gazete.example:8080/a")]
    [InlineData("https://www.google.com/url?sa=t&url=https%3A%2F%2Fgazete.example%2Fa&usg=x", "https://www.google.com/url?...", "https://gazete.example/a")]
    [InlineData("https://www.google.com.tr/url?q=https://gazete.example/a&sa=D", "https://gazete.example/a", "https://gazete.example/a")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fgazete.example%2Fa&h=AT0", "https://gaz...", "https://gazete.example/a")]
    [InlineData("https://href.li/?https://gazete.example/a?b=1", "gazete.example/...", "https://gazete.example/a?b=1")]
    [InlineData("http://anonym.to/?http%3A%2F%2Fgazete.example%2Fa", "gazete.example/a…", "http://gazete.example/a")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fgazete.example%2Fa&data=x", "https://gazete...", "https://gazete.example/a")]
    [InlineData("https://urldefense.com/v3/__https://gazete.example/a__;!!x", "https://gazete.ex…", "https://gazete.example/a")]
    [InlineData("http://redirect.viglink.com/?key=1&u=http%3A%2F%2Fdisq.us%2Furl%3Furl%3Dhttps%253A%252F%252Fgazete.example%252Fa%253AK3u", "https://gazete.example...", "https://gazete.example/a")]
    [InlineData("https://gazete.example/2020/01/uzun-bir-baslik/", "https://gazete.example/2020/01/uzun-b...", "https://gazete.example/2020/01/uzun-bir-baslik/")]
    [Trait("Report", "31")]
    public async Task Links_lead_where_they_led_in_the_end_and_show_the_whole_address(string href, string shown, string target)
    {
        await using var imported = await ImportedFile.Of("disqus", Disqus(Post("dsq:id=\"1\"", $"<a href=\"{href}\" rel=\"nofollow\" title=\"t\">{shown}</a>")));
        var text = Assert.Single(await imported.Texts("/haber/"));
        Assert.StartsWith($"<a href=\"{target}\"", text, StringComparison.Ordinal);
        Assert.EndsWith($">{target}</a>", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a href=\"http://disq.us/url?url=https%3A%2F%2Fgazete.example%2Fa%3AK3u&cuid=1\">buraya bakın...</a>", "https://gazete.example/a", "buraya bakın...")]
    [InlineData("<a href=\"https://t.co/abc\">t.co/abc</a>", "https://t.co/abc", "t.co/abc")]
    [InlineData("<a href=\"http://disq.us/p/1abc\">http://disq.us/p/1abc</a>", "http://disq.us/p/1abc", "http://disq.us/p/1abc")]
    [InlineData("<a href=\"https://href.li/?javascript:alert(1)\">x</a>", "https://href.li/?javascript:alert(1)", "x")]
    [InlineData("http://disq.us/url?url=https%3A%2F%2Fgazete.example%2Fa%3AK3u&amp;cuid=1", "https://gazete.example/a", "https://gazete.example/a")]
    [Trait("Report", "31")]
    public async Task Words_and_short_addresses_stay(string html, string address, string words)
    {
        await using var imported = await ImportedFile.Of("disqus", Disqus(Post("dsq:id=\"1\"", html)));
        var text = Assert.Single(await imported.Texts("/haber/"));
        Assert.StartsWith($"<a href=\"{address}\"", text, StringComparison.Ordinal);
        Assert.EndsWith($">{words}</a>", text, StringComparison.Ordinal);
    }
}
