using NatComments.Core.Projections;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Near-duplicates are one card and decided once; reports of a crowd are one report; the author learns why.</summary>
public sealed class ClusterTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Theory]
    [InlineData("buy cheap pills online today at our lovely little shop", "Buy CHEAP pills online today, at our lovely little store", true)]
    [InlineData("buy cheap pills online today at our lovely little shop", "the council met yesterday and decided about the new bridge", false)]
    [InlineData("aptal", "APTAL!!!", true)]
    [InlineData("aptal herif", "aptal kadın", false)]
    public void Texts_that_share_most_of_their_words_are_alike(string one, string other, bool alike) =>
        Assert.Equal(alike, TextSketch.Of(one)!.IsLike(TextSketch.Of(other)!));

    // Clusters are kept: what a text is compared by must not change.
    [Fact]
    public void The_numbers_of_a_sketch_are_for_ever() => Assert.Equal(
        [
            0x5e85d4c5ad624997, 0x196f3e74139fa474, 0x0a1f41839a3e0677, 0x0763395ec80693fc, 0x045c62aaf92b2871, 0x0f524d66814bfbe8,
            0x089cac4431ec6d99, 0x37fe61dc3db53e6c, 0x05c4186c3c8324fe, 0x059e73f03c14ae79, 0x368f480dd988bf4e, 0x251288785fd1be75,
        ],
        TextSketch.Of("Bir iki üç dört beş altı yedi")!.Numbers);

    [Fact]
    public async Task A_brigade_with_one_template_is_one_card_that_is_decided_once()
    {
        var ada = await server.Somebody(Role.Moderator);
        var articles = Enumerable.Range(0, 6).Select(_ => server.Article()).ToList();
        foreach (var (article, i) in articles.Select((a, i) => (a, i)))
        {
            await server.Comment(article, $"call this minister on 0532 123 45 67 until he leaves his office now and for ever number {i}");
        }

        await CatchUp();
        var entry = (await ada.Get(Root + "/queues/pending?limit=200")).Body!["entries"]!.AsArray().First(e => articles.Contains((string)e!["article"]!))!;
        Assert.Equal(6, (int)entry["cluster"]!["waiting"]!);
        var cluster = (string)entry["cluster"]!["id"]!;
        Assert.Equal(6, (await ada.Get($"{Root}/clusters/{cluster}")).Body!["entries"]!.AsArray().Count);

        var results = (await ada.Post($"{Root}/clusters/{cluster}/decisions", new { outcome = "reject", reason = "insult" })).Body!["results"]!.AsArray();

        Assert.Equal(6, results.Count);
        Assert.All(results, r => Assert.True((bool)r!["ok"]!));
        await CatchUp();
        await server.Comment(articles[0], "call this minister on 0532 123 45 67 until he leaves his office now and for ever number 7");
        await CatchUp();
        var again = (await ada.Get($"{Root}/clusters/{cluster}")).Body!;
        Assert.Equal((1, 6), ((int)again["waiting"]!, (int)again["rejected"]!));
    }

    [Fact]
    public async Task Many_reports_from_new_reporters_count_once_and_hide_nothing()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var post = await server.Comment(article, "I see this the same way");
        var id = (string)post["comment"]!["id"]!;
        for (var i = 0; i < 8; i++)
        {
            var reader = server.Nobody();
            reader.Token = (string)(await reader.Post($"{Root}/readers")).Body!["readerToken"]!;
            Assert.Equal(202, (await reader.Post($"{Root}/comments/{id}/reports", new { article, reason = "spam" })).Status);
        }

        var entry = (await ada.Get(Root + "/queues/reported?limit=200")).Body!["entries"]!.AsArray().Single(e => (string?)e!["comment"]!["id"] == id)!;
        Assert.Equal(1, (int)entry["reports"]!);
        Assert.Equal("published", (string?)entry["comment"]!["status"]);
        Assert.Equal(8, (await ada.Get($"{Root}/comments/{id}?article={article}")).Body!["reports"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_author_of_a_rejected_comment_gets_a_statement_of_reasons_and_the_answer_to_an_appeal()
    {
        var (article, ada, bora) = (server.Article(), await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator));
        var post = await server.Comment(article, "Call him on 0532 123 45 67");
        var (id, author) = ((string)post["comment"]!["id"]!, server.Nobody());
        author.Token = (string)post["readerToken"]!;
        var receipt = $"/api/v1/receipts/{post["receipt"]}";
        await Reject(ada, article, id);

        var first = (await server.Nobody().Get(receipt)).Body!["statement"]!;
        Assert.Equal(("rejected", "insult", false, false), ((string)first["what"]!, (string)first["reason"]!, (bool)first["automated"]!, (bool)first["answersAppeal"]!));
        Assert.NotNull(first["appealUntil"]);
        await author.Post($"{Root}/comments/{id}/appeals", new { article, statement = "A quotation." });
        await Reject(bora, article, id);

        var second = (await server.Nobody().Get(receipt)).Body!["statement"]!;
        Assert.True((bool)second["answersAppeal"]!);
        Assert.Null(second["appealUntil"]);
    }

    private static async Task Reject(Person by, string article, string id) => Assert.True((bool)(await by.Post(
        Root + "/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome = "reject", reason = "insult" } } })).Body!["results"]![0]!["ok"]!);

    private Task CatchUp() => server.Get<SiteProjections>().CatchUp(RunningServer.DemoSite);
}
