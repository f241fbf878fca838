using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Reader;

/// <summary>What a stranger is answered changes only with what a stranger may see.</summary>
public sealed partial class StrangerTests(RunningServer server) : SiteTests(server)
{
    private const string Held = "He lives next door, call him on 0532 123 45 67";
    private string Site => _site.Api;

    [Fact]
    public async Task What_is_hidden_moves_nothing_that_a_stranger_is_answered()
    {
        var seen = await _site.Post("a", "Everybody sees this");
        await _site.Post("a", "And this");
        var before = await Seen("a");

        var held = await _site.Post("a", Held);
        Assert.Equal(before, await Seen("a"));
        using var author = _server.As(held.Text("readerToken"));
        var id = held.Text("comment", "id");
        (await author.PutAsJsonAsync($"{Site}/comments/{id}", new { article = "a", revision = 1, text = Held + " now" })).EnsureSuccessStatusCode();
        Assert.Equal(before, await Seen("a"));
        await Report(seen.Text("comment", "id"));
        Assert.Equal(before, await Seen("a"));
        await Decide(id, 2, "reject");
        Assert.Equal(before, await Seen("a"));
        (await author.PostAsJsonAsync($"{Site}/comments/{id}/appeals", new { article = "a", statement = "Why?" })).EnsureSuccessStatusCode();
        Assert.Equal(before, await Seen("a"));
        await Decide(seen.Text("comment", "id"), 1, "publish");
        Assert.Equal(before, await Seen("a"));
        (await author.DeleteAsync($"{Site}/comments/{id}?article=a")).EnsureSuccessStatusCode();
        Assert.Equal(before, await Seen("a"));

        await _site.Post("a", "A third that everybody sees");
        Assert.NotEqual(before, await Seen("a"));
    }

    [Fact]
    public async Task An_edit_is_one_change_for_a_stranger_whatever_becomes_of_it()
    {
        var (kept, hidden) = (await _site.Post("a", "This one is mended"), await _site.Post("a", "This one is hidden"));
        var version = (await _site.Page("a")).Number("version");
        await Edit(kept, "This one is mended well");
        Assert.Equal(version + 1, (await _site.Page("a")).Number("version"));
        await Edit(hidden, Held);
        Assert.Equal(version + 1, (await _site.Page("a")).Number("version"));
        await Decide(hidden.Text("comment", "id"), 2, "reject");
        Assert.Equal(version + 2, (await _site.Page("a")).Number("version"));
    }

    [Fact]
    public async Task Live_readers_hear_nothing_of_what_is_hidden()
    {
        using var live = await _server.Http.GetAsync($"{Site}/threads/a/live", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await live.Content.ReadAsStreamAsync());
        var held = await _site.Post("a", Held);
        await Decide(held.Text("comment", "id"), 1, "reject");
        await _site.Post("a", Held);
        await _site.Post("a", "Everybody sees this");
        var told = new List<string>();
        while (told.Count < 3)
        {
            if (await reader.ReadLineAsync() is { } line && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                told.Add(line);
            }
        }

        Assert.Equal("data: {\"version\":0,\"count\":0}", told[0]);
        Assert.Contains("Everybody sees this", told[1]);
        Assert.Equal("data: {\"version\":1,\"count\":1}", told[2]);
    }

    [Fact]
    public async Task A_cursor_says_nothing_and_none_can_be_made_up()
    {
        foreach (var article in new[] { "few", "many" })
        {
            for (var i = 0; i < 3; i++)
            {
                await _site.Post(article, $"Number {i}");
                if (article == "many")
                {
                    await _site.Post(article, Held);
                }
            }
        }

        var cursor = (await _site.Page("many", "?limit=1")).Text("next");
        Assert.Equal(cursor, (await _site.Page("many", "?limit=1")).Text("next"));
        Assert.Equal(["Number 1"], Words((await _site.Page("many", "?limit=1&after=" + cursor)).Items("comments")));
        foreach (var other in Enumerable.Range(0, cursor.Length).Select(at => Changed(cursor, at)).Append((await _site.Page("few", "?limit=1")).Text("next")).Append("AAAA").Append("AAAAAAAAAAAAAAAAAA"))
        {
            await (await _server.Http.GetAsync($"{Site}/threads/many?limit=1&after={other}")).IsProblem(400, "invalid-cursor");
        }
    }

    [Fact]
    public async Task A_comment_that_waits_again_leaves_a_place_that_says_nothing_untrue()
    {
        var parent = await _site.Post("a", Held);
        var rejected = await _site.Post("a", "Words that were answered as well");
        foreach (var one in new[] { parent, rejected })
        {
            await Decide(one.Text("comment", "id"), 1, "publish");
            await _site.Post("a", "An answer", parent: one.Text("comment", "id"));
            using var fan = _server.As((await _site.Post("a", "A fan")).Text("readerToken"));
            (await fan.PutAsync($"{Site}/comments/{one.Text("comment", "id")}/like?article=a", null)).EnsureSuccessStatusCode();
        }

        await Undo(parent.Text("comment", "id"));
        await Decide(rejected.Text("comment", "id"), 1, "reject");
        var places = (await _site.Page("a", "?sort=oldest")).Items("comments").Where(c => c.GetProperty("author").ValueKind == JsonValueKind.Null).ToList();
        Assert.Equal(2, places.Count);
        Assert.All(places, place => Assert.Equal(
            ("rejected", 1, 0, 1, JsonValueKind.Null, ""),
            (place.Text("status"), place.Number("revision"), place.Number("likes"), place.Number("replyCount"), place.GetProperty("editedAt").ValueKind, place.Text("html"))));
        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/a?lang=en");
        Assert.Equal(2, plain.Split("This comment is not shown.").Length - 1);
        Assert.DoesNotContain("withdrawn", plain);

        var version = (await _site.Page("a")).GetRawText();
        await Decide(parent.Text("comment", "id"), 1, "reject");
        Assert.Equal(version, (await _site.Page("a")).GetRawText());
    }

