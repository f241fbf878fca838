using System.Text.Json.Nodes;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>Who answers an appeal, and who may overrule or take back what a colleague decided.</summary>
public sealed class AppealTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    public async Task Whoever_rejected_does_not_answer_the_appeal_by_way_of_an_escalation()
    {
        var (ada, bora) = (await server.Somebody(Role.Editor), await server.Somebody(Role.Editor));
        var (article, id, receipt) = await Appealed(ada);

        Assert.Equal(204, (await ada.Post($"{Root}/comments/{id}/escalations", new { article, revision = 1 })).Status);

        Assert.Equal("appeal-needs-another-moderator", await Decide(ada, article, id, "publish"));
        Assert.True((bool)(await Receipt(receipt))["appealed"]!);
        Assert.Null(await Decide(bora, article, id, "reject", "spam"));
        var answered = await Receipt(receipt);
        Assert.Equal((false, true), ((bool)answered["appealed"]!, (bool)answered["statement"]!["answersAppeal"]!));
    }

    [Fact]
    public async Task A_colleagues_answer_to_an_appeal_is_neither_taken_back_nor_overruled_by_whoever_rejected()
    {
        var (ada, bora) = (await server.Somebody(Role.Editor), await server.Somebody(Role.Editor));
        var (article, id, receipt) = await Appealed(ada);
        Assert.Null(await Decide(bora, article, id, "publish"));

        Assert.Equal("appeal-needs-another-moderator", await Undo(ada, article, id));
        Assert.Equal("appeal-needs-another-moderator", await Decide(ada, article, id, "reject", "insult"));
        Assert.Equal("appeal-answered", await Undo(await server.Somebody(Role.Administrator), article, id));
        Assert.Equal("published", (string?)(await Receipt(receipt))["status"]);
        Assert.Null(await Undo(bora, article, id));
        Assert.True((bool)(await Receipt(receipt))["appealed"]!);
    }

    [Fact]
    public async Task A_moderator_neither_publishes_nor_takes_back_what_an_editor_decided_on_an_escalated_comment()
    {
        var (editor, junior) = (await server.Somebody(Role.Editor), await server.Somebody(Role.Moderator));
        var (article, id) = await Posted();
        await junior.Post($"{Root}/comments/{id}/escalations", new { article, revision = 1 });
        Assert.Null(await Decide(editor, article, id, "reject", "threat"));

        Assert.Equal("comment-escalated", await Decide(junior, article, id, "publish"));
        Assert.Equal("comment-escalated", await Undo(junior, article, id));
        Assert.Equal("rejected", (string?)(await junior.Get($"{Root}/comments/{id}?article={article}")).Body!["status"]);
    }

    [Fact]
    public async Task A_decision_is_taken_back_by_its_maker_or_a_higher_role_and_not_by_a_colleague()
    {
        var (ada, bora, editor) = (await server.Somebody(Role.Moderator), await server.Somebody(Role.Moderator), await server.Somebody(Role.Editor));
        var (article, id) = await Posted();
        Assert.Null(await Decide(ada, article, id, "reject", "insult"));

        Assert.Equal("not-your-decision", await Undo(bora, article, id));
        Assert.Null(await Undo(editor, article, id));
        Assert.Null(await Decide(ada, article, id, "reject", "insult"));
        Assert.Null(await Undo(ada, article, id));
    }

    [Fact]
    public async Task A_sanction_is_given_and_lifted_only_by_a_role_that_could_have_given_it()
    {
        var (editor, junior) = (await server.Somebody(Role.Editor), await server.Somebody(Role.Moderator));
        var post = await server.Comment(server.Article(), "A comment");
        var sanctions = $"{Root}/authors/{post["comment"]!["author"]!["id"]}/sanctions";

        Assert.Equal("role-missing", (await junior.Post(sanctions, new { kind = "ban", reason = "threat" })).Code);
        Assert.Equal("role-missing", (await junior.Post(sanctions, new { kind = "ban", reason = "threat", days = 3_650 })).Code);
        Assert.Equal("role-missing", (await junior.Post(sanctions, new { kind = "mute", reason = "threat", days = 91 })).Code);
        var forGood = (await editor.Post(sanctions, new { kind = "ban", reason = "threat" })).Body!["id"];
        var forLong = (await editor.Post(sanctions, new { kind = "mute", reason = "threat", days = 91 })).Body!["id"];
        var forAWhile = (await editor.Post(sanctions, new { kind = "mute", reason = "threat", days = 90 })).Body!["id"];

        Assert.Equal("role-missing", (await junior.Delete($"{sanctions}/{forGood}")).Code);
        Assert.Equal("role-missing", (await junior.Delete($"{sanctions}/{forLong}")).Code);
        Assert.Equal(204, (await junior.Delete($"{sanctions}/{forAWhile}")).Status);
        Assert.Equal(204, (await editor.Delete($"{sanctions}/{forGood}")).Status);
    }

    private async Task<(string Article, string Id)> Posted()
    {
        var article = server.Article();
        return (article, (string)(await server.Comment(article, "An ordinary comment"))["comment"]!["id"]!);
    }

    private async Task<(string Article, string Id, string Receipt)> Appealed(Person by)
    {
        var article = server.Article();
        var post = await server.Comment(article, "An ordinary comment");
        var (id, reader) = ((string)post["comment"]!["id"]!, server.Nobody());
        reader.Token = (string)post["readerToken"]!;
        Assert.Null(await Decide(by, article, id, "reject", "insult"));
        Assert.Equal(202, (await reader.Post($"{Root}/comments/{id}/appeals", new { article, statement = "It was a quotation." })).Status);
        return (article, id, (string)post["receipt"]!);
    }

    private static async Task<string?> Decide(Person by, string article, string id, string outcome, string? reason = null) => Code(
        await by.Post($"{Root}/decisions", new { decisions = new[] { new { article, commentId = id, revision = 1, outcome, reason } } }));

    private static async Task<string?> Undo(Person by, string article, string id) => Code(
        await by.Post($"{Root}/decisions/undo", new { article, commentIds = new[] { id } }));

    private static string? Code(Answered reply) => (string?)reply.Body!["results"]![0]!["code"];

    private async Task<JsonNode> Receipt(string receipt) => (await server.Nobody().Get($"/api/v1/receipts/{receipt}")).Body!;
}
