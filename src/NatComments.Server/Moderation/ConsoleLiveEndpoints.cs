using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Projections;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Moderation;

/// <summary>
/// Tells a console as it happens how long the queues are and how many entries have come in, as server-sent events. It
/// never says what they are: new entries announce themselves and are fetched when somebody asks for them.
/// </summary>
internal static class ConsoleLiveEndpoints
{
    // Once a second eight counters are read: the same on every node and over every store.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // 15 looks without a change: under the half minute after which many proxies close a silent connection.
    private const int SilentLooks = 15;

    /// <summary>Maps the endpoint.</summary>
    /// <param name="site">The site's group.</param>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/live", Watch)
            .WithName("watchQueues")
            .Produces<string>(200, "text/event-stream").RequireRole(Role.Auditor, background: true)
            .WithSummary("Live lengths of the queues: event queues with [{name, count, entered}], whenever one changes; entered only grows, so its difference is what is new");

    private static ServerSentEventsResult<byte[]> Watch(HttpContext http, string site, IStore store, TimeProvider clock, IHostApplicationLifetime host)
    {
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        http.Response.RegisterForDispose(stop);
        return TypedResults.ServerSentEvents(Events(http, site, store, clock, stop.Token));
    }

    private static async IAsyncEnumerable<SseItem<byte[]>> Events(
        HttpContext http, string site, IStore store, TimeProvider clock, [EnumeratorCancellation] CancellationToken stop)
    {
        byte[]? told = null;
        var silent = 0;
        while (await http.IsStillIn(site))
        {
            var now = await Look(store, site, stop);
            if (told is null || !now.AsSpan().SequenceEqual(told))
            {
                yield return new(now, "queues");
                (told, silent) = (now, 0);
            }
            else if (++silent >= SilentLooks)
            {
                yield return new([], "beat");
                silent = 0;
            }

            if (await Stopped(clock, stop))
            {
                // The console was closed, or the server is stopping.
                yield break;
            }
        }

        // A console that was signed out learns it here and not from its next decision.
        yield return new("{}"u8.ToArray(), "ended");
    }

    private static async Task<bool> Stopped(TimeProvider clock, CancellationToken stop)
    {
        await Task.Delay(Every, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stop.IsCancellationRequested;
    }

    private static async Task<byte[]> Look(IStore store, string site, CancellationToken stop)
    {
        var counts = await store.ReadCounters(site, [.. Queues.All.Select(QueueEntry.CounterOf), .. Queues.All.Select(SiteStatistics.Entered)], stop);
        var queues = Queues.All.Select((queue, i) => new QueueNewsReply(queue, counts[i], counts[i + Queues.All.Count])).ToList();
        return JsonBytes.Of(queues, ModerationJson.Default.IReadOnlyListQueueNewsReply);
    }
}
