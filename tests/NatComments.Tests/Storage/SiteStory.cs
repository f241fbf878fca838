using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Accounts;
using NatComments.Server.CommandLine;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;

namespace NatComments.Tests.Storage;

/// <summary>
/// A site on which everything happens that a site does, and what its store holds then, after an import of its export
/// elsewhere, after its visitor has
/// erased their words, and when the day is over.
/// </summary>
public sealed class SiteStory : IAsyncLifetime
{
    private const string Article = "news/2026/first";
    // Each is two events; a thread of 400 events has a snapshot.
    private const int Likes = 200;
    private const string Phrase = "k7qf-2m9x-ab3d-zz4y";
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Words that only the visitor wrote.</summary>
    public IReadOnlyList<string> Words { get; } = ["zanzibarine", "wobblegong", "quillfeather", "moxtarnish",
        "plumbaginoid", "kerfuffelator"];

    /// <summary>The visitor's id.</summary>
    public string Author { get; private set; } = "";

    /// <summary>The ids of the visitor's comments, as keys have them.</summary>
    public List<string> Comments { get; } = [];

    internal IReadOnlyList<Stored> Before { get; private set; } = [];

    internal IReadOnlyList<Stored> Exported { get; private set; } = [];

    internal IReadOnlyList<Stored> Imported { get; private set; } = [];

    internal IReadOnlyList<Stored> Erased { get; private set; } = [];

    internal IReadOnlyList<Stored> NextDay { get; private set; } = [];

    /// <summary>The day on which all of it happened.</summary>
    public string Day { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var (data, elsewhere, file) = (_folder.File("data"), _folder.File("elsewhere"), _folder.File("demo.ndjson"));
        string token;
        await using (var first = await Start(data))
        {
            token = await Happen(first);
        }

        // Threads wrote their snapshots when the first server stopped.
        await using var server = await Start(data);
        var store = server.Get<IStore>();
        await HostQuestions.Until(async () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return await store.ReadDocument("demo", SiteKeys.CommentPlaces) is not null
                && (await store.ReadEntries("demo", SiteKeys.Due, new(1))).Count > 0;
        });
        Before = await Read(server);

        Assert.Equal(0, await Commands.Run(["export", "demo", file, "--data", data]));
        Exported = await StoredKeys.ReadExport(file);
        Assert.Equal(0, await Commands.Run(["import", "demo", file, "--data", elsewhere]));
        await using (var other = await RunningServer.Start(elsewhere))
        {
            await Follow(other);
            await HostQuestions.Until(async () => await other.Get<IStore>().ReadDocument("demo", SiteKeys.BesideHeard) is not null);
            Imported = await Read(other);
        }

        using var reader = server.As(token);
        (await reader.DeleteAsync(server.Demo.Api + "/me")).EnsureSuccessStatusCode();
        await Follow(server);
        Erased = await Read(server);

