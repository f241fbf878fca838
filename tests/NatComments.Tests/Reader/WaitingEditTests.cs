using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Reader;

/// <summary>An edit of a published comment that waits leaves its last published text before readers, wherever they look.</summary>
public sealed class WaitingEditTests(RunningServer server) : SiteTests(server)
{
    private const string First = "The bridge was built in nineteen-five.";
    private const string Held = "The builder lives next door, call him on 0532 123 45 67";
    private string Site => _site.Api;

    [Fact]
    [Trait("Report", "A4")]
    public async Task Strangers_see_the_former_text_everywhere_and_the_author_the_new_one()
    {
        var post = await _site.Post("a", First);
        var before = await Seen();

        var edited = (await Edit(post, 1, Held)).At("comment");

        Assert.Equal(("pending", 2, 1), (edited.Text("status"), edited.Number("revision"), edited.Number("shownRevision")));
        Assert.Equal(before, await Seen());
        Assert.Equal(1, (await _site.Page("a")).Number("count"));
        var own = (await _site.Page("a", token: post.Text("readerToken"))).Items("comments").Single();
        Assert.Contains("next door", own.Text("html"));
        Assert.Equal(1, own.Number("shownRevision"));
        Assert.Equal(1, (await _server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/receipts/{post.Text("receipt")}")).Number("shownRevision"));
        Assert.Contains("others see your former text", await _server.Http.GetStringAsync($"/receipts/{post.Text("receipt")}?lang=en"));
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task Moderators_read_the_new_text_and_are_told_that_the_former_one_is_public()
    {
        var post = await _site.Post("a", First);
        await Edit(post, 1, Held);
        using var admin = _server.Admin();

        var entry = (await admin.GetFromJsonAsync<JsonElement>($"{Site}/queues/pending")).Items("entries").Single();
        Assert.Equal((Held, 2, 1), (entry.Text("comment", "text"), entry.Number("comment", "revision"), entry.Number("shownRevision")));
        var whole = await admin.GetFromJsonAsync<JsonElement>($"{Site}/comments/{post.Text("comment", "id")}?article=a");
        Assert.Equal((1, 2), (whole.Number("shownRevision"), whole.Number("revision")));
        Assert.Equal([First, Held], whole.Items("revisions").Select(revision => revision.Text("text")));
    }

    [Theory]
    [InlineData("publish", 1, "next door")]
    [InlineData("reject", 0, null)]
    [Trait("Report", "A4")]
    public async Task Publishing_replaces_the_former_text_and_rejecting_removes_the_comment(string outcome, int count, string? text)
    {
        var post = await _site.Post("a", First);
        await Edit(post, 1, Held);

        await Decide(post, 2, outcome);

        var page = await _site.Page("a");
        Assert.Equal(count, page.Number("count"));
        Assert.DoesNotContain("nineteen-five", page.GetRawText());
        Assert.Equal(text is null ? 0 : 1, page.Items("comments").Count);
        Assert.Contains(text ?? "", page.GetRawText());
        Assert.Equal(count, (await _server.Http.GetFromJsonAsync<JsonElement>($"{Site}/counts?article=a")).Number("a"));
        var own = (await _site.Page("a", token: post.Text("readerToken"))).Items("comments").Single();
        Assert.Equal((outcome == "publish" ? "published" : "rejected", false), (own.Text("status"), own.TryGetProperty("shownRevision", out _)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Report", "A4")]
    public async Task Withdrawing_and_erasing_take_both_texts_away(bool erase)
    {
        var post = await _site.Post("a", First);
        await Edit(post, 1, Held);
        using var author = _server.As(post.Text("readerToken"));
        (await author.DeleteAsync(erase ? $"{Site}/me" : $"{Site}/comments/{post.Text("comment", "id")}?article=a")).EnsureSuccessStatusCode();

        var seen = await Seen();
        Assert.DoesNotContain("nineteen-five", seen);
        Assert.DoesNotContain("next door", seen);
        Assert.Equal(0, (await _site.Page("a")).Number("count"));
        if (erase)
        {
            using var admin = _server.Admin();
            Assert.Empty((await admin.GetFromJsonAsync<JsonElement>($"{Site}/comments/{post.Text("comment", "id")}?article=a")).Items("revisions"));
        }
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task One_report_changes_nothing_for_an_edit_and_stays_open()
    {
        var post = await _site.Post("a", First);
        var id = post.Text("comment", "id");
        (await _server.Http.PostAsJsonAsync($"{Site}/comments/{id}/reports", new { article = "a", reason = "insult" })).EnsureSuccessStatusCode();

        var own = (await _site.Page("a", token: post.Text("readerToken"))).Items("comments").Single();
        Assert.False(own.TryGetProperty("editWaits", out _));
        Assert.Equal("published", (await Edit(post, 1, First + " Or in 1906.")).Text("comment", "status"));

        Assert.Contains("1906", (await _site.Page("a")).GetRawText());
        using var admin = _server.Admin();
        var entry = (await admin.GetFromJsonAsync<JsonElement>($"{Site}/queues/reported")).Items("entries").Single();
        Assert.Equal((id, 2, 1), (entry.Text("comment", "id"), entry.Number("comment", "revision"), entry.Number("reports")));
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task The_author_of_what_a_moderator_published_is_told_before_an_edit_that_it_would_wait()
    {
        var post = await _site.Post("a", Held);
        await Decide(post, 1, "publish");

        Assert.True((await _site.Page("a", token: post.Text("readerToken"))).Items("comments").Single().GetProperty("editWaits").GetBoolean());
        Assert.False((await _site.Page("a")).Items("comments").Single().TryGetProperty("editWaits", out _));
        Assert.Equal("pending", (await Edit(post, 1, First)).Text("comment", "status"));
        Assert.Contains("next door", (await _site.Page("a")).GetRawText());
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task An_export_takes_the_waiting_edit_along_and_an_import_shows_the_former_text_again()
    {
        using var folder = new TemporaryFolder();
        var (from, to, file) = (Path.Combine(folder.FullName, "from"), Path.Combine(folder.FullName, "to"), Path.Combine(folder.FullName, "demo.ndjson"));
        await using (var server = await RunningServer.Start(from))
        {
            await Edit(await server.Post("a", First), 1, Held, server.Demo);
            var reported = await server.Post("a", "A second one");
            (await server.Http.PostAsJsonAsync($"{server.Demo.Api}/comments/{reported.Text("comment", "id")}/reports", new { article = "a", reason = "insult" })).EnsureSuccessStatusCode();
            await Edit(reported, 1, "A second one, mended", server.Demo);
        }

        Assert.Equal(0, await Commands.Run(["export", "demo", file, "--data", from]));
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", to]));

        await using var other = await RunningServer.Start(to);
        var page = await other.Page("a");
        Assert.Equal(2, page.Number("count"));
        Assert.Contains("nineteen-five", page.GetRawText());
        Assert.DoesNotContain("next door", page.GetRawText());
        using var admin = other.Admin();
        Assert.Equal(1, (await admin.GetFromJsonAsync<JsonElement>($"{other.Demo.Api}/queues/pending")).Items("entries").Single().Number("shownRevision"));
        Assert.Equal(1, (await admin.GetFromJsonAsync<JsonElement>($"{other.Demo.Api}/queues/reported")).Items("entries").Single().Number("reports"));
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task A_server_that_starts_again_shows_the_same()
    {
        using var folder = new TemporaryFolder();
        JsonElement post;
        await using (var server = await RunningServer.Start(folder.FullName))
        {
            post = await server.Post("a", First);
            await Edit(post, 1, Held, server.Demo);
        }

        await using var again = await RunningServer.Start(folder.FullName);
        Assert.Contains("nineteen-five", (await again.Page("a")).GetRawText());
        Assert.Equal("pending", (await again.Page("a", token: post.Text("readerToken"))).Items("comments").Single().Text("status"));
    }

    private async Task<string> Seen()
    {
        var seen = new List<string>();
        string[] paths =
        [
            $"{Site}/threads/a", $"{Site}/threads/a?sort=top", $"{Site}/threads/a/feed.atom", $"{Site}/threads/a/feed.rss", $"{Site}/feed.atom",
            $"{Site}/counts?article=a", $"{Site}/threads/a/fragment",
        ];
        foreach (var path in paths)
        {
            var answer = await _server.Http.GetAsync(path);
            seen.Add($"{path} {(int)answer.StatusCode} {answer.Headers.ETag} {await answer.Content.ReadAsStringAsync()}");
        }

        return string.Join("\n", seen);
    }

    private async Task<JsonElement> Edit(JsonElement post, int revision, string text, TestSite? site = null)
    {
        site ??= _site;
        using var author = site.As(post.Text("readerToken"));
        return await (await author.PutAsJsonAsync($"{site.Api}/comments/{post.Text("comment", "id")}", new { article = "a", revision, text })).Json();
    }

    private async Task Decide(JsonElement post, int revision, string outcome)
    {
        using var admin = _server.Admin();
        var decision = new { article = "a", commentId = post.Text("comment", "id"), revision, outcome, reason = outcome == "reject" ? "insult" : "clean" };
        var answer = await (await admin.PostAsJsonAsync($"{Site}/decisions", new { decisions = new[] { decision } })).Json();
        Assert.True(answer.Items("results").Single().GetProperty("ok").GetBoolean(), answer.GetRawText());
    }
}
