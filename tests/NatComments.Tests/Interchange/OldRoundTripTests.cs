using System.Text;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>
/// Files in the shapes that WordPress (self-hosted today, wordpress.com and before) and Disqus (today and before) write: imported, exported, imported
/// elsewhere and exported again they have the same comments, answers, states, names and times.
/// </summary>
public sealed class OldRoundTripTests
{
    // What a comment must be afterwards.
    private sealed record Expected(string Text, string? Parent, string Name, string At, string State);

    [Fact]
    [Trait("Report", "14b")]
    public Task WordPress_today() => RoundTrips("wxr", WordPressToday, leftOut: 4, new()
    {
        ["/2026/03/kopru-acildi/"] =
        [
            new("Köprü sonunda açıldı, <strong>çok</strong> sevindik.", null, "Zeynep Kaya", "2026-03-04T08:15:30", "published"),
            new("Bence geç kaldılar.", "Köprü sonunda açıldı, <strong>çok</strong> sevindik.", "O'Neill & Oğulları", "2026-03-04T09:00:01", "published"),
            new("Katılıyorum.", "Bence geç kaldılar.", "Zeynep Kaya", "2026-03-04T09:30:00", "published"),
            new("Bekleyen bir yorum", null, "Guest", "2026-03-05T10:00:00", "pending"),
            new("Ucuz ilaç <a>burada</a>", null, "spammer", "2026-03-05T11:00:00", "rejected"),
            new("Çöptekine yanıt", "Köprü sonunda açıldı, <strong>çok</strong> sevindik.", "Murat", "2026-03-06T12:00:00", "published"),
        ],
        ["/hakkimizda/"] = [new("Güzel sayfa", null, "Elif", "2026-04-01T06:07:08", "published")],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task WordPress_com_and_before() => RoundTrips("wxr", WordPressBefore, leftOut: 1, new()
    {
        ["/2009/11/30/ilk-yazi/"] =
        [
            new("Merhaba dünya &amp; herkes", null, "Bay WordPress", "2009-11-30T20:00:10", "published"),
            new("İkinci yorum", null, "Ayşe \"Ay\" Can", "2009-12-01T07:00:00", "published"),
            new("Onaylanmamış", null, "Kim", "2009-12-02T07:00:00", "pending"),
        ],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task Disqus_today() => RoundTrips("disqus", DisqusToday, leftOut: 3, new()
    {
        ["/haber/deprem"] =
        [
            new("Geçmiş olsun.", null, "Deniz", "2025-02-06T10:11:12", "published"),
            new("Teşekkürler <a>https://gazete.example/yardim</a>", "Geçmiş olsun.", "Hasan Öz", "2025-02-06T10:20:00", "published"),
            new("Silinene yanıt", "Geçmiş olsun.", "Deniz", "2025-02-06T11:00:00", "published"),
            new("Kazan kazan", null, "Bot", "2025-02-06T12:00:00", "rejected"),
        ],
        ["/haber/secim"] = [new("Sandık başına", null, "Ali & Co", "2025-05-01T00:00:00", "published")],
    });

    [Fact]
    [Trait("Report", "14b")]
    public Task Disqus_before() => RoundTrips("disqus", DisqusBefore, leftOut: 1, new()
    {
        ["/eski/yazi.html"] =
        [
            new("Eski bir yorum", null, "Guest", "2011-08-09T01:02:03", "published"),
            new("Yanıt", "Eski bir yorum", "kullanici1", "2011-08-09T02:00:00", "published"),
            new("Onay bekliyor", null, "Misafir", "2011-08-09T03:00:00", "pending"),
        ],
    });

    private static async Task RoundTrips(string system, string file, int leftOut, Dictionary<string, Expected[]> expected)
    {
        await using var imported = await ImportedFile.Of(system, file);
        Assert.Equal((0, expected.Values.Sum(all => all.Length), 0, leftOut), (imported.Code, imported.New, imported.There, imported.LeftOut));
        await imported.Again(system, Encoding.UTF8.GetBytes(file));
        Assert.Equal((0, 0, expected.Values.Sum(all => all.Length), leftOut), (imported.Code, imported.New, imported.There, imported.LeftOut));

        using var folder = new TemporaryFolder();
        var (first, elsewhere, second) = (folder.File("first.ndjson"), folder.File("elsewhere"), folder.File("second.ndjson"));
        Assert.Equal(0, (await CommandOutput.Run("export", "demo", first, "--data", imported.Data)).Code);
        Assert.Equal(0, (await CommandOutput.Run("import", "demo", first, "--data", elsewhere)).Code);
        Assert.Equal(0, (await CommandOutput.Run("export", "demo", second, "--data", elsewhere)).Code);
        foreach (var export in (string[])[first, second])
        {
            var found = Read(await File.ReadAllLinesAsync(export));
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
            foreach (var (article, comments) in expected)
            {
                Assert.Equal(comments.OrderBy(comment => comment.Text, StringComparer.Ordinal), found[article].OrderBy(comment => comment.Text, StringComparer.Ordinal));
            }
        }

        var server = await imported.Server();
        foreach (var (article, comments) in expected)
        {
            Assert.Equal(comments.Count(comment => comment.State == "published"), (await server.Page(article)).Number("count"));
        }
    }

    // The comments of an export by their articles.
    private static Dictionary<string, List<Expected>> Read(string[] lines)
    {
        var (places, states, texts) = (new Dictionary<string, (string Article, string? Parent, string At)>(), new Dictionary<string, string>(), new Dictionary<string, (string Name, string Html)>());
        foreach (var line in lines.Select(line => JsonDocument.Parse(line).RootElement))
        {
            if (line.Text("line") == "event" && line.GetProperty("event") is var e && e.TryGetProperty("id", out var given))
            {
                var id = Guid.Parse(given.GetString()!).ToString("N");
                switch (e.Text("event"))
                {
                    case "comment-posted":
                        places[id] = (line.Text("article")!, e.TryGetProperty("parentId", out var parent) ? Guid.Parse(parent.GetString()!).ToString("N") : null, e.Text("at")![..19]);
                        break;
                    case "comment-held":
                        states[id] = "pending";
                        break;
                    case "comment-decided":
                        states[id] = e.Text("decision", "outcome") == "publish" ? "published" : "rejected";
                        break;
                }
            }
            else if (line.Text("line") == "text" && line.Text("key")!.StartsWith("text/", StringComparison.Ordinal))
            {
                var text = JsonDocument.Parse(Convert.FromBase64String(line.Text("value")!)).RootElement;
                texts[line.Text("key")!.Split('/')[^2]] = (text.Text("name")!, Shown(text.Text("html")!));
            }
        }

        return places.GroupBy(place => place.Value.Article).ToDictionary(article => article.Key, article => article.Select(place => new Expected(
            texts[place.Key].Html, place.Value.Parent is { } parent ? texts[parent].Html : null, texts[place.Key].Name, place.Value.At, states[place.Key])).ToList());
    }

    private static string Shown(string html) => System.Text.RegularExpressions.Regex.Replace(html.Trim(), "</?p>|(?<=<a)[^>]*", "");

    private const string WordPressToday = """
        <?xml version="1.0" encoding="UTF-8" ?>
        <!-- This is a WordPress eXtended RSS file generated by WordPress as an export of your site. -->
        <!-- generator="WordPress/6.9" created="2026-05-01 12:00" -->
        <rss version="2.0"
        	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
        	xmlns:content="http://purl.org/rss/1.0/modules/content/"
        	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
        	xmlns:dc="http://purl.org/dc/elements/1.1/"
        	xmlns:wp="http://wordpress.org/export/1.2/"
        >
        <channel>
        	<title>Gazete</title>
        	<link>https://gazete.example</link>
        	<pubDate>Fri, 01 May 2026 12:00:00 +0000</pubDate>
        	<language>tr-TR</language>
        	<wp:wxr_version>1.2</wp:wxr_version>
        	<wp:base_site_url>https://gazete.example</wp:base_site_url>
        	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[editor]]></wp:author_login></wp:author>
        	<item>
        		<title><![CDATA[Köprü açıldı &amp; yollar]]></title>
        		<link>https://gazete.example/2026/03/kopru-acildi/</link>
        		<pubDate>Wed, 04 Mar 2026 07:00:00 +0000</pubDate>
        		<dc:creator><![CDATA[editor]]></dc:creator>
        		<guid isPermaLink="false">https://gazete.example/?p=41</guid>
        		<description></description>
        		<content:encoded><![CDATA[<!-- wp:paragraph --><p>Metin [x]]]]><![CDATA[></p>]]></content:encoded>
        		<excerpt:encoded><![CDATA[]]></excerpt:encoded>
        		<wp:post_id>41</wp:post_id>
        		<wp:post_date><![CDATA[2026-03-04 10:00:00]]></wp:post_date>
        		<wp:post_date_gmt><![CDATA[2026-03-04 07:00:00]]></wp:post_date_gmt>
        		<wp:comment_status><![CDATA[open]]></wp:comment_status>
        		<wp:post_name><![CDATA[kopru-acildi]]></wp:post_name>
        		<wp:status><![CDATA[publish]]></wp:status>
        		<wp:post_type><![CDATA[post]]></wp:post_type>
        		<category domain="category" nicename="yerel"><![CDATA[Yerel]]></category>
        		<wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>
        		<wp:comment><wp:comment_id>101</wp:comment_id><wp:comment_author><![CDATA[Zeynep Kaya]]></wp:comment_author><wp:comment_author_email><![CDATA[zeynep@okur.example]]></wp:comment_author_email><wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP><![CDATA[203.0.113.4]]></wp:comment_author_IP><wp:comment_date><![CDATA[2026-03-04 11:15:30]]></wp:comment_date><wp:comment_date_gmt><![CDATA[2026-03-04 08:15:30]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Köprü sonunda açıldı, <strong>çok</strong> sevindik.]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>
        		<wp:comment><wp:comment_id>102</wp:comment_id><wp:comment_author><![CDATA[O&#039;Neill &amp; Oğulları]]></wp:comment_author><wp:comment_author_email><![CDATA[o@okur.example]]></wp:comment_author_email><wp:comment_date><![CDATA[2026-03-04 12:00:01]]></wp:comment_date><wp:comment_date_gmt><![CDATA[2026-03-04 09:00:01]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Bence geç kaldılar.]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>101</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id>
        			<wp:commentmeta><wp:meta_key><![CDATA[akismet_result]]></wp:meta_key><wp:meta_value><![CDATA[false]]></wp:meta_value></wp:commentmeta></wp:comment>
        		<wp:comment><wp:comment_id>103</wp:comment_id><wp:comment_author><![CDATA[Zeynep Kaya]]></wp:comment_author><wp:comment_author_email><![CDATA[zeynep@okur.example]]></wp:comment_author_email><wp:comment_date><![CDATA[2026-03-04 12:30:00]]></wp:comment_date><wp:comment_date_gmt><![CDATA[2026-03-04 09:30:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Katılıyorum.]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>102</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>104</wp:comment_id><wp:comment_author></wp:comment_author><wp:comment_date><![CDATA[2026-03-05 13:00:00]]></wp:comment_date><wp:comment_date_gmt><![CDATA[2026-03-05 10:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Bekleyen bir yorum]]></wp:comment_content><wp:comment_approved><![CDATA[0]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>105</wp:comment_id><wp:comment_author><![CDATA[spammer]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-05 11:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Ucuz ilaç <a href="https://ilac.example/">burada</a>]]></wp:comment_content><wp:comment_approved><![CDATA[spam]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>106</wp:comment_id><wp:comment_author><![CDATA[Gitti]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-05 12:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Çöpte]]></wp:comment_content><wp:comment_approved><![CDATA[trash]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>101</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>107</wp:comment_id><wp:comment_author><![CDATA[Murat]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-06 12:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Çöptekine yanıt]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>106</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>108</wp:comment_id><wp:comment_author><![CDATA[Başka blog]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-06 13:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[[&#8230;] köprü [&#8230;]]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[pingback]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>109</wp:comment_id><wp:comment_author><![CDATA[editor]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-06 14:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Başlığı kısalt]]></wp:comment_content><wp:comment_approved><![CDATA[0]]></wp:comment_approved><wp:comment_type><![CDATA[note]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        		<wp:comment><wp:comment_id>110</wp:comment_id><wp:comment_author><![CDATA[Boş]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-03-06 15:00:00]]></wp:comment_date_gmt><wp:comment_content><![CDATA[&nbsp;]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        	</item>
        	<item>
        		<title><![CDATA[Hakkımızda]]></title>
        		<link>https://gazete.example/hakkimizda/</link>
        		<guid isPermaLink="false">https://gazete.example/?page_id=2</guid>
        		<wp:post_id>2</wp:post_id>
        		<wp:comment_status><![CDATA[closed]]></wp:comment_status>
        		<wp:post_type><![CDATA[page]]></wp:post_type>
        		<wp:comment><wp:comment_id>111</wp:comment_id><wp:comment_author><![CDATA[Elif]]></wp:comment_author><wp:comment_date_gmt><![CDATA[2026-04-01 06:07:08]]></wp:comment_date_gmt><wp:comment_content><![CDATA[Güzel sayfa]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>
        	</item>
        	<item><title>resim</title><link>https://gazete.example/resim/</link><wp:post_id>3</wp:post_id><wp:post_type>attachment</wp:post_type></item>
        </channel>
        </rss>
        """;

    private const string WordPressBefore = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- generator="WordPress.com" created="2010-01-02 03:04"-->
        <rss version="2.0"
        	xmlns:content="http://purl.org/rss/1.0/modules/content/"
        	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
        	xmlns:dc="http://purl.org/dc/elements/1.1/"
        	xmlns:wp="http://wordpress.org/export/1.0/">
        <channel>
        	<title>Gazete &laquo; Bir WordPress.com sitesi</title>
        	<link>http://gazete.example</link>
        	<wp:wxr_version>1.0</wp:wxr_version>
        	<wp:base_site_url>http://wordpress.com/</wp:base_site_url>
        	<image><url>http://gazete.example/i.png</url><title>Gazete</title><link>http://gazete.example</link></image>
        	<atom:link rel="search" type="application/opensearchdescription+xml" href="http://gazete.example/osd.xml" title="Gazete" />
        	<item>
        <title>İlk yazı &#8211; R&D</title>
        <link>http://gazete.example/2009/11/30/ilk-yazi/</link>
        <pubDate>Mon, 30 Nov 2009 19:00:00 +0000</pubDate>
        <dc:creator><![CDATA[gazeteci]]></dc:creator>
        <guid isPermaLink="false">http://gazete.example/?p=1</guid>
        <content:encoded><![CDATA[Metin]]></content:encoded>
        <wp:post_id>1</wp:post_id>
        <wp:post_date>2009-11-30 21:00:00</wp:post_date>
        <wp:post_date_gmt>2009-11-30 19:00:00</wp:post_date_gmt>
        <wp:comment_status>open</wp:comment_status>
        <wp:post_name>ilk-yazi</wp:post_name>
        <wp:status>publish</wp:status>
        <wp:comment>
        <wp:comment_id>1</wp:comment_id>
        <wp:comment_author><![CDATA[Bay WordPress]]></wp:comment_author>
        <wp:comment_author_email></wp:comment_author_email>
        <wp:comment_author_url>http://wordpress.com/</wp:comment_author_url>
        <wp:comment_author_IP></wp:comment_author_IP>
        <wp:comment_date>2009-11-30 22:00:10</wp:comment_date>
        <wp:comment_date_gmt>2009-11-30 20:00:10</wp:comment_date_gmt>
        <wp:comment_content>Merhaba dünya &amp;amp; herkes</wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved>
        <wp:comment_type></wp:comment_type>
        <wp:comment_parent>0</wp:comment_parent>
        <wp:comment_user_id>0</wp:comment_user_id>
        </wp:comment>
        <wp:comment>
        <wp:comment_id>2</wp:comment_id>
        <wp:comment_author><![CDATA[Ayşe &quot;Ay&quot; Can]]></wp:comment_author>
        <wp:comment_date>2009-12-01 09:00:00</wp:comment_date>
        <wp:comment_date_gmt>0000-00-00 00:00:00</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[İkinci yorum]]></wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved>
        <wp:comment_type></wp:comment_type>
        <wp:comment_parent>0</wp:comment_parent>
        </wp:comment>
        <wp:comment>
        <wp:comment_id>3</wp:comment_id>
        <wp:comment_author>Kim</wp:comment_author>
        <wp:comment_date_gmt>2009-12-02 07:00:00</wp:comment_date_gmt>
        <wp:comment_content>Onaylanmamış</wp:comment_content>
        <wp:comment_approved>0</wp:comment_approved>
        <wp:comment_type></wp:comment_type>
        </wp:comment>
        <wp:comment>
        <wp:comment_id>4</wp:comment_id>
        <wp:comment_author>Başka</wp:comment_author>
        <wp:comment_date_gmt>2009-12-03 07:00:00</wp:comment_date_gmt>
        <wp:comment_content>[...] ilk yazı [...]</wp:comment_content>
        <wp:comment_approved>1</wp:comment_approved>
        <wp:comment_type>trackback</wp:comment_type>
        </wp:comment>
        	</item>
        </channel>
        </rss>
        """;

    private const string DisqusToday = """
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://disqus.com/api/schemas/1.0/disqus.xsd http://disqus.com/api/schemas/1.0/disqus-internals.xsd">

        <category dsq:id="71">
        <forum>gazete</forum>
        <title>General</title>
        <isDefault>true</isDefault>
        </category>

        <thread dsq:id="9001">
        <id>haber-deprem</id>
        <forum>gazete</forum>
        <category dsq:id="71" />
        <link>https://gazete.example/haber/deprem</link>
        <title>Deprem &amp;amp; yardım</title>
        <message />
        <createdAt>2025-02-06T08:00:00Z</createdAt>
        <author><name>Editör</name><isAnonymous>false</isAnonymous><username>editor</username></author>
        <isClosed>false</isClosed>
        <isDeleted>false</isDeleted>
        </thread>

        <thread dsq:id="9002">
        <id />
        <forum>gazete</forum>
        <category dsq:id="71" />
        <link>https://gazete.example/haber/secim</link>
        <title>Seçim</title>
        <message />
        <createdAt>2025-04-30T08:00:00Z</createdAt>
        <author><name>Editör</name><isAnonymous>false</isAnonymous><username>editor</username></author>
        <isClosed>true</isClosed>
        <isDeleted>false</isDeleted>
        </thread>

        <thread dsq:id="9003">
        <id />
        <link>https://gazete.example/haber/silindi</link>
        <title>Silindi</title>
        <createdAt>2025-04-30T08:00:00Z</createdAt>
        <isClosed>false</isClosed>
        <isDeleted>true</isDeleted>
        </thread>

        <post dsq:id="501">
        <id />
        <message><![CDATA[<p>Geçmiş olsun.</p>]]></message>
        <createdAt>2025-02-06T10:11:12Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Deniz</name><isAnonymous>false</isAnonymous><username>disqus_dnz</username></author>
        <thread dsq:id="9001" />
        </post>

        <post dsq:id="502">
        <id />
        <message><![CDATA[<p>Teşekkürler <a href="http://disq.us/url?url=https%3A%2F%2Fgazete.example%2Fyardim%3AKey_1-x&amp;cuid=7" rel="nofollow noopener" title="https://gazete.example/yardim">https://gazete.example/yar...</a></p>]]></message>
        <createdAt>2025-02-06T10:20:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Hasan Öz</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9001" />
        <parent dsq:id="501" />
        </post>

        <post dsq:id="503">
        <id />
        <message><![CDATA[<p>Silindi</p>]]></message>
        <createdAt>2025-02-06T10:30:00Z</createdAt>
        <isDeleted>true</isDeleted>
        <isSpam>false</isSpam>
        <author><name>X</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9001" />
        <parent dsq:id="501" />
        </post>

        <post dsq:id="504">
        <id />
        <message><![CDATA[<p>Silinene yanıt</p>]]></message>
        <createdAt>2025-02-06T11:00:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Deniz</name><isAnonymous>false</isAnonymous><username>disqus_dnz</username></author>
        <thread dsq:id="9001" />
        <parent dsq:id="503" />
        </post>

        <post dsq:id="505">
        <id />
        <message><![CDATA[<p>Kazan kazan</p>]]></message>
        <createdAt>2025-02-06T12:00:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>true</isSpam>
        <author><name>Bot</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9001" />
        </post>

        <post dsq:id="506">
        <id />
        <message><![CDATA[<p>Sandık başına</p>]]></message>
        <createdAt>2025-05-01T00:00:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Ali &amp;amp; Co</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9002" />
        </post>

        <post dsq:id="507">
        <id />
        <message><![CDATA[<p>Silinmiş haberin yorumu</p>]]></message>
        <createdAt>2025-05-01T00:00:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Y</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9003" />
        </post>

        <post dsq:id="508">
        <id />
        <message><![CDATA[<p> </p>]]></message>
        <createdAt>2025-05-01T00:00:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author><name>Z</name><isAnonymous>true</isAnonymous></author>
        <thread dsq:id="9002" />
        </post>
        </disqus>
        """;

    private const string DisqusBefore = """
        <?xml version="1.0"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals" xsi:schemaLocation="http://disqus.com http://disqus.com/api/schemas/1.0/disqus.xsd">
        <category dsq:id="5"><forum>gazete</forum><title>General</title><isDefault>true</isDefault></category>
        <thread dsq:id="31">
        <id>31 http://gazete.example/?p=31</id><forum>gazete</forum><category dsq:id="5" /><link>http://www.gazete.example/eski/yazi.html</link><title>Eski yazı</title><message></message>
        <createdAt>2011-08-08T00:00:00</createdAt>
        <author><email>editor@gazete.example</email><name>editor</name><isAnonymous>false</isAnonymous><username>editor</username></author>
        <ipAddress>203.0.113.9</ipAddress><isClosed>false</isClosed><isDeleted>false</isDeleted>
        </thread>
        <post dsq:id="61">
        <id>wp_id=12</id><message>Eski bir yorum</message><createdAt>2011-08-09T01:02:03</createdAt>
        <isApproved>true</isApproved><isDeleted>false</isDeleted><isSpam>false</isSpam><isFlagged>false</isFlagged><isHighlighted>false</isHighlighted>
        <author><email>gizli@okur.example</email><name></name><anonymous>true</anonymous></author><ipAddress>203.0.113.10</ipAddress><thread dsq:id="31" />
        </post>
        <post dsq:id="62">
        <id/><message>Yanıt</message><createdAt>2011-08-09T02:00:00</createdAt><isApproved>true</isApproved><isDeleted>false</isDeleted><isSpam>false</isSpam>
        <author><name>kullanici1</name><isAnonymous>false</isAnonymous><username>kullanici1</username></author><ipAddress>203.0.113.11</ipAddress><thread dsq:id="31" /><parent dsq:id="61" />
        </post>
        <post dsq:id="63">
        <id/><message>Onay bekliyor</message><createdAt>2011-08-09T03:00:00</createdAt><isApproved>false</isApproved><isDeleted>false</isDeleted><isSpam>false</isSpam>
        <author><name>Misafir</name><isAnonymous>true</isAnonymous></author><thread dsq:id="31" />
        </post>
        <post dsq:id="64">
        <id/><message>Silindi</message><createdAt>2011-08-09T04:00:00</createdAt><isApproved>true</isApproved><isDeleted>true</isDeleted><isSpam>false</isSpam>
        <author><name>Misafir</name><isAnonymous>true</isAnonymous></author><thread dsq:id="31" />
        </post>
        </disqus>
        """;
}
