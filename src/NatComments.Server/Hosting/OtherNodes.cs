using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage.Redis;

namespace NatComments.Server.Hosting;

/// <summary>
/// Brings what other nodes wrote to this node's threads and live readers. A page that this node shows is at most <see cref="MaxStaleness"/> older
/// than what another node has acknowledged, while both reach Redis; usually it is some milliseconds.
/// </summary>
public sealed class OtherNodes(LocalThreads threads, LiveThreads live, ILogger<OtherNodes> log)
{
    /// <summary>5 s: two beats of the news (a lost one shows in the next), a second to connect again, and the look at every awake thread.</summary>
    public static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(5);

    /// <summary>Listens from now on.</summary>
    public void Follow(RedisStore store)
    {
        store.Written += Hear;
        store.Doubted += () => _ = LookAgain();
    }

    private void Hear(StreamChange change)
    {
        if (change.Stream.StartsWith(ThreadId.StreamPrefix, StringComparison.Ordinal)
            && ThreadId.FromTrusted(change.Partition, change.Stream[ThreadId.StreamPrefix.Length..]) is var thread
            && !threads.Hear(thread, change.Version, change.Tail)
            && live.IsWatched(thread))
        {
            _ = TellHowItStands(thread);
        }
    }

    // The thread sleeps here and has somebody who watches: its version is enough to make them look.
    private async Task TellHowItStands(ThreadId thread)
    {
        try
        {
            live.Tell(await threads.ReadState(thread));
        }
        catch (StoreUnavailableException e)
        {
            log.LogWarning("Watchers of a thread could not be told of news: {Code}", e.Code);
        }
    }

    private async Task LookAgain()
    {
        log.LogInformation("News of other nodes may have been lost; threads look at the store again");
        await threads.LookAgain();
    }
}
