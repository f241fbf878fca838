using System.Text.Json.Nodes;
using NatComments.Core.Projections;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>What is known besides the words of a comment and joins its score for spam: repetition, and a first link.</summary>
public sealed class SignalTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Root = $"/api/v1/sites/{RunningServer.DemoSite}";

    [Fact]
    public async Task What_many_write_nearly_alike_looks_more_like_spam_each_time_wherever_it_stands()
    {
        var ada = await server.Somebody(Role.Moderator);
        var scores = new List<double>();
        foreach (var word in new[] { "today", "now", "soon", "friends", "readers" })
        {
            scores.Add(await Spam(ada, $"Everybody should visit our wonderful garden exhibition behind the old harbour this season {word}"));
        }

        Assert.Equal(scores.Order(), scores);
        Assert.True(scores[^1] > scores[0]);
    }

    [Fact]
    public async Task Short_agreement_of_many_is_no_spam()
    {
        var ada = await server.Somebody(Role.Moderator);
        var first = await Spam(ada, "Well said, thank you");

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(first, await Spam(ada, "Well said, thank you"));
        }
    }

    [Fact]
    public async Task A_first_link_counts_against_an_author_and_a_later_one_does_not()
    {
        var ada = await server.Somebody(Role.Moderator);
        var article = server.Article();
        var first = await server.Comment(article, "The report is at https://example.org/report");
        var token = (string)first["readerToken"]!;
        await Decide(ada, article, first, "reject");
        var stranger = await Spam(ada, "Here https://example.org/one", token);

        await Decide(ada, article, first, "publish");
        await server.Get<SiteProjections>().CatchUp(RunningServer.DemoSite);
        var again = await Spam(ada, "Here https://example.org/two", token);

        Assert.True(again < stranger, $"{again} after {stranger}");
    }

    // The score for spam of a comment on an article of its own.
    private async Task<double> Spam(Person ada, string text, string? token = null)
    {
        var article = server.Article();
        var posted = await server.Comment(article, text, token);
        return (double)(await ada.Get($"{Root}/comments/{posted["comment"]!["id"]}?article={article}")).Body!["verdict"]!["categories"]!["spam"]!;
    }

    private static async Task Decide(Person ada, string article, JsonNode posted, string outcome)
    {
        var commentId = (string)posted["comment"]!["id"]!;
        var reply = await ada.Post(Root + "/decisions", new { decisions = new[] { new { article, commentId, revision = 1, outcome, reason = outcome == "reject" ? "spam" : null } } });
        Assert.True((bool)reply.Body!["results"]![0]!["ok"]!, reply.ToString());
    }
}
