using Microsoft.Extensions.Options;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NatComments.Server.CommandLine;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>The command line, as a person at a terminal would use it.</summary>
public partial class InterchangeTests
{
    [Fact]
    public async Task An_export_imported_into_an_empty_server_is_the_same_site_and_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var (from, to, file) = (folder.File("from"), folder.File("to"), folder.File("demo.ndjson"));
        string pages;
        await using (var server = await RunningServer.Start(from))
        {
            await Fill(server);
            pages = await Pages(server);
            Assert.Equal(0, await Commands.Run(["export", "demo", file, "--data", from]));
        }

        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", to]));
        await using (var server = await RunningServer.Start(to))
        {
            Assert.Equal(pages, await Pages(server));

            // Again, while the server runs, and after more has happened there.
            await server.Post("post/1", "only here");
            Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", to]));
            Assert.Equal(5, (await server.Page("post/1")).Number("count"));
        }

        // Exported again it is the same, line by line, but for the first line's time, the comment that was added, and the people, who have no account there.
        var again = folder.File("again.ndjson");
        Assert.Equal(0, await Commands.Run(["export", "demo", again, "--data", to]));
        Assert.Empty((await WithoutPeople(file)).Skip(1).Except(await File.ReadAllLinesAsync(again)));
        Assert.NotEmpty((await File.ReadAllLinesAsync(file)).Skip(1).Except(await File.ReadAllLinesAsync(again)));

