using System.Text;
using NatComments.Core.Projections;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Http;

namespace NatComments.Server.Moderation;

/// <summary>
/// Tells a console as it happens how long the queues are and how many entries have come in, as server-sent events. It never says what they are:
/// new entries announce themselves and are fetched when somebody asks for them.
/// </summary>
internal sealed class ConsoleLiveEndpoints(IStore store, TimeProvider clock, IHostApplicationLifetime host)
{
    // Once a second eight counters are read: the same on every node and over every store.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    // 15 looks without a change: under the half minute after which many proxies close a silent connection.
    private const int SilentLooks = 15;

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/live", Watch).WithTags("Moderator").Produces(200, contentType: "text/event-stream").RequireRole(Role.Auditor, background: true)
            .WithSummary("Live lengths of the queues: event queues with [{name, count, entered}], whenever one changes; entered only grows, so its difference is what is new");

    private async Task Watch(HttpContext http, string site)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var stop = end.Token;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        byte[]? told = null;
        var silent = 0;
        try
        {
            while (await http.IsStillIn(site))
            {
                var now = await Look(site, stop);
                if (told is null || !now.AsSpan().SequenceEqual(told))
                {
                    await http.Response.Body.WriteAsync((byte[])[.. "event: queues\ndata: "u8, .. now, .. "\n\n"u8], stop);
                    (told, silent) = (now, 0);
                }
                else if (++silent >= SilentLooks)
                {
                    await http.Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), stop);
                    silent = 0;
                }

                await http.Response.Body.FlushAsync(stop);
                await Task.Delay(Every, clock, stop);
            }

            // A console that was signed out learns it here and not from its next decision.
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("event: ended\ndata: {}\n\n"), stop);
        }
        catch (OperationCanceledException)
        {
            // The console was closed, or the server is stopping.
        }
    }

    private async Task<byte[]> Look(string site, CancellationToken stop)
    {
        var counts = await store.ReadCounters(site, [.. Queues.All.Select(QueueEntry.CounterOf), .. Queues.All.Select(SiteStatistics.Entered)], stop);
        var queues = Queues.All.Select((queue, i) => new QueueNewsReply(queue, counts[i], counts[i + Queues.All.Count])).ToList();
        return JsonBytes.Of(queues, ModerationJson.Default.IReadOnlyListQueueNewsReply);
    }
}