    [Fact]
    public async Task An_answer_to_ones_own_waiting_comment_does_not_give_its_place_away()
    {
        var held = await _site.Post("a", Held);
        var answer = await _site.Post("a", "And a harmless answer to myself", token: held.Text("readerToken"), parent: held.Text("comment", "id"));
        Assert.Equal("pending", answer.Text("comment", "status"));
        Assert.Empty((await _site.Page("a")).Items("comments"));
    }

    [Fact]
    public async Task What_is_hidden_and_what_is_not_there_get_one_answer()
    {
        var hidden = (await _site.Post("a", Held)).Text("comment", "id");
        using var stranger = _server.As((await _site.Post("a", "A stranger")).Text("readerToken"));
        foreach (var id in new[] { hidden, Guid.NewGuid().ToString() })
        {
            await (await stranger.PutAsJsonAsync($"{Site}/comments/{id}", new { article = "a", revision = 1, text = "Mine now" })).IsProblem(404, "comment-not-found");
            await (await stranger.DeleteAsync($"{Site}/comments/{id}?article=a")).IsProblem(404, "comment-not-found");
            await (await stranger.PostAsJsonAsync($"{Site}/comments/{id}/appeals", new { article = "a", statement = "Why?" })).IsProblem(404, "comment-not-found");
            await (await stranger.PutAsync($"{Site}/comments/{id}/like?article=a", null)).IsProblem(404, "comment-not-found");
            await (await stranger.GetAsync($"{Site}/threads/a?from={id}")).IsProblem(404, "comment-not-found");
            await (await stranger.PostAsJsonAsync($"{Site}/threads/a/comments", new { parentId = id, text = "To that", author = new { name = "B" } })).IsProblem(404, "parent-not-found");
        }
    }

    [Fact]
    public async Task Strangers_see_times_to_the_minute_and_authors_their_own_exactly()
    {
        var posted = await _site.Post("a", "When was this?");
        await Edit(posted, "When was this written?");
        var seen = (await _site.Page("a")).Items("comments").Single();
        Assert.All(["postedAt", "editedAt"], name => Assert.EndsWith(":00.000Z", seen.Text(name)));
        var feed = await _server.Http.GetStringAsync($"{Site}/threads/a/feed.atom");
        Assert.All(FeedTimes().Matches(feed), time => Assert.EndsWith(":00Z", time.Groups[1].Value));
        var plain = await _server.Http.GetStringAsync($"{_site.Pages}/threads/a");
        Assert.All(PlainTimes().Matches(plain), time => Assert.EndsWith(":00Z", time.Groups[1].Value));
        Assert.All(DataTimes().Matches(plain), time => Assert.EndsWith(":00Z", time.Groups[1].Value));
        var own = (await _site.Page("a", token: posted.Text("readerToken"))).Items("comments").Single();
        Assert.Equal(posted.Text("comment", "postedAt"), own.Text("postedAt"));
        Assert.NotEqual(own.Text("postedAt"), own.Text("editedAt"));
    }

    // Everything that a stranger may ask for, with tags.
    private async Task<string> Seen(string article)
    {
        var seen = new List<string>();
        foreach (var path in new[] { $"{Site}/threads/{article}", $"{Site}/threads/{article}?sort=top&limit=1", $"{Site}/threads/{article}/feed.atom", $"{Site}/feed.rss", $"{Site}/counts?article={article}", $"{Site}/threads/{article}/fragment" })
        {
            var answer = await _server.Http.GetAsync(path);
            seen.Add($"{path} {(int)answer.StatusCode} {answer.Headers.ETag} {await answer.Content.ReadAsStringAsync()}");
        }

        return string.Join("\n", seen);
    }

    private async Task Edit(JsonElement post, string text)
    {
        using var author = _server.As(post.Text("readerToken"));
        (await author.PutAsJsonAsync($"{Site}/comments/{post.Text("comment", "id")}", new { article = "a", revision = 1, text })).EnsureSuccessStatusCode();
    }

    private async Task Report(string id) =>
        (await _server.Http.PostAsJsonAsync($"{Site}/comments/{id}/reports", new { article = "a", reason = "spam" })).EnsureSuccessStatusCode();

    private async Task Undo(string id)
    {
        using var admin = _server.Admin();
        (await admin.PostAsJsonAsync($"{Site}/decisions/undo", new { article = "a", commentIds = new[] { id } })).EnsureSuccessStatusCode();
    }

    private async Task Decide(string id, int revision, string outcome)
    {
        using var admin = _server.Admin();
        var decision = new { article = "a", commentId = id, revision, outcome, reason = outcome == "reject" ? "insult" : "clean" };
        var answer = await (await admin.PostAsJsonAsync($"{Site}/decisions", new { decisions = new[] { decision } })).Json();
        Assert.True(answer.Items("results").Single().GetProperty("ok").GetBoolean(), answer.GetRawText());
    }

    private static string Changed(string text, int at) => text[..at] + (text[at] == 'A' ? 'Q' : 'A') + text[(at + 1)..];

    private static IEnumerable<string> Words(IEnumerable<JsonElement> comments) => comments.Select(c => c.Text("html").Trim()[3..^4]);

    [GeneratedRegex("<(?:published|updated)>([^<]+)<")]
    private static partial Regex FeedTimes();

    [GeneratedRegex("<time datetime=\"([^\"]+)\"")]
    private static partial Regex PlainTimes();

    [GeneratedRegex("\"date(?:Created|Modified)\":\"([^\"]+)\"")]
    private static partial Regex DataTimes();
}
