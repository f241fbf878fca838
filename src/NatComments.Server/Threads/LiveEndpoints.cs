using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// Live updates of a thread as server-sent events: its public version and count at each change that everybody may see,
/// and each comment that becomes visible.
/// </summary>
internal static class LiveEndpoints
{
    // 25 seconds: under the half minute after which many proxies close a silent connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    /// <summary>Maps the endpoint.</summary>
    public static void MapLive(this IEndpointRouteBuilder app) =>
        app.MapApi("/api/v1/sites/{site}", "Reader").AllowAnonymous().MapGet("/threads/{article}/live", Watch)
            .WithName("watchThread").Refuses(Problems.TooManyLiveReaders)
            .RequireRateLimiting(RateLimits.Watches)
            .Produces<string>(200, "text/event-stream").WithSummary("Live updates")
            .WithHeader("Last-Event-ID", "The version that was told last, as browsers send it: what came since is told first.")
            .WithQuery("after", "The same for who begins anew: the version of the page that was read. When the first event names a later version, the thread is to be read again.");

    private static Results<ServerSentEventsResult<byte[]>, Refusal> Watch(
        HttpContext http, FoundSite site, FoundThread thread, GrainThreads threads, LiveUpdates live, Rates rates, IHostApplicationLifetime host, TimeProvider clock)
    {
        // A page that opens a new stream cannot set the header that a broken one is resumed with.
        var last = http.Request.Headers["Last-Event-ID"] is { Count: > 0 } header ? header : http.Request.Query["after"];
        var seen = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        if (live.Watch(thread.Value, seen, rates.WideningNetworks(http)) is not { } watch)
        {
            return new Refusal(Problems.TooManyLiveReaders);
        }

        http.Response.Headers["X-Accel-Buffering"] = "no";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping, watch.Lost);
        http.Response.RegisterForDispose(stop);
        http.Response.RegisterForDispose(watch);
        return TypedResults.ServerSentEvents(Events(threads, thread.Value, watch, seen, clock, stop.Token));
    }

    // Ends when the visitor leaves, their place goes to another network's, or the server stops: it must not wait for
    // visitors.
    private static async IAsyncEnumerable<SseItem<byte[]>> Events(
        GrainThreads threads, ThreadId thread, LiveWatch watch, long? seen, TimeProvider clock,
        [EnumeratorCancellation] CancellationToken stop)
    {
        // Where the watcher stands is told first; for one who resumes and missed nothing that is remembered the stream
        // is opened.
        var now = await threads.Watch(thread);
        yield return seen != now.PublicVersion ? Version(now) : Beat;
        var (told, silent) = (now.PublicVersion, clock.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            var (change, isTime) = await Next(watch, Heartbeat - clock.GetElapsedTime(silent), clock, stop);
            if (isTime)
            {
                yield return Beat;
            }
            else if (change is null)
            {
                yield break;
            }
            else if (change.Published.Count == 0 && change.PublicVersion <= told)
            {
                // Nothing that everybody may see: it is not told, and does not put off the heartbeat either.
                continue;
            }
            else
            {
                foreach (var comment in change.Published.Count == 0 ? [] : await threads.ReadComments(thread, change.Published, null, stop))
                {
                    yield return new(JsonBytes.Of(comment, ThreadsJson.Default.CommentView), "comment");
                }

                yield return Version(change);
                told = Math.Max(told, change.PublicVersion);
            }

            silent = clock.GetTimestamp();
        }
    }

    private static SseItem<byte[]> Beat => new([], "beat");

    private static SseItem<byte[]> Version(ThreadChange change) =>
        new(JsonBytes.Of(new LiveVersion(change.PublicVersion, change.Count), ThreadsJson.Default.LiveVersion), "version")
        {
            EventId = change.PublicVersion.ToString(CultureInfo.InvariantCulture),
        };

    // The next change, or that it is time for a sign of life; neither when the stream ends.
    private static async ValueTask<(ThreadChange? Change, bool IsTime)> Next(LiveWatch watch, TimeSpan beat, TimeProvider clock, CancellationToken stop)
    {
        if (watch.News.TryRead(out var ready))
        {
            return (ready, false);
        }

        using var timer = new CancellationTokenSource(beat > TimeSpan.Zero ? beat : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            return (await watch.News.ReadAsync(either.Token), false);
        }
        catch (OperationCanceledException)
        {
            return (null, !stop.IsCancellationRequested);
        }
    }
}
