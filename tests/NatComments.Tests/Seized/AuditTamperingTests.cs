using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.CommandLine;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Sqlite;
using NatComments.Tests.Endpoints;
using NatComments.Tests.Grains;
using NatComments.Tests.Storage;

namespace NatComments.Tests.Seized;

/// <summary>Whoever can write every byte of the database, but has not the key, changes nothing in the audit chain unseen.</summary>
public sealed class AuditTamperingTests : IDisposable
{
    private const string Site = "/api/v1/sites/demo";
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data");

    private string HeadFile => _folder.File("heads");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_untouched_chain_is_whole_and_fits_the_ends_that_were_told()
    {
        await Decide("publish");

        Assert.Equal(0, await Commands.Run(["audit", "verify", "demo", "--head", HeadFile, "--data", Data]));
        Assert.Equal(0, await Commands.Run(["audit", "verify", "--data", Data]));
        Assert.Equal(1, await Commands.Run(["audit", "verify", "nowhere", "--data", Data]));
        Assert.Empty(await Faults());
    }

    [Fact]
    public async Task A_decision_that_is_moved_to_another_moderator_with_the_chain_made_anew_is_found()
    {
        await Decide("reject");
        await Rewrite((record, _) => record.What == "comment-decided" && record.By != AuditMakers.Policy ? record with { By = "mina" } : record, keepMacs: true);

        Assert.Contains(await Faults(), fault => fault.Contains("was altered", StringComparison.Ordinal));
        Assert.Equal(1, await Commands.Run(["audit", "verify", "demo", "--data", Data]));
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_without_macs_is_found()
    {
        await Decide("reject");
        await Rewrite((record, _) => record with { Key = null, Mac = null }, keepMacs: false);

        Assert.Contains("None of the", Assert.Single(await Faults()));
    }

    [Fact]
    public async Task Records_without_a_mac_after_those_with_one_are_found()
    {
        await Decide("reject");
        await Rewrite((record, last) => last ? record with { Key = null, Mac = null } : record, keepMacs: true);

        Assert.Contains("carries no MAC", Assert.Single(await Faults()));
    }

    [Fact]
    public async Task A_tail_that_is_cut_with_its_end_is_found_by_the_end_that_was_told()
    {
        await Decide("reject");
        await Rewrite((record, last) => last ? null : record, keepMacs: true);

        Assert.Empty(await Faults());
        Assert.Contains("Its end was cut off, or an older backup was put back.", Assert.Single(await Faults(await Heads())));
        Assert.Equal(1, await Commands.Run(["audit", "verify", "demo", "--head", HeadFile, "--data", Data]));
    }

    [Fact]
    public async Task A_text_that_was_changed_since_the_decision_is_found()
    {
        var id = await Decide("publish");
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(Data)))
        {
            var key = CommentText.Key("a", id, 1);
            var text = CommentText.FromBytes((await store.ReadDocument("demo", key))!);
            await store.TryCommit(new("demo", null, [new(key, (text with { Html = "<p>Other words</p>" }).ToBytes())], [], []));
        }

