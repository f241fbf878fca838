using System.Text.Json.Nodes;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Working a queue over HTTP, alone and with a colleague.</summary>
public sealed class QueueWorkTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    public async Task Two_moderators_who_claim_at_once_never_get_the_same_entry()
    {
        var article = server.Article();
        await Held(article, 12);
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? ada : bora).Post(Root + "/claims", new { queue = "pending", limit = 1 })));

        var ids = taken.SelectMany(reply => reply.Body!["entries"]!.AsArray()).Select(entry => (string)entry!["comment"]!["id"]!).ToList();
        Assert.Equal(8, ids.Count);
        Assert.Equal(8, ids.Distinct().Count());
        var shown = (await ada.Get(Root + "/queues/pending?limit=200")).Body!["entries"]!.AsArray();
        Assert.All(shown.Where(e => ids.Contains((string)e!["comment"]!["id"]!)), e => Assert.Contains((string)e!["claimedBy"]!, new[] { ada.Name, bora.Name }));
        Assert.Equal(204, (await ada.Delete(Root + "/claims")).Status);
        Assert.Equal(204, (await bora.Delete(Root + "/claims")).Status);
    }

    [Fact]
    public async Task A_decision_on_what_another_has_claimed_is_refused_with_their_name_and_goes_through_once_they_let_go()
    {
        var article = server.Article();
        await Held(article, 1);
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        var view = await View(ada, article);
        var entry = (await ada.Post(Root + "/claims", new { queue = view, limit = 1 })).Body!["entries"]![0]!;

        var refused = (await Decide(bora, entry, "publish")).Body!["results"]![0]!;

        Assert.Equal("claimed-by-another", (string?)refused["code"]);
        Assert.Contains(ada.Name, (string)refused["title"]!);
        Assert.Equal(409, (await bora.Post($"{Root}/entries/{entry["entry"]}/decision", new { outcome = "publish" })).Status);
        await ada.Delete(Root + "/claims");
        Assert.True((bool)(await Decide(bora, entry, "publish")).Body!["results"]![0]!["ok"]!);
    }

    [Fact]
    public async Task What_was_decided_is_no_longer_claimed_and_what_is_extended_holds_longer()
    {
        var article = server.Article();
        await Held(article, 2);
        var ada = await server.Somebody(Role.Moderator);
        var entries = (await ada.Post(Root + "/claims", new { queue = await View(ada, article), limit = 2 })).Body!["entries"]!.AsArray();

        await Decide(ada, entries[0]!, "reject", "spam");

        var held = (await ada.Get(Root + "/claims")).Body!.AsArray().Where(c => (bool)c!["mine"]!).ToList();
        Assert.Equal((string?)entries[1]!["comment"]!["id"], (string?)Assert.Single(held)!["commentId"]);
        Assert.NotNull((await ada.Put(Root + "/claims")).Body!["until"]);
        await ada.Delete(Root + "/presence");
        Assert.Null((await ada.Put(Root + "/claims")).Body!["until"]);
    }

    [Fact]
    public async Task A_bulk_with_one_stale_entry_decides_the_others_and_says_which_was_not()
    {
        var article = server.Article();
        var posts = await Held(article, 3);
        var ada = await server.Somebody(Role.Moderator);
        var decisions = posts.Select((p, i) => new { article, commentId = (string)p["comment"]!["id"]!, revision = i == 1 ? 7 : 1, outcome = "reject", reason = i == 2 ? "no-such-reason" : "insult" });

        var results = (await ada.Post(Root + "/decisions", new { decisions })).Body!["results"]!.AsArray();

        Assert.Equal([true, false, false], results.Select(r => (bool)r!["ok"]!));
        Assert.Equal([null, "stale-revision", "invalid-reason"], results.Select(r => (string?)r!["code"]));
        Assert.NotNull((string?)results[1]!["title"]);
    }

    [Fact]
    public async Task Everything_of_an_author_that_waits_is_decided_in_one_go()
    {
        var first = await server.Comment(server.Article(), "Call him on 0532 123 45 67");
        var token = (string)first["readerToken"]!;
        await server.Comment(server.Article(), "Or call her on 0532 123 45 68", token);
        await server.Comment(server.Article(), "I see this the same way", token);
        var ada = await server.Somebody(Role.Moderator);
        var author = (string)first["comment"]!["author"]!["id"]!;

        var results = (await ada.Post($"{Root}/authors/{author}/decisions", new { outcome = "reject", reason = "insult", note = "again" })).Body!["results"]!.AsArray();

        Assert.Equal(2, results.Count);
        Assert.All(results, r => Assert.True((bool)r!["ok"]!));
        var record = (await ada.Get($"{Root}/authors/{author}")).Body!;
        Assert.Equal((1, 2), ((int)record["published"]!, (int)record["rejected"]!));
        Assert.Equal(3, record["comments"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_appeal_is_answered_by_another_moderator_than_the_one_who_rejected()
    {
        var article = server.Article();
        var post = (await Held(article, 1))[0];
        var (ada, bora) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        var id = (string)post["comment"]!["id"]!;
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "reject", reason = "insult" } } });
        var author = server.Nobody();
        author.Token = (string)post["readerToken"]!;
        Assert.Equal(202, (await author.Post($"{Root}/comments/{id}/appeals", new { article, statement = "It was a quotation." })).Status);
        var view = await View(ada, article);

        Assert.Empty((await ada.Post(Root + "/claims", new { queue = view, limit = 1 })).Body!["entries"]!.AsArray());
        var entry = (await bora.Post(Root + "/claims", new { queue = view, limit = 1 })).Body!["entries"]![0]!;
        await bora.Delete(Root + "/claims");
        Assert.Equal("appeal-needs-another-moderator", (string?)(await Decide(ada, entry, "reject", "insult")).Body!["results"]![0]!["code"]);
        Assert.True((bool)(await Decide(bora, entry, "publish")).Body!["results"]![0]!["ok"]!);
    }

    [Fact]
    public async Task What_was_escalated_is_decided_by_an_editor()
    {
        var article = server.Article();
        var post = (await Held(article, 1))[0];
        var (ada, editor) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Editor));
        var id = (string)post["comment"]!["id"]!;
        Assert.Equal(204, (await ada.Post($"{Root}/comments/{id}/escalations", new { article, revision = 1, note = "legal?" })).Status);
        var view = await View(ada, article);

        Assert.Empty((await ada.Post(Root + "/claims", new { queue = view })).Body!["entries"]!.AsArray());
        var entry = (await editor.Post(Root + "/claims", new { queue = view })).Body!["entries"]![0]!;
        await editor.Delete(Root + "/claims");
        Assert.Equal("comment-escalated", (string?)(await Decide(ada, entry, "publish")).Body!["results"]![0]!["code"]);
        Assert.True((bool)(await Decide(editor, entry, "publish")).Body!["results"]![0]!["ok"]!);
    }

    [Fact]
    public async Task A_saved_view_shows_what_waits_in_any_queue_page_by_page_and_can_be_changed_and_removed()
    {
        var (article, other) = (server.Article(), server.Article());
        await Held(article, 3);
        await Held(other, 2);
        var ada = await server.Somebody(Role.Moderator);
        var id = await View(ada, article);

        var first = (await ada.Get($"{Root}/queues/{id}?limit=2")).Body!;
        var second = (await ada.Get($"{Root}/queues/{id}?limit=2&after={first["next"]}")).Body!;

        Assert.Equal(2, first["entries"]!.AsArray().Count);
        Assert.Single(second["entries"]!.AsArray());
        Assert.Null(second["next"]);
        Assert.All(first["entries"]!.AsArray(), e => Assert.Equal(article, (string?)e!["article"]));
        Assert.Equal(3, await Count(ada, id));
        await ada.Put($"{Root}/views/{id}", new { name = "Both", articles = new[] { article, other } });
        Assert.Equal(5, (await ada.Get($"{Root}/queues/{id}")).Body!["entries"]!.AsArray().Count);
        Assert.Equal(5, await Count(ada, id));
        var author = (string)first["entries"]![0]!["comment"]!["author"]!["id"]!;
        await ada.Put($"{Root}/views/{id}", new { name = "One person", authors = new[] { author } });
        Assert.Equal(1, await Count(ada, id));
        Assert.Equal(204, (await ada.Delete($"{Root}/views/{id}")).Status);
        Assert.Equal("queue-not-found", (await ada.Get($"{Root}/queues/{id}")).Code);
    }

    [Fact]
    public async Task Whoever_gives_a_sign_of_life_is_seen_at_work()
    {
        var (ada, auditor) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Auditor));

        Assert.Equal(204, (await ada.Put(Root + "/presence", new { queue = "pending" })).Status);

        var seen = (await auditor.Get(Root + "/presence")).Body!.AsArray();
        Assert.Contains(seen, s => (string?)s!["name"] == ada.Name && (string?)s["queue"] == "pending");
        await ada.Delete(Root + "/presence");
        Assert.DoesNotContain((await auditor.Get(Root + "/presence")).Body!.AsArray(), s => (string?)s!["name"] == ada.Name);
    }

    private async Task<List<JsonNode>> Held(string article, int count)
    {
        var posts = new List<JsonNode>();
        for (var i = 0; i < count; i++)
        {
            posts.Add(await server.Comment(article, $"Call him on 0532 123 45 67, number {i}"));
        }

        return posts;
    }

    private static async Task<string> View(Person person, string article) =>
        (string)(await person.Post(Root + "/views", new { name = "Watched", articles = new[] { article } })).Body!["id"]!;

    private static async Task<int> Count(Person person, string view) =>
        (int)(await person.Get(Root + "/queues")).Body!.AsArray().Single(queue => (string)queue!["name"]! == view)!["count"]!;

    private static Task<Answered> Decide(Person person, JsonNode entry, string outcome, string? reason = null) => person.Post(Root + "/decisions", new
    {
        decisions = new[] { new { article = (string)entry["article"]!, commentId = (string)entry["comment"]!["id"]!, revision = (int)entry["comment"]!["revision"]!, outcome, reason } },
    });
}
