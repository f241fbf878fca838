using System.Collections.Concurrent;
using System.Threading.Channels;
using NatComments.Core.Following;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Hosting;

/// <summary>
/// Follows the sites whose threads change on this node, half a second after a change; and every site now and then, for what another node left
/// behind. What is followed is so at most about a second old: search, audit chain and statistics. What a command writes beside the server is followed too.
/// </summary>
internal sealed class FollowerHost(
    SiteFollower follower, CommentPlaces places, IThreads threads, IStore store, OtherNodes others, ArticleThreads articles, Sites sites, TimeProvider clock, ILogger<FollowerHost> log) : BackgroundService
{
    // Half a second: a burst becomes one batch, and nobody looks for a comment sooner.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    // 30 seconds: marks of a node that died wait no longer.
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30);

    // 1 second: another node follows what it has written within half of it. A mark that is still the first after that is nobody's: a command's, or of a node
    // that has died.
    private static readonly TimeSpan OthersTurn = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> _changed = new();

    // Sites that other nodes have written to, with the first mark that was there at the last look.
    private readonly ConcurrentDictionary<string, string> _heard = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private ITimer? _later;
    private volatile bool _sweepIsDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        threads.Changed += Note;
        await using var later = _later = clock.CreateTimer(_ => _ = LookAfterOthers(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        others.Heard += Hear;
        await using var sweeping = clock.CreateTimer(_ => SweepSoon(), null, TimeSpan.Zero, Sweep);
        try
        {
            await foreach (var woken in _wake.Reader.ReadAllAsync(stoppingToken))
            {
                await Task.Delay(Delay, clock, stoppingToken);
                if (_sweepIsDue)
                {
                    _sweepIsDue = false;
                    await Guarded("*", async () =>
                    {
                        foreach (var site in await sites.All())
                        {
                            _changed[site.Id] = true;
                        }
                    });
                }

                foreach (var site in _changed.Keys)
                {
                    _changed.TryRemove(site, out _);
                    await Guarded(site, async () =>
                    {
                        await articles.Renew(site);
                        await follower.CatchUp(site, stoppingToken);
                        await places.Complete(site, stoppingToken);
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; what is not followed yet keeps its marks.
        }
        finally
        {
            threads.Changed -= Note;
            others.Heard -= Hear;
        }
    }

    /// <summary>Asks for a site to be followed soon: something was written for the follower beside what happened in its threads.</summary>
    public void Wake(string site)
    {
        if (_changed.TryAdd(site, true))
        {
            _wake.Writer.TryWrite(true);
        }
    }

    private void SweepSoon()
    {
        _sweepIsDue = true;
        _wake.Writer.TryWrite(true);
    }

    private void Hear(ThreadId thread)
    {
        sites.ForgetMissing(thread.Site);
        articles.Hear(thread);
        if (others.IsAlone)
        {
            Wake(thread.Site);
        }
        else if (_heard.TryAdd(thread.Site, ""))
        {
            _later?.Change(OthersTurn, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task LookAfterOthers()
    {
        foreach (var (site, before) in _heard)
        {
            await Guarded(site, async () =>
            {
                var marks = await store.ReadEntries(site, ThreadNews.Index, new(1));
                if (marks.Count == 0 || marks[0].Key == before)
                {
                    _heard.TryRemove(site, out _);
                    if (marks.Count > 0)
                    {
                        Wake(site);
                    }
                }
                else
                {
                    _heard[site] = marks[0].Key;
                }
            });
        }

        if (!_heard.IsEmpty)
        {
            _later?.Change(OthersTurn, Timeout.InfiniteTimeSpan);
        }
    }

    private void Note(ThreadChange change) => Wake(change.Thread.Site);

    private async Task Guarded(string site, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreUnavailableException e)
        {
            log.LogWarning("Following {Site} waits: {Code}", site, e.Code);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Following {Site} failed", site);
        }
    }
}
