using System.Collections.Concurrent;
using NatComments.Core.Activation;
using NatComments.Core.Threads;

namespace NatComments.Lab.Load;

/// <summary>
/// Threads without a silo: each in memory under a scheduler of its own, as a grain is. For measuring and simulating what Core does by itself;
/// several over one store are what a cluster is that has fallen apart.
/// </summary>
public sealed class LoneThreads(ThreadContext context) : IThreads, IThreadListener, IAsyncDisposable
{
    private readonly ConcurrentDictionary<ThreadId, Lazy<Lone>> _threads = new();

    private sealed record Lone(ActiveThread Thread, TaskScheduler Scheduler);

    /// <summary>Raised after each durable change.</summary>
    public event Action<ThreadChange> Changed = delegate { };

    /// <summary>Raised when something happens to a thread that an operator may want to know of.</summary>
    public event Action<ThreadIncident> Happened = delegate { };

    /// <summary>Raised when a page was made that everybody shares.</summary>
    public event Action<PageQuery, ReadyPage> Made = delegate { };

    public async ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default) =>
        await On(thread, active => active.Ask(command));

    public async ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default) =>
        await On(thread, async active => await active.ReadPage(query, reader, stop));

    public async ValueTask<IReadOnlyList<CommentView>> ReadComments(
        ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default) =>
        await On(thread, async active => await active.ReadComments(ids, reader, stop));

    public async ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default) =>
        await On(thread, async active => await active.ReadNewest(limit, stop));

    public async ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default) =>
        await On(thread, async active => await active.Find(comment));

    public async ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default) =>
        await On(thread, async active => await active.ReadState());

    /// <summary>Lets a thread go, as a silo does when nobody has asked for it lately. The next question loads it anew.</summary>
    public Task Deactivate(ThreadId thread) =>
        _threads.TryRemove(thread, out var lone) ? On(lone.Value, async active => { await active.Deactivate(); return true; }) : Task.CompletedTask;

    public async ValueTask DisposeAsync() => await Task.WhenAll(_threads.Keys.Select(Deactivate));

    void IThreadListener.Checked(ThreadChange state, long epoch)
    {
    }

    void IThreadListener.Changed(ThreadChange change) => Changed(change);

    void IThreadListener.Made(ThreadId thread, PageQuery query, ReadyPage page) => Made(query, page);

    void IThreadListener.Happened(ThreadId thread, ThreadIncident incident, string why) => Happened(incident);

    private Task<T> On<T>(ThreadId thread, Func<ActiveThread, Task<T>> ask) => On(
        _threads.GetOrAdd(thread, id => new(() => new(new(id, context, this), new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler))).Value, ask);

    private static Task<T> On<T>(Lone lone, Func<ActiveThread, Task<T>> ask) =>
        Task.Factory.StartNew(() => ask(lone.Thread), default, TaskCreationOptions.DenyChildAttach, lone.Scheduler).Unwrap();
}
