using System.Text.Json.Nodes;
using NatComments.Core.Projections;
using NatComments.Server.Sites;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>What is set for a site, tried before it is saved, and who changed it. Each test has a site of its own.</summary>
public sealed class SettingsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static int _sites;

    [Fact]
    public async Task Thresholds_are_tried_on_the_last_comments_before_they_are_saved_and_then_decide()
    {
        var (site, admin) = await Site();
        var root = $"/api/v1/sites/{site}";
        await Post(site, "I see this the same way");
        await Post(site, "Call him on 0532 123 45 67");
        await server.Get<SiteProjections>().CatchUp(site);
        var settings = (await admin.Get(root + "/settings")).Body!["settings"]!;
        settings["policy"]!["doxxing"]!["hold"] = 1.01;

        var preview = (await admin.Post(root + "/settings/preview", new { policy = settings["policy"] })).Body!;
        Assert.Equal((2, 1, 2), ((int)preview["comments"]!, (int)preview["before"]!["hold"]!, (int)preview["after"]!["publish"]!));
        Assert.Equal("Call him on 0532 123 45 67", (string?)Assert.Single(preview["changed"]!.AsArray())!["text"]);

        Assert.Equal(200, (await admin.Put(root + "/settings", settings)).Status);
        Assert.Equal("published", (string?)(await Post(site, "Call him on 0532 123 45 69"))["comment"]!["status"]);
    }

    [Fact]
    public async Task Word_lists_decide_count_their_hits_and_travel_as_text()
    {
        var (site, admin) = await Site();
        var list = $"/api/v1/sites/{site}/word-lists/own";
        Assert.Equal(200, (await admin.Put(list, new { text = "[hold]\npatlıcan\n[reject]\nkabak*" })).Status);

        Assert.Equal("pending", (string?)(await Post(site, "Patlıcanı çok severim, her gün yerim"))["comment"]!["status"]);
        Assert.Equal("rejected", (string?)(await Post(site, "Bahçemizdeki kabaklar büyüdü"))["comment"]!["status"]);
        Assert.Equal("published", (string?)(await Post(site, "I see this the same way"))["comment"]!["status"]);

        await server.Get<WordHits>().Write();
        var entries = (await admin.Get(list)).Body!["entries"]!.AsArray();
        Assert.Equal([1, 1], entries.Select(e => (int)e!["hits"]!));
        Assert.Contains("kabak*", (await admin.Get(list + "/text")).Body!.GetValue<string>());
        Assert.Equal("invalid-word", (await admin.Put(list, new { text = "!" })).Code);
        Assert.Equal(204, (await admin.Delete(list)).Status);
        Assert.Equal("published", (string?)(await Post(site, "I see this the same way, patlıcan"))["comment"]!["status"]);
    }

    [Fact]
    public async Task New_authors_can_be_held_and_a_reason_of_the_sites_own_can_be_given()
    {
        var (site, admin) = await Site();
        var root = $"/api/v1/sites/{site}";
        var saved = await admin.Put(root + "/settings", new
        {
            policy = new { premoderateNewAuthors = true },
            reasons = new[] { new { code = "ad", names = new { en = "Advertising", tr = "Reklam" }, rule = "No advertising." } },
            guidelines = "Be kind.",
        });
        Assert.Equal(200, saved.Status);

        var post = await Post(site, "A first comment");
        Assert.Equal("pending", (string?)post["comment"]!["status"]);
        var decision = new { article = "a", commentId = (string)post["comment"]!["id"]!, revision = 1, outcome = "reject", reason = "ad" };
        Assert.True((bool)(await admin.Post(root + "/decisions", new { decisions = new[] { decision } })).Body!["results"]![0]!["ok"]!);
        Assert.Equal("invalid-settings", (await admin.Put(root + "/settings", new { policy = new { spam = new { hold = 2, reject = 1 } } })).Code);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_chain_with_before_and_after_and_decisions_are_too()
    {
        var (site, admin) = await Site();
        var root = $"/api/v1/sites/{site}";
        await admin.Put(root + "/settings", new { guidelines = "Be kind." });
        await admin.Put(root + "/settings", new { guidelines = "Be brief." });
        var post = await Post(site, "Call him on 0532 123 45 67");
        var decision = new { article = "a", commentId = (string)post["comment"]!["id"]!, revision = 1, outcome = "reject", reason = "insult" };
        await admin.Post(root + "/decisions", new { decisions = new[] { decision } });
        await server.Get<SiteProjections>().CatchUp(site);

        var changed = (await admin.Get(root + "/audit?what=settings-changed")).Body!["records"]!.AsArray();
        Assert.Equal(("Be kind.", "Be brief."), ((string)changed[0]!["record"]!["before"]!["guidelines"]!, (string)changed[0]!["record"]!["after"]!["guidelines"]!));
        Assert.Equal(admin.Name, (string?)changed[0]!["name"]);
        await admin.Put(root + "/reader-settings", new { origins = new[] { "https://news.example" }, signOn = new[] { new { kid = "k", algorithm = "HS256", key = new string('s', 40) } } });
        var reading = (await admin.Get(root + "/audit?what=settings-changed")).Body!["records"]![0]!["record"]!["after"]!;
        Assert.Equal(("https://news.example", "(kept)"), ((string)reading["origins"]![0]!, (string)reading["signOn"]![0]!["key"]!));
        await admin.Post($"{root}/authors/{post["comment"]!["author"]!["id"]}/notes", new { text = "Secret words" });
        var noted = Assert.Single((await admin.Get(root + "/audit?what=note-added")).Body!["records"]!.AsArray())!.ToJsonString();
        Assert.Contains($"author/{post["comment"]!["author"]!["id"]}", noted);
        Assert.DoesNotContain("Secret words", noted);
        var decided = Assert.Single((await admin.Get($"{root}/audit?by={admin.Account}&what=comment-decided")).Body!["records"]!.AsArray())!["record"]!["event"]!;
        Assert.Equal(("reject", "insult", "a"), ((string)decided["outcome"]!, (string)decided["reason"]!, (string)decided["article"]!));
        var findings = await new NatComments.Core.Audit.AuditVerifier(server.Get<NatComments.Core.Storage.IStore>()).Verify(site);
        Assert.Empty(findings.Faults);
        Assert.True(findings.Records >= 4);
        var export = (await admin.Get(root + "/audit/export")).Body!.GetValue<string>();
        Assert.Equal(findings.Records, export.Trim().Split('\n').Length);
    }

    private async Task<(string Site, Person Admin)> Site()
    {
        var site = $"set-{Interlocked.Increment(ref _sites)}";
        await server.Get<SiteDirectory>().Add(site, site);
        return (site, await server.Somebody(Role.Administrator, site));
    }

    private async Task<JsonNode> Post(string site, string text)
    {
        var reply = await server.Nobody().Post($"/api/v1/sites/{site}/threads/a/comments", new { text, author = new { name = "R" } });
        Assert.True(reply.Status == 201, reply.ToString());
        return reply.Body!;
    }
}
