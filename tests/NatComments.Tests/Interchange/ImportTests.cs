using System.IO.Compression;
using System.Text;
using System.Text.Json;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>Whoever imports is told what became of every comment, and what to do when the file is not what was thought.</summary>
public sealed class ImportTests : IDisposable
{
    private const string Disqus = """
        <?xml version="1.0" encoding="utf-8"?>
        <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
        <thread dsq:id="2"><id>haber-1</id><forum>nat</forum><link>https://gazete.example/haber-1/</link><title>T</title></thread>
        <post dsq:id="10"><message><![CDATA[<p>Merhaba</p>]]></message><createdAt>2024-01-03T00:00:00Z</createdAt><author><name>A</name></author><thread dsq:id="2" /></post>
        </disqus>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Report", "14c")]
    [InlineData("disqus", "wxr", "--from disqus")]
    [InlineData("disqus", "ndjson", "--from disqus")]
    [InlineData("wxr", "disqus", "--from wxr")]
    [InlineData("wxr", "ndjson", "--from wxr")]
    [InlineData("own", "wxr", "--from ndjson")]
    [InlineData("own", "disqus", "--from ndjson")]
    public async Task A_file_of_another_system_than_named_is_noticed_and_the_right_name_is_told(string kind, string from, string advice)
    {
        var said = await Import(Content(kind), "--from", from);

        Assert.Equal(1, said.Code);
        Assert.Contains(advice, said.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was taken in", said.Errors, StringComparison.Ordinal);
        await AssertNoSite();
    }

    [Theory]
    [Trait("Report", "14c")]
    [InlineData("disqus")]
    [InlineData("wxr")]
    [InlineData("own")]
    public async Task A_file_tells_its_format_by_itself_packed_or_not(string kind)
    {
        Assert.Equal(0, (await Import(Content(kind))).Code);
        var packed = _folder.File("packed");
        await using (var to = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            await to.WriteAsync(Encoding.UTF8.GetBytes(Content(kind)));
        }

        var said = await CommandOutput.Run("import", "demo", packed, "--json", "--data", _folder.File("data"));
        Assert.Equal((0, 0, 1), (said.Code, said.Json.Number("comments", "new"), said.Json.Number("comments", "there")));
    }

    [Theory]
    [Trait("Report", "14c")]
    [InlineData("", "empty")]
    [InlineData(" \n\n ", "empty")]
    [InlineData("{\"posts\":[]}", "JSON")]
    [InlineData("[1,2]", "JSON")]
    [InlineData("id,author,text\n1,Ali,Merhaba\n", "a table (CSV)")]
    [InlineData("<!DOCTYPE html>\n<html><body>Please sign in</body></html>", "an HTML page")]
    [InlineData("<html><head></head></html>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><item><title>x</title></item></channel></rss>", "an RSS feed")]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- x --><feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", "<feed>")]
    [InlineData("Just some words.", "plain text")]
    [InlineData("PK\u0003\u0004rest", "a ZIP archive")]
    [InlineData("SQLite format 3\0rest", "a SQLite database")]
    [InlineData("\u0001\u0002\u0000\u0003", "no text")]
    public async Task What_cannot_be_imported_is_called_by_its_kind(string content, string kind)
    {
        foreach (var from in (string[][])[[], ["--from", "wxr"], ["--from", "disqus"], ["--from", "ndjson"]])
        {
            var said = await Import(content, from);
            Assert.Equal(1, said.Code);
            Assert.Contains(kind, said.Errors, StringComparison.Ordinal);
        }

        await AssertNoSite();
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task Items_without_a_link_keep_their_comments_under_whatever_else_names_the_article()
    {
        var said = await Import(Items(
            ("", "<guid isPermaLink=\"false\">https://gazete.example/?p=11</guid>", 11),
            ("", "", 12),
            ("", "<wp:post_name>eski-haber</wp:post_name>", 0),
            ("<link>2020/haber-4/</link>", "", 14),
            ("<link>//gazete.example/haber-5/</link>", "", 15),
            ("<link>gazete.example/haber-6/</link>", "", 16),
            ("<link>file:///C:/site/haber-7.html</link>", "", 17)));

        Assert.True(said.Code == 0, said.All);
        Assert.Equal((0, 7, 7), (said.Code, said.Json.Number("comments", "found"), said.Json.Number("comments", "new")));
        Assert.Equal(4, said.Json.Items("renamedArticles").Count);
        await using var server = await RunningServer.Start(_folder.File("data"));
        foreach (var article in (string[])["/?p=11", "post-12", "/eski-haber/", "/2020/haber-4/", "/haber-5/", "/haber-6/", "post-17"])
        {
            Assert.True((await server.Page(article)).Number("count") == 1, article);
        }
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task Comments_that_have_no_place_are_counted_with_their_ids_and_the_command_says_so()
    {
        var said = await Import($$"""
            <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
            <post dsq:id="1"><message>erken</message><createdAt>2024-01-03T00:00:00Z</createdAt><author><name>A</name></author><thread dsq:id="9" /></post>
            <thread dsq:id="2"><id /><link>/goreli/</link></thread><thread dsq:id="3"><id /><link></link></thread><thread dsq:id="4"><id>ad-4</id><link>file:///C:/a.html</link></thread>
            <thread dsq:id="5"><id /><link>gazete.example/semasiz/</link></thread>
            {{string.Concat(Enumerable.Range(2, 5).Select(n => $"<post dsq:id=\"{n}0\"><message>yorum</message><createdAt>2024-01-03T00:00:00Z</createdAt><author><name>A</name></author><thread dsq:id=\"{n}\" /></post>"))}}
            <thread dsq:id="9"><id /><link>https://gazete.example/sonra/</link></thread>
            </disqus>
            """);

        var comments = said.Json.At("comments");
        Assert.Equal(3, said.Code);
        Assert.Equal((6, 4, 0, 2), (comments.Number("found"), comments.Number("new"), comments.Number("there"), comments.Number("leftOut")));
        Assert.Equal(["no-article 30", "thread-unknown 60"], said.Json.Items("leftOut").Select(one => $"{one.Text("reason")} {one.Items("examples")[0].GetString()!.Split(' ')[0]}"));
        await using var server = await RunningServer.Start(_folder.File("data"));
        foreach (var article in (string[])["/goreli/", "ad-4", "/semasiz/", "/sonra/"])
        {
            Assert.True((await server.Page(article)).Number("count") == 1, article);
        }
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task The_report_is_read_by_people_and_by_programs_and_says_the_same()
    {
        var (file, report) = (await Write(Mixed), _folder.File("report.json"));
        var said = await CommandOutput.Run("import", "demo", file, "--report", report, "--data", _folder.File("data"));
        var json = JsonDocument.Parse(await File.ReadAllTextAsync(report)).RootElement;

        Assert.Equal((0, "complete", 0), (said.Code, json.Text("outcome"), json.Number("exitCode")));
        var comments = json.At("comments");
        Assert.Equal((5, 2, 0, 3), (comments.Number("found"), comments.Number("new"), comments.Number("there"), comments.Number("leftOut")));
        Assert.Equal((1, 1, 0), (comments.Number("published"), comments.Number("waiting"), comments.Number("rejected")));
        Assert.Equal(["deleted 1", "pingback 1", "unknown-type 1"], json.Items("leftOut").Select(one => $"{one.Text("reason")} {one.Number("count")}"));
        Assert.Contains("demo: 2 comments are new, 0 were there already, 3 were left out.", said.Words, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  comments in the file +5$", said.Words);
        Assert.Matches(@"(?m)^    new +2$", said.Words);
        Assert.Matches(@"(?m)^      pingbacks and trackbacks +1   3\b", said.Words);
        Assert.Contains("Every comment of the file is here, or is left out", said.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("gizli sözler", said.All + await File.ReadAllTextAsync(report), StringComparison.Ordinal);
        Assert.Equal([.. said.Words.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line.Length >= 53).Distinct()], [true]);
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task A_dry_run_tells_the_same_and_writes_nothing()
    {
        var file = await Write(Mixed);
        var dry = await CommandOutput.Run("import", "demo", file, "--dry-run", "--json", "--data", _folder.File("data"));
        Assert.Equal((0, 2, true), (dry.Code, dry.Json.Number("comments", "new"), dry.Json.At("dryRun").GetBoolean()));
        await AssertNoSite();

        var own = _folder.File("own.ndjson");
        await File.WriteAllTextAsync(own, Content("own"));
        var dryOwn = await CommandOutput.Run("import", "demo", own, "--dry-run", "--json", "--data", _folder.File("data"));
        Assert.Equal((0, 1), (dryOwn.Code, dryOwn.Json.Number("comments", "new")));
        await AssertNoSite();

        var real = await CommandOutput.Run("import", "demo", file, "--json", "--data", _folder.File("data"));
        Assert.Equal(dry.Json.At("comments").GetRawText(), real.Json.At("comments").GetRawText());
    }

    [Fact]
    [Trait("Report", "15")]
    public async Task A_file_that_breaks_says_where_and_truly_what_was_taken()
    {
        var whole = OldFiles.WordPress(("/a/", 3), ("/b/", 3));
        var said = await Import(whole[..whole.LastIndexOf("<item>", StringComparison.Ordinal)] + "<item><title>cut");
        Assert.Equal((2, "broken", 3), (said.Code, said.Json.Text("outcome"), said.Json.Number("comments", "new")));
        Assert.Contains("3 comments that stand before that have been taken in", said.Json.Text("message"), StringComparison.Ordinal);

        var lines = Content("own").Split('\n');
        var cut = await Import(string.Join('\n', lines[..2]) + "\n{\"line\":\"eve");
        Assert.Equal((1, "failed", 0), (cut.Code, cut.Json.Text("outcome"), cut.Json.Number("comments", "new")));
        Assert.Equal("text-missing", Assert.Single(cut.Json.Items("leftOut")).Text("reason"));
        Assert.Contains("line 3", cut.Json.Text("message"), StringComparison.Ordinal);
        Assert.Equal((0, 1), ((await Import(Content("own"))).Code, (await Import(Content("own"))).Json.Number("comments", "there")));
    }

    [Fact]
    [Trait("Report", "14b")]
    public async Task What_answers_to_a_comment_that_is_left_out_or_not_in_the_file_stands_on_the_article()
    {
        static string Answer(int id, string to, string text) => Comment(id, "1", "").Replace("gizli sözler", text, StringComparison.Ordinal)
            .Replace("</wp:comment>", $"<wp:comment_parent>{to}</wp:comment_parent></wp:comment>", StringComparison.Ordinal);
        var said = await Import($"""
            <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>T</title><link>https://gazete.example/cevap/</link><wp:post_id>5</wp:post_id>
            {Answer(1, "0", "&lt;p&gt; &lt;/p&gt;").Replace("/p&gt; 1", "/p&gt;", StringComparison.Ordinal)}{Answer(2, "1", "to nothing")}{Answer(3, "99", "to what is elsewhere")}{Answer(4, "3", "to that")}
            </item></channel></rss>
            """);

        Assert.Equal((0, 3, 1), (said.Code, said.Json.Number("comments", "new"), said.Json.Number("comments", "leftOut")));
        Assert.Equal(("parent-missing", 1), (said.Json.Items("changed")[0].Text("reason"), said.Json.Items("changed")[0].Number("count")));
        await using var server = await RunningServer.Start(_folder.File("data"));
        Assert.Equal([0, 0, 1], (await server.Page("/cevap/", "?sort=oldest")).Items("comments").Select(comment => comment.Number("depth")));
    }

    [Fact]
    [Trait("Report", "13")]
    public async Task An_article_that_cannot_be_called_so_is_named_with_what_to_do()
    {
        var said = await CommandOutput.Run("import", "demo", await Write(OldFiles.WordPress(("/" + new string('x', 400) + "/", 1))), "--data", _folder.File("data"));
        Assert.Equal(3, said.Code);
        Assert.Contains("an article's id has 1 to 300 characters", said.Errors, StringComparison.Ordinal);
        Assert.Contains("--articles post", said.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody was writing", said.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_begun_says_why_before_anything_is_taken_in()
    {
        var file = await Write(Mixed);
        Assert.Contains("is a folder", (await CommandOutput.Run("import", "demo", _folder.FullName, "--data", _folder.File("data"))).Errors, StringComparison.Ordinal);
        Assert.Contains("is not there", (await CommandOutput.Run("import", "demo", file + "x", "--data", _folder.File("data"))).Errors, StringComparison.Ordinal);
        var report = await CommandOutput.Run("import", "demo", file, "--report", _folder.File("none/such.json"), "--data", _folder.File("data"));
        Assert.Equal(1, report.Code);
        Assert.Contains("report cannot be written", report.Errors, StringComparison.Ordinal);
        await AssertNoSite();
    }

    private static readonly string Mixed = $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
        <item><title>T</title><link>https://gazete.example/karisik/</link><wp:post_id>5</wp:post_id>
        {Comment(1, "1", "")}{Comment(2, "trash", "")}{Comment(3, "1", "pingback")}{Comment(4, "1", "order_note")}{Comment(5, "0", "")}
        </item></channel></rss>
        """;

