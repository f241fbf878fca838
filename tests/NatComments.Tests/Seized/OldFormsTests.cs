using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Privacy;
using NatComments.Server.Sites;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Sqlite;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Seized;

/// <summary>What older versions stored is found as before, and is brought into a form that gives less away.</summary>
public sealed class OldFormsTests : IDisposable
{
    private const string Site = "/api/v1/sites/demo";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_has_the_disk_has_no_receipt()
    {
        await using var server = await RunningServer.Start(Data);
        var receipt = (await server.Post("a", "Words")).Text("receipt");

        Assert.Equal("published", (await Receipt(server, receipt)).Text("status"));
        Assert.Empty(Files.Holding(Data, receipt));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await server.Http.GetAsync("/api/v1/receipts/demo~" + (await Keys(server, "receipt/")).Single()["receipt/".Length..])).StatusCode);
    }

    [Fact]
    public async Task Receipts_and_reports_of_older_versions_are_found_erased_and_stored_anew()
    {
        string receipt, token, author;
        await using (var server = await RunningServer.Start(Data))
        {
            var posted = await server.Post("a", "Words");
            (receipt, token, author) = (posted.Text("receipt"), posted.Text("readerToken"), posted.Text("comment", "author", "id"));
        }

        var other = Guid.NewGuid();
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(Data)))
        {
            var value = await store.ReadDocument("demo", KeptText.ReceiptKey(receipt));
            await store.TryCommit(new("demo", null, [new(KeptText.ReceiptKey(receipt), null), new(KeptText.OldReceiptKey(receipt), value), new(KeptText.ReportKey("a", other, author), "a note"u8.ToArray())], [], []));
            await store.TryCommit(new(Commit.ServerPartition, null, [new(StoredForms.DoneKey("demo"), null)], [], []));
        }

        await using var again = await RunningServer.Start(Data);
        Assert.Equal("published", (await Receipt(again, receipt)).Text("status"));
        await HostQuestions.Until(async () => await StoredForms.IsDone(again.Services.GetRequiredService<IStore>(), "demo", default));
        await HostQuestions.Until(() => Task.FromResult(Files.Holding(Data, receipt).Count == 0));
        Assert.Equal("published", (await Receipt(again, receipt)).Text("status"));
        using var reader = again.As(token);
        Assert.Equal(receipt, (await reader.GetFromJsonAsync<JsonElement>(Site + "/me")).Items("comments").Single().Text("receipt"));

        (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();
        Assert.Empty(await Keys(again, "report/"));
        Assert.Equal(2, (await Keys(again, "erased/")).Count);
        Assert.Equal("withdrawn", (await Receipt(again, receipt)).Text("status"));
    }

    [Fact]
    public async Task Erasing_ones_record_reads_what_the_reader_wrote_and_not_what_the_site_holds()
    {
        await using var server = await RunningServer.Start(Data);
        var store = server.Services.GetRequiredService<IStore>();
        var mine = await server.Post("a", "Mine");
        var others = await server.Post("a", "Others'");
        using var reader = server.As(mine.Text("readerToken"));
        await reader.PostAsJsonAsync($"{Site}/comments/{others.Text("comment", "id")}/reports", new { article = "a", reason = "other", note = "My note" });
        var notes = Enumerable.Range(0, 2_000).Select(i => new DocumentChange(KeptText.ReportKey("b", Guid.NewGuid(), $"reader-{i}"), [1]));
        await store.TryCommit(new("demo", null, [.. notes], [], []));
        var counting = new ReadCounter(store);
        var records = ActivatorUtilities.CreateInstance<OwnRecords>(server.Services, counting);

        await records.Erase("demo", mine.Text("comment", "author", "id"), default);

        Assert.Equal(2_000, (await Keys(server, "report/")).Count);
        Assert.InRange(counting.Read, 1, 50);
    }

    [Fact]
    public async Task A_key_of_a_pseudonym_is_stored_differently_on_each_site_and_an_old_one_is_replaced_when_its_owner_comes()
    {
        await using var server = await RunningServer.Start(Data);
        await server.Services.GetRequiredService<SiteDirectory>().Add("other", "Other");
        var (store, pseudonyms) = (server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<Pseudonyms>());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var old = "proof/key/" + Convert.ToHexStringLower(SHA256.HashData(publicKey));
        await store.TryCommit(new("demo", null, [new(old, "pold"u8.ToArray())], [new("proofs/pold", old, [])], []));

        Assert.Equal("pold", await pseudonyms.OfKey("demo", publicKey));
        Assert.Equal("pold", await pseudonyms.OfKey("demo", publicKey));
        await pseudonyms.OfKey("other", publicKey);

        Assert.Null(await store.ReadDocument("demo", old));
        var (here, there) = ((await Keys(server, "proof/")).Single(), (await store.ReadDocumentKeys("other", "proof/", null, 10)).Single());
        Assert.NotEqual(here, there);
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(publicKey)), here + there);
        Assert.Equal(here, (await Pseudonyms.Proofs(store, "demo", "pold")).Single().Key);
    }

    private static Task<JsonElement> Receipt(RunningServer server, string receipt) => server.Http.GetFromJsonAsync<JsonElement>("/api/v1/receipts/" + receipt);

    private static async Task<IReadOnlyList<string>> Keys(RunningServer server, string prefix) =>
        await server.Services.GetRequiredService<IStore>().ReadDocumentKeys("demo", prefix, null, StoreLimits.MaxRead);

    // Counts keys, documents and entries that are read.
    private sealed class ReadCounter(IStore inner) : IStore
    {
        public long Read { get; private set; }

        public ValueTask<CommitResult> TryCommit(Commit commit, CancellationToken stop = default) => inner.TryCommit(commit, stop);

        public ValueTask<IReadOnlyList<byte[]>> ReadEvents(string partition, string stream, long afterVersion, int limit, CancellationToken stop = default) => inner.ReadEvents(partition, stream, afterVersion, limit, stop);

        public ValueTask<long> ReadVersion(string partition, string stream, CancellationToken stop = default) => inner.ReadVersion(partition, stream, stop);

        public async ValueTask<byte[]?> ReadDocument(string partition, string key, CancellationToken stop = default)
        {
            Read++;
            return await inner.ReadDocument(partition, key, stop);
        }

        public async ValueTask<byte[]?[]> ReadDocuments(string partition, IReadOnlyList<string> keys, CancellationToken stop = default)
        {
            Read += keys.Count;
            return await inner.ReadDocuments(partition, keys, stop);
        }

        public async ValueTask<IReadOnlyList<Entry>> ReadEntries(string partition, string index, EntryRange range, CancellationToken stop = default)
        {
            var entries = await inner.ReadEntries(partition, index, range, stop);
            Read += 1 + entries.Count;
            return entries;
        }

        public ValueTask<long[]> ReadCounters(string partition, IReadOnlyList<string> names, CancellationToken stop = default) => inner.ReadCounters(partition, names, stop);

        public ValueTask<IReadOnlyList<string>> ReadStreamNames(string partition, string prefix, string? after, int limit, CancellationToken stop = default) => inner.ReadStreamNames(partition, prefix, after, limit, stop);

        public async ValueTask<IReadOnlyList<string>> ReadDocumentKeys(string partition, string prefix, string? after, int limit, CancellationToken stop = default)
        {
            var keys = await inner.ReadDocumentKeys(partition, prefix, after, limit, stop);
            Read += 1 + keys.Count;
            return keys;
        }

        public ValueTask DisposeAsync() => default;
    }
}
