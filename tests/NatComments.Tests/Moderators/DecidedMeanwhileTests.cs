using System.Text.Json.Nodes;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>A decision names the state that its maker saw: nobody turns a colleague's decision over unseen.</summary>
public sealed class DecidedMeanwhileTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    [Trait("Report", "26")]
    public async Task A_second_decision_on_the_same_revision_is_refused_with_who_when_and_what()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        var before = DateTimeOffset.UtcNow;

        Assert.True(Ok(await Decide(ada, article, id, "publish")));
        var refused = await Decide(bora, article, id, "reject", reason: "spam");

        Assert.Equal((false, "decided-meanwhile"), (Ok(refused), Code(refused)));
        var decided = refused["decided"]!;
        Assert.Equal((ada.Name, "publish", "clean"), ((string?)decided["by"], (string?)decided["outcome"], (string?)decided["reason"]));
        Assert.InRange((DateTimeOffset)decided["at"]!, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Contains(ada.Name, (string?)refused["title"]);
        Assert.Equal("published", (string?)(await Whole(ada, article, id))["status"]);
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task It_goes_through_when_it_is_asked_again_on_purpose_or_names_the_decision_that_was_seen()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        await Decide(ada, article, id, "publish");

        Assert.True(Ok(await Decide(bora, article, id, "reject", reason: "spam", again: true)));
        var refused = await Decide(ada, article, id, "publish", seen: 0);
        Assert.Equal(("decided-meanwhile", bora.Name, "spam"), (Code(refused), (string?)refused["decided"]!["by"], (string?)refused["decided"]!["reason"]));
        Assert.True(Ok(await Decide(ada, article, id, "publish", seen: (int)refused["decisionNumber"]!)));
        Assert.Equal("published", (string?)(await Whole(ada, article, id))["status"]);
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task The_same_decision_sent_again_after_a_lost_answer_is_no_second_one()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        Assert.True(Ok(await Decide(ada, article, id, "reject", "spam", seen: 0)));
        Assert.True(Ok(await Decide(ada, article, id, "reject", "spam", seen: 0)));
        Assert.True(Ok(await Decide(ada, article, id, "reject", "spam")));
        Assert.Single(Decisions(await Whole(ada, article, id)));

        // Once a colleague has decided again, the old request is no repetition any more.
        Assert.True(Ok(await Decide(bora, article, id, "publish", again: true)));
        Assert.Equal("decided-meanwhile", Code(await Decide(ada, article, id, "reject", "spam", seen: 0)));
        Assert.Equal("decided-meanwhile", Code(await Decide(ada, article, id, "reject", "spam")));
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task A_report_that_came_in_since_opens_the_comment_for_whoever_saw_it()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        await Decide(ada, article, id, "publish");
        Assert.Equal(202, (await server.Nobody().Post($"{Root}/comments/{id}/reports", new { article, reason = "insult" })).Status);

        var entry = (await Queue(bora, "reported", id))!;
        Assert.Equal("decided-meanwhile", Code(await Decide(bora, article, id, "reject", "insult", seen: 0)));
        Assert.True(Ok(await Decide(bora, article, id, "reject", "insult", seen: (int)entry["decisionNumber"]!)));
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task In_a_bulk_only_what_a_colleague_has_decided_is_refused()
    {
        var posts = new[] { await Held(), await Held(), await Held() };
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        await Decide(ada, posts[1].Article, posts[1].Id, "publish");

        var decisions = posts.Select(post => new { article = post.Article, commentId = post.Id, revision = 1, outcome = "reject", reason = "spam", seen = 0 });
        var results = (await bora.Post(Root + "/decisions", new { decisions })).Body!["results"]!.AsArray();

        Assert.Equal([null, "decided-meanwhile", null], results.Select(result => (string?)result!["code"]));
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task An_undo_takes_back_only_the_decision_that_it_names_and_opens_the_comment_again()
    {
        var (article, id) = await Held();
        var (editor, bora) = (await server.Somebody(Role.Editor), await server.Somebody(Role.Moderator));
        var first = (int)(await Decide(editor, article, id, "reject", "spam"))["decisionNumber"]!;
        await Decide(bora, article, id, "publish", again: true);

        var refused = await Undo(editor, article, id, first);
        Assert.Equal(("decided-meanwhile", bora.Name), (Code(refused), (string?)refused["decided"]!["by"]));
        Assert.Equal("published", (string?)(await Whole(editor, article, id))["status"]);
        Assert.True(Ok(await Undo(bora, article, id, null)));
        Assert.Equal("rejected", (string?)(await Whole(editor, article, id))["status"]);
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task After_an_undo_and_after_an_edit_nobody_has_decided_meanwhile()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        await Decide(ada, article, id, "reject", "spam");
        Assert.True(Ok(await Undo(ada, article, id, null)));
        Assert.True(Ok(await Decide(bora, article, id, "publish", seen: 0)));

        var post = await server.Comment(server.Article(), "He lives next door, call him on 0532 123 45 67");
        var (other, its) = ((string)post["comment"]!["id"]!, await ArticleOf(ada, post));
        await Decide(ada, its, other, "publish");
        var author = server.Nobody();
        author.Token = (string)post["readerToken"]!;
        Assert.Equal(200, (await author.Put($"{Root}/comments/{other}", new { article = its, revision = 1, text = "Mended" })).Status);
        Assert.Equal("stale-revision", Code(await Decide(bora, its, other, "reject", "spam", seen: 0)));
        Assert.True(Ok(await Decide(bora, its, other, "reject", "spam", seen: 0, revision: 2)));
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task An_entry_of_a_queue_and_a_wish_only_for_what_waits_are_refused_with_the_colleague_too()
    {
        var (article, id) = await Held();
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        var entry = (await Queue(bora, "pending", id))!;
        await Decide(ada, article, id, "publish");

        var refused = await bora.Post($"{Root}/entries/{entry["entry"]}/decision", new { outcome = "reject", reason = "spam" });
        Assert.Equal((409, "already-decided"), (refused.Status, refused.Code));
        Assert.Contains(ada.Name, (string?)refused.Body!["detail"]);
        var only = (await bora.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "reject", reason = "spam", onlyWaiting = true } } })).Body!["results"]![0]!;
        Assert.Equal(("already-decided", ada.Name), (Code(only), (string?)only["decided"]!["by"]));
        Assert.Equal(200, (await bora.Post($"{Root}/entries/{entry["entry"]}/decision", new { outcome = "reject", reason = "spam", again = true })).Status);
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task Of_many_who_decide_at_once_one_decides_and_the_others_are_told()
    {
        var (article, id) = await Held();
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.Somebody(Role.Moderator)));

        var results = await Task.WhenAll(people.Select((person, i) => Decide(person, article, id, i % 2 == 0 ? "publish" : "reject", i % 2 == 0 ? "clean" : "spam", seen: 0)));

        Assert.Single(results, Ok);
        Assert.All(results.Where(result => !Ok(result)), result => Assert.Equal("decided-meanwhile", Code(result)));
        Assert.Single(Decisions(await Whole(people[0], article, id)));
    }

    private static bool Ok(JsonNode result) => (bool)result["ok"]!;

    private static string? Code(JsonNode result) => (string?)result["code"];

    private static IEnumerable<JsonNode?> Decisions(JsonNode whole) => whole["history"]!.AsArray().Where(e => (string?)e!["event"] == "comment-decided");

    private static async Task<JsonNode> Decide(
        Person person, string article, string id, string outcome, string? reason = null, int? seen = null, bool again = false, int revision = 1) =>
        (await person.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision, outcome, reason, seen, again } } })).Body!["results"]![0]!;

    private static async Task<JsonNode> Undo(Person person, string article, string id, int? seen) =>
        (await person.Post(Root + "/decisions/undo", new { comments = new[] { new { article, commentId = id, seen } } })).Body!["results"]![0]!;

    private static async Task<JsonNode> Whole(Person person, string article, string id) => (await person.Get($"{Root}/comments/{id}?article={article}")).Body!;

    private static async Task<JsonNode?> Queue(Person person, string queue, string id) =>
        (await person.Get($"{Root}/queues/{queue}?limit=200")).Body!["entries"]!.AsArray().FirstOrDefault(entry => (string?)entry!["comment"]!["id"] == id);

    private static async Task<string> ArticleOf(Person person, JsonNode post) =>
        (string)(await person.Get($"/api/v1/receipts/{post["receipt"]}")).Body!["article"]!;

    private async Task<(string Article, string Id)> Held()
    {
        var article = server.Article();
        return (article, (string)(await server.Comment(article, "He lives next door, call him on 0532 123 45 67"))["comment"]!["id"]!);
    }
}
