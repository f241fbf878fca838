using System.Diagnostics.Metrics;
using NatComments.Core.Grains;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Hosting;
using NatComments.Server.Resilience;
using NatComments.Server.Storage.Redis;
using Polly;

namespace NatComments.Orleans;

/// <summary>
/// The threads of a cluster: every thread is written by one silo, wherever the command came in, and read on every silo from its own memory, which the
/// store's news keep current. So a read costs no hop, and a busy thread's posts still share commits.
/// </summary>
public sealed class OrleansThreads : IThreads, IAsyncDisposable
{
    private readonly LocalThreads local;
    private readonly IGrainFactory grains;
    private readonly Meter meter;
    private readonly ResiliencePipeline moving;

    public OrleansThreads(LocalThreads local, IGrainFactory grains)
    {
        (this.local, this.grains, meter) = (local, grains, new("NatComments.Cluster"));
        var incidents = meter.CreateCounter<long>("natcomments.cluster.incidents", "{incident}", "Commands that were sent again, because the silo of their thread had gone.");
        moving = Pipelines.ForMoving(e => e is OrleansMessageRejectionException, what => incidents.Add(1, new KeyValuePair<string, object?>("kind", what)));
    }

    public event Action<ThreadChange> Changed
    {
        add => local.Changed += value;
        remove => local.Changed -= value;
    }

    public async ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default)
    {
        var grain = grains.GetGrain<ICommentThreadGrain>($"{thread.Site}/{thread.Article}");
        var bytes = ClusterJson.Write(command);
        byte[] answer;
        try
        {
            answer = await moving.ExecuteAsync(async stop => await grain.Ask(bytes, stop), stop);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException || RedisFailure.Is(e))
        {
            throw new StoreUnavailableException("thread-busy", "The silo of this thread does not answer. Try again in a few seconds.", e);
        }

        var reply = ClusterJson.ReadReply(answer).Open();

        // Whoever wrote through this silo reads what they wrote from it.
        await local.CatchUp(thread, reply.Version, stop);
        return reply;
    }

    public ReadyPage? TryReadyPage(ThreadId thread, PageQuery query) => local.TryReadyPage(thread, query);

    public ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default) => local.ReadPage(thread, query, reader, stop);

    public ValueTask<IReadOnlyList<CommentView>> ReadComments(ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default) =>
        local.ReadComments(thread, ids, reader, stop);

    public ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default) => local.ReadNewest(thread, limit, stop);

    public ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default) => local.Find(thread, comment, stop);

    public ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default) => local.ReadState(thread, stop);

    public ValueTask DisposeAsync()
    {
        meter.Dispose();
        return local.DisposeAsync();
    }
}
