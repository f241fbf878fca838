using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>What an active thread needs from the process it lives in.</summary>
/// <param name="Store">Where the log is.</param>
/// <param name="Texts">The texts that the threads of this process share.</param>
/// <param name="Clock">The time.</param>
/// <param name="Format">Writes a page as the bytes that readers get.</param>
public sealed record ThreadContext(IStore Store, TextCache Texts, TimeProvider Clock, Func<ThreadPage, byte[]> Format)
{
    /// <summary>
    /// A number that grows whenever somebody may have written to threads of a site unheard, or the store may have lost
    /// what it acknowledged: a connection that broke, an import beside the server. A thread that sees it grown reads on
    /// from its log before it answers again.
    /// </summary>
    public Func<string, long> Epoch { get; init; } = _ => 0;

    /// <summary>
    /// Is handed what threads commit, for the projections of this process; null when nobody follows here.
    /// </summary>
    public RecentCommits? Recent { get; init; }
}

/// <summary>
/// What an active thread tells whoever hosts it. Called on the thread's own scheduler; must not block.
/// </summary>
public interface IThreadListener
{
    /// <summary>
    /// What is known is what stood in the log at this epoch (<see cref="ThreadContext.Epoch"/>) or later.
    /// </summary>
    void Checked(ThreadChange state, long epoch);

    /// <summary>The thread changed durably, or turned out to have been changed by somebody else.</summary>
    void Changed(ThreadChange change);

    /// <summary>A page that everybody shares was made; it is good until the next change.</summary>
    void Made(ThreadId thread, PageQuery query, ReadyPage page);

    /// <summary>Something happened that an operator may want to know of.</summary>
    /// <param name="why">A code or the name of a type; never words of a comment.</param>
    void Happened(ThreadId thread, ThreadIncident incident, string why);
}

/// <summary>What can happen to an active thread besides changes.</summary>
public enum ThreadIncident
{
    /// <summary>Another writer was faster; the turn is taken again after reading on.</summary>
    Conflict,

    /// <summary>The log is not the one that was known, and was read from its beginning.</summary>
    Reloaded,

    /// <summary>The store did not answer: what is known is shown, and nothing is accepted.</summary>
    StoreLost,

    /// <summary>The store answers again.</summary>
    StoreBack,

    /// <summary>A command made the rules or the commit fail; the others of its turn went on.</summary>
    CommandFailed,

    /// <summary>A whole turn failed, for another reason than the store.</summary>
    TurnFailed,

    /// <summary>A snapshot could not be written; nothing is lost.</summary>
    SnapshotFailed,
}
