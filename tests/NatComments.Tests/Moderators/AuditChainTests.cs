using System.Text.Json.Nodes;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Moderators;

/// <summary>What the audit chain promises: nothing in it can be changed, taken out or cut off unseen.</summary>
public sealed class AuditChainTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStore _store = null!;
    private AuditLog _audit = null!;

    public Task InitializeAsync()
    {
        _store = SqliteStore.Open(_folder.File("natcomments.db"));
        _audit = new(_store, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_chain_that_nobody_touched_is_whole()
    {
        await Change("first");
        await Change("second");

        var findings = await new AuditVerifier(_store).Verify("nat");

        Assert.Empty(findings.Faults);
        Assert.Equal(2, findings.Records);
        Assert.Equal((await _audit.Head("nat")).Digest, findings.Head);
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_all_find_their_place()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Change($"change-{i}")));

        Assert.Equal(8, (await new AuditVerifier(_store).Verify("nat")).Records);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_record_that_is_changed_or_left_out_is_found(int at)
    {
        await Change("first");
        await Change("second");
        await Change("third");
        var records = (await _store.ReadEvents("nat", AuditLog.Stream, 0, 10)).ToList();

        await Copy("changed", [.. records.Select((bytes, i) => i == at ? (AuditRecord.FromBytes(bytes) with { By = "somebody-else" }).ToBytes() : bytes)]);
        await Copy("left-out", [.. records.Where((_, i) => i != at)]);
        await Copy("cut-off", records[..at]);

        foreach (var partition in new[] { "changed", "left-out", "cut-off" })
        {
            Assert.NotEmpty((await new AuditVerifier(_store).Verify(partition)).Faults);
        }
    }

    [Fact]
    public async Task A_decision_that_is_changed_in_its_thread_afterwards_is_found()
    {
        var stored = """{"event":"comment-decided","outcome":"reject"}"""u8.ToArray();
        await Append("thread/a", stored);
        await _audit.Change<bool>("nat", () => Task.FromResult<(bool, AuditedChange?)>((true, new(new AuditDraft("comment-decided", "m")
        {
            Event = new("a", Guid.Empty, 1, AuditRecord.Digest("""{"event":"comment-decided","outcome":"publish"}"""u8)),
        }))));

        Assert.Contains("not as it was", Assert.Single((await new AuditVerifier(_store).Verify("nat")).Faults));
    }

    [Fact]
    public void A_record_is_stored_in_the_form_it_always_had()
    {
        const string stored = """{"number":7,"at":"2026-01-02T03:04:05+00:00","what":"settings-changed","by":"m-1","subject":"policy","site":"nat","before":{"hold":0.5},"after":{"hold":0.4},"event":{"article":"a","comment":"0190aaaa-bbbb-7ccc-8ddd-eeeeffff0000","number":3,"digest":"ab","outcome":"reject","reason":"insult"},"previous":"0000000000000000000000000000000000000000000000000000000000000000"}""";

        var record = AuditRecord.FromBytes(System.Text.Encoding.UTF8.GetBytes(stored));

        Assert.Equal(stored, System.Text.Encoding.UTF8.GetString(record.ToBytes()));
    }

    private Task<bool> Change(string subject) => _audit.Change<bool>("nat", () => Task.FromResult<(bool, AuditedChange?)>(
        (true, new(new AuditDraft(AuditKinds.SettingsChanged, "m-1", subject) { After = JsonValue.Create(subject) }))));

    // A chain as somebody who can write to the database would leave it, with the end as it was written down.
    private async Task Copy(string partition, IReadOnlyList<byte[]> records)
    {
        var head = await _store.ReadDocument("nat", "audit/head");
        await _store.TryCommit(new(partition, new(AuditLog.Stream, 0, records), [new("audit/head", head)], [], []));
    }

    private async Task Append(string stream, byte[] bytes) =>
        Assert.Equal(CommitResult.Done, await _store.TryCommit(new("nat", new(stream, 0, [bytes]), [], [], [])));
}
