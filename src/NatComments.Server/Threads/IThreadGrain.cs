using NatComments.Core.Activation;
using NatComments.Core.Threads;
using Orleans.Concurrency;

namespace NatComments.Server.Threads;

/// <summary>
/// One article's thread, wherever in the cluster it is active. The key is <c>site/article</c>. What is said between
/// silos is JSON of Core's records (<see cref="GrainMessages"/>); silos of two versions run side by side during an
/// upgrade, so methods and fields are added, never renamed. Members throw <see
/// cref="Core.Storage.StoreUnavailableException"/> when the store cannot answer.
/// </summary>
[Alias("natcomments.thread")]
public interface IThreadGrain : IGrainWithStringKey
{
    /// <summary>Handles a command in the thread's next turn; the answer comes when the change is durable.</summary>
    [Alias("ask")]
    Task<ThreadReply> Ask(ThreadCommand command);

    /// <summary>A page as a reader (null: somebody unknown) sees it.</summary>
    [Alias("page")]
    Task<PageAnswer> ReadPage(PageQuery query, string? reader);

    /// <summary>Comments as a reader sees them; what is unknown or invisible is left out.</summary>
    [Alias("comments")]
    Task<CommentView[]> ReadComments(Guid[] ids, string? reader);

    /// <summary>The comments that were published last and still stand, newest first.</summary>
    [Alias("newest")]
    Task<CommentView[]> ReadNewest(int limit);

    /// <summary>One comment as it stands, whoever may see it; null when there is none.</summary>
    [Alias("find")]
    Task<FoundComment?> Find(Guid comment);

    /// <summary>How the thread stands.</summary>
    [Alias("state")]
    Task<ThreadChange> ReadState();

    /// <summary>
    /// How the thread stands; its changes are told to a silo for the next <see cref="ThreadGrain.SubscriptionLasts"/>.
    /// </summary>
    [Alias("watch")]
    Task<ThreadChange> Watch(IThreadObserver silo);
}

/// <summary>A silo that keeps pages or live readers of threads that are active elsewhere.</summary>
[Alias("natcomments.thread-observer")]
public interface IThreadObserver : IGrainObserver
{
    /// <summary>
    /// A thread has changed. A message that is lost is made up for by the next <see cref="IThreadGrain.Watch"/>.
    /// </summary>
    [OneWay]
    [Alias("changed")]
    Task Changed(ThreadChange change);
}

/// <summary>A page between silos: its bytes as they are sent to readers, or the code of a refusal.</summary>
[GenerateSerializer, Immutable, Alias("natcomments.page")]
public readonly record struct PageAnswer(
    [property: Id(0)] long Version, [property: Id(1)] byte[]? Body, [property: Id(2)] bool IsPersonal, [property: Id(3)] string? Refusal);
