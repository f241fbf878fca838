using Microsoft.Extensions.Options;
using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Server.Sites;

namespace NatComments.Server.Audit;

/// <summary>
/// Tells the ends of the audit chains to the outside: a line in the log, which a collector takes elsewhere, and in a file when the settings name one.
/// Whoever cuts a chain, makes it anew or puts an old backup back cannot take those lines back. At the start the file is compared with the chains.
/// </summary>
internal sealed partial class AuditHeads(IStore store, AuditLog audit, AuditKeys keys, SiteDirectory sites, IOptions<AuditOptions> options, TimeProvider clock, ILogger<AuditHeads> log) : BackgroundService
{
    // Each minute the ends are looked at: one document for each site.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    // 1,000 records are told of at once, whatever the time: a busy site's hour is long.
    private const long Records = 1_000;

    private readonly Dictionary<string, (long Records, DateTimeOffset At)> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            await Guarded(() => Compare(stoppingToken));
            do
            {
                await Guarded(() => Tell(onlyDue: true, stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server is stopping, and tells once more.
        }

        await Guarded(() => Tell(onlyDue: false, CancellationToken.None));
    }

    private async Task Tell(bool onlyDue, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var partition in await Partitions())
        {
            var head = await audit.Head(partition, stop);
            var (records, at) = _told.GetValueOrDefault(partition);
            var due = !onlyDue || head.Version - records >= Records || now - at >= TimeSpan.FromMinutes(options.Value.AuditHeadMinutes);
            if (head.Version > records && due)
            {
                var line = new PushedHead(partition, head.Version, head.Digest, now).Signed(keys);
                Told(line);
                await Append(line, stop);
                _told[partition] = (head.Version, now);
            }
        }
    }

    // What the file says must still be so: else somebody has cut a chain, or put an old backup back.
    private async Task Compare(CancellationToken stop)
    {
        if (options.Value.AuditHeadFile is not { Length: > 0 } file || !File.Exists(file))
        {
            return;
        }

        var lines = PushedHead.Read(await File.ReadAllTextAsync(file, stop));
        foreach (var last in lines.GroupBy(head => head.Partition).Select(heads => heads.MaxBy(head => head.Records)!))
        {
            var there = await store.ReadEvents(last.Partition, AuditLog.Stream, last.Records - 1, 1, stop);
            if (there.Count == 0 || AuditRecord.Digest(there[0]) != last.Digest)
            {
                Differs(last.Partition, last.Records, last.At, file);
            }
        }
    }

    private async Task Append(string line, CancellationToken stop)
    {
        if (options.Value.AuditHeadFile is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            await File.AppendAllTextAsync(file, line + "\n", stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotWritten(file, e.Message);
        }
    }

    private async Task<IReadOnlyList<string>> Partitions() => [Commit.ServerPartition, .. (await sites.All()).Select(site => site.Id)];

    private async Task Guarded(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException e)
        {
            Waits(e.Code);
        }
    }

    [LoggerMessage(1601, LogLevel.Information, "{Line}")]
    private partial void Told(string line);

    [LoggerMessage(
        1602,
        LogLevel.Error,
        "The audit chain of {Partition} is not the one that had {Records} records on {At}, as {File} says: "
        + "it was cut or changed, or an older backup was put back. audit verify says more.")]
    private partial void Differs(string partition, long records, DateTimeOffset at, string file);

    [LoggerMessage(1603, LogLevel.Error, "The ends of the audit chains cannot be written to {File}: {Message}")]
    private partial void NotWritten(string file, string message);

    [LoggerMessage(1604, LogLevel.Warning, "The ends of the audit chains are told later: {Code}")]
    private partial void Waits(string code);
}
