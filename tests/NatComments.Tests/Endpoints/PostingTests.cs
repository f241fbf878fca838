using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NatComments.Tests.Endpoints;

public class PostingTests(RunningServer server) : SiteTests(server)
{
    private const string Held = "He lives next door, call him on 0532 123 45 67";

    [Fact]
    public async Task The_same_post_again_is_the_same_answer_and_not_a_second_comment()
    {
        var id = Guid.NewGuid();
        var body = new { id, text = "once", author = new { name = "Ali" } };
        using var client = new HttpClient { BaseAddress = new(_server.Url), DefaultRequestHeaders = { { "Idempotency-Key", Guid.NewGuid().ToString() } } };
        var first = await client.PostAsJsonAsync($"{_site.Api}/threads/i/comments", body);
        var second = await client.PostAsJsonAsync($"{_site.Api}/threads/i/comments", body);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        var (one, two) = (await first.Json(), await second.Json());
        Assert.Equal(one.GetProperty("comment").GetRawText(), two.GetProperty("comment").GetRawText());
        Assert.Equal(one.Text("receipt"), two.Text("receipt"));
        Assert.Equal(1, (await _site.Page("i")).Number("count"));

        // The token that came with the repeated answer is the author's.
        using var author = _server.As(two.Text("readerToken"));
        Assert.Equal(HttpStatusCode.NoContent, (await author.DeleteAsync($"{_site.Api}/comments/{id}?article=i")).StatusCode);
    }

    [Fact]
    public async Task Somebody_elses_id_is_refused_and_gives_no_token()
    {
        var id = Guid.NewGuid();
        await _server.Http.PostAsJsonAsync($"{_site.Api}/threads/i/comments", new { id, text = "mine", author = new { name = "Ali" } });
        var other = await _server.Http.PostAsJsonAsync($"{_site.Api}/threads/i/comments", new { id, text = "not mine", author = new { name = "Ali" } });
        await other.IsProblem(409, "id-in-use");
    }

    [Fact]
    public async Task What_is_held_is_seen_by_its_author_only_and_answered_like_what_is_published()
    {
        var held = await _site.Post("h", Held);
        var published = await _site.Post("h", "A friendly word");
        Assert.Equal(
            published.EnumerateObject().Select(p => p.Name),
            held.EnumerateObject().Select(p => p.Name));
        Assert.Single((await _site.Page("h")).Items("comments"));
        Assert.Equal(1, (await _site.Page("h")).Number("count"));
        var own = (await _site.Page("h", token: held.Text("readerToken"))).Items("comments");
        Assert.Equal("pending", own.Single(c => c.GetProperty("mine").GetBoolean()).Text("status"));
    }

    [Fact]
    public async Task An_author_edits_withdraws_and_nobody_else_can()
    {
        var posted = await _site.Post("w", "first words");
        var id = posted.Text("comment", "id");
        using var author = _server.As(posted.Text("readerToken"));
        using var other = _server.As((await _site.Post("w", "another")).Text("readerToken"));

        var edit = new { article = "w", revision = 1, text = "better words" };
        await (await other.PutAsJsonAsync($"{_site.Api}/comments/{id}", edit)).IsProblem(403, "not-your-comment");
        await (await _server.Http.PutAsJsonAsync($"{_site.Api}/comments/{id}", edit)).IsProblem(401, "token-missing");
        var edited = await (await author.PutAsJsonAsync($"{_site.Api}/comments/{id}", edit)).Json();
        Assert.Equal(("<p>better words</p>\n", 2, "Ayşe"), (edited.Text("comment", "html"), edited.Number("comment", "revision"), edited.Text("comment", "author", "name")));
        await (await author.PutAsJsonAsync($"{_site.Api}/comments/{id}", edit)).IsProblem(409, "stale-revision");

        await (await other.DeleteAsync($"{_site.Api}/comments/{id}?article=w")).IsProblem(403, "not-your-comment");
        Assert.Equal(HttpStatusCode.NoContent, (await author.DeleteAsync($"{_site.Api}/comments/{id}?article=w")).StatusCode);
        Assert.Equal(1, (await _site.Page("w")).Number("count"));
    }

