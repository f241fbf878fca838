using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Endpoints;

/// <summary>An id belongs to one comment of a site: what is kept by it cannot be led to another thread.</summary>
public sealed class CommentIdTests(RunningServer shared) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task An_id_of_another_thread_is_refused_whatever_became_of_its_comment()
    {
        var server = await shared.Site();
        await server.Premoderate("held");
        foreach (var article in (string[])["real", "held"])
        {
            var posted = await server.Post(article, "The real one");
            var id = posted.Text("comment", "id");
            foreach (var written in (string[])[id, id.ToUpperInvariant(), $"{{{id}}}", id.Replace("-", "", StringComparison.Ordinal)])
            {
                var decoy = await Decoy(server, written, "decoy");
                await decoy.IsProblem(409, "id-in-use");
                Assert.DoesNotContain(article, await decoy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            using var author = server.As(posted.Text("readerToken"));
            await author.DeleteAsync($"{server.Api}/comments/{id}?article={article}");
            await (await Decoy(server, id, "decoy")).IsProblem(409, "id-in-use");
        }

        Assert.Empty((await server.Page("decoy")).Items("comments"));
    }

    [Fact]
    public async Task Of_many_threads_that_post_under_one_id_at_once_one_has_it()
    {
        var server = await shared.Site();
        for (var i = 0; i < 10; i++)
        {
            var id = Guid.NewGuid().ToString();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Decoy(server, id, $"race-{thread}")));

            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
            Assert.All(answers, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.Conflict]));
        }
    }

    [Fact]
    public async Task A_moderator_finds_by_its_id_alone_a_comment_that_was_just_posted_and_looking_writes_nothing()
    {
        await using var server = await RunningServer.Start();
        using var admin = server.Admin();
        var store = server.Services.GetRequiredService<IStore>();
        await server.Post("b", "Before");
        await HostQuestions.Until(async () => await store.ReadDocument("demo", "following") is not null && (await store.ReadEntries("demo", ThreadNews.Index, new(1))).Count == 0);

        var posted = await server.Post("a", "Words");
        var found = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/comments/{posted.Text("comment", "id")}");
        Assert.Equal("a", found.Text("article"));

        await HostQuestions.Until(async () => (await store.ReadEntries("demo", ThreadNews.Index, new(1))).Count == 0);
        var head = await store.ReadDocument("demo", "following");
        await (await admin.GetAsync($"/api/v1/sites/demo/comments/{Guid.NewGuid()}")).IsProblem(404, "comment-not-found");
        Assert.Equal(head, await store.ReadDocument("demo", "following"));
    }

    [Fact]
    public async Task What_is_decided_on_a_comment_changes_no_other_of_the_same_id_from_before()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.Start(folder.FullName);
        using var admin = server.Admin();
        var store = server.Services.GetRequiredService<IStore>();
        var id = Guid.Parse((await server.Post("real", "The real one")).Text("comment", "id"));
        await HostQuestions.Until(async () => CommentPlace.FromBytes((await store.ReadDocument("demo", CommentPlace.Key(id)))!).Index is not null);

        // As it could be once: the id is free again for a moment.
        var place = await store.ReadDocument("demo", CommentPlace.Key(id));
        await HostQuestions.Until(async () =>
        {
            // What fills in places at the start may have put it back.
            await store.TryCommit(new("demo", null, [new(CommentPlace.Key(id), null)], [], []));
            return (await Decoy(server.Demo, id.ToString(), "decoy")).StatusCode == HttpStatusCode.Created;
        });
        await store.TryCommit(new("demo", null, [new(CommentPlace.Key(id), place)], [], []));
        await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new { decisions = new[] { new { article = "decoy", commentId = id, revision = 1, outcome = "reject", reason = "spam" } } });
        await HostQuestions.Until(async () => (await store.ReadEntries("demo", ThreadNews.Index, new(1))).Count == 0);

        var found = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/comments?q=real")).GetRawText();
        Assert.DoesNotContain("rejected", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_of_before_get_their_places_at_the_start()
    {
        using var folder = new TemporaryFolder();
        Guid old, older;
        await using (var server = await RunningServer.Start(folder.FullName))
        {
            var store = server.Services.GetRequiredService<IStore>();
            old = Guid.Parse((await server.Post("old", "Words")).Text("comment", "id"));
            older = Guid.Parse((await server.Post("older", "Words")).Text("comment", "id"));
            await HostQuestions.Until(async () =>
                CommentPlace.FromBytes((await store.ReadDocument("demo", CommentPlace.Key(old)))!).Index is not null
                && CommentPlace.FromBytes((await store.ReadDocument("demo", CommentPlace.Key(older)))!).Index is not null
                && await store.ReadDocument("demo", "comment-places") is not null);

            // One as the search index once kept it, one with no place at all.
            var index = (await store.ReadDocument("demo", CommentPlace.Key(old)))![..sizeof(int)];
            await store.TryCommit(new("demo", null, [new(CommentPlace.Key(old), index), new(CommentPlace.Key(older), null), new("comment-places", null)], [], []));
        }

        await using var later = await RunningServer.Start(folder.FullName);
        await HostQuestions.Until(async () => await later.Services.GetRequiredService<IStore>().ReadDocument("demo", "comment-places") is not null);
        using var admin = later.Admin();
        foreach (var (id, article) in new[] { (old, "old"), (older, "older") })
        {
            await (await Decoy(later.Demo, id.ToString(), "decoy")).IsProblem(409, "id-in-use");
            Assert.Equal(article, (await admin.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/comments/{id}")).Text("article"));
        }
    }

    private static async Task<HttpResponseMessage> Decoy(TestSite site, string id, string article) =>
        await site.Http.PostAsJsonAsync($"{site.Api}/threads/{article}/comments", new { id, text = "A decoy", author = new { name = "B" } });
}