        _clock.Advance(TimeSpan.FromDays(1));
        await HostQuestions.Until(async () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return await store.ReadDocument(Commit.ServerPartition, ServerKeys.Day(Day)) is null
                && (await store.ReadDocumentKeys("demo", VisitorKeys.NetworkMarksOf(Day), null, 1)).Count == 0;
        });
        NextDay = await Read(server);
    }

    public Task DisposeAsync()
    {
        _key.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private Task<RunningServer> Start(string data) =>
        RunningServer.StartWith(builder => builder.Services.AddSingleton<TimeProvider>(_clock), data);

    private async Task<string> Happen(RunningServer server)
    {
        Day = _clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var admin = server.Admin();
        await Settings(server, admin);
        await Another(server);
        var token = await Visitor(server, admin);
        await Follow(server);
        await Moderators(server, admin);
        await server.Get<WordHits>().Write();
        await OldForms(server);
        await Follow(server);
        return token;
    }

    private static Task Follow(RunningServer server) => server.Get<SiteProjections>().CatchUp("demo");

    private static Task<IReadOnlyList<Stored>> Read(RunningServer server) =>
        StoredKeys.Read(ChosenStore.FileIn(server.Folder), server.Get<SealedStore>());

    private static async Task Settings(RunningServer server, HttpClient admin)
    {
        var site = server.Demo.Api;
        var settings = (await admin.GetFromJsonAsync<JsonNode>(site + "/settings"))!["settings"]!;
        settings["guidelines"] = "Be kind.";
        await Done(admin.PutAsJsonAsync(site + "/settings", settings));
        await Done(admin.PutAsJsonAsync(site + "/word-lists/own", new { text = "[hold]\nfrobnicate" }));
        var keys = new[] { new { kid = "h1", algorithm = "HS256", key = "a-shared-secret-of-the-site-0123456789" } };
        await Done(admin.PutAsJsonAsync(site + "/reader-settings",
            new { origins = Array.Empty<string>(), signOn = keys }));
        await Done(admin.PutAsJsonAsync($"{site}/threads/{Uri.EscapeDataString(Article)}/page",
            new { title = "The first article", url = "https://news.example/first" }));
        await Done(admin.PostAsJsonAsync(site + "/views",
            new { name = "Watched", articles = new[] { Article }, authors = Array.Empty<string>() }));
        var key = await (await Done(admin.PostAsJsonAsync(site + "/keys", new { name = "program" }))).Json();
        Assert.Equal("demo", await server.Get<ApiKeys>().Site(key.Text("key")));
    }

    // Somebody who has erased their words before: their marks go into the export.
    private static async Task Another(RunningServer server)
    {
        var first = await server.Post(Article, "A word of somebody who leaves", "Leaving");
        var other = await server.Post(Article, "A word that stays", "Staying");
        using var reader = server.As(first.Text("readerToken"));
        await Report(reader, server, other.Text("comment", "id"), "A note of somebody who leaves");
        await Done(reader.DeleteAsync(server.Demo.Api + "/me"));
    }

    private async Task<string> Visitor(RunningServer server, HttpClient admin)
    {
        var site = server.Demo.Api;
        var challenge = (await (await server.Http.PostAsync(site + "/pseudonyms/challenges",
            null)).Json()).Text("challenge");
        var signature = Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes($"natcomments:demo:{challenge}"),
            HashAlgorithmName.SHA256));
        var proof = new { publicKey = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()), challenge, signature };
        var proven = await (await Done(server.Http.PostAsJsonAsync(site + "/pseudonyms", proof))).Json();
        (Author, var token) = (proven.Text("author"), proven.Text("readerToken"));
        using var reader = server.As(token);

        var posted = await Post(server, "Zanzibarine words, see https://example.org/page", token);
        await Done(reader.PutAsJsonAsync($"{site}/comments/{posted}",
            new { article = Article, revision = 1, text = "Wobblegong words, see https://example.org/page" }));
        await Done(reader.PutAsJsonAsync(site + "/me/phrase", new { phrase = Phrase }));
        await Done(reader.PostAsync(site + "/me/feed", null));
        var other = await server.Post(Article, "An answer to it", "Answering", parent: posted);
        using var answering = server.As(other.Text("readerToken"));
        await Report(answering, server, posted, "A note of another");
        var like = $"{site}/comments/{posted}/like?article={Uri.EscapeDataString(Article)}";
        for (var i = 0; i < Likes; i++)
        {
            await Done(answering.PutAsync(like, null));
            await Done(answering.DeleteAsync(like));
        }

        await Report(reader, server, other.Text("comment", "id"), "Moxtarnish note");
        var second = await server.Post(Article, "Another answer", "Second");
        await Report(reader, server, second.Text("comment", "id"), "Moxtarnish note again");
        await Decide(admin, second.Text("comment", "id"), 1, "reject");
        await Decide(admin, other.Text("comment", "id"), 1, "publish");

        var rejected = await Post(server, "Quillfeather is rejected", token);
        await Decide(admin, rejected, 1, "reject");
        await Done(reader.PostAsJsonAsync($"{site}/comments/{rejected}/appeals",
            new { article = Article, statement = "Plumbaginoid statement" }));
        var waits = await Post(server,
            "Kerfuffelator frobnicate, call the minister on 0532 123 45 67 until he leaves his office now and for ever",
            token);
        var alike = await server.Post(Article,
            "Frobnicate, call the minister on 0532 123 45 68 until he leaves his office now and for ever", "Alike");
        await Follow(server);
        await Decide(admin, alike.Text("comment", "id"), 1, "reject");
        await Done(admin.PostAsJsonAsync($"{site}/comments/{waits}/escalations",
            new { article = Article, revision = 1, note = "Look" }));
        return token;
    }

    private async Task Moderators(RunningServer server, HttpClient admin)
    {
        var site = server.Demo.Api;
        await Done(admin.PostAsJsonAsync($"{site}/authors/{Author}/notes", new { text = "About the author" }));
        await Done(admin.PostAsJsonAsync($"{site}/comments/{Guid.ParseExact(Comments[0], "N")}/notes",
            new { text = "About the comment" }));
        await Done(admin.PostAsJsonAsync($"{site}/authors/{Author}/sanctions",
            new { kind = "warn", reason = "off-topic" }));
        var editor = await server.Somebody(Role.Editor);
        var secret = (string)(await editor.Post("/api/v1/session/second-factor")).Body!["secret"]!;
        Assert.Equal(200, (await editor.Put("/api/v1/session/second-factor",
            new { code = Totp.CodeAt(secret, _clock.GetUtcNow()) })).Status);
    }

    // What older versions have left: a proof of the visitor's and a receipt.
    private async Task OldForms(RunningServer server)
    {
        var author = Encoding.UTF8.GetBytes(Author);
        string[] proofs = [VisitorKeys.OldProofByKey("0123abcd"), VisitorKeys.OldProofByPhrase("4567cdef")];
        var receipt = Encoding.UTF8.GetBytes(Comments[0] + Article);
        await server.Get<IStore>().TryCommit(new(
            "demo",
            null,
            [.. proofs.Select(proof => new DocumentChange(proof, author)),
            new(ThreadKeys.OldReceipt("demo~old-receipt"), receipt)],
            [.. proofs.Select(proof => new EntryChange(VisitorKeys.ProofsOf(Author), proof, []))],
            []));
    }

    private async Task<string> Post(RunningServer server, string text, string token)
    {
        var id = (await server.Post(Article, text, "Quillfeather", token)).Text("comment", "id");
        Comments.Add(Guid.Parse(id).ToString("N"));
        return id;
    }

    private static Task Report(HttpClient reader, RunningServer server, string id, string note) =>
        Done(reader.PostAsJsonAsync($"{server.Demo.Api}/comments/{id}/reports",
        new { article = Article, reason = "other", note }));

    private static async Task Decide(HttpClient admin, string id, int revision, string outcome)
    {
        var decision = new { article = Article, commentId = id, revision, outcome, reason = "insult" };
        var answer = await (await Done(admin.PostAsJsonAsync("/api/v1/sites/demo/decisions",
            new { decisions = new[] { decision } }))).Json();
        Assert.True(answer.Items("results")[0].At("ok").GetBoolean(), answer.GetRawText());
    }

    private static async Task<HttpResponseMessage> Done(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        Assert.True(answer.IsSuccessStatusCode,
            $"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }
}
