using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Reader;

/// <summary>What is left of a reader's words when they have erased them: nothing, wherever one looks.</summary>
public sealed class ErasureTests
{
    private const string Site = "/api/v1/sites/demo";

    [Fact]
    public async Task Erased_words_leave_the_search_index_and_others_stay_in_it()
    {
        await using var server = await RunningServer.Start();
        var mine = await server.Post("a", "Zanzibarine alone and shared", "Quillfeather");
        using var reader = server.As(mine.Text("readerToken"));
        await reader.PutAsJsonAsync($"{Site}/comments/{mine.Text("comment", "id")}", new { article = "a", revision = 1, text = "Wobblegong instead" });
        await server.Post("a", "Somebody else, shared", "Ali");
        await Follow(server);
        Assert.Contains("zanzibarine", await Everything(server));

        (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();
        await Follow(server);

        var left = await Everything(server);
        Assert.All(["zanzibarine", "wobblegong", "quillfeather"], word => Assert.DoesNotContain(word, left));
        using var admin = server.Admin();
        var found = await admin.GetFromJsonAsync<JsonElement>(Site + "/comments?q=shared");
        Assert.Equal("Somebody else, shared", found.Items("comments").Single().Text("text"));
        Assert.Empty((await admin.GetFromJsonAsync<JsonElement>(Site + "/comments?q=zanzibarine")).Items("comments"));
    }

    [Fact]
    public async Task An_import_does_not_bring_erased_words_back()
    {
        using var folder = new TemporaryFolder();
        var (data, file) = (folder.File("data"), folder.File("demo.ndjson"));
        await using var server = await RunningServer.Start(data);
        var mine = await server.Post("a", "Zanzibarine", "Quillfeather");
        var other = await server.Post("a", "Stays", "Ali");
        using var reader = server.As(mine.Text("readerToken"));
        await reader.PostAsJsonAsync($"{Site}/comments/{other.Text("comment", "id")}/reports", new { article = "a", reason = "other", note = "Wobblegong" });
        Assert.Equal(0, await Commands.Run(["export", "demo", file, "--data", data]));
        Assert.Contains("\"report/a/", await File.ReadAllTextAsync(file));
        Assert.Contains("wobblegong", await Everything(server));
        (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();

        await Commands.Run(["import", "demo", file, "--data", data]);
        await Follow(server);

        var left = await Everything(server);
        Assert.All(["zanzibarine", "wobblegong", "quillfeather"], word => Assert.DoesNotContain(word, left));
        Assert.Equal(1, (await server.Page("a")).Number("count"));
    }

    private static Task Follow(RunningServer server) => ((SiteProjections)server.Services.GetService(typeof(SiteProjections))!).CatchUp("demo");

    // Every document of the site and every event, in lower case.
    private static async Task<string> Everything(RunningServer server)
    {
        var store = (IStore)server.Services.GetService(typeof(IStore))!;
        var all = new StringBuilder();
        string? after = null;
        while (await store.ReadDocumentKeys("demo", "", after, StoreLimits.MaxRead) is { Count: > 0 } keys)
        {
            foreach (var (key, bytes) in keys.Zip(await store.ReadDocuments("demo", keys)))
            {
                all.Append(key).Append('\n').Append(Encoding.UTF8.GetString(bytes ?? [])).Append('\n');
            }

            after = keys[^1];
        }

        foreach (var stream in await store.ReadStreamNames("demo", "", null, StoreLimits.MaxRead))
        {
            (await store.ReadEvents("demo", stream, 0, StoreLimits.MaxRead)).ToList().ForEach(e => all.Append(Encoding.UTF8.GetString(e)));
        }

        return all.ToString().ToLowerInvariant();
    }
}
