using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>Nothing that a file brings is believed, and nothing in it makes the program fail.</summary>
public sealed class HostileImportTests
{
    private const string Head = """{"line":"site","format":2,"site":"demo","name":"Demo","createdAt":"2026-01-01T00:00:00+00:00","exportedAt":"2026-01-01T00:00:00+00:00"}""";
    private const string Id = "0198c0de00007000800000000000abcd";

    [Fact]
    public async Task What_a_browser_shows_is_made_anew_and_nobody_here_decided_it()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("in.ndjson"));
        string admin;
        await using (var server = await RunningServer.Start(data))
        {
            using var me = server.Admin();
            admin = (await me.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/people")).EnumerateArray().First().Text("account");
        }

        await File.WriteAllLinesAsync(file,
        [
            Head,
            Event(1, $$"""{"event":"comment-posted","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","depth":0,"author":"somebody"}"""),
            Event(2, $$"""{"event":"comment-decided","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","revision":1,"role":"administrator","decision":{"outcome":"publish","reason":"clean","by":{"kind":"moderator","moderator":"{{admin}}"} } }"""),
            Event(3, $$"""{"event":"comment-escalated","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","revision":1,"moderator":"{{admin}}","priority":5}"""),
            Event(4, $$"""{"event":"thread-state-changed","at":"2026-01-01T00:00:00+00:00","state":"slow","by":{"kind":"moderator","moderator":"{{admin}}"} }"""),
            Text($"text/a/{Id}/1", """{"name":"Mallory","markdown":"[x](javascript:alert(1)) **b** &#1;","html":"<img src=x onerror=alert(1)>","badge":"staff"}"""),
            Text("article/a", """{"title":"A","url":"https://news.example/a"}"""),
            Text("sanctions/somebody", $$"""{"all":[{"id":"s1","kind":"mute","reason":"spam","by":"{{admin}}","at":"2026-01-01T00:00:00+00:00"}]}"""),
            Line("note", $$""" "about":"notes/comment/{{Id}}","key":"0-1" """, $$"""{"by":"{{admin}}","at":"2026-01-01T00:00:00+00:00","text":"A note"}"""),
        ]);
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", data]));

        await using var after = await RunningServer.Start(data);
        using var moderator = after.Admin();
        var comment = Assert.Single((await after.Page("a")).Items("comments"));
        Assert.Equal("<p>[x](javascript:alert(1)) <strong>b</strong> </p>\n", comment.Text("html"));
        Assert.Equal(JsonValueKind.Null, comment.At("author", "badge").ValueKind);
        var whole = (await moderator.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/comments/{Id}?article=a")).GetRawText();
        Assert.DoesNotContain(admin, whole, StringComparison.Ordinal);
        Assert.DoesNotContain(admin, (await moderator.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/authors/somebody")).GetRawText(), StringComparison.Ordinal);

        // What is exported and taken in again, here or elsewhere, is the same.
        var (first, other, second) = (folder.File("first.ndjson"), folder.File("other"), folder.File("second.ndjson"));
        Assert.Equal(0, await Commands.Run(["export", "demo", first, "--data", data]));
        Assert.Equal(0, await Commands.Run(["import", "demo", first, "--data", data]));
        Assert.Equal(0, await Commands.Run(["import", "demo", first, "--data", other]));
        Assert.Equal(0, await Commands.Run(["export", "demo", second, "--data", other]));
        Assert.Equal((await File.ReadAllLinesAsync(first)).Skip(1), (await File.ReadAllLinesAsync(second)).Skip(1));
        Assert.DoesNotContain(admin, await File.ReadAllTextAsync(first), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first));
        }
    }

    public static TheoryData<string, string> Refused
    {
        get
        {
            var posted = $$"""{"event":"comment-posted","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","depth":0,"author":"somebody"}""";
            return new()
            {
                { "{", "cannot be read" },
                { "null", "cannot be read" },
                { "[]", "cannot be read" },
                { "5", "cannot be read" },
                { """{"line":"other"}""", "cannot be read" },
                { """{"line":5}""", "cannot be read" },
                { """{"line":"text"}""", "cannot be read" },
                { """{"line":"text","key":null,"value":""}""", "cannot be read" },
                { """{"line":"text","key":"text/","value":null}""", "cannot be read" },
                { """{"line":"text","key":"text/a","value":"no base64!"}""", "cannot be read" },
                { new string('[', 100_000), "cannot be read" },
                { "{\"line\":" + new string('[', 1_000) + new string(']', 1_000) + "}", "cannot be read" },
                { """{"line":"event","article":"a","number":1}""", "cannot be read" },
                { """{"line":"event","article":"a","number":"one","event":{}}""", "cannot be read" },
                { """{"line":"event","article":"a","number":1,"event":{"event":"comment-posted"} }""", "cannot be read" },
                { """{"line":"event","article":"a","number":1,"event":{"event":"comment-posted","id":5} }""", "cannot be read" },
                { Head, "no such text" },
                { Event(1, posted, ""), "this id" },
                { Event(1, posted, "\\u0001"), "this id" },
                { Event(1, posted, new string('x', 301)), "this id" },
                { Event(1, posted.Replace("somebody", "some\\u0001body", StringComparison.Ordinal)), "author" },
                { Event(1, posted.Replace("\"somebody\"", "\"\"", StringComparison.Ordinal)), "author" },
                { Event(1, posted.Replace(Guid.Parse(Id).ToString(), Guid.Empty.ToString(), StringComparison.Ordinal)), "no id" },
                { Event(1, posted.Replace("\"depth\":0", "\"depth\":3", StringComparison.Ordinal)), "depth" },
                { Event(1, posted.Replace("2026-01-01", "9999-01-01", StringComparison.Ordinal)), "time" },
                { Event(1, posted.Replace("\"depth\":0", $"\"depth\":1,\"parentId\":\"{Guid.NewGuid()}\"", StringComparison.Ordinal)), "answers to" },
                { Event(1, $$"""{"event":"decision-undone","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","by":{"kind":"import","source":"x"} }"""), "not posted" },
                { Event(1, $$"""{"event":"comment-liked","at":"2026-01-01T00:00:00+00:00","id":"{{Guid.Parse(Id)}}","reader":"r","on":true}"""), "not posted" },
                { Text("", "{}"), "no such text" },
                { Text("other/a", "{}"), "no such text" },
                { Text("text/", "{}"), "revision" },
                { Text("text/a/b/1", "{}"), "no comment" },
                { Text($"text/a/{Id}/0", "{}"), "revision" },
                { Text($"text/a/{Id}/99999999999", "{}"), "revision" },
                { Text($"text/a\u0001/{Id}/1", "{}"), "no comment" },
                { Text($"text/a/{Id}/1", "{}"), "no words" },
                { Text($"text/a/{Id}/1", "[]"), "of the form" },
                { Text($"text/a/{Id}/1", """{"name":"\u200b","markdown":"x"}"""), "name" },
                { Text($"text/a/{Id}/1", $$"""{"name":"A","markdown":"{{new string('x', 10_001)}}"}"""), "longer" },
                { Text("article/a", """{"url":"javascript:alert(1)"}"""), "http" },
                { Text("article/a", """{"url":"https://user:pass@news.example/"}"""), "http" },
                { Text("article/a", """{"title":5}"""), "of the form" },
                { Text("article/", "{}"), "no article" },
                { Text($"report/a/{Id}/r", ""), "no words" },
                { Text("report/a", "x"), "no reader" },
                { Text("appeal/a", "x"), "no comment" },
                { Text("receipt/x", "short"), "no comment" },
                { Text($"erased/a/{Id}", "words"), "words" },
                { Text("erased/", ""), "no comment" },
                { Text("sanctions/a", "{}"), "too many" },
                { Text("sanctions/a", """{"all":[{}]}"""), "form" },
                { Text("settings", "null"), "form" },
                { Text("settings", "[]"), "form" },
                { Text("settings", """{"reasons":null}"""), "missing" },
                { Text("settings", """{"policy":{"newAuthorFactor":9} }"""), "newAuthorFactor" },
                { Text("view/x", "{}"), "key" },
                { Text("word-lists", """{"version":1,"lists":[{"name":"a","text":"!"}]}"""), "entry" },
                { Text("word-lists", """{"version":1,"lists":null}"""), "lists" },
                { Line("note", """ "about":"notes/","key":"1" """, "{}"), "about no" },
                { Line("note", """ "about":"notes/author/a","key":"" """, "{}"), "key" },
                { Line("note", """ "about":"notes/author/a","key":"1" """, "{}"), "note" },
            };
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_file_line_and_reason()
    {
        using var folder = new TemporaryFolder();
        var (data, file, wrong) = (folder.File("data"), folder.File("in.ndjson"), 0);
        foreach (var row in Refused)
        {
            var (line, reason) = ((string)row[0], (string)row[1]);
            await File.WriteAllLinesAsync(file, [Head, line]);
            var (code, said) = await Said(["import", "demo", file, "--data", data]);

            Assert.True(code == 1, $"{line[..Math.Min(200, line.Length)]} was taken in");
            Assert.Contains($"{file}, line 2: ", said, StringComparison.Ordinal);
            Assert.True(said.Contains(reason, StringComparison.Ordinal), $"{line[..Math.Min(200, line.Length)]}: {said}");
            wrong++;
        }

        Assert.True(wrong > 50);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("no json")]
    [InlineData("""{"line":"site","format":99,"site":"demo","name":"Demo","createdAt":"2026-01-01T00:00:00+00:00","exportedAt":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("""{"line":"site","format":2,"site":"demo","name":"","createdAt":"2026-01-01T00:00:00+00:00","exportedAt":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("""<rss version="2.0"></rss>""")]
    public async Task A_file_that_is_no_export_makes_no_site(string text)
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("in.ndjson"));
        await File.WriteAllTextAsync(file, text);
        foreach (var from in (string[])["ndjson", "disqus"])
        {
            Assert.Equal(1, (await Said(["import", "fresh", file, "--from", from, "--data", data])).Code);
            Assert.Equal(1, (await Said(["export", "fresh", folder.File("out"), "--data", data])).Code);
        }
    }

    [Fact]
    public async Task A_line_that_never_ends_and_bytes_that_are_no_text_are_refused()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("in.ndjson"));
        await using (var to = new StreamWriter(file))
        {
            await to.WriteLineAsync(Head);
            var some = new string('x', 1 << 20);
            for (var i = 0; i < 40; i++)
            {
                await to.WriteAsync(some);
            }
        }

        var (code, said) = await Said(["import", "demo", file, "--data", data]);
        Assert.Equal(1, code);
        Assert.Contains("line 2: it is longer than", said, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(file, [.. Encoding.UTF8.GetBytes(Head + "\n"), 0xC3, 0x28, 0xFF]);
        Assert.Contains("no UTF-8", (await Said(["import", "demo", file, "--data", data])).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_with_random_changes_never_makes_the_program_fail()
    {
        using var folder = new TemporaryFolder();
        var (from, file, broken) = (folder.File("from"), folder.File("from.ndjson"), folder.File("broken.ndjson"));
        await using (var server = await RunningServer.Start(from))
        {
            var first = await server.Post("a", "Some **words** here");
            await server.Post("a", "An answer", parent: first.Text("comment", "id"));
            using var admin = server.Admin();
            await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "a", commentId = first.Text("comment", "id"), revision = 1, outcome = "reject", reason = "insult" } } });
            await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions/undo", new { commentIds = new[] { first.Text("comment", "id") } });
        }

        await Commands.Run(["export", "demo", file, "--data", from]);
        var lines = await File.ReadAllLinesAsync(file);
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var changed = lines.ToArray();
            var at = random.Next(1, lines.Length);
            changed[at] = (i % 4) switch
            {
                0 => changed[at][..random.Next(changed[at].Length)],
                1 => Shuffled(changed[at], random),
                2 => Replaced(changed[at], random),
                _ => changed[random.Next(1, lines.Length)],
            };
            await File.WriteAllLinesAsync(broken, changed);
            Assert.InRange((await Said(["import", "demo", broken, "--data", folder.File("to" + (i % 6))])).Code, 0, 3);
        }
    }

    [Theory]
    [InlineData("wxr", "<rss><channel><item>", "<a>", 200_000)]
    [InlineData("wxr", "<rss><channel>", "<item>", 200_000)]
    [InlineData("wxr", "<rss>", "<a>", 200_000)]
    [InlineData("disqus", "<disqus xmlns=\"http://disqus.com\"><thread>", "<a>", 200_000)]
    [InlineData("disqus", "<disqus xmlns=\"http://disqus.com\">", "<post>", 200_000)]
    public async Task Elements_inside_each_other_without_end_are_refused_at_once(string system, string start, string element, int count)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("deep.xml");
        await File.WriteAllTextAsync(file, start + string.Concat(Enumerable.Repeat(element, count)));
        var (code, said) = await Said(["import", "deep", file, "--from", system, "--data", folder.File("data")]).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, code);
        Assert.Contains("inside each other", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_thousand_elements_in_a_comment_and_comments_deleted_above_each_other_are_read_in_a_moment()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("long.xml");
        await File.WriteAllTextAsync(file, $"""
            <rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>T</title><link>https://nat.example/a</link><wp:post_id>7</wp:post_id>
            <wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[{string.Concat(Enumerable.Repeat("<b><blockquote><", 200_000))}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
            {string.Concat(Enumerable.Range(2, 20_000).Select(i => $"<wp:comment><wp:comment_id>{i}</wp:comment_id><wp:comment_parent>{i + 1}</wp:comment_parent><wp:comment_content>x</wp:comment_content><wp:comment_approved>trash</wp:comment_approved></wp:comment>"))}
            </item></channel></rss>
            """);
        Assert.Equal(0, (await Said(["import", "long", file, "--from", "wxr", "--data", folder.File("data")]).WaitAsync(TimeSpan.FromSeconds(60))).Code);
    }

    [Fact]
    public async Task A_small_file_that_unpacks_to_gigabytes_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("bomb.xml.gz");
        await using (var packed = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes("<rss><channel><item><title>"));
            var some = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
            for (var i = 0; i < 300; i++)
            {
                await packed.WriteAsync(some);
            }
        }

        var (code, said) = await Said(["import", "bomb", file, "--from", "wxr", "--data", folder.File("data")]);
        Assert.Equal(1, code);
        Assert.Contains("unpacks to more than", said, StringComparison.Ordinal);
    }

    private static string Shuffled(string line, Random random)
    {
        var text = line.ToCharArray();
        text[random.Next(text.Length)] = (char)random.Next(32, 127);
        return new(text);
    }

    // One value of the line becomes another kind of value.
    private static string Replaced(string line, Random random)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        var within = json["event"] is JsonObject e && random.Next(3) > 0 ? e : json;
        var name = within.Select(pair => pair.Key).ElementAt(random.Next(within.Count));
        within[name] = JsonNode.Parse(((string[])["null", "5", "-1", "1e99", "true", "{}", "[]", "\"\"", "\"\\u0000\"", "\"@@\"", "99999999999999999999"])[random.Next(11)]);
        return json.ToJsonString().Replace("@@", "\\ud800", StringComparison.Ordinal);
    }

    private static string Event(long number, string e, string article = "a") => $$"""{"line":"event","article":"{{article}}","number":{{number}},"event":{{e}} }""";

    private static string Text(string key, string value) => Line("text", $"\"key\":{JsonSerializer.Serialize(key)}", value);

    private static string Line(string kind, string rest, string value) => $$"""{"line":"{{kind}}",{{rest}},"value":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}}"}""";

    private static async Task<(int Code, string Said)> Said(string[] arguments)
    {
        var (code, said) = await CommandOutput.Run(arguments);
        return (code, said);
    }
}
