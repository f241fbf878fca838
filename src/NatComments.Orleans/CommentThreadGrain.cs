using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;
using Orleans.Concurrency;
using Orleans.Placement;

namespace NatComments.Orleans;

/// <summary>One article's thread in the cluster. The key is <c>site/article</c>.</summary>
public interface ICommentThreadGrain : IGrainWithStringKey
{
    /// <summary>Handles a command (<see cref="ClusterJson"/>) where the thread lives.</summary>
    Task<byte[]> Ask(byte[] command, CancellationToken stop = default);
}

/// <summary>
/// The thread's only writer in the cluster, as long as the cluster agrees on its members; it hands commands to the silo's own threads, where the same
/// grain of the core takes them. Should two silos both believe to have it, the store's expected version keeps the thread whole.
/// Reentrant: commands that come together go into one turn and one commit. It lives where it was first asked for, since a proxy that keeps a thread with a
/// node then saves every command its way between silos.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
internal sealed class CommentThreadGrain(LocalThreads threads) : Grain, ICommentThreadGrain
{
    public async Task<byte[]> Ask(byte[] command, CancellationToken stop = default)
    {
        var key = this.GetPrimaryKeyString();
        var slash = key.IndexOf('/');
        try
        {
            var reply = await threads.Ask(ThreadId.FromTrusted(key[..slash], key[(slash + 1)..]), ClusterJson.ReadCommand(command), stop);
            return ClusterJson.Write(ClusterReply.Of(reply));
        }
        catch (StoreUnavailableException e)
        {
            return ClusterJson.Write(ClusterReply.Of(e));
        }
    }
}
