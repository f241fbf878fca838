using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Xml;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Rendering;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Reader;

/// <summary>What has no place in a text reaches neither storage nor a feed, however it is spelled.</summary>
public sealed class CleanTextTests
{
    private static readonly string[] Feeds = ["/api/v1/sites/demo/feed.atom", "/api/v1/sites/demo/feed.rss", "/api/v1/sites/demo/threads/clean/feed.atom", "/api/v1/sites/demo/threads/clean/feed.rss"];

    // Every code point that has no place in a text.
    private static readonly int[] Foul = [.. Enumerable.Range(0, 0x110000).Where(c => c is >= 0xD800 and <= 0xDFFF || !PlainText.IsClean(new Rune(c)))];

    [Fact]
    public void Control_characters_and_the_66_that_are_none_have_no_place_in_a_text() =>
        Assert.Equal(65 - 2 + 66 + 2_048, Foul.Length);

    [Theory]
    [InlineData("&#{0};")]
    [InlineData("&#x{0:x};")]
    [InlineData("&#X0{0:X};")]
    [Trait("Report", "5")]
    public void Every_code_point_as_an_entity_gives_clean_markup(string spelling)
    {
        foreach (var some in Enumerable.Range(0, 0x110000).Chunk(500))
        {
            var text = "x " + string.Concat(some.Select(c => string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, c)));
            Assert.True(PlainText.IsClean(CommentMarkdown.Render(text).Html));
        }
    }

    [Theory]
    [InlineData("&#1;{0}")]
    [InlineData("[words {0}](https://example.org/ \"title {0}\")")]
    [InlineData("[words](https://example.org/{0}?a={0})")]
    [InlineData("[words](<https://example.org/{0}>)")]
    [InlineData("<https://example.org/{0}> <a{0}@example.org>")]
    [InlineData("[words][a]\n\n[a]: https://example.org/{0} \"{0}\"")]
    [InlineData("`{0}` *{0}* **{0}** > {0}")]
    [InlineData("```{0}\n{0}\n```\n\n1. {0}\n- {0}")]
    [InlineData("![alt {0}](https://example.org/{0}.png)")]
    public void In_every_place_of_a_text_nothing_foul_comes_out(string place)
    {
        foreach (var c in Foul)
        {
            foreach (var spelling in Spellings(c))
            {
                Assert.True(PlainText.IsClean(CommentMarkdown.Render(place.Replace("{0}", spelling, StringComparison.Ordinal)).Html), $"{c:x} {spelling}");
            }
        }
    }

    [Fact]
    [Trait("Report", "5")]
    public async Task Raw_ones_are_refused_and_spelled_ones_leave_every_feed_well_formed()
    {
        await using var server = await RunningServer.Start();
        foreach (var c in Foul.Where(c => c is < 0xD800 or > 0xDFFF && c is not '\r').Where((c, i) => c < 0xA0 || i % 5 == 0))
        {
            await (await Post(server, $"raw {char.ConvertFromUtf32(c)} here", "Defne")).IsProblem(400, "invalid-text");
        }

        foreach (var some in Foul.Chunk(40))
        {
            var spelled = string.Concat(some.SelectMany(Spellings).Take(150));
            Assert.Equal(HttpStatusCode.Created, (await Post(server, "I liked it " + spelled, "Def\u0001\uFFFEne")).StatusCode);
        }

        var first = await server.Post("clean", "A question");
        await server.Post("clean", "An answer &#1; &#xFFFF;", parent: first.Text("comment", "id"));
        using var reader = server.As(first.Text("readerToken"));
        var mine = (await reader.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/me")).Text("feed");
        foreach (var feed in Feeds.Append(mine))
        {
            Assert.True(await Entries(server, feed) > 0);
        }

        var page = (await server.Page("clean", "?limit=200")).GetRawText();
        Assert.True(PlainText.IsClean(JsonSerializer.Deserialize<JsonElement>(page).ToString()));
        Assert.All((await server.Page("clean", "?limit=200")).Items("comments"), comment => Assert.True(PlainText.IsClean(comment.Text("html")) && PlainText.IsClean(comment.Text("author", "name"))));
    }

    [Fact]
    [Trait("Report", "5")]
    public async Task Notes_statements_titles_and_articles_are_clean_or_refused()
    {
        await using var server = await RunningServer.Start();
        var posted = await server.Post("clean", "Words");
        var report = await server.Http.PostAsJsonAsync($"/api/v1/sites/demo/comments/{posted.Text("comment", "id")}/reports", new { article = "clean", reason = "spam", note = "a \uFFFF" });
        await report.IsProblem(400, "invalid-note");
        await (await server.Http.PostAsJsonAsync("/api/v1/sites/demo/threads/a%EF%BF%BF/comments", new { text = "x", author = new { name = "A" } })).IsProblem(400, "invalid-article");
        using var admin = server.Admin();
        await (await admin.PutAsJsonAsync("/api/v1/sites/demo/settings", new { guidelines = "Be \u0001 kind" })).IsProblem(400, "invalid-text");
        await (await admin.PutAsJsonAsync("/api/v1/sites/demo/settings", new { reasons = new[] { new { code = "own", names = new { en = "a \uFFFE" } } } })).IsProblem(400, "invalid-settings");
    }

    [Fact]
    [Trait("Report", "5")]
    public async Task What_was_kept_long_ago_does_not_break_a_feed()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await RunningServer.Start(folder.FullName))
        {
            var id = Guid.Parse((await server.Post("clean", "Words")).Text("comment", "id"));
            var old = new CommentText("De\u0002fne", "Words \u0001", "<p>Words \u0001 \uFFFF \u000b</p>").ToBytes();
            await server.Services.GetRequiredService<IStore>().TryCommit(new("demo", null, [new(CommentText.Key("clean", id, 1), old)], [], []));
        }

        await using var later = await RunningServer.Start(folder.FullName);
        Assert.Contains("\\u0001", (await later.Page("clean")).GetRawText(), StringComparison.Ordinal);
        foreach (var feed in Feeds)
        {
            Assert.Equal(1, await Entries(later, feed));
        }
    }

    private static IEnumerable<string> Spellings(int c)
    {
        yield return $"&#{c};";
        yield return $"&#x{c:x};";
        yield return $"&#X{c:X};";
        if (c < 0x10000)
        {
            yield return $"&#x00{c:X4};";
        }
    }

    private static async Task<HttpResponseMessage> Post(RunningServer server, string text, string name) =>
        await server.Http.PostAsJsonAsync("/api/v1/sites/demo/threads/clean/comments", new { text, author = new { name } });

    private static async Task<int> Entries(RunningServer server, string feed)
    {
        using var xml = XmlReader.Create(new StringReader(await server.Http.GetStringAsync(feed)), new XmlReaderSettings { CheckCharacters = true });
        var entries = 0;
        while (xml.Read())
        {
            entries += xml is { NodeType: XmlNodeType.Element, LocalName: "entry" or "item" } ? 1 : 0;
        }

        return entries;
    }
}
