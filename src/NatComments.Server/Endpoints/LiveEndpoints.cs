using System.Globalization;
using System.Text;
using NatComments.Core.Grains;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;

namespace NatComments.Server.Endpoints;

/// <summary>Live updates of a thread as server-sent events: its version and count at each change, and each comment that becomes visible.</summary>
internal sealed class LiveEndpoints(IThreads threads, Sites sites, LiveThreads live)
{
    // 25 seconds: under the half minute after which many proxies close a silent connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    public void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/sites/{site}/threads/{article}/live", Watch).WithTags("Reader").Produces(200, contentType: "text/event-stream")
            .WithSummary("Live updates; resumes from Last-Event-ID");

    private async Task Watch(HttpContext http, string site, string article)
    {
        _ = await sites.Find(site) ?? throw new BadRequestException(Problems.SiteNotFound);
        var thread = Http.Thread(http, site, article);
        var seen = long.TryParse(http.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : (long?)null;
        using var watch = live.Watch(thread, seen) ?? throw new BadRequestException(Problems.TooManyLiveReaders);
        var stop = http.RequestAborted;

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        Cors.Allow(http);

        // Where the watcher stands is told first; one who resumes and missed nothing that is remembered needs no more.
        var now = await threads.ReadState(thread, stop);
        if (seen is null || seen < now.Version)
        {
            await Version(http, now, stop);
        }

        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Next(http, thread, watch, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the server is stopping.
        }
    }

    private async Task Next(HttpContext http, ThreadId thread, LiveWatch watch, CancellationToken stop)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(stop);
        beat.CancelAfter(Heartbeat);
        ThreadChange? change = null;
        try
        {
            change = await watch.News.ReadAsync(beat.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
        }

        if (change is null)
        {
            await http.Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), stop);
        }
        else
        {
            foreach (var comment in change.Published.Count == 0 ? [] : await threads.ReadComments(thread, change.Published, null, stop))
            {
                await Send(http, "comment", null, WireJson.Bytes(comment, WireJson.Default.CommentView), stop);
            }

            await Version(http, change, stop);
        }

        await http.Response.Body.FlushAsync(stop);
    }

    private static async Task Version(HttpContext http, ThreadChange change, CancellationToken stop)
    {
        await Send(http, "version", change.Version, WireJson.Bytes(new LiveVersion(change.Version, change.Count), WireJson.Default.LiveVersion), stop);
        await http.Response.Body.FlushAsync(stop);
    }

    private static Task Send(HttpContext http, string name, long? id, byte[] json, CancellationToken stop)
    {
        var head = id is null ? $"event: {name}\ndata: " : string.Create(CultureInfo.InvariantCulture, $"event: {name}\nid: {id}\ndata: ");
        return http.Response.Body.WriteAsync((byte[])[.. Encoding.UTF8.GetBytes(head), .. json, .. "\n\n"u8], stop).AsTask();
    }
}
