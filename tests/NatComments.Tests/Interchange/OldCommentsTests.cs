using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NatComments.Server.CommandLine;
using NatComments.Server.Interchange.Foreign;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>A site that comes from WordPress or Disqus brings its comments along.</summary>
public sealed class OldCommentsTests
{
    [Fact]
    public async Task Comments_of_WordPress_keep_their_answers_their_times_and_what_became_of_them()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("wordpress.xml"));
        await File.WriteAllTextAsync(file, WordPress);

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", "wxr", "--articles", "post", "--data", data]));
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", "wxr", "--articles", "post", "--data", data]));

        await using var server = await RunningServer.Start(data);
        var page = await server.Page("post-7", "?sort=oldest");
        var comments = page.Items("comments").ToList();
        Assert.Equal(["Ayşe", "Baran", "Guest", "Ayşe"], comments.Select(c => c.Text("author", "name")));
        Assert.Equal("<p>Çok <strong>güzel</strong> bir yazı.<br>\nİkinci satır &lt;3</p>\n", comments[0].Text("html"));
        Assert.Equal("2024-02-01T10:00:00.000Z", comments[0].Text("postedAt"));
        Assert.Equal([0, 1, 1, 0], comments.Select(c => c.Number("depth")));
        Assert.Equal(comments[0].Text("author", "id"), comments[3].Text("author", "id"));
        Assert.Equal((4, "closed"), (page.Number("count"), page.Text("state")));

        using var admin = server.Admin();
        var waiting = Assert.Single((await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/queues/pending")).Items("entries"));
        Assert.Equal(("Still waiting there", "Bir başlık", "https://nat.example/2024/02/bir-baslik/"), (waiting.Text("comment", "text"), waiting.Text("page", "title"), waiting.Text("page", "url")));
    }

    [Fact]
    public async Task Nothing_of_an_old_author_is_kept_but_the_name()
    {
        using var folder = new TemporaryFolder();
        var (data, file, exported) = (folder.File("data"), folder.File("wordpress.xml"), folder.File("out.ndjson"));
        await File.WriteAllTextAsync(file, WordPress);
        await Commands.Run(["import", "nat", file, "--from", "wxr", "--data", data]);
        await Commands.Run(["export", "nat", exported, "--data", data]);

        var all = await File.ReadAllTextAsync(exported) + Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(data, "natcomments.db")));

        Assert.Contains("/2024/02/bir-baslik/", all, StringComparison.Ordinal);
        Assert.DoesNotContain("ayse@", all, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_of_Disqus_meet_on_their_article_whatever_address_they_were_written_under()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("disqus.xml.gz"));
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(Disqus));
        }

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", "disqus", "--data", data]));

        await using var server = await RunningServer.Start(data);
        var comments = (await server.Page("/a/b", "?sort=oldest")).Items("comments").ToList();
        Assert.Equal(["<p>First</p>\n", "<p>Answers to what was deleted, and so to the first</p>\n", "<p>Under the other address</p>\n"], comments.Select(c => c.Text("html")));
        Assert.Equal(comments[0].Text("id"), comments[1].Text("parentId"));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_taken_in_up_to_there_and_completed_later()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("wordpress.xml"));
        await File.WriteAllTextAsync(file, WordPress[..WordPress.LastIndexOf("<item>", StringComparison.Ordinal)] + "<item><title>cut");
        Assert.Equal(2, await Commands.Run(["import", "demo", file, "--from", "wxr", "--data", data]));
        await File.WriteAllTextAsync(file, WordPress);
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--from", "wxr", "--data", data]));

        await using var server = await RunningServer.Start(data);
        Assert.Equal(4, (await server.Page("/2024/02/bir-baslik/")).Number("count"));
        Assert.Equal(1, (await server.Page("/2024/03/another/")).Number("count"));
    }

    [Theory]
    [InlineData("a <em>b</em> <i> c </i>d", "a *b*  *c* d")]
    [InlineData("<p>one</p>\n\n<p>two<br/>three</p>", "one\n\ntwo\nthree")]
    [InlineData("<a href=\"https://e.org/a_b_c\" rel='x'>here</a> https://e.org/d_e_f", "[here](<https://e.org/a_b_c>) https://e.org/d_e_f")]
    [InlineData("<blockquote>said\nbefore</blockquote>answer", "> said\n> before\n\nanswer")]
    [InlineData("2 * 3 * 4, # not a title, 1. no list", "2 \\* 3 \\* 4, # not a title, 1. no list")]
    [InlineData("# no title\n1. no list", "\\# no title\n1\\. no list")]
    [InlineData("a < b &amp; c <!-- hidden --><script>alert(1)</script><b", "a \\< b & c \\<b")]
    [InlineData("<b><i>open", "***open***")]
    [InlineData("</b></p>only ends</x>", "only ends")]
    [InlineData("", "")]
    public void Html_becomes_Markdown_that_reads_the_same(string html, string markdown) => Assert.Equal(markdown, HtmlToMarkdown.Convert(html));

    [Fact]
    public void Long_and_broken_html_takes_no_longer_than_it_is_long()
    {
        var nested = string.Concat(Enumerable.Repeat("<b><a href=\"", 20_000));
        Assert.Contains("\\<a href=", HtmlToMarkdown.Convert(nested), StringComparison.Ordinal);
        Assert.NotEmpty(HtmlToMarkdown.Convert(string.Concat(Enumerable.Repeat("<blockquote>x", 20_000))));
    }

    private static string WordPressComment(int id, int parent, string name, string mail, string time, string text, string approved = "1", string type = "comment") => $"""
        <wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author><![CDATA[{name}]]></wp:comment_author><wp:comment_author_email>{mail}</wp:comment_author_email>
        <wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP>203.0.113.7</wp:comment_author_IP><wp:comment_date>{time}</wp:comment_date><wp:comment_date_gmt>{time}</wp:comment_date_gmt>
        <wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{type}</wp:comment_type>
        <wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>
        """;

    private static readonly string WordPress = $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
        <item><title>Bir başlık</title><link>https://nat.example/2024/02/bir-baslik/</link><wp:post_id>7</wp:post_id><wp:comment_status><![CDATA[closed]]></wp:comment_status>
        {WordPressComment(12, 11, "Baran", "", "2024-02-01 11:00:00", "Stands before what it answers to")}
        {WordPressComment(11, 0, "Ayşe", "ayse@example.org", "2024-02-01 10:00:00", "Çok <strong>güzel</strong> bir yazı.\nİkinci satır &lt;3 \u0007")}
        {WordPressComment(13, 0, "Troll", "", "2024-02-01 11:10:00", "buy now", "spam")}
        {WordPressComment(14, 11, "Gone", "", "2024-02-01 11:20:00", "deleted", "trash")}
        {WordPressComment(15, 14, "\u200b", "", "2024-02-01 11:30:00", "Answers to what was deleted")}
        {WordPressComment(16, 0, "Zehra", "", "2024-02-01 11:40:00", "Still waiting there", "0")}
        {WordPressComment(17, 0, "Other blog", "", "2024-02-01 11:50:00", "[...] a trackback [...]", "1", "trackback")}
        {WordPressComment(18, 0, "Ayşe", "AYSE@example.org", "2024-02-01 12:00:00", "Once more", "1", "")}
        {WordPressComment(19, 0, "Empty", "", "2024-02-01 12:10:00", "<p> </p>")}
        </item>
        <item><title>Another</title><link>https://nat.example/2024/03/another/</link><wp:post_id>8</wp:post_id><wp:comment_status>open</wp:comment_status>
        {WordPressComment(20, 0, "Deniz", "", "2024-03-01 12:10:00", "Elsewhere")}
        </item></channel></rss>
        """;

    private const string Disqus = """
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        <category dsq:id="1"><forum>nat</forum><title>General</title><isDefault>true</isDefault></category>
        <thread dsq:id="2"><id>528 https://nat.example/?p=528</id><forum>nat</forum><link>http://nat.example/a/b</link><title>T</title><createdAt>2024-01-02T03:04:05Z</createdAt><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
        <thread dsq:id="3"><id /><forum>nat</forum><link>https://nat.example/a/b?utm=1</link><title>T</title><createdAt>2024-01-02T03:04:05Z</createdAt><isClosed>false</isClosed><isDeleted>false</isDeleted></thread>
        <post dsq:id="10"><id /><message><![CDATA[<p>First</p>]]></message><createdAt>2024-01-03T00:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>A</name><username>a</username></author><thread dsq:id="2" /></post>
        <post dsq:id="11"><id /><message><![CDATA[<p>Deleted</p>]]></message><createdAt>2024-01-03T00:01:00Z</createdAt><isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>B</name></author><thread dsq:id="2" /><parent dsq:id="10" /></post>
        <post dsq:id="12"><id /><message><![CDATA[<p>Answers to what was deleted, and so to the first</p>]]></message><createdAt>2024-01-03T00:02:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>C</name></author><thread dsq:id="2" /><parent dsq:id="11" /></post>
        <post dsq:id="13"><id /><message><![CDATA[<p>Spam</p>]]></message><createdAt>2024-01-03T00:03:00Z</createdAt><isDeleted>false</isDeleted><isSpam>true</isSpam><author><name>D</name></author><thread dsq:id="2" /></post>
        <post dsq:id="14"><id /><message><![CDATA[<p>Under the other address</p>]]></message><createdAt>2024-01-03T00:04:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>E</name></author><thread dsq:id="3" /></post>
        </disqus>
        """;
}
