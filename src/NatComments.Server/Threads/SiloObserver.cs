using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Sites;

namespace NatComments.Server.Threads;

/// <summary>
/// This silo's ears: what happens in threads and sites that are active elsewhere reaches its page cache, its live
/// readers and what it remembers of sites.
/// </summary>
internal sealed class SiloObserver(IGrainFactory grains, PageCache pages, LiveUpdates live, StoreEpochs epochs, SiteDirectory sites, ArticleThreads articles, TimeProvider clock)
    : IThreadObserver, ISiteObserver
{
    private readonly ConcurrentDictionary<ThreadId, Task<ThreadChange>> _asking = new();
    private readonly ConcurrentDictionary<string, bool> _met = new();
    private IThreadObserver? _thread;
    private ISiteObserver? _site;

    /// <summary>Begins to listen. Called once the silo runs, and not from within a grain.</summary>
    public void Start()
    {
        _thread = grains.CreateObjectReference<IThreadObserver>(this);
        _site = grains.CreateObjectReference<ISiteObserver>(this);
    }

    /// <summary>True for the reference under which this silo watches.</summary>
    public bool IsSelf(IThreadObserver watcher) => watcher.Equals(_thread);

    /// <summary>
    /// Asks a thread how it stands, and for its changes from now on. Of those who ask at once one does for all.
    /// </summary>
    public Task<ThreadChange> Watch(ThreadId thread)
    {
        var asking = _asking.GetOrAdd(thread, Ask);
        if (asking.IsCompleted)
        {
            _asking.TryRemove(new(thread, asking));
            asking = _asking.GetOrAdd(thread, Ask);
        }

        return asking;
    }

    /// <summary>
    /// A thread of the site becomes active here: from then on this silo hears of what is written to the site beside the
    /// servers.
    /// </summary>
    public async ValueTask Meet(string site)
    {
        if (!_met.TryAdd(site, true))
        {
            return;
        }

        try
        {
            await Beat(site);
        }
        catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
        {
            _met.TryRemove(site, out _);
        }
    }

    /// <summary>Gives a site the beat of this silo.</summary>
    public async Task Beat(string site)
    {
        epochs.WrittenBeside(site, await grains.GetGrain<ISiteGrain>(site).Beat(_site!));
    }

    Task IThreadObserver.Changed(ThreadChange change)
    {
        if (pages.Heard(change.Thread, change.PublicVersion))
        {
            live.Tell(change);
        }

        return Task.CompletedTask;
    }

    Task ISiteObserver.WrittenBeside(string site, long commits)
    {
        epochs.WrittenBeside(site, commits);
        sites.Forget(site);
        articles.Forget(site);
        return Task.CompletedTask;
    }

    private async Task<ThreadChange> Ask(ThreadId thread)
    {
        try
        {
            var asked = clock.GetTimestamp();
            var state = await grains.GetGrain<IThreadGrain>(ThreadGrain.Key(thread)).Watch(_thread!);
            pages.Vouched(thread, state.PublicVersion, asked);
            live.Tell(state);
            return state;
        }
        finally
        {
            _asking.TryRemove(thread, out _);
        }
    }
}
