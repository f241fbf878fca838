using System.Net;
using NatComments.Core.Audit;
using NatComments.Core.Moderation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.CommandLine;
using NatComments.Server.Storage.Redis;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Interchange;

/// <summary>Texts that were rendered by older rules are rendered anew by a command; caches and the audit chain go along.</summary>
public sealed class RerenderTests
{
    private const string Old = "<ol><li><p>Bir roman.</p>\n</li>\n</ol>\n";
    private const string New = "<p>1984. Bir roman.</p>\n";
    private const string Thread = "/api/v1/sites/demo/threads/a";

    [Fact]
    [Trait("Report", "6")]
    public async Task Old_texts_are_shown_by_todays_rules_after_the_command_and_no_cache_keeps_the_old_form()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var key = await OldText(data);
        string page, feed;
        await using (var server = await RunningServer.Start(data))
        {
            using var shown = await server.Http.GetAsync(Thread);
            Assert.Contains("<ol>", (await server.Page("a")).Items("comments").Single().Text("html"), StringComparison.Ordinal);
            page = shown.Headers.ETag!.Tag;
            feed = (await server.Http.GetAsync(Thread + "/feed.atom")).Headers.ETag!.Tag;
            Assert.Equal(HttpStatusCode.NotModified, await Asked(server, Thread, page));

            // Beside a running server it does nothing: that server would go on showing what it has in memory.
            Assert.Equal(1, await Commands.Run(["rerender", "demo", "--data", data]));
        }

        Assert.Equal(1, await Commands.Run(["rerender", "--data", data]));
        Assert.Equal(1, await Commands.Run(["rerender", "nowhere", "--data", data]));
        Assert.Equal(0, await Commands.Run(["rerender", "--all", "--data", data]));
        Assert.Equal(New, await Html(data, key));
        Assert.Equal(0, await Commands.Run(["audit", "verify", "demo", "--data", data]));
        var once = await Records(data);
        Assert.Equal(0, await Commands.Run(["rerender", "demo", "--data", data]));
        Assert.Equal(once, await Records(data));

        await using (var after = await RunningServer.Start(data))
        {
            Assert.Equal(HttpStatusCode.OK, await Asked(after, Thread, page));
            Assert.Equal(HttpStatusCode.OK, await Asked(after, Thread + "/feed.atom", feed));
            Assert.Equal(New, (await after.Page("a")).Items("comments").Single().Text("html"));
        }

        // Changed by anybody else, it is found as before.
        await Write(data, key, "<p>Başka bir şey.</p>\n");
        Assert.Equal(1, await Commands.Run(["audit", "verify", "demo", "--data", data]));
    }

    [Fact]
    [Trait("Report", "32")]
    public async Task Over_Redis_many_texts_are_rendered_and_backslashes_of_old_imports_are_gone()
    {
        using var redis = new RedisServer();
        await using var store = RedisStore.Open(redis.Options());
        var old = new CommentText("A", @"\[kaynak\]: a\*b `\*` 1\. madde", "<p>old</p>\n").ToBytes();
        var good = new CommentText("A", "Selam", "<p>Selam</p>\n").ToBytes();
        var imported = Enumerable.Range(0, 450).Select(i => new DocumentChange(CommentText.Key("yazı/bir", Guid.Parse($"01990000-0000-8000-8000-{i:x12}"), 1), old)).ToList();
        var typed = Guid.Parse("01990000-0000-7000-8000-000000000001");
        await store.TryCommit(new("demo", null, [.. imported, new(CommentText.Key("a", typed, 1), old), new(CommentText.Key("a", typed, 2), good)], [], []));

        var audit = new AuditLog(store, TimeProvider.System);
        Assert.Equal((452, 451), await RerenderCommand.Site(store, audit, "demo", default));
        Assert.Equal((452, 0), await RerenderCommand.Site(store, audit, "demo", default));
        foreach (var text in (await store.ReadDocuments("demo", [.. imported.Select(change => change.Key)])).Select(bytes => CommentText.FromBytes(bytes!)))
        {
            Assert.Equal("<p>[kaynak]: a*b <code>\\*</code> 1. madde</p>\n", text.Html);
            Assert.Equal("[kaynak]: a*b \\* 1. madde", text.Shown);
        }

        Assert.Equal("<p>\\[kaynak\\]: a\\*b <code>\\*</code> 1\\. madde</p>\n", CommentText.FromBytes((await store.ReadDocument("demo", CommentText.Key("a", typed, 1)))!).Html);
        Assert.Equal(good, await store.ReadDocument("demo", CommentText.Key("a", typed, 2)));
    }

    // A comment that was decided on as it was shown long ago.
    private static async Task<string> OldText(string data)
    {
        Guid id;
        await using (var server = await RunningServer.Start(data))
        {
            id = Guid.Parse((await server.Post("a", "1984. Bir roman.")).Text("comment", "id"));
        }

        var key = CommentText.Key("a", id, 1);
        await CommandContext.Open(data, async context =>
        {
            var thread = ThreadId.FromTrusted("demo", "a");
            var old = Form(await context.Store.ReadDocument("demo", key), Old);
            var events = await context.Store.ReadEvents("demo", thread.Stream, 0, 100);
            var number = events.Select(bytes => ThreadJson.Read(bytes)).ToList().FindIndex(e => e is CommentDecided) + 1;
            var draft = new AuditDraft("comment-decided", AuditMakers.Policy)
            {
                Event = new("a", id, number, AuditRecord.Digest(events[number - 1]), "publish", Reasons.Clean, 1, AuditRecord.Digest(old)),
            };
            await context.Audit.Change("demo", () => Task.FromResult((true, (AuditedChange?)new AuditedChange(draft, new DocumentChange(key, old)))));
            return 0;
        });
        return key;
    }

    private static byte[] Form(byte[]? text, string html) => (CommentText.FromBytes(text!) with { Html = html }).ToBytes();

    private static Task Write(string data, string key, string html) => CommandContext.Open(data, async context =>
    {
        await context.Store.TryCommit(new("demo", null, [new(key, Form(await context.Store.ReadDocument("demo", key), html))], [], []));
        return 0;
    });

    private static async Task<string> Html(string data, string key)
    {
        var html = "";
        await CommandContext.Open(data, async context =>
        {
            html = CommentText.FromBytes((await context.Store.ReadDocument("demo", key))!).Html;
            return 0;
        });
        return html;
    }

    private static async Task<long> Records(string data)
    {
        var records = 0L;
        await CommandContext.Open(data, async context =>
        {
            records = (await context.Audit.Head("demo")).Version;
            return 0;
        });
        return records;
    }

    private static async Task<HttpStatusCode> Asked(RunningServer server, string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
