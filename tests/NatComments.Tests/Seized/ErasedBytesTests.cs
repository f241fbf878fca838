using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Projections;
using NatComments.Server.CommandLine;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Seized;

/// <summary>What a reader has erased is in no byte of any file a minute later: not in the database, its logs, its dumps, nor in a backup.</summary>
public sealed class ErasedBytesTests : IDisposable
{
    private const string Site = "/api/v1/sites/demo";

    // Whole words, since the search index keeps what words have in common with their neighbours only once.
    private static readonly string[] Words = ["zanzibarine", "wobblegong", "quillfeather", "moxtarnish", "plumbaginoid", "kerfuffelator", "bumbershoot"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Erased_words_leave_every_byte_of_the_database_its_log_and_later_backups()
    {
        var data = _folder.File("data");
        await using (var server = await RunningServer.Start(data))
        {
            await WriteAndErase(server, () => Files.Holding(data, Words));
            Assert.Equal(0, await Commands.Run(["backup", _folder.File("copy.db"), "--data", data]));
            Assert.Equal(0, await Commands.Run(["export", "demo", _folder.File("demo.ndjson"), "--data", data]));
        }

        Assert.Empty(Files.Holding(_folder.FullName, Words));
    }

    [Fact]
    public async Task Erased_words_leave_every_byte_of_the_files_of_redis()
    {
        // Not packed, so that words can be looked for.
        using var redis = RedisServer.With("--save", "3600 1", "--rdbcompression", "no");
        var files = redis.Command("CONFIG", "GET", "dir").Split('\n')[^1].Trim();
        await using var server = await RunningServer.Start(_folder.File("data"), "--NatComments:Redis", redis.Connection);

        await WriteAndErase(server, () => Files.Holding(files, Words), () => redis.Command("SAVE"));
    }

    [Fact]
    public async Task What_many_readers_erase_among_others_words_leaves_no_remains_in_the_pages()
    {
        var data = _folder.File("data");
        await using var server = await RunningServer.Start(data);
        var tokens = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            // Long and short ones side by side: pages are split, joined and filled anew.
            tokens.Add((await server.Post("a", $"zanzibarine {i} " + string.Concat(Enumerable.Repeat("wobblegong ", i * 7)))).Text("readerToken"));
            await server.Post("a", $"Somebody else, number {i}, " + string.Concat(Enumerable.Repeat("and so on ", (40 - i) * 5)));
        }

        await server.Services.GetRequiredService<SiteProjections>().CatchUp("demo");
        foreach (var token in tokens)
        {
            using var reader = server.As(token);
            (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();
        }

        await HostQuestions.Until(
            () => Task.FromResult(Files.Holding(data, "zanzibarine", "wobblegong").Count == 0), TimeSpan.FromMinutes(4));
        Assert.Equal(40, (await server.Page("a", "?limit=100")).Number("count"));
    }

    private static async Task WriteAndErase(RunningServer server, Func<IReadOnlyList<string>> held, Action? dump = null)
    {
        using var admin = server.Admin();
        var other = await server.Post("a", "Somebody else's", "Ali");
        var mine = await server.Post("a", "Zanzibarine words", "Quillfeather");
        var (id, token) = (mine.Text("comment", "id"), mine.Text("readerToken"));
        using var reader = server.As(token);
        (await reader.PutAsJsonAsync($"{Site}/comments/{id}", new { article = "a", revision = 1, text = "Wobblegong words" })).EnsureSuccessStatusCode();
        (await reader.PostAsJsonAsync($"{Site}/comments/{other.Text("comment", "id")}/reports", new { article = "a", reason = "other", note = "Moxtarnish note" })).EnsureSuccessStatusCode();
        var decision = new { article = "a", commentId = id, revision = 2, outcome = "reject", reason = "insult" };
        (await admin.PostAsJsonAsync(Site + "/decisions", new { decisions = new[] { decision } })).EnsureSuccessStatusCode();
        (await reader.PostAsJsonAsync($"{Site}/comments/{id}/appeals", new { article = "a", statement = "Plumbaginoid statement" })).EnsureSuccessStatusCode();
        var late = await server.Post("b", "Kerfuffelator", "Quillfeather", token);
        Assert.Equal("published", late.Text("comment", "status"));

        // An edit that waits: the former text is published, the new one is not.
        var waits = new { article = "b", revision = 1, text = "Bumbershoot, call 0532 123 45 67" };
        var edited = await (await reader.PutAsJsonAsync($"{Site}/comments/{late.Text("comment", "id")}", waits)).Json();
        Assert.Equal(1, edited.Number("comment", "shownRevision"));
        await server.Services.GetRequiredService<SiteProjections>().CatchUp("demo");
        dump?.Invoke();
        Assert.Equal(Words, held());

        (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();

        // A minute is promised on a machine that is not busy.
        await HostQuestions.Until(() => Task.FromResult(held().Count == 0), TimeSpan.FromMinutes(4));
        Assert.Equal(JsonValueKind.Array, (await admin.GetFromJsonAsync<JsonElement>(Site + "/comments?q=zanzibarine")).At("comments").ValueKind);
        Assert.Empty(held());
    }
}
