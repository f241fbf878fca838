using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>What a thread answers to a command once it is durable.</summary>
/// <param name="Comment">The comment the command was about, as it stands after the command; null when there is
/// none.</param>
/// <param name="Replies">How many visible replies it has.</param>
/// <param name="Version">The thread's version after the command.</param>
/// <param name="PublicVersion">The version that readers are told after the command.</param>
public sealed record ThreadReply(ThreadResult Result, CommentState? Comment, int Replies, long Version, long PublicVersion);

/// <summary>A thread has a new version: for those who watch it live.</summary>
/// <param name="Version">The number of the thread's last event.</param>
/// <param name="PublicVersion">The version that readers are told; the same as before when nothing has changed that
/// everybody may see.</param>
/// <param name="Published">The comments that have just become visible, in order.</param>
public sealed record ThreadChange(ThreadId Thread, long Version, long PublicVersion, int Count, ThreadMode State, IReadOnlyList<Guid> Published);

/// <summary>A comment looked up by itself: how it stands, and how its thread stands.</summary>
public sealed record FoundComment(CommentState Comment, int Replies, ThreadMode State, long Version);
