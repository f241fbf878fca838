using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Tests.Storage;
using NatComments.Tests.Threads;

namespace NatComments.Tests.Endpoints;

/// <summary>Whatever the spelling of an article's address, it is one thread: reading, writing, counting, deciding; also where an earlier version stored it.</summary>
public sealed class ArticleSpellingTests(RunningServer shared) : IClassFixture<RunningServer>
{
    private static readonly string[] Spellings =
        ["/2020/%c5%9fehir-haberi/", "/2020/%C5%9Fehir-haberi/", "/2020/şehir-haberi/", "https://gazete.example/2020/%c5%9fehir-haberi/?utm_source=x", "http://mirror.example/2020/s\u0327ehir-haberi/index.php#comment-3"];

    [Fact]
    [Trait("Report", "12")]
    public async Task Comments_under_every_spelling_of_an_address_are_one_thread()
    {
        var server = await shared.Site();
        foreach (var spelling in Spellings)
        {
            await server.Post(spelling, $"Written under {spelling.Length} letters.");
        }

        foreach (var spelling in Spellings)
        {
            var page = await server.Page(spelling);
            Assert.Equal((Spellings.Length, "/2020/şehir-haberi/"), (page.Number("count"), page.Text("article")));
            var counts = await server.Http.GetFromJsonAsync<JsonElement>($"{server.Api}/counts?article={Uri.EscapeDataString(spelling)}");
            Assert.Equal(Spellings.Length, counts.Number(spelling));
            var feed = await server.Http.GetStringAsync($"{server.Api}/threads/{Uri.EscapeDataString(spelling)}/feed.atom");
            Assert.Equal(Spellings.Length, feed.Split("<entry>").Length - 1);
        }
    }

    [Fact]
    [Trait("Report", "10")]
    public async Task Articles_that_only_their_query_names_have_a_thread_each()
    {
        var server = await shared.Site();
        string[] articles = ["/?p=11", "/?p=12", "/?page_id=11", "/?attachment_id=11", "/#!haber-9", "/#!haber-10", "/haber.php?id=11", "/haber.php?id=12", "/a%2Fb", "/a/b", "/a/b/"];
        foreach (var article in articles)
        {
            await server.Post(article, "The only one here.");
        }

        foreach (var article in articles)
        {
            Assert.Equal(1, (await server.Page(article)).Number("count"));
        }
    }

    [Theory]
    [InlineData("/2020/%C5%9Fehir-haberi/", "/2020/%c5%9fehir-haberi/")]
    [InlineData("/2020/%c5%9fehir-haberi/", "/2020/şehir-haberi/")]
    [InlineData("https://gazete.example/a/", "/a/")]
    [InlineData("/a/index.html", "/a/?fbclid=1")]
    public async Task A_thread_that_an_earlier_version_stored_is_found_and_goes_on(string stored, string asked)
    {
        using var folder = new TemporaryFolder();
        await StoreAsBefore(folder.FullName, stored, 2);

        await using var server = await RunningServer.Start(folder.FullName);
        Assert.Equal(2, (await server.Page(asked)).Number("count"));
        var posted = await server.Post(asked, "Written today.");
        using var author = server.As(posted.Text("readerToken"));
        (await author.PutAsJsonAsync($"/api/v1/sites/demo/comments/{posted.Text("comment", "id")}", new { article = asked, revision = 1, text = "Mended today." })).EnsureSuccessStatusCode();

        var page = await server.Page(asked);
        Assert.Equal((3, stored), (page.Number("count"), page.Text("article")));
        Assert.Equal(3, (await server.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sites/demo/counts?article={Uri.EscapeDataString(asked)}")).Number(asked));
        Assert.Equal(3, (await server.Page(stored)).Number("count"));
    }

    [Fact]
    public async Task Of_two_stored_threads_of_one_article_the_longer_goes_on_and_moderators_reach_both()
    {
        using var folder = new TemporaryFolder();
        await StoreAsBefore(folder.FullName, "/%C5%9F/", 1, premoderated: true);
        await StoreAsBefore(folder.FullName, "/%c5%9f/", 3);

        await using var server = await RunningServer.Start(folder.FullName);
        Assert.Equal(3, (await server.Page("/ş/")).Number("count"));
        using var admin = server.Admin();
        var waiting = Assert.Single((await admin.GetFromJsonAsync<JsonElement>("/api/v1/sites/demo/queues/pending")).Items("entries"));
        Assert.Equal("/%C5%9F/", waiting.Text("article"));
        var decided = await (await admin.PostAsJsonAsync("/api/v1/sites/demo/decisions", new
        {
            decisions = new[] { new { article = "/%C5%9F/", commentId = waiting.Text("comment", "id"), revision = 1, outcome = "publish", reason = "clean" } },
        })).Json();
        Assert.True(decided.Items("results")[0].At("ok").GetBoolean());
    }

    [Fact]
    [Trait("Report", "13")]
    public async Task Long_addresses_in_other_scripts_are_read_and_written()
    {
        var server = await shared.Site();
        foreach (var letter in (string[])["%d8%a7", "%E6%96%B0"])
        {
            var article = "/2020/" + string.Concat(Enumerable.Repeat(letter, 290)) + "/";
            await server.Post(article, "There is room for it.");
            Assert.Equal(1, (await server.Page(article)).Number("count"));
            await (await server.Http.GetAsync($"{server.Api}/threads/" + Uri.EscapeDataString(article + article))).IsProblem(400, "invalid-article");
        }
    }

    [Fact]
    [Trait("Report", "22")]
    public async Task Two_hundred_articles_of_three_hundred_letters_are_counted_in_one_request()
    {
        var server = await shared.Site();
        var articles = Enumerable.Range(100, 200).Select(i => $"/{i}/" + string.Concat(Enumerable.Repeat("%E6%96%B0", 294)) + "/").ToList();
        await server.Post(articles[7], "Counted.");

        var counts = await (await server.Http.PostAsJsonAsync($"{server.Api}/counts", new { articles })).Json();
        Assert.Equal((1, 0), (counts.Number(articles[7]), counts.Number(articles[8])));
        Assert.Equal(200, counts.EnumerateObject().Count());

        var plain = Enumerable.Range(100, 200).Select(i => $"/{i}/" + new string('a', 294)).ToList();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Api}/counts?" + string.Join('&', plain.Select(id => "article=" + Uri.EscapeDataString(id))));
        request.Headers.Add("Origin", "https://gazete.example");
        var answer = await server.Http.SendAsync(request);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(200, (await answer.Json()).EnumerateObject().Count());
    }

    [Fact]
    [Trait("Report", "22")]
    public async Task More_articles_than_allowed_are_refused_in_a_way_that_a_page_can_read()
    {
        var server = await shared.Site();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Api}/counts?" + string.Join('&', Enumerable.Range(0, 300).Select(i => $"article=/{i}/" + new string('a', 200))));
        request.Headers.Add("Origin", "https://gazete.example");
        var answer = await server.Http.SendAsync(request);
        await answer.IsProblem(400, "too-many-items");
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    // Written by the store itself, as a version did that took ids as they came.
    private static async Task StoreAsBefore(string data, string article, int comments, bool premoderated = false)
    {
        await using var server = await RunningServer.Start(data);
        var threads = server.Services.GetRequiredService<IThreads>();
        var thread = ThreadId.FromTrusted("demo", article);
        if (premoderated)
        {
            await threads.Ask(thread, new ChangeThreadState(ThreadMode.Premoderated, "before"));
        }

        for (var i = 0; i < comments; i++)
        {
            await threads.Ask(thread, Posting.By("author-of-before", Guid.NewGuid()));
        }
    }
}
