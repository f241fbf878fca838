using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Storage;
using NatComments.Server.Storage.Redis;
using NatComments.Server.Storage.Sqlite;

namespace NatComments.Server.Hosting;

/// <summary>
/// Brings what other processes wrote to this node's threads, live readers and followers: other nodes over Redis, and the command line beside a
/// running server over either store. A page that this node shows is at most <see cref="MaxStaleness"/> older than what another node has
/// acknowledged, while both reach Redis; usually it is some milliseconds. What a command writes into the data folder is seen after a quarter of a second.
/// </summary>
public sealed class OtherNodes(LocalThreads threads, LiveThreads live, ILogger<OtherNodes> log)
{
    /// <summary>5 s: two beats of the news (a lost one shows in the next), a second to connect again, and the look at every awake thread.</summary>
    public static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(5);

    /// <summary>Another process has written to a thread. Handlers must not block.</summary>
    public event Action<ThreadId> Heard = delegate { };

    /// <summary>True when nobody but this process follows what is written: over Redis the node that wrote does.</summary>
    public bool IsAlone { get; private set; }

    /// <summary>Listens from now on.</summary>
    public void Follow(IStore store)
    {
        switch (store)
        {
            case RedisStore redis:
                redis.Written += Hear;
                redis.Doubted += () => _ = LookAgain();
                break;
            case SqliteStore sqlite:
                IsAlone = true;
                sqlite.Written += Hear;
                break;
        }
    }

    private void Hear(StreamChange change)
    {
        if (!change.Stream.StartsWith(ThreadId.StreamPrefix, StringComparison.Ordinal))
        {
            return;
        }

        var thread = ThreadId.FromTrusted(change.Partition, change.Stream[ThreadId.StreamPrefix.Length..]);
        if (!threads.Hear(thread, change.Version, change.Tail) && live.IsWatched(thread))
        {
            _ = TellHowItStands(thread);
        }

        Heard(thread);
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
