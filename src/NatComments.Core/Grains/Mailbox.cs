using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

/// <summary>A command that waits for its turn, and where its answer goes.</summary>
internal sealed record Asked(ThreadCommand Command)
{
    private readonly TaskCompletionSource<ThreadReply?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; null when the grain forgot itself before it could give one.</summary>
    public Task<ThreadReply?> Answer => _answer.Task;

    public void Reply(ThreadReply? reply) => _answer.TrySetResult(reply);

    public void Fail(Exception why) => _answer.TrySetException(why);
}

/// <summary>Somebody says that the thread has this version, and with which events it came to it if they say that too.</summary>
internal sealed record HeardNews(long Version, StreamTail? Tail);

/// <summary>
/// The commands that wait for one thread, in the order in which they came. It hands them out in turns: the oldest one, and every
/// further one from the front that neither touches nor reads what an earlier one of the turn touches. Thread-safe.
/// </summary>
internal sealed class Mailbox
{
    /// <summary>128 commands in one turn and so in one commit: some 1,500 changes, well under <see cref="Commit.MaxChanges"/>.</summary>
    public const int MaxTurn = 128;

    /// <summary>10,000 commands waiting for one thread: seconds of work; more is answered with "busy" at once.</summary>
    public const int MaxWaiting = 10_000;

    // 64 pieces of news with what was written, some hundred kilobytes: more than come while a commit is on its way.
    private const int MaxHeard = 64;

    private readonly Lock _lock = new();
    private readonly Queue<Asked> _waiting = new();
    private volatile bool _beingEmptied;
    private volatile bool _closed;
    private List<HeardNews> _heard = [];

    /// <summary>True from a command that nobody was waiting with until <see cref="NextTurn"/> found nothing more.</summary>
    public bool IsBusy => _beingEmptied;

    public bool IsClosed => _closed;

    /// <summary>
    /// Takes a command in; a closed mailbox answers it with null. True when nobody is emptying the mailbox: then the caller has to.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Code <c>thread-busy</c>: too many wait already.</exception>
    public bool Add(Asked asked)
    {
        lock (_lock)
        {
            if (_closed)
            {
                asked.Reply(null);
                return false;
            }

            if (_waiting.Count >= MaxWaiting)
            {
                throw new StoreUnavailableException("thread-busy", $"{MaxWaiting} commands wait for this thread already. Try again in a few seconds.");
            }

            _waiting.Enqueue(asked);
            var first = !_beingEmptied;
            _beingEmptied = true;
            return first;
        }
    }

    /// <summary>Tells whoever empties the mailbox what was heard, before the next turn. True when nobody is emptying it: then the caller has to.</summary>
    public bool Add(HeardNews news)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            if (_heard.Count < MaxHeard)
            {
                _heard.Add(news);
            }
            else
            {
                // What does not fit is read from the log.
                _heard[^1] = new(Math.Max(_heard[^1].Version, news.Version), null);
            }

            var first = !_beingEmptied;
            _beingEmptied = true;
            return first;
        }
    }

    /// <summary>What was heard meanwhile, to be known at once.</summary>
    public IReadOnlyList<HeardNews> TakeHeard()
    {
        lock (_lock)
        {
            return TakeAll();
        }
    }

    /// <summary>
    /// The next turn; when it is empty and nothing was heard, nothing waits, and the next addition asks for somebody to empty the mailbox.
    /// </summary>
    /// <param name="heard">What was heard since the last turn.</param>
    public List<Asked> NextTurn(out IReadOnlyList<HeardNews> heard)
    {
        lock (_lock)
        {
            heard = TakeAll();
            var turn = new List<Asked>();
            var comments = new HashSet<Guid>();
            var readers = new HashSet<string>();
            while (turn.Count < MaxTurn && _waiting.TryPeek(out var next) && (turn.Count == 0 || Joins(next.Command, comments, readers)))
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

            _beingEmptied = turn.Count > 0 || heard.Count > 0;
            return turn;
        }
    }

    /// <summary>Takes nothing in from now on, and gives back what still waits.</summary>
    public List<Asked> Close()
    {
        lock (_lock)
        {
            _closed = true;
            _beingEmptied = false;
            List<Asked> rest = [.. _waiting];
            _waiting.Clear();
            return rest;
        }
    }

    private IReadOnlyList<HeardNews> TakeAll()
    {
        if (_heard.Count == 0)
        {
            return [];
        }

        var heard = _heard;
        _heard = [];
        return heard;
    }

    private static bool Joins(ThreadCommand command, HashSet<Guid> comments, HashSet<string> readers) =>
        command.Comment is { } comment && !comments.Contains(comment)
        && !(command.AlsoReads is { } parent && comments.Contains(parent))
        && !(command.Reader is { } reader && readers.Contains(reader));
}
