using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// Every thread there is, wherever it lives. Members throw <see cref="Storage.StoreUnavailableException"/> when the
/// store cannot answer, with code <c>thread-busy</c> when the thread cannot keep up or is moving to another machine.
/// </summary>
public interface IThreads
{
    /// <summary>Handles a command in the thread's next turn; the answer comes when the change is durable.</summary>
    ValueTask<ThreadReply> Ask(ThreadId thread, ThreadCommand command, CancellationToken stop = default);

    /// <summary>A page as a reader (null: somebody unknown) sees it.</summary>
    ValueTask<PageReply> ReadPage(ThreadId thread, PageQuery query, string? reader, CancellationToken stop = default);

    /// <summary>Comments as a reader sees them; what is unknown or invisible is left out.</summary>
    ValueTask<IReadOnlyList<CommentView>> ReadComments(
        ThreadId thread, IReadOnlyList<Guid> ids, string? reader, CancellationToken stop = default);

    /// <summary>
    /// The comments that were published last and still stand, newest first, at most <paramref name="limit"/>.
    /// </summary>
    ValueTask<IReadOnlyList<CommentView>> ReadNewest(ThreadId thread, int limit, CancellationToken stop = default);

    /// <summary>One comment as it stands, whoever may see it; null when there is none.</summary>
    ValueTask<FoundComment?> Find(ThreadId thread, Guid comment, CancellationToken stop = default);

    /// <summary>The thread's version, state and count of published comments.</summary>
    ValueTask<ThreadChange> ReadState(ThreadId thread, CancellationToken stop = default);
}
