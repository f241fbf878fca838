using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NatComments.Core.Sites;
using NatComments.Server.Accounts;
using NatComments.Server.Settings;
using NatComments.Server.Silos;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Nodes;

/// <summary>Two servers over one Redis are one service: what one of them takes in the other shows, and both may write to one thread.</summary>
public sealed class SeveralNodesTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private Node _one = null!;
    private Node _other = null!;

    public async Task InitializeAsync()
    {
        _one = await Node.Start(_redis);
        _other = await Node.Start(_redis);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _redis.Dispose();
    }

    [Fact]
    public async Task A_page_that_one_node_has_ready_shows_what_was_posted_to_the_other()
    {
        Assert.Equal(0, await _other.Count("post-1"));
        for (var posted = 1; posted <= 5; posted++)
        {
            await _one.Post("post-1", $"Number {posted} of one node.");
            await HostQuestions.Until(async () => await _other.Count("post-1") == posted);
        }
    }

    [Fact]
    public async Task Both_nodes_may_write_to_one_thread_at_once_and_lose_nothing()
    {
        const int each = 40;
        await Task.WhenAll(
            Enumerable.Range(0, each).SelectMany(i => new[] { Retrying(_one, "post-2", $"Number {i} of one node."), Retrying(_other, "post-2", $"Number {i} of the other node.") }));

        await HostQuestions.Until(async () => await _one.Count("post-2") == 2 * each && await _other.Count("post-2") == 2 * each);
        Assert.Equal(
            (await _one.Page("post-2")).GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetGuid()),
            (await _other.Page("post-2")).GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task The_same_post_sent_to_both_nodes_is_one_comment()
    {
        var id = Guid.NewGuid();
        await _one.Post("post-3", "Number 7 of one node.", id);
        var again = await _other.TryPost("post-3", "Number 7 of one node.", id);

        Assert.True(again.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict);
        Assert.Equal(1, await _other.Count("post-3"));
    }

    [Fact]
    public async Task Who_watches_live_on_one_node_sees_what_is_posted_to_the_other()
    {
        using var watching = await _other.Watch("post-4");
        await _one.Post("post-4", "Words that travel between the nodes.");

        string? line;
        do
        {
            line = await watching.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.NotNull(line);
        }
        while (!line.Contains("Words that travel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_changed_on_one_node_holds_on_the_other_within_the_stated_time()
    {
        await _other.Post("post-6", "Number 0 before the change.");
        Assert.Equal(1, await _other.Count("post-6"));
        await _one.Get<SettingsKeeper>().Save("demo", SiteSettings.Default with { Policy = SiteSettings.Default.Policy with { PremoderateNewAuthors = true } }, "test");

        var waited = Stopwatch.StartNew();
        var posted = 0;
        await HostQuestions.Until(async () =>
        {
            var before = await _other.Count("post-6");
            await _other.Post("post-6", $"Number {++posted} after the change.");
            return await _other.Count("post-6") == before;
        });

        Assert.InRange(waited.Elapsed, TimeSpan.Zero, 2 * SiloBeat.Every);
    }

    [Fact]
    public async Task Moderators_on_two_nodes_are_never_given_the_same_entries_and_what_one_decides_the_other_sees()
    {
        using var ada = _one.As(Node.AdminToken);
        (await ada.PutAsJsonAsync("/api/v1/sites/demo/threads/post-7/state", new { state = "premoderated" })).EnsureSuccessStatusCode();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Retrying(i % 2 == 0 ? _one : _other, "post-7", $"Number {i} that waits.")));
        var (account, _) = (await _one.Get<AccountStore>().Add("bora", Account.EverySite, Role.Moderator))!.Value;
        var token = PersonalTokens.NewSecret();
        await _one.Get<PersonalTokens>().Add(account, token, "test", null, "test");
        using var bora = _other.As(token);

        var claims = await Task.WhenAll(Claim(ada), Claim(bora));
        Assert.Equal((3, 3, 6), (claims[0].Count, claims[1].Count, claims[0].Union(claims[1]).Count()));
        (await ada.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = claims[0].Select(id => new { article = "post-7", commentId = id, revision = 1, outcome = "publish" }) })).EnsureSuccessStatusCode();

        await HostQuestions.Until(async () => await _other.Count("post-7") == 3);
        var queue = (await bora.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/queues/pending")).GetProperty("entries");
        Assert.Equal(claims[1].Order(), queue.EnumerateArray().Select(Comment).Order());
        Assert.All(queue.EnumerateArray(), entry => Assert.Equal("bora", entry.GetProperty("claimedBy").GetString()));
    }

    [Fact]
    [Trait("Report", "26")]
    public async Task What_a_colleague_decides_on_one_node_is_not_decided_over_unseen_on_the_other()
    {
        using var ada = _one.As(Node.AdminToken);
        (await ada.PutAsJsonAsync("/api/v1/sites/demo/threads/post-8/state", new { state = "premoderated" })).EnsureSuccessStatusCode();
        var id = Guid.NewGuid();
        await _one.Post("post-8", "Words that wait.", id);
        var (account, _) = (await _one.Get<AccountStore>().Add("bora-8", Account.EverySite, Role.Moderator))!.Value;
        var token = PersonalTokens.NewSecret();
        await _one.Get<PersonalTokens>().Add(account, token, "test", null, "test");
        using var bora = _other.As(token);
        Assert.Equal(HttpStatusCode.OK, (await bora.GetAsync($"/api/v1/sites/demo/comments/{id}?article=post-8")).StatusCode);

        Assert.True((await Decide(ada, id, "publish")).GetProperty("ok").GetBoolean());
        var refused = await Decide(bora, id, "reject");

        Assert.Equal("decided-meanwhile", refused.GetProperty("code").GetString());
        Assert.Equal("publish", refused.GetProperty("decided").GetProperty("outcome").GetString());
        Assert.Equal(1, await _other.Count("post-8"));
    }

    [Fact]
    [Trait("Report", "A4")]
    public async Task The_former_text_stays_on_every_node_while_an_edit_waits()
    {
        var answer = await _one.TryPost("post-9", "The bridge was built in 1905.");
        var post = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await HostQuestions.Until(async () => await _other.Count("post-9") == 1);
        using var author = _other.As(post.GetProperty("readerToken").GetString()!);
        var edit = new { article = "post-9", revision = 1, text = "Call its builder on 0532 123 45 67" };
        (await author.PutAsJsonAsync($"/api/v1/sites/demo/comments/{post.GetProperty("comment").GetProperty("id")}", edit)).EnsureSuccessStatusCode();

        using var own = _one.As(post.GetProperty("readerToken").GetString()!);
        await HostQuestions.Until(async () => (await own.GetStringAsync("/api/v1/sites/demo/threads/post-9")).Contains("its builder", StringComparison.Ordinal));
        foreach (var node in new[] { _one, _other })
        {
            Assert.Contains("1905", (await node.Page("post-9")).GetRawText());
            Assert.DoesNotContain("its builder", (await node.Page("post-9")).GetRawText());
        }
    }

    private static async Task<JsonElement> Decide(HttpClient moderator, Guid id, string outcome)
    {
        var decision = new { article = "post-8", commentId = id, revision = 1, outcome, seen = 0 };
        var answer = await moderator.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { decision } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results")[0];
    }

    private static async Task<List<Guid>> Claim(HttpClient moderator)
    {
        var answer = await moderator.PostAsJsonAsync("/api/v1/sites/demo/claims", new { queue = "pending", limit = 3 });
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("entries").EnumerateArray().Select(Comment)];
    }

    private static Guid Comment(JsonElement entry) => entry.GetProperty("comment").GetProperty("id").GetGuid();

    // A node that meets the other at one thread too often says "busy"; whoever posts tries again with the same id.
    private static async Task Retrying(Node node, string article, string text)
    {
        var id = Guid.NewGuid();
        while ((await node.TryPost(article, text, id)).StatusCode != HttpStatusCode.Created)
        {
            await Task.Yield();
        }
    }
}
