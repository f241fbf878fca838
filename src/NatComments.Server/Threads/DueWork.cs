using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Authors;

namespace NatComments.Server.Threads;

/// <summary>
/// What is to be done for a site at a time: an index in the store, which the site's grain walks. A key is the time and
/// the kind of work. What was due while no server ran is done when one does, once.
/// </summary>
internal sealed partial class DueWork(IStore store, ReportWeights weights, TimeProvider clock, ILogger<DueWork> log)
{
    private const string Index = SiteKeys.Due;

    // What is kept of readers for a day is removed when the day is over.
    private const string Retention = "retention";

    // 100 at once: a site has one entry for each kind.
    private const int Batch = 100;

    /// <summary>Does what is due.</summary>
    public async Task Run(string site, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var entries = await store.ReadEntries(site, Index, new(Batch), stop);
        if (!entries.Any(entry => KindOf(entry.Key) == Retention))
        {
            entries = [.. entries, new(Key(now, Retention), [])];
        }

        // A newer program's kinds of work are left to it.
        foreach (var key in entries.Select(entry => entry.Key).Where(key => KindOf(key) == Retention && TimeOf(key) <= now))
        {
            // Done before it is crossed off: a server that dies in between does it again, which does no harm.
            await weights.ForgetOld(site, stop);
            await store.TryCommit(new(site, null, [], [new(Index, key, null), new(Index, Key(NextDay(now), Retention), [])], []), stop);
            Forgotten(site);
        }
    }

    private static DateTimeOffset NextDay(DateTimeOffset now) => new(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);

    private static string Key(DateTimeOffset at, string kind) => SiteKeys.DueEntry(at, kind);

    private static DateTimeOffset TimeOf(string key) => SiteKeys.TryParseDueEntry(key, out var at, out _) ? at : DateTimeOffset.MaxValue;

    private static string KindOf(string key) => SiteKeys.TryParseDueEntry(key, out _, out var kind) ? kind : "";

    [LoggerMessage(1321, LogLevel.Information, "What was kept of readers of {Site} for days that are over is removed")]
    private partial void Forgotten(string site);
}
