using NatComments.Core.Storage;
using NatComments.Server.Limits;
using NatComments.Server.Sites;
using NatComments.Server.Threads;

namespace NatComments.Server.Silos;

/// <summary>
/// Every <see cref="Every"/> this silo keeps the sites awake, asks for the threads that somebody watches here, and lets
/// go of what it need not know any more.
/// </summary>
internal sealed partial class SiloBeat(
    SiloObserver observer, PageCache pages, LiveUpdates live, SiteDirectory sites, DayKeys days, TimeProvider clock, ILogger<SiloBeat> log) : BackgroundService
{
    /// <summary>5 s: a site whose silo died goes on after that, and a change that was not told of shows.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // Watched threads that are asked at once.
    private const int AtOnce = 64;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        observer.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            do
            {
                pages.Sweep();
                await Guarded(() => Beat(stoppingToken));
                await Guarded(() => days.DestroyOld(stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task Beat(CancellationToken stop)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(await sites.All(stop), parallel, async (site, _) => await Guarded(() => observer.Beat(site.Id)));
        await Parallel.ForEachAsync(live.Watched, parallel, async (thread, _) => await Guarded(() => observer.Watch(thread)));
    }

    // The next beat makes up for it.
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
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            Waits(e.GetType().Name);
        }
    }

    [LoggerMessage(1702, LogLevel.Debug, "A beat of this silo came to nothing: {Reason}")]
    private partial void Waits(string reason);
}
