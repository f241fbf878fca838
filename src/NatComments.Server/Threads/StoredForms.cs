using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// Brings what older versions have stored into today's form, once for each site, beside the work: receipts under digests instead of themselves, and an index
/// of what each reader wrote in reports. Until a site is done both forms are read.
/// </summary>
internal sealed partial class StoredForms(
    IStore store, SiteDirectory sites, TimeProvider clock, ILogger<StoredForms> log) : BackgroundService
{
    // 500 documents in one commit.
    private const int Step = 500;

    // 30 seconds until the next try while the store is away.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>The document of the server that says that a site has today's form.</summary>
    public static string DoneKey(string site) => ServerKeys.StoredForm(site);

    /// <summary>True when a site has today's form.</summary>
    public static async ValueTask<bool> IsDone(IStore store, string site, CancellationToken stop) =>
        await store.ReadDocument(Commit.ServerPartition, DoneKey(site), stop) is not null;

    /// <summary>Brings a site into today's form. Interrupted, it goes on where it was.</summary>
    public static async Task Renew(IStore store, string site, CancellationToken stop)
    {
        await Receipts(store, site, stop);
        await Reports(store, site, stop);
        await store.TryCommit(new(Commit.ServerPartition, null, [new(DoneKey(site), [1])], [], []), stop);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryRenew(stoppingToken))
            {
                await Task.Delay(Again, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; the next start goes on.
        }
    }

    private async Task<bool> TryRenew(CancellationToken stop)
    {
        try
        {
            foreach (var site in await sites.All(stop))
            {
                if (!await IsDone(store, site.Id, stop))
                {
                    await Renew(store, site.Id, stop);
                    Renewed(site.Id);
                }
            }

            return true;
        }
        catch (StoreUnavailableException e)
        {
            Waits(e.Code);
            return false;
        }
    }

    // A receipt opens its comment to whoever has it: the old keys leave the files too.
    private static async Task Receipts(IStore store, string site, CancellationToken stop)
    {
        string? after = null;
        while (await store.ReadDocumentKeys(site, KeptText.ReceiptPrefix, after, Step, stop) is { Count: > 0 } keys)
        {
            var old = keys.Where(key => KeptText.OldReceipt(key) is not null).ToList();
            if (old.Count > 0)
            {
                var values = await store.ReadDocuments(site, old, stop);
                var changes = old.Zip(values).SelectMany(pair => new DocumentChange[]
                {
                    new(pair.First, null),
                    new(KeptText.ReceiptKey(KeptText.OldReceipt(pair.First)!), pair.Second),
                });
                await store.TryCommit(new(site, null, [.. changes], [], []) { Erases = true }, stop);
            }

            after = keys[^1];
        }
    }

    private static async Task Reports(IStore store, string site, CancellationToken stop)
    {
        string? after = null;
        while (await store.ReadDocumentKeys(site, KeptText.ReportPrefix, after, Step, stop) is { Count: > 0 } keys)
        {
            await store.TryCommit(new(site, null, [], [.. keys.Select(ThreadCommit.ReportEntry).OfType<EntryChange>()], []), stop);
            after = keys[^1];
        }
    }

    [LoggerMessage(1341, LogLevel.Information, "Receipts and reports of {Site} are stored in today's form")]
    private partial void Renewed(string site);

    [LoggerMessage(1342, LogLevel.Warning, "Receipts and reports are brought into today's form later: {Code}")]
    private partial void Waits(string code);
}