    private static string Comment(int id, string approved, string type) => $"""
        <wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Ali</wp:comment_author><wp:comment_date_gmt>2020-01-01 10:00:0{id}</wp:comment_date_gmt>
        <wp:comment_content>gizli sözler {id}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{type}</wp:comment_type></wp:comment>
        """;

    private static string Items(params (string Link, string More, int Post)[] items) => $"""
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
        {string.Concat(items.Select((item, i) => $"<item><title>T</title>{item.Link}{item.More}<wp:post_id>{item.Post}</wp:post_id>{Comment(i + 1, "1", "")}</item>"))}
        </channel></rss>
        """;

    private static string Content(string kind) => kind switch
    {
        "disqus" => Disqus,
        "wxr" => OldFiles.WordPress(("/haber-1/", 1)),
        _ => string.Join('\n', OldFiles.Own("post-1", Guid.Parse("0198c0de-0000-7000-8000-00000000abcd"), "Merhaba")),
    };

    private async Task<string> Write(string content)
    {
        var file = _folder.File("in");
        await File.WriteAllTextAsync(file, content);
        return file;
    }

    private async Task<CommandOutput.Told> Import(string content, params string[] more) =>
        await CommandOutput.Run(["import", "demo", await Write(content), "--json", "--data", _folder.File("data"), .. more]);

    private async Task AssertNoSite() =>
        Assert.Contains("There is no site demo", (await CommandOutput.Run("export", "demo", _folder.File("none.ndjson"), "--data", _folder.File("data"))).Errors, StringComparison.Ordinal);
}