    [Fact]
    public async Task A_withdrawn_comment_with_replies_stays_as_an_empty_place()
    {
        var posted = await _site.Post("w2", "to be withdrawn", "Zeynep");
        await _site.Post("w2", "I see this the same way", parent: posted.Text("comment", "id"));
        using var author = _server.As(posted.Text("readerToken"));
        await author.DeleteAsync($"{_site.Api}/comments/{posted.Text("comment", "id")}?article=w2");
        var text = (await _site.Page("w2")).GetRawText();
        Assert.DoesNotContain("to be withdrawn", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Zeynep", text, StringComparison.Ordinal);
        Assert.Equal(["withdrawn", "published"], (await _site.Page("w2")).Items("comments").Select(c => c.Text("status")));
    }

    [Fact]
    public async Task Likes_count_once_for_each_reader()
    {
        var id = (await _site.Post("l", "likeable")).Text("comment", "id");
        using var reader = _server.As((await _site.Post("l", "other")).Text("readerToken"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, (await reader.PutAsync($"{_site.Api}/comments/{id}/like?article=l", null)).StatusCode);
        }

        Assert.Equal(1, Likes(await _site.Page("l"), id));
        Assert.Equal(HttpStatusCode.NoContent, (await reader.DeleteAsync($"{_site.Api}/comments/{id}/like?article=l")).StatusCode);
        Assert.Equal(0, Likes(await _site.Page("l"), id));
    }

    [Fact]
    public async Task A_receipt_tells_what_became_of_a_comment_and_a_rejected_one_can_be_appealed_once()
    {
        var posted = await _site.Post("r", Held);
        var (id, receipt) = (posted.Text("comment", "id"), posted.Text("receipt"));
        Assert.Equal("pending", (await Receipt(receipt)).Text("status"));
        using var admin = _server.Admin();
        await admin.PostAsJsonAsync($"{_site.Api}/decisions", new { decisions = new[] { new { article = "r", commentId = id, revision = 1, outcome = "reject", reason = "insult" } } });
        var rejected = await Receipt(receipt);
        Assert.Equal(("rejected", "insult", false, true), (rejected.Text("status"), rejected.Text("reason"), rejected.GetProperty("automated").GetBoolean(), rejected.GetProperty("appealOpen").GetBoolean()));

        using var author = _server.As(posted.Text("readerToken"));
        var appeal = new { article = "r", statement = "That was irony." };
        Assert.Equal(HttpStatusCode.Accepted, (await author.PostAsJsonAsync($"{_site.Api}/comments/{id}/appeals", appeal)).StatusCode);
        await (await author.PostAsJsonAsync($"{_site.Api}/comments/{id}/appeals", appeal)).IsProblem(409, "already-appealed");
        Assert.False((await Receipt(receipt)).GetProperty("appealOpen").GetBoolean());
        await (await _server.Http.GetAsync("/api/v1/receipts/demo~nothing")).IsProblem(404, "receipt-not-found");
    }

    [Fact]
    public async Task Posting_too_fast_from_one_address_is_refused_with_the_time_to_wait()
    {
        await using var slow = await RunningServer.Start(null, "--NatComments:PostsPerMinute", "3");
        for (var i = 0; i < 3; i++)
        {
            await slow.Post("fast", $"comment {i}");
        }

        var refused = await slow.Http.PostAsJsonAsync($"{slow.Demo.Api}/threads/fast/comments", new { text = "one too many", author = new { name = "Ali" } });
        await refused.IsProblem(429, "rate-limited");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(3, (await slow.Page("fast")).Number("count"));
    }

    [Fact]
    public async Task Another_origin_may_read_and_post_but_never_decide()
    {
        var preflight = new HttpRequestMessage(HttpMethod.Options, $"{_site.Api}/threads/a/comments");
        preflight.Headers.Add("Origin", "https://newspaper.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type,x-anti-forgery");
        var answer = await _server.Http.SendAsync(preflight);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.DoesNotContain("anti-forgery", answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    private async Task<JsonElement> Receipt(string receipt) => await _server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/receipts/{receipt}");

    private static int Likes(JsonElement page, string id) => page.Items("comments").Single(c => c.Text("id") == id).Number("likes");
}
