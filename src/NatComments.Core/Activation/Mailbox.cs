using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>A command that waits for its turn, and where its answer goes.</summary>
internal sealed record Asked(ThreadCommand Command)
{
    private readonly TaskCompletionSource<ThreadReply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ThreadReply> Answer => _answer.Task;

    public void Reply(ThreadReply reply) => _answer.TrySetResult(reply);

    public void Fail(Exception why) => _answer.TrySetException(why);
}

/// <summary>
/// The commands that wait for one thread, in the order in which they came. It hands them out in turns: the oldest one,
/// and every further one from the front that neither touches nor reads what an earlier one of the turn touches.
/// </summary>
internal sealed class Mailbox
{
    /// <summary>
    /// 128 commands in one turn and so in one commit: some 1,500 changes, well under <see cref="Commit.MaxChanges"/>.
    /// </summary>
    public const int MaxTurn = 128;

    /// <summary>
    /// 10,000 commands waiting for one thread: seconds of work; more is answered with "busy" at once.
    /// </summary>
    public const int MaxWaiting = 10_000;

    private readonly Queue<Asked> _waiting = new();
    private bool _isBeingEmptied;

    /// <summary>Takes a command in. True when nobody is emptying the mailbox: then the caller has to.</summary>
    /// <exception cref="StoreUnavailableException">Code <c>thread-busy</c>: too many wait already.</exception>
    public bool Add(Asked asked)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            throw new StoreUnavailableException(
                "thread-busy", $"{MaxWaiting} commands wait for this thread already. Try again in a few seconds.");
        }

        _waiting.Enqueue(asked);
        var isFirst = !_isBeingEmptied;
        _isBeingEmptied = true;
        return isFirst;
    }

    /// <summary>
    /// The next turn; when it is empty nothing waits, and the next addition asks for somebody to empty the mailbox.
    /// </summary>
    public List<Asked> NextTurn()
    {
        var turn = new List<Asked>();
        var comments = new HashSet<Guid>();
        var readers = new HashSet<string>();
        while (turn.Count < MaxTurn && _waiting.TryPeek(out var next)
            && (turn.Count == 0 || Joins(next.Command, comments, readers)))
        {
            turn.Add(_waiting.Dequeue());
            if (next.Command.Comment is not { } comment)
            {
                break;
            }

            comments.Add(comment);
            if (next.Command.Reader is { } reader)
            {
                readers.Add(reader);
            }
        }

        _isBeingEmptied = turn.Count > 0;
        return turn;
    }

    private static bool Joins(ThreadCommand command, HashSet<Guid> comments, HashSet<string> readers) =>
        command.Comment is { } comment && !comments.Contains(comment)
        && !(command.AlsoReads is { } parent && comments.Contains(parent))
        && !(command.Reader is { } reader && readers.Contains(reader));
}
