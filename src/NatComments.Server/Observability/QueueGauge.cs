using System.Diagnostics.Metrics;
using NatComments.Core.Storage;
using NatComments.Server.Moderation;
using NatComments.Server.Sites;

namespace NatComments.Server.Observability;

/// <summary>Looks at every queue now and then, and tells how long it is and since when its most urgent entry waits.</summary>
internal sealed class QueueGauge : IAsyncDisposable
{
    // 30 s: queues are worked by people; a look costs two reads for each.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly Meter meter = new("NatComments.Queues");
    private readonly CancellationTokenSource stop = new();
    private readonly QueueReader queues;
    private readonly SiteDirectory sites;
    private readonly TimeProvider clock;
    private volatile IReadOnlyList<Seen> seen = [];
    private Task looking = Task.CompletedTask;

    public QueueGauge(QueueReader queues, SiteDirectory sites, TimeProvider clock)
    {
        (this.queues, this.sites, this.clock) = (queues, sites, clock);
        meter.CreateObservableGauge("natcomments.queue.length", () => seen.Select(s => new Measurement<long>(s.Count, s.Tags())), "{entry}", "Entries that wait for a moderator.");
        meter.CreateObservableGauge(
            "natcomments.queue.oldest.age", () => seen.Select(s => new Measurement<double>(s.Oldest is { } at ? (clock.GetUtcNow() - at).TotalSeconds : 0, s.Tags())), "s", "How long the oldest entry at hand waits.");
    }

    /// <summary>Looks for the first time, and begins to look again and again.</summary>
    public async Task Start()
    {
        await LookOnce();
        looking = Task.Run(Look);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        meter.Dispose();
    }

    private async Task Look()
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await LookOnce();
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task LookOnce()
    {
        try
        {
            var now = new List<Seen>();
            foreach (var site in await sites.All())
            {
                now.AddRange((await queues.All(site.Id, stop.Token)).Select(queue => new Seen(site.Id, queue.Name, queue.Count, queue.Oldest)));
            }

            seen = now;
        }
        catch (StoreUnavailableException)
        {
            // Old numbers would look like a quiet day.
            seen = [];
        }
    }

    private sealed record Seen(string Site, string Queue, long Count, DateTimeOffset? Oldest)
    {
        public KeyValuePair<string, object?>[] Tags() => [new("site", Site), new("queue", Queue)];
    }
}