        Assert.Contains($"The text of comment {id:D} in a, revision 1, was changed since record", (await Faults())[0]);
    }

    [Fact]
    public async Task Words_that_their_author_erased_are_no_fault_and_words_that_somebody_took_out_are()
    {
        Guid kept;
        await using (var server = await RunningServer.Start(Data))
        {
            var mine = await server.Post("a", "Mine");
            kept = Guid.Parse((await server.Post("a", "Others'")).Text("comment", "id"));
            await Followed(server, 2);
            using var reader = server.As(mine.Text("readerToken"));
            (await reader.DeleteAsync(Site + "/me")).EnsureSuccessStatusCode();
        }

        Assert.Empty(await Faults());
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(Data)))
        {
            await store.TryCommit(new("demo", null, [new(CommentText.Key("a", kept, 1), null)], [], []));
        }

        Assert.Contains("is gone, and its author has not erased it", Assert.Single(await Faults()));
    }

    [Fact]
    public async Task An_older_backup_that_was_put_back_is_found_by_the_end_that_was_told_and_said_at_the_start()
    {
        await Decide("publish");
        var copy = _folder.File("copy.db");
        Assert.Equal(0, await Commands.Run(["backup", copy, "--data", Data]));
        await Decide("reject");
        Directory.Delete(Data, recursive: true);
        Assert.Equal(0, await Commands.Run(["restore", copy, "--data", Data]));

        Assert.Empty(await Faults());
        Assert.NotEmpty(await Faults(await Heads()));
        var log = new ErrorLog();
        await using (await RunningServer.StartWith(builder => builder.Logging.AddProvider(log), Data, "--NatComments:AuditHeadFile", HeadFile))
        {
            await HostQuestions.Until(() => Task.FromResult(log.Lines.Any(line => line.Contains("an older backup was put back", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public async Task A_chain_from_before_there_were_keys_goes_on_and_is_fixed_by_the_record_that_begins_them()
    {
        await using var store = SqliteStore.Open(_folder.File("old.db"));
        var open = new AuditLog(store, TimeProvider.System);
        foreach (var subject in (string[])["one", "two"])
        {
            await Change(open, subject);
        }

        var keys = new AuditKeys("00000000000000aa", new Dictionary<string, byte[]> { ["00000000000000aa"] = new byte[32] });
        var keyed = new AuditLog(store, TimeProvider.System, keys);
        await keyed.Anchor("nat");
        await keyed.Anchor("nat");
        await Change(keyed, "three");

        var findings = await new AuditVerifier(store, keys).Verify("nat");
        Assert.Empty(findings.Faults);
        Assert.Equal((4, 3), (findings.Records, findings.KeyedFrom));

        // Another chain with an altered old part, digests made anew up to the anchor.
        var records = (await store.ReadEvents("nat", AuditLog.Stream, 0, 10)).ToList();
        records[0] = (AuditRecord.FromBytes(records[0]) with { By = "mina" }).ToBytes();
        records[1] = (AuditRecord.FromBytes(records[1]) with { Previous = AuditRecord.Digest(records[0]) }).ToBytes();
        await store.TryCommit(new("copy", new(AuditLog.Stream, 0, records), [new("audit/head", await store.ReadDocument("nat", "audit/head"))], [], []));
        Assert.Contains("Record 3 does not fit to the one before", (await new AuditVerifier(store, keys).Verify("copy")).Faults[0]);
    }

    [Fact]
    public async Task A_told_end_that_somebody_else_wrote_is_found()
    {
        await Decide("reject");
        var lines = await File.ReadAllTextAsync(HeadFile);
        var last = PushedHead.Read(lines).Last(head => head.Partition == "demo");
        var forged = last with { At = last.At.AddHours(1) };

        Assert.Contains("was not written by this server", Assert.Single(await Faults([forged])));
    }

    // A comment and a decision of the administrator's, followed; then the server ends, and tells the ends of its chains.
    private async Task<Guid> Decide(string outcome)
    {
        await using var server = await RunningServer.Start(Data, "--NatComments:AuditHeadFile", HeadFile);
        using var admin = server.Admin();
        var before = await Records(server);
        var id = (await server.Post("a", "Words " + Guid.NewGuid())).Text("comment", "id");
        var decision = new { article = "a", commentId = id, revision = 1, outcome, reason = outcome == "publish" ? "ok" : "insult" };
        (await admin.PostAsJsonAsync(Site + "/decisions", new { decisions = new[] { decision } })).EnsureSuccessStatusCode();
        await Followed(server, before + 2);
        return Guid.Parse(id);
    }

    private static Task Followed(RunningServer server, long records) => HostQuestions.Until(async () => await Records(server) >= records);

    private static async Task<long> Records(RunningServer server) => await ((IStore)server.Services.GetService(typeof(IStore))!).ReadVersion("demo", AuditLog.Stream);

    private async Task<IReadOnlyList<PushedHead>> Heads() => PushedHead.Read(await File.ReadAllTextAsync(HeadFile));

    private async Task<IReadOnlyList<string>> Faults(IReadOnlyList<PushedHead>? heads = null)
    {
        await using var store = await ChosenStore.Open(new StorageOptions { Data = Data });
        return (await new AuditVerifier(store, await AuditKeyStore.Load(store)).Verify("demo", heads)).Faults;
    }

    // As a thief of the file would: every record anew, its digests right again, its end written down to fit.
    private async Task Rewrite(Func<AuditRecord, bool, AuditRecord?> change, bool keepMacs)
    {
        List<byte[]> records;
        await using (var store = SqliteStore.Open(ChosenStore.FileIn(Data)))
        {
            records = [.. await store.ReadEvents("demo", AuditLog.Stream, 0, StoreLimits.MaxRead)];
        }

        using (var database = new Database(ChosenStore.FileIn(Data), TimeSpan.Zero))
        {
            database.Execute("DELETE FROM batches WHERE stream = (SELECT id FROM streams WHERE partition = 'demo' AND name = 'audit'); DELETE FROM streams WHERE partition = 'demo' AND name = 'audit'");
        }

        var (anew, previous) = (new List<byte[]>(), AuditRecord.NoPrevious);
        for (var i = 0; i < records.Count; i++)
        {
            var before = AuditRecord.FromBytes(records[i]);
            if (change(before, i == records.Count - 1) is not { } after)
            {
                continue;
            }

            var bytes = keepMacs && after == before && before.Previous == previous ? records[i] : (after with { Previous = previous }).ToBytes();
            anew.Add(bytes);
            previous = AuditRecord.Digest(bytes);
        }

        await using var written = SqliteStore.Open(ChosenStore.FileIn(Data));
        var head = new JsonObject { ["version"] = anew.Count, ["digest"] = previous, ["keyedFrom"] = keepMacs ? 1 : null };
        await written.TryCommit(new("demo", new(AuditLog.Stream, 0, anew), [new("audit/head", Encoding.UTF8.GetBytes(head.ToJsonString()))], [], []));
    }

    private static Task<bool> Change(AuditLog audit, string subject) => audit.Change<bool>("nat", () => Task.FromResult<(bool, AuditedChange?)>((true, new(new AuditDraft(AuditKinds.SettingsChanged, "m-1", subject)))));
}
