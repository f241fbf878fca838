using System.Text.Json.Nodes;
using NatComments.Core.Projections;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>What is written down a moment after it happened: search, statistics, reporters.</summary>
public sealed class FollowingTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    public async Task A_comment_is_found_by_its_words_author_and_status_and_follows_what_becomes_of_it()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var post = await server.Comment(article, "Kuşburnu çayı için 0532 123 45 67", name: "Zehra");
        var (id, author) = ((string)post["comment"]!["id"]!, (string)post["comment"]!["author"]!["id"]!);
        await CatchUp();

        var found = Assert.Single((await ada.Get(Root + "/comments?q=kusburnu%20cay&status=pending")).Body!["comments"]!.AsArray())!;
        Assert.Equal((id, "Zehra", article), ((string)found["id"]!, (string)found["author"]!["name"]!, (string)found["article"]!));
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "reject", reason = "insult" } } });
        await CatchUp();
        Assert.Empty((await ada.Get(Root + "/comments?q=kusburnu&status=pending")).Body!["comments"]!.AsArray());
        Assert.Single((await ada.Get($"{Root}/comments?author={author}&status=rejected")).Body!["comments"]!.AsArray());
        Assert.True((bool)(await ada.Post(Root + "/decisions/undo", new { commentIds = new[] { id } })).Body!["results"]![0]!["ok"]!);
        await CatchUp();
        Assert.Single((await ada.Get($"{Root}/comments?article={article}&status=pending")).Body!["comments"]!.AsArray());
    }

    [Fact]
    public async Task A_decision_on_a_comment_that_has_just_come_in_is_taken_back_by_its_id_alone()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var id = (string)(await server.Comment(article, "Ihlamur için beni ara: 0532 123 45 67"))["comment"]!["id"]!;
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "publish" } } });

        var undone = await ada.Post(Root + "/decisions/undo", new { commentIds = new[] { id, Guid.NewGuid().ToString() } });

        Assert.Equal([null, "comment-not-found"], undone.Body!["results"]!.AsArray().Select(r => (string?)r!["code"]));
        Assert.Equal("pending", (string?)(await ada.Get($"{Root}/comments/{id}")).Body!["status"]);
    }

    [Fact]
    public async Task A_comment_is_shown_with_its_parents_and_what_stands_around_it_also_without_its_article()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Auditor));
        var parent = await server.Comment(article, "I see this the same way");
        var before = await server.Comment(article, "Just before");
        var reply = await server.Comment(article, "The reply", parent: (string)parent["comment"]!["id"]!);
        await server.Comment(article, "Just after");
        await CatchUp();

        var whole = (await ada.Get($"{Root}/comments/{reply["comment"]!["id"]}")).Body!;

        Assert.Equal("I see this the same way", (string?)Assert.Single(whole["parents"]!.AsArray())!["text"]);
        Assert.Equal(["I see this the same way", "Just before", "Just after"], whole["surroundings"]!.AsArray().Select(c => (string?)c!["text"]));
        Assert.NotNull(before);
    }

    [Fact]
    public async Task Statistics_count_what_came_in_and_what_became_of_it_and_show_others_to_administrators_only()
    {
        var (article, ada, admin) = (server.Article(), await server.Somebody(Role.Moderator), await server.Somebody(Role.Administrator));
        var post = await server.Comment(article, "Call him on 0532 123 45 67");
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = (string)post["comment"]!["id"]!, revision = 1, outcome = "publish" } } });
        await CatchUp();

        var mine = (await ada.Get(Root + "/statistics?days=2")).Body!;
        Assert.Equal(ada.Name, (string?)Assert.Single(mine["moderators"]!.AsArray())!["name"]);
        Assert.Equal(1, (int)mine["moderators"]![0]!["decided"]!);
        foreach (var role in new[] { Role.Auditor, Role.Moderator, Role.Editor })
        {
            var other = await server.Somebody(role);
            Assert.DoesNotContain((await other.Get(Root + "/statistics")).Body!["moderators"]!.AsArray(), m => (string?)m!["name"] != other.Name);
        }

        Assert.True((int)mine["days"]![1]!["counts"]!["posted"]! >= 1);
        Assert.NotNull(mine["medianSeconds"]);
        Assert.True((double)mine["days"]![1]!["medianSeconds"]! <= (double)mine["days"]![1]!["p90Seconds"]!);
        Assert.Null(mine["days"]![0]!["medianSeconds"]);
        Assert.Contains((await admin.Get(Root + "/statistics")).Body!["moderators"]!.AsArray(), m => (string?)m!["name"] == ada.Name);
    }

    [Fact]
    public async Task Reporters_have_a_record_of_how_often_they_were_right()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var post = await server.Comment(article, "I see this the same way");
        var reporter = server.Nobody();
        var reporting = await server.Comment(server.Article(), "I see this the same way");
        reporter.Token = (string)reporting["readerToken"]!;
        var id = (string)post["comment"]!["id"]!;
        Assert.Equal(202, (await reporter.Post($"{Root}/comments/{id}/reports", new { article, reason = "spam" })).Status);
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "reject", reason = "spam" } } });
        await CatchUp();

        var record = (await ada.Get($"{Root}/authors/{reporting["comment"]!["author"]!["id"]}")).Body!["reports"]!;

        Assert.Equal((1, 0), ((int)record["right"]!, (int)record["wrong"]!));
        Assert.Equal(1, (int)(await ada.Get($"{Root}/comments/{id}?article={article}")).Body!["reports"]![0]!["record"]!["right"]!);

        // Taken back, the decision says nothing of them; the next one does.
        Assert.True((bool)(await ada.Post(Root + "/decisions/undo", new { article, commentIds = new[] { id } })).Body!["results"]![0]!["ok"]!);
        await CatchUp();
        Assert.Equal((0, 0), await Record());
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "publish" } } });
        await CatchUp();
        Assert.Equal((0, 1), await Record());

        async Task<(int Right, int Wrong)> Record() =>
            (await ada.Get($"{Root}/authors/{reporting["comment"]!["author"]!["id"]}")).Body!["reports"] is var now ? ((int)now!["right"]!, (int)now["wrong"]!) : default;
    }

    [Fact]
    public async Task Beside_a_comment_stands_how_its_author_did_since_when_who_reported_them_and_what_holds_against_them()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var first = await server.Comment(article, "I see this the same way");
        var (token, author) = ((string)first["readerToken"]!, (string)first["comment"]!["author"]!["id"]!);
        var second = await server.Comment(article, "Call him on 0532 123 45 67", token);
        var reporter = server.Nobody();
        reporter.Token = (string)(await server.Comment(server.Article(), "I see this otherwise", name: "Reporter"))["readerToken"]!;
        await reporter.Post($"{Root}/comments/{first["comment"]!["id"]}/reports", new { article, reason = "insult" });
        await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId = (string)second["comment"]!["id"]!, revision = 1, outcome = "reject", reason = "doxxing" } } });
        await ada.Post($"{Root}/authors/{author}/sanctions", new { kind = "mute", reason = "doxxing", days = 7 });
        await CatchUp();

        var record = (await ada.Get($"{Root}/comments/{second["comment"]!["id"]}?article={article}")).Body!["authorRecord"]!;

        Assert.Equal((1, 1, 1), ((int)record["published"]!, (int)record["rejected"]!, (int)record["reported"]!));
        Assert.Equal(("new", (string)first["comment"]!["postedAt"]!), ((string)record["standing"]!, (string)record["since"]!));
        Assert.Equal(("mute", ada.Name), ((string)record["sanction"]!["kind"]!, (string)record["sanction"]!["name"]!));
        Assert.Equal(1, (int)(await ada.Get($"{Root}/authors/{author}")).Body!["reported"]!);
    }

    [Fact]
    public async Task Several_who_follow_at_once_count_everything_once()
    {
        var store = server.Get<IStore>();
        var counter = SiteStatistics.OfDay(TimeProvider.System.GetUtcNow(), "posted");
        await CatchUp();
        var before = (await store.ReadCounters(RunningServer.DemoSite, [counter]))[0];
        var article = server.Article();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => server.Comment(article, $"comment {i}")));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CatchUp()));

        Assert.Equal(40, (await store.ReadCounters(RunningServer.DemoSite, [counter]))[0] - before);
        Assert.Empty(await store.ReadEntries(RunningServer.DemoSite, ThreadNews.Index, new(1)));
        Assert.Equal(40, (await (await server.Somebody(Role.Auditor)).Get($"{Root}/comments?article={article}&limit=200")).Body!["comments"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_administrator_sees_how_far_each_projection_has_come()
    {
        var admin = await server.Somebody(Role.Administrator);
        await server.Comment(server.Article(), "I see this the same way");
        await CatchUp();

        var projections = (await admin.Get(Root + "/projections")).Body!.AsArray();

        Assert.Equal(["search", "audit", "statistics", "duplicates", "reporters", "authors"], projections.Select(one => (string?)one!["name"]));
        Assert.All(projections, one => Assert.Equal(((long)one!["head"]!, 0), ((long)one["position"]!, (long)one["behind"]!)));
        Assert.All(projections, one => Assert.True((long)one!["position"]! > 0 && one["failingSince"] is null && one["lastError"] is null));
    }

    [Fact]
    public async Task A_console_that_watches_hears_of_new_entries_and_is_told_when_it_is_signed_out()
    {
        var (admin, ada) = (await server.Somebody(Role.Administrator), await server.Somebody(Role.Moderator));
        using var client = new HttpClient { BaseAddress = new(server.Url) };
        using var request = ada.Request(HttpMethod.Get, Root + "/live", null);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var first = await Queues(lines);

        await server.Comment(server.Article(), "Call him on 0532 123 45 67");
        JsonNode next;
        do
        {
            next = await Queues(lines);
        }
        while ((int)next[0]!["entered"]! == (int)first[0]!["entered"]!);

        Assert.Equal("pending", (string?)next[0]!["name"]);
        await admin.Put($"{Root}/people/{ada.Account}/disabled", new { disabled = true });
        while (await lines.ReadLineAsync() is { } line && line != "event: ended")
        {
        }
    }

    private static async Task<JsonNode> Queues(StreamReader lines)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: [", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line[6..])!;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private Task CatchUp() => server.Get<SiteProjections>().CatchUp(RunningServer.DemoSite);
}
