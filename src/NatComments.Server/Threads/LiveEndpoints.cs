using System.Globalization;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Limits;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// Live updates of a thread as server-sent events: its public version and count at each change that everybody may see, and each comment that becomes
/// visible.
/// </summary>
internal sealed class LiveEndpoints(GrainThreads threads, SiteDirectory sites, LiveUpdates live, Rates rates, IHostApplicationLifetime host, TimeProvider clock)
{
    // 25 seconds: under the half minute after which many proxies close a silent connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/threads/{article}/live", Watch).WithTags("Reader").Produces(200, contentType: "text/event-stream")
            .WithSummary("Live updates")
            .WithHeader("Last-Event-ID", "The version that was told last, as browsers send it: what came since is told first.")
            .WithQuery("after", "The same for who begins anew: the version of the page that was read. When the first event names a later version, the thread is to be read again.");

    private async Task Watch(HttpContext http, string site, string article)
    {
        _ = await sites.Find(site) ?? throw new BadRequestException(Problems.SiteNotFound);
        var thread = Wire.OrThrow(await ThreadRoute.Thread(http, site, article));
        if (!rates.MayWatch(http))
        {
            throw new BadRequestException(Problems.RateLimited);
        }

        // A page that opens a new stream cannot set the header that a broken one is resumed with.
        var last = http.Request.Headers["Last-Event-ID"] is { Count: > 0 } header ? header : http.Request.Query["after"];
        var seen = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        using var watch = live.Watch(thread, seen, rates.WideningNetworks(http)) ?? throw new BadRequestException(Problems.TooManyLiveReaders);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping, watch.Lost);

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.StartAsync(http.RequestAborted);
        try
        {
            await Tell(http, thread, watch, seen, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, another network's reader was given the place, or the server is stopping: it must not wait for readers.
        }
    }

    private async Task Tell(HttpContext http, ThreadId thread, LiveWatch watch, long? seen, CancellationToken stop)
    {
        // Where the watcher stands is told first; one who resumes and missed nothing that is remembered needs no more.
        var now = await threads.Watch(thread);
        if (seen != now.PublicVersion)
        {
            await Version(http, now, stop);
        }

        var (told, silent) = (now.PublicVersion, clock.GetTimestamp());
        while (true)
        {
            if (await Next(watch, Heartbeat - clock.GetElapsedTime(silent), stop) is not { } change)
            {
                await http.Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), stop);
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
                    await Send(http, "comment", null, JsonBytes.Of(comment, ThreadsJson.Default.CommentView), stop);
                }

                await Version(http, change, stop);
                told = Math.Max(told, change.PublicVersion);
            }

            await http.Response.Body.FlushAsync(stop);
            silent = clock.GetTimestamp();
        }
    }

    // The next change; null when it is time for a sign of life.
    private async ValueTask<ThreadChange?> Next(LiveWatch watch, TimeSpan beat, CancellationToken stop)
    {
        if (watch.News.TryRead(out var ready))
        {
            return ready;
        }

        using var timer = new CancellationTokenSource(beat > TimeSpan.Zero ? beat : TimeSpan.Zero, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timer.Token);
        try
        {
            return await watch.News.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task Version(HttpContext http, ThreadChange change, CancellationToken stop)
    {
        var version = change.PublicVersion;
        await Send(http, "version", version, JsonBytes.Of(new LiveVersion(version, change.Count), ThreadsJson.Default.LiveVersion), stop);
        await http.Response.Body.FlushAsync(stop);
    }

    private static Task Send(HttpContext http, string name, long? id, byte[] json, CancellationToken stop)
    {
        var head = id is null ? $"event: {name}\ndata: " : string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: ");
        return http.Response.Body.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. json, .. "\n\n"u8], stop).AsTask();
    }
}
