using System.Globalization;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Server.Interchange;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.CommandLine;

/// <summary>
/// Servers that run over the data that a command writes to. Each site follows its threads twice a second, wherever they were written. A command
/// that waits for that ends when everything is shown.
/// </summary>
internal static class RunningServers
{
    // A tenth of a second between two looks at what is not followed yet.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // 15 seconds without any progress: whoever should follow does not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // 5 seconds without a beginning: no server runs over this Redis.
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    /// <summary>Waits until running servers have taken up what is written for a site. Null when none runs; false when it takes too long.</summary>
    public static async Task<bool?> TakeUp(CommandContext context, string site, CancellationToken stop)
    {
        if (context.Store.Inner is not RedisStore && !ServingLock.IsHeld(context.Settings))
        {
            return null;
        }

        // What others write meanwhile is not waited for.
        var left = await Marks(context.Store, site, stop);
        var written = (await context.Store.ReadCounters(site, [ThreadNews.Beside], stop))[0];
        var (all, isHeard, progressed) = (left.Count, false, TimeProvider.System.GetTimestamp());
        bool IsBegun() => isHeard || left.Count < all;
        bool IsAlone() => !IsBegun() && context.Store.Inner is RedisStore;
        await Progress.Show("Showing", all, async progress =>
        {
            using var timer = new PeriodicTimer(Look);
            while ((left.Count > 0 || !isHeard) && TimeProvider.System.GetElapsedTime(progressed) < (IsAlone() ? FirstPatience : Patience))
            {
                await timer.WaitForNextTickAsync(stop);
                var before = left.Count;
                left.IntersectWith(await Marks(context.Store, site, stop));
                isHeard = await Heard(context.Store, site, stop) >= written;
                progressed = left.Count < before ? TimeProvider.System.GetTimestamp() : progressed;
                progress.Set(all - left.Count);
            }
        });
        return IsAlone() ? null : left.Count == 0 && isHeard;
    }

    private static async Task<long> Heard(IStore store, string site, CancellationToken stop) =>
        await store.ReadDocument(site, ThreadNews.BesideHeard, stop) is { } bytes ? long.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture) : 0;

    private static async Task<HashSet<string>> Marks(IStore store, string site, CancellationToken stop)
    {
        var (marks, after) = (new HashSet<string>(), (string?)null);
        while (await store.ReadEntries(site, ThreadNews.Index, new(StoreLimits.MaxRead, after), stop) is { Count: > 0 } some)
        {
            marks.UnionWith(some.Select(mark => mark.Key));
            after = some[^1].Key;
        }

        return marks;
    }
}
