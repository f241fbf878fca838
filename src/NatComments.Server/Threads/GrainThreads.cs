using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Server.Threads;

/// <summary>
/// The threads of the cluster, each through its grain; pages that everybody shares from this silo's memory where they
/// are right.
/// </summary>
internal sealed class GrainThreads(IGrainFactory grains, GrainCalls calls, PageCache pages, SiloObserver observer) : IThreads, IDisposable
{
    private readonly FirstLooks _looks = new();

    // 1 s: whoever waits that long for a silo that does not answer is shown the page as it was last known.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default)
    {
        var reply = await calls.Call(Grain(thread), command, static (grain, command) => grain.Ask(command));

        // Whoever wrote through this silo reads what they wrote from it.
        pages.Heard(thread, reply.PublicVersion);
        return reply;
    }

    /// <summary>A page that everybody shares, if it is in this silo's memory and right.</summary>
    public ValueTask<ReadyPage?> FindReady(ThreadId thread, PageQuery query)
    {
        var page = pages.Find(thread, query, out var isStale);
        _looks.Count(page is not null);
        return page is null || !isStale ? new(page) : Vouched(thread, query, page);
    }

    public async ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default)
    {
        PageAnswer answer;
        try
        {
            answer = await calls.Call(Grain(thread), (query, reader), static (grain, asked) => grain.ReadPage(asked.query, asked.reader));
        }
        catch (StoreUnavailableException) when (reader is null && pages.Find(thread, query, out _) is { } known)
        {
            return new(known, null);
        }

        if (answer.Body is null)
        {
            return new(null, new Refused(answer.Refusal!));
        }

        var page = new ReadyPage(answer.Version, answer.Body, answer.IsPersonal);
        if (!answer.IsPersonal && query.From is null)
        {
            pages.Got(thread, query, page);
        }

        return new(page, null);
    }

    public async ValueTask<IReadOnlyList<CommentView>> ReadComments(
        ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default) =>
        await calls.Call(Grain(thread), (ids, reader), static (grain, asked) => grain.ReadComments([.. asked.ids], asked.reader));

    public async ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default) =>
        await calls.Call(Grain(thread), limit, static (grain, limit) => grain.ReadNewest(limit));

    public ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default) =>
        calls.Call(Grain(thread), comment, static (grain, comment) => grain.Find(comment));

    public ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default) =>
        pages.StateOf(thread) is { } state ? new(state) : calls.Call(Grain(thread), 0, static (grain, _) => grain.ReadState());

    /// <summary>
    /// The same, and from now on its changes are told to those who watch it here (<see cref="LiveUpdates"/>).
    /// </summary>
    public ValueTask<ThreadChange> Watch(ThreadId thread) => calls.Call(observer, thread, static (observer, thread) => observer.Watch(thread));

    public void Dispose() => _looks.Dispose();

    private IThreadGrain Grain(ThreadId thread) => grains.GetGrain<IThreadGrain>(ThreadGrain.Key(thread));

    // A page of a thread that may have changed meanwhile: its grain says so, or the page is shown as it was last known.
    private async ValueTask<ReadyPage?> Vouched(ThreadId thread, PageQuery query, ReadyPage known)
    {
        try
        {
            await observer.Watch(thread).WaitAsync(Patience);
        }
        catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
        {
            pages.Heard(thread, known.Version);
            return known;
        }

        return pages.Find(thread, query, out _);
    }
}