        // Where it came from it changes nothing, people included.
        var same = folder.File("same.ndjson");
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", from]));
        Assert.Equal(0, await Commands.Run(["export", "demo", same, "--data", from]));
        Assert.Equal((await File.ReadAllLinesAsync(file)).Skip(1), (await File.ReadAllLinesAsync(same)).Skip(1));
    }

    [Fact]
    public async Task A_file_that_is_cut_off_is_taken_in_up_to_there_and_completed_later()
    {
        using var folder = new TemporaryFolder();
        var (from, to, file, cut) = (folder.File("from"), folder.File("to"), folder.File("whole.ndjson"), folder.File("cut.ndjson"));
        await using (var server = await RunningServer.Start(from))
        {
            await Fill(server);
        }

        await Commands.Run(["export", "demo", file, "--data", from]);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(cut, text[..(text.Length / 3)]);
        Assert.Equal(1, await Commands.Run(["import", "demo", cut, "--data", to]));
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", to]));
        var again = folder.File("again.ndjson");
        await Commands.Run(["export", "demo", again, "--data", to]);
        Assert.Equal((await WithoutPeople(file)).Skip(1), (await File.ReadAllLinesAsync(again)).Skip(1));
    }

    [Fact]
    public async Task A_thread_that_has_gone_another_way_is_left_alone_and_told()
    {
        using var folder = new TemporaryFolder();
        var (one, other, file) = (folder.File("one"), folder.File("other"), folder.File("one.ndjson"));
        await using (var server = await RunningServer.Start(one))
        {
            await server.Post("same", "there");
        }

        string before;
        await using (var server = await RunningServer.Start(other))
        {
            await server.Post("same", "here");
            before = (await server.Page("same")).GetRawText();
        }

        await Commands.Run(["export", "demo", file, "--data", one]);
        Assert.Equal(3, await Commands.Run(["import", "demo", file, "--data", other]));
        await using var after = await RunningServer.Start(other);
        Assert.Equal(before, (await after.Page("same")).GetRawText());
    }

    [Fact]
    public async Task Sites_moderators_and_keys_are_set_up_from_the_command_line_beside_a_running_server()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.Start(folder.FullName);
        Assert.Equal(0, await Commands.Run(["site", "add", "nat", "--name", "News About Turkey", "--data", folder.FullName]));
        Assert.Equal(1, await Commands.Run(["site", "add", "nat", "--name", "Again", "--data", folder.FullName]));
        Assert.Equal(1, await Commands.Run(["site", "add", "Not A Site", "--name", "x", "--data", folder.FullName]));
        Assert.Equal(0, await Commands.Run(["moderator", "add", "defne", "--role", "moderator", "--site", "nat", "--data", folder.FullName]));
        Assert.Equal(1, await Commands.Run(["moderator", "add", "Defne", "--data", folder.FullName]));
        Assert.Equal(1, await Commands.Run(["key", "add", "nowhere", "--data", folder.FullName]));
        Assert.Equal(0, await Commands.Run(["key", "add", "nat", "--data", folder.FullName]));
        Assert.Equal("nat", (await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/sites/nat/threads/a")).Text("site"));
    }

    [Theory]
    [InlineData("--NatComments:ThreadMemoryMegabytes", "1", "ThreadMemoryMegabytes")]
    [InlineData("--NatComments:PostsPerMinute", "many", "many")]
    [InlineData("--NatComments:SetupToken", "short", "SetupToken")]
    [InlineData("--NatComments:TrustedProxies:0", "not-an-address", "TrustedProxies")]
    public async Task A_setting_out_of_range_stops_the_start_and_names_itself(string name, string value, string named)
    {
        using var folder = new TemporaryFolder();
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningServer.Start(folder.FullName, name, value));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }

    // The lines of an export as an import takes them in.
    private static async Task<IReadOnlyList<string>> WithoutPeople(string file)
    {
        var lines = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(file))
        {
            var json = JsonNode.Parse(line)!.AsObject();
            if (json["value"] is { } value && (string?)json["key"] is { } key && (json["about"] is not null || key.StartsWith("sanctions/", StringComparison.Ordinal)))
            {
                var text = Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));
                json["value"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(By().Replace(text, "\"by\":\"import\"")));
                lines.Add(json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default }));
            }
            else
            {
                lines.Add(Role().Replace(Moderator().Replace(line, "{\"kind\":\"import\",\"source\":\"ndjson\"}"), ""));
            }
        }

        return lines;
    }

    [GeneratedRegex("\"by\":\"[^\"]*\"")]
    private static partial Regex By();

    [GeneratedRegex(",\"role\":\"[^\"]*\"")]
    private static partial Regex Role();

    [GeneratedRegex("""\{"kind":"moderator","moderator":"[^"]*"\}""")]
    private static partial Regex Moderator();

    // Published, held, edited, answered, reported, liked, decided, appealed, withdrawn, closed, warned, noted, set: everything that an export must carry.
    private static async Task Fill(RunningServer server)
    {
        using var admin = server.Admin();
        var first = await server.Post("post/1", "Birinci yorum: ğüşıöç İ, 😀 **kalın**");
        var id = first.Text("comment", "id");
        using var author = server.As(first.Text("readerToken"));
        await author.PutAsJsonAsync($"/api/v1/sites/demo/comments/{id}", new { article = "post/1", revision = 1, text = "Birinci yorum, düzeltildi" });
        var reply = await server.Post("post/1", "an answer", parent: id);
        using var reader = server.As(reply.Text("readerToken"));
        await reader.PutAsync($"/api/v1/sites/demo/comments/{id}/like?article=post%2F1", null);
        await reader.PostAsJsonAsync($"/api/v1/sites/demo/comments/{id}/reports", new { article = "post/1", reason = "off-topic", note = "not about this" });
        var held = await server.Post("post/1", "His number is 0532 123 45 67");
        using var rejected = server.As(held.Text("readerToken"));
        await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "post/1", commentId = held.Text("comment", "id"), revision = 1, outcome = "reject", reason = "insult", note = "rule 3" } } });
        await rejected.PostAsJsonAsync($"/api/v1/sites/demo/comments/{held.Text("comment", "id")}/appeals", new { article = "post/1", statement = "I meant the weather." });
        for (var i = 0; i < 2; i++)
        {
            await server.Post("post/1", $"more {i}");
        }

        await server.Post("Ünicode / article", "elsewhere");
        await server.Post("post/2", "Still waiting: 0532 123 45 67");
        await admin.PutAsJsonAsync("/api/v1/sites/demo/threads/post%2F2/state", new { state = "closed" });
        await admin.PostAsJsonAsync($"/api/v1/sites/demo/authors/{first.Text("comment", "author", "id")}/sanctions", new { kind = "mute", reason = "insult", days = 3, note = "second time" });
        await admin.PostAsJsonAsync($"/api/v1/sites/demo/authors/{first.Text("comment", "author", "id")}/notes", new { text = "Knows the court case." });
        await admin.PostAsJsonAsync($"/api/v1/sites/demo/comments/{id}/notes", new { text = "See Monday's article." });
        await admin.PutAsJsonAsync("/api/v1/sites/demo/settings", new { guidelines = "Be kind.", policy = new { spam = new { hold = 0.4, reject = 0.9 } } });
        await admin.PutAsJsonAsync("/api/v1/sites/demo/word-lists/own", new { text = "[hold]\npatlıcan" });
        await admin.PostAsJsonAsync("/api/v1/sites/demo/views", new { name = "Watched", articles = new[] { "post/1" } });
    }

    private static async Task<string> Pages(RunningServer server)
    {
        using var admin = server.Admin();
        var parts = new List<string>();
        foreach (var article in (string[])["post/1", "post/2", "Ünicode / article"])
        {
            parts.Add((await server.Page(article, "?sort=top")).GetRawText());
        }

        foreach (var queue in (string[])["pending", "reported", "appealed", "escalated"])
        {
            parts.Add(await admin.GetStringAsync($"/api/v1/sites/demo/queues/{queue}"));
        }

        parts.Add(await admin.GetStringAsync("/api/v1/sites/demo/queues"));
        var author = (await server.Page("post/1", "?sort=oldest")).Items("comments")[0].Text("author", "id");
        var record = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/authors/{author}");
        parts.AddRange(record.Items("sanctions").Select(sanction => $"{sanction.Text("kind")} {sanction.Text("until")} {sanction.Text("note")}"));
        parts.AddRange(record.Items("notes").Select(note => $"{note.Text("at")} {note.Text("text")}"));
        Assert.Equal((1, 1), (record.Items("sanctions").Count(), record.Items("notes").Count()));
        parts.Add(await admin.GetStringAsync("/api/v1/sites/demo/settings"));
        parts.Add(await admin.GetStringAsync("/api/v1/sites/demo/word-lists/own/text"));
        parts.Add(await admin.GetStringAsync("/api/v1/sites/demo/views"));
        parts.Add(await server.Http.GetStringAsync("/api/v1/sites/demo/counts?article=post/1&article=post/2"));
        return string.Join('\n', parts);
    }
}
