using NatComments.Core.Storage;
using NatComments.Server.Http;
using NatComments.Server.Storage;
using NatComments.Tests.Endpoints;

namespace NatComments.Tests.Moderators;

/// <summary>API keys of a site: named, listed, given new secrets, ended.</summary>
public sealed class KeyTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Keys = $"/api/v1/sites/{RunningServer.DemoSite}/keys";

    [Fact]
    public async Task A_key_is_made_listed_and_ended_by_an_administrator_and_stands_in_the_audit_chain()
    {
        var admin = await server.Somebody(Role.Administrator);
        Assert.Equal("invalid-name", (await admin.Post(Keys, new { name = " " })).Code);
        var made = (await admin.Post(Keys, new { name = "wordpress" })).Body!;
        Assert.Equal(200, await Score((string)made["key"]!));

        var listed = Assert.Single((await admin.Get(Keys)).Body!.AsArray(), key => (string?)key!["id"] == (string?)made["id"])!;
        Assert.Equal(("wordpress", admin.Name, true, false), ((string)listed["name"]!, (string)listed["createdBy"]!, listed["lastUsed"] is not null, listed.AsObject().ContainsKey("key")));
        Assert.Equal(204, (await admin.Delete($"{Keys}/{made["id"]}")).Status);
        Assert.Equal("key-not-found", (await admin.Delete($"{Keys}/{made["id"]}")).Code);
        Assert.Equal(401, await Score((string)made["key"]!));

        var chain = (await admin.Get($"/api/v1/sites/{RunningServer.DemoSite}/audit?chain=people&subject={made["id"]}")).Body!["records"]!.AsArray();
        Assert.Equal(["key-ended", "key-added"], chain.Select(record => (string)record!["record"]!["what"]!));
    }

    [Fact]
    public async Task A_new_secret_replaces_the_one_before_at_once_or_after_a_while()
    {
        var admin = await server.Somebody(Role.Administrator);
        var made = (await admin.Post(Keys, new { name = "rotated" })).Body!;
        Assert.Equal("invalid-request", (await admin.Post($"{Keys}/{made["id"]}/rotation", new { graceHours = 169 })).Code);

        var second = (await admin.Post($"{Keys}/{made["id"]}/rotation", new { })).Body!;
        Assert.Equal((200, 200), (await Score((string)made["key"]!), await Score((string)second["key"]!)));
        Assert.InRange(((DateTimeOffset)second["formerUntil"]! - TimeProvider.System.GetUtcNow()).TotalHours, 23, 24);

        var third = (await admin.Post($"{Keys}/{made["id"]}/rotation", new { graceHours = 0 })).Body!;
        Assert.Equal((401, 401, 200), (await Score((string)made["key"]!), await Score((string)second["key"]!), await Score((string)third["key"]!)));
    }

    [Fact]
    public async Task A_key_of_before_goes_on_and_is_listed_under_a_name_made_from_its_digest()
    {
        var (admin, secret) = (await server.Somebody(Role.Administrator), "nck_an-old-key-without-a-name");
        await server.Get<IStore>().TryCommit(new(Commit.ServerPartition, null, [new("key/" + Secrets.Digest(secret), "demo"u8.ToArray())], [], []));

        Assert.Equal(200, await Score(secret));
        var old = Assert.Single((await admin.Get(Keys)).Body!.AsArray(), key => ((string)key!["name"]!).StartsWith("key ", StringComparison.Ordinal))!;
        var rotated = (await admin.Post($"{Keys}/{old["id"]}/rotation", new { graceHours = 1 })).Body!;
        Assert.Equal((200, 200), (await Score(secret), await Score((string)rotated["key"]!)));
        Assert.Single((await admin.Get(Keys)).Body!.AsArray(), key => (string?)key!["id"] == (string?)old["id"]);
        Assert.Equal(204, (await admin.Delete($"{Keys}/{old["id"]}")).Status);
        Assert.Equal((401, 401), (await Score(secret), await Score((string)rotated["key"]!)));
    }

    [Fact]
    public async Task A_site_has_a_bounded_number_of_keys()
    {
        await server.Get<NatComments.Server.Sites.SiteDirectory>().Add("many-keys", "Many");
        var admin = await server.Somebody(Role.Administrator, "many-keys");
        for (var i = 0; i < RequestLimits.ApiKeys; i++)
        {
            Assert.Equal(201, (await admin.Post("/api/v1/sites/many-keys/keys", new { name = $"key {i}" })).Status);
        }

        Assert.Equal("too-many-keys", (await admin.Post("/api/v1/sites/many-keys/keys", new { name = "one more" })).Code);
    }

    private async Task<int> Score(string key)
    {
        var program = server.Nobody();
        program.Token = key;
        return (await program.Post("/api/v1/score", new { text = "hello" })).Status;
    }
}
