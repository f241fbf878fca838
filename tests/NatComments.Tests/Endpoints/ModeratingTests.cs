using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

public class ModeratingTests(RunningServer server) : SiteTests(server)
{
    private const string Held = "He lives next door, call him on 0532 123 45 67";
    private HttpClient _admin = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _admin = _server.Admin();
    }

    public override Task DisposeAsync()
    {
        _admin.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task From_a_posted_comment_to_a_moderated_one()
    {
        var id = (await _site.Post("m", Held)).Text("comment", "id");
        Assert.Equal(0, (await _site.Page("m")).Number("count"));

        var queues = await _admin.GetFromJsonAsync<JsonElement>($"{_site.Api}/queues");
        Assert.Equal(["appealed", "escalated", "pending", "reported"], queues.EnumerateArray().Select(q => q.Text("name")).Order());
        Assert.Equal(1, queues.EnumerateArray().Single(q => q.Text("name") == "pending").Number("count"));

        Assert.Equal(
            (await Queue("pending")).Items("entries").Single().Text("since"),
            queues.EnumerateArray().Single(q => q.Text("name") == "pending").Text("oldest"));

        var entry = (await Queue("pending")).Items("entries").Single();
        Assert.Equal(("m", id, 1, "doxxing", Held), (entry.Text("article"), entry.Text("comment", "id"), entry.Number("comment", "revision"), entry.Text("why"), entry.Text("comment", "text")));
        Assert.True(entry.At("verdict", "categories", "doxxing").GetDouble() >= 0.5);

        Assert.Equal([true], await Decide(("m", id, 1, "publish")));
        Assert.Equal(1, (await _site.Page("m")).Number("count"));
        Assert.Empty((await Queue("pending")).Items("entries"));

        await Undo("m", id);
        Assert.Equal(0, (await _site.Page("m")).Number("count"));
        Assert.Single((await Queue("pending")).Items("entries"));
    }

    [Fact]
    public async Task A_stale_revision_in_a_bulk_is_refused_and_the_others_go_through()
    {
        var posted = await _site.Post("b", Held + " 1");
        var (first, second) = (posted.Text("comment", "id"), (await _site.Post("b", Held + " 2")).Text("comment", "id"));
        using var author = _server.As(posted.Text("readerToken"));
        await author.PutAsJsonAsync($"{_site.Api}/comments/{first}", new { article = "b", revision = 1, text = Held + " and worse" });

        var answer = await _admin.PostAsJsonAsync($"{_site.Api}/decisions", new
        {
            decisions = new object[]
            {
                new { article = "b", commentId = first, revision = 1, outcome = "publish" },
                new { article = "b", commentId = second, revision = 1, outcome = "reject", reason = "insult", note = "see the rules" },
                new { article = "b", commentId = Guid.NewGuid(), revision = 1, outcome = "publish" },
                new { article = "b", commentId = "rubbish", revision = 1, outcome = "publish" },
            },
        });
        var results = (await answer.Json()).Items("results");
        Assert.Equal([false, true, false, false], results.Select(r => r.GetProperty("ok").GetBoolean()));
        Assert.Equal(["stale-revision", null, "comment-not-found", "invalid-id"], results.Select(r => r.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Five_hundred_decisions_go_in_one_call_and_501_do_not()
    {
        var ids = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            ids.Add((await _site.Post($"bulk-{i % 3}", Held)).Text("comment", "id"));
        }

        var decisions = ids.Select((id, i) => ($"bulk-{i % 3}", id, 1, "reject")).ToArray();
        Assert.All(await Decide(decisions), Assert.True);
        Assert.Equal(0, (await Queues())["pending"]);
        var tooMany = Enumerable.Range(0, 501).Select(_ => new { article = "x", commentId = ids[0], revision = 1, outcome = "publish" });
        await (await _admin.PostAsJsonAsync($"{_site.Api}/decisions", new { decisions = tooMany })).IsProblem(400, "too-many-items");
    }

    [Fact]
    public async Task A_comment_whole_has_its_texts_reports_appeal_and_history()
    {
        var posted = await _site.Post("whole", "first text");
        var id = posted.Text("comment", "id");
        using var author = _server.As(posted.Text("readerToken"));
        await author.PutAsJsonAsync($"{_site.Api}/comments/{id}", new { article = "whole", revision = 1, text = "second text" });
        using var reporter = _server.As((await _site.Post("whole", "other")).Text("readerToken"));
        Assert.Equal(HttpStatusCode.Accepted, (await reporter.PostAsJsonAsync($"{_site.Api}/comments/{id}/reports", new { article = "whole", reason = "hate", note = "look at this" })).StatusCode);
        Assert.Equal(1, (await Queues())["reported"]);
        await Decide(("whole", id, 2, "reject"));
        await author.PostAsJsonAsync($"{_site.Api}/comments/{id}/appeals", new { article = "whole", statement = "please look again" });
        Assert.Equal(1, (await Queues())["appealed"]);

        var whole = await _admin.GetFromJsonAsync<JsonElement>($"{_site.Api}/comments/{id}?article=whole");
        Assert.Equal(["first text", "second text"], whole.Items("revisions").Select(r => r.Text("text")));
        Assert.Equal(("hate", "look at this"), (whole.Items("reports").Single().Text("reason"), whole.Items("reports").Single().Text("note")));
        Assert.Equal("please look again", whole.Text("appeal"));
        Assert.Equal(
            ["comment-posted", "comment-scored", "comment-decided", "comment-edited", "comment-scored", "comment-decided", "comment-reported", "comment-decided", "decision-appealed"],
            whole.Items("history").Select(e => e.Text("event")));
        await (await _admin.GetAsync($"{_site.Api}/comments/{id}?article=other")).IsProblem(404, "comment-not-found");
    }

    [Fact]
    public async Task A_closed_thread_takes_no_comments_until_it_is_opened_again()
    {
        await _site.Post("c", "before");
        Assert.Equal("closed", (await (await _admin.PutAsJsonAsync($"{_site.Api}/threads/c/state", new { state = "closed" })).Json()).Text("state"));
        Assert.Equal("closed", (await _site.Page("c")).Text("state"));
        await (await _server.Http.PostAsJsonAsync($"{_site.Api}/threads/c/comments", new { text = "late", author = new { name = "A" } })).IsProblem(403, "thread-closed");
        await _admin.PutAsJsonAsync($"{_site.Api}/threads/c/state", new { state = "open" });
        await _site.Post("c", "after");
    }

    [Fact]
    public async Task The_queue_pages_by_a_cursor_that_stays_good_while_others_decide()
    {
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await _site.Post("q", Held)).Text("comment", "id"));
        }

        var first = await Queue("pending", "?limit=3");
        await Decide(("q", first.Items("entries")[0].Text("comment", "id"), 1, "reject"), ("q", first.Items("entries")[2].Text("comment", "id"), 1, "reject"));
        var second = await Queue("pending", $"?limit=3&after={first.Text("next")}");
        Assert.Equal(ids.Order(), first.Items("entries").Concat(second.Items("entries")).Select(e => e.Text("comment", "id")).Order());
        await (await _admin.GetAsync($"{_site.Api}/queues/reported?after={first.Text("next")}")).IsProblem(400, "invalid-cursor");
        await (await _admin.GetAsync($"{_site.Api}/queues/none")).IsProblem(404, "queue-not-found");
    }

    private async Task<JsonElement> Queue(string queue, string query = "") => await _admin.GetFromJsonAsync<JsonElement>($"{_site.Api}/queues/{queue}{query}");

    private async Task<Dictionary<string, int>> Queues() =>
        (await _admin.GetFromJsonAsync<JsonElement>($"{_site.Api}/queues")).EnumerateArray().ToDictionary(q => q.Text("name"), q => q.Number("count"));

    private async Task<List<bool>> Decide(params (string Article, string Id, int Revision, string Outcome)[] decisions)
    {
        var body = new { decisions = decisions.Select(d => new { article = d.Article, commentId = d.Id, revision = d.Revision, outcome = d.Outcome, reason = d.Outcome == "reject" ? "insult" : null }) };
        return [.. (await (await _admin.PostAsJsonAsync($"{_site.Api}/decisions", body)).Json()).Items("results").Select(r => r.GetProperty("ok").GetBoolean())];
    }

    private async Task Undo(string article, string id)
    {
        var answer = await (await _admin.PostAsJsonAsync($"{_site.Api}/decisions/undo", new { article, commentIds = new[] { id } })).Json();
        Assert.True(answer.Items("results").Single().GetProperty("ok").GetBoolean());
    }
}
