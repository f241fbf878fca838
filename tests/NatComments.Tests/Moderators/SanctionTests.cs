using NatComments.Tests.Endpoints;


namespace NatComments.Tests.Moderators;

/// <summary>What moderators do about authors.</summary>
public sealed class SanctionTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    public async Task A_muted_author_is_told_why_and_until_when_and_may_write_again_when_it_is_lifted()
    {
        var (article, ada) = (server.Article(), await server.Somebody(Role.Moderator));
        var post = await server.Comment(article, "A first comment");
        var (author, reader) = ((string)post["comment"]!["author"]!["id"]!, server.Nobody());
        reader.Token = (string)post["readerToken"]!;

        var sanction = (await ada.Post($"{Root}/authors/{author}/sanctions", new { kind = "mute", reason = "insult", days = 3, note = "second time" })).Body!;

        var refused = await reader.Post($"{Root}/threads/{article}/comments", new { text = "More", author = new { name = "R" } });
        Assert.Equal((403, "author-muted"), (refused.Status, refused.Code));
        Assert.Contains("insult", (string)refused.Body!["detail"]!);
        Assert.Contains("Until", (string)refused.Body["detail"]!);
        Assert.True((bool)(await ada.Get($"{Root}/authors/{author}")).Body!["sanctions"]![0]!["holds"]!);
        Assert.Equal(204, (await ada.Delete($"{Root}/authors/{author}/sanctions/{sanction["id"]}")).Status);
        Assert.Equal("sanction-not-found", (await ada.Delete($"{Root}/authors/{author}/sanctions/{sanction["id"]}")).Code);
        Assert.Equal(201, (await reader.Post($"{Root}/threads/{article}/comments", new { text = "More", author = new { name = "R" } })).Status);
    }

    [Fact]
    public async Task A_ban_for_good_needs_an_editor_and_a_warning_stops_nobody()
    {
        var (article, ada, editor) = (server.Article(), await server.Somebody(Role.Moderator), await server.Somebody(Role.Editor));
        var post = await server.Comment(article, "A first comment");
        var (author, reader) = ((string)post["comment"]!["author"]!["id"]!, server.Nobody());
        reader.Token = (string)post["readerToken"]!;

        Assert.Equal(201, (await ada.Post($"{Root}/authors/{author}/sanctions", new { kind = "warn", reason = "off-topic" })).Status);
        var told = await reader.Post($"{Root}/threads/{article}/comments", new { text = "More", author = new { name = "R" } });
        Assert.Equal((201, "warn", "off-topic"), (told.Status, (string)told.Body!["sanction"]!["kind"]!, (string)told.Body["sanction"]!["reason"]!));
        Assert.Equal("warn", (string?)(await reader.Get($"{Root}/me")).Body!["sanction"]!["kind"]);
        Assert.Contains("The moderators warn you: Off topic.", (await server.Nobody().Get($"/receipts/{post["receipt"]}")).Body!.GetValue<string>());
        Assert.Equal("role-missing", (await ada.Post($"{Root}/authors/{author}/sanctions", new { kind = "ban", reason = "threat" })).Code);
        Assert.Equal(201, (await editor.Post($"{Root}/authors/{author}/sanctions", new { kind = "ban", reason = "threat" })).Status);
        Assert.Equal("author-banned", (await reader.Post($"{Root}/threads/{article}/comments", new { text = "Still here", author = new { name = "R" } })).Code);
        Assert.Equal("author-banned", (await reader.Put($"{Root}/comments/{post["comment"]!["id"]}/like?article={article}")).Code);
        Assert.Equal("author-banned", (await reader.Post($"{Root}/comments/{post["comment"]!["id"]}/reports", new { article, reason = "spam" })).Code);
        Assert.Contains("You cannot take part here any more; this does not end by itself. The reason: Threat. You may still object to decisions.", (await server.Nobody().Get($"/receipts/{post["receipt"]}")).Body!.GetValue<string>());
        Assert.Equal("ban", (string?)(await server.Nobody().Get($"/api/v1/receipts/{post["receipt"]}")).Body!["sanction"]!["kind"]);
    }

    [Fact]
    public async Task Notes_about_authors_and_comments_are_read_by_colleagues()
    {
        var (article, ada, bora) = (server.Article(), await server.Somebody(Role.Moderator), await server.Somebody(Role.Auditor));
        var post = await server.Comment(article, "A comment");
        var (author, id) = ((string)post["comment"]!["author"]!["id"]!, (string)post["comment"]!["id"]!);

        await ada.Post($"{Root}/authors/{author}/notes", new { text = "Knows the court case <b>well</b>." });
        await ada.Post($"{Root}/comments/{id}/notes", new { text = "See the article of Monday." });

        var note = (await bora.Get($"{Root}/authors/{author}")).Body!["notes"]![0]!;
        Assert.Equal((ada.Name, "Knows the court case <b>well</b>."), ((string)note["name"]!, (string)note["text"]!));
        Assert.Equal("See the article of Monday.", (string?)(await bora.Get($"{Root}/comments/{id}?article={article}")).Body!["notes"]![0]!["text"]);
        Assert.Equal("invalid-note", (await ada.Post($"{Root}/comments/{id}/notes", new { text = " " })).Code);
    }
}
