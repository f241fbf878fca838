using NatComments.Core.Storage;
using NatComments.Server.Defence;

namespace NatComments.Server.Hosting;

/// <summary>Destroys what has a time after which it must not be there any more: keys of days, and what was made with them.</summary>
internal sealed class Retention(DayKeys days, ReportWeights weights, Sites sites, TimeProvider clock, ILogger<Retention> log) : BackgroundService
{
    // Each minute: a day's key outlives its day by no more.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        string? done = null;
        try
        {
            do
            {
                done = await Destroy(done, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    private async Task<string?> Destroy(string? done, CancellationToken stop)
    {
        var today = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        if (today == done)
        {
            return done;
        }

        try
        {
            await days.DestroyOld(stop);
            foreach (var site in await sites.All())
            {
                await weights.ForgetOld(site.Id, stop);
            }

            return today;
        }
        catch (StoreUnavailableException e)
        {
            log.LogWarning("Keys of days that are over could not be destroyed yet: {Code}", e.Code);
            return done;
        }
    }
}
