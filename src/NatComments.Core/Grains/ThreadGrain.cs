using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Grains;

/// <summary>What a grain needs from the process it lives in.</summary>
/// <param name="Format">Writes a page as the bytes that readers get.</param>
/// <param name="Changed">Told after each durable change, in order; must not block.</param>
public sealed record GrainContext(
    IStore Store, TextCache Texts, TimeProvider Clock, Func<ThreadPage, byte[]> Format, Action<ThreadChange> Changed);

/// <summary>
/// One article's thread in memory, and the only writer of its stream while it is awake. Commands are taken in order, one turn at a
/// time; a turn takes every waiting command that touches none of the others' comments or readers, and makes them durable in one commit.
/// Reads take the thread as it was last committed and never wait for a commit. When another host was faster the grain catches up with the log and takes the turn
/// again; one whose commit failed, or whose log is not the one it knows, forgets itself.
/// </summary>
public sealed partial class ThreadGrain
{
    // 32 times in a row another host was faster: with four hosts at one thread one turn of ten thousand, after some fifty milliseconds.
    private const int MaxTries = 32;

    private readonly GrainContext _context;
    private readonly Mailbox _mailbox = new();
    private readonly Lock _state = new();
    private readonly Lazy<Task<CommentThread>> _waking;
    private readonly SnapshotWriter _snapshots;
    private Dictionary<PageQuery, ReadyPage> _pages = [];
    private long _version = -1;
    private long _publicVersion;
    private long _lastUsed;

    public ThreadGrain(ThreadId id, GrainContext context)
    {
        (Id, _context) = (id, context);
        _snapshots = new(id, context.Store);
        _waking = new(() => Task.Run(Wake));
        Touch();
    }

    public ThreadId Id { get; }

    /// <summary>True when the grain has forgotten itself: ask for a fresh one.</summary>
    public bool IsLost => _mailbox.IsClosed;

    /// <summary>How long nobody has asked it for anything.</summary>
    public TimeSpan Idle => _context.Clock.GetElapsedTime(Volatile.Read(ref _lastUsed));

    /// <summary>About how many bytes it holds.</summary>
    public long Weight
    {
        get
        {
            lock (_state)
            {
                return 2_000 + (Awake?.Count * 450L ?? 0) + _pages.Values.Sum(page => page.Body.Length * 2L);
            }
        }
    }

    /// <summary>True while commands wait or are being committed.</summary>
    public bool IsBusy => _mailbox.IsBusy || !_waking.IsValueCreated || !_waking.Value.IsCompleted;

    /// <summary>
    /// Handles a command in its turn. Null when the grain has forgotten itself: the command may or may not have been written, and must be
    /// asked again of a fresh grain. Throws <see cref="StoreUnavailableException"/> when the store cannot answer.
    /// </summary>
    public Task<ThreadReply?> Ask(ThreadCommand command)
    {
        Touch();
        var asked = new Asked(command);
        if (_mailbox.Add(asked))
        {
            Start();
        }

        return asked.Answer;
    }

    /// <summary>Writes a snapshot if that saves time at the next waking. Called before the grain is let go.</summary>
    public async Task Sleep()
    {
        if (Awake is { } thread && !IsLost)
        {
            await _snapshots.WriteBeforeSleep(thread, _state);
        }
    }

    // The thread, once it was read.
    private CommentThread? Awake => _waking.IsValueCreated && _waking.Value.IsCompletedSuccessfully ? _waking.Value.Result : null;

    private async Task<CommentThread> Wake()
    {
        try
        {
            (var thread, _last) = await _snapshots.Load();
            _publicVersion = thread.PublicVersion;
            Volatile.Write(ref _version, thread.Version);
            return thread;
        }
        catch (Exception e)
        {
            Forget(e);
            throw;
        }
    }

    // On this thread until the commit is on its way: handing it to another would cost a wake-up for each post. Not under a scheduler of the caller's own, which
    // may end before the turns of others do.
    private void Start() => _ = TaskScheduler.Current == TaskScheduler.Default ? Run() : Task.Run(Run);

    private async Task Run()
    {
        try
        {
            var thread = await _waking.Value;
            while (_mailbox.NextTurn(out var heard) is var turn && (heard.Count > 0 || turn.Count > 0))
            {
                if ((heard.Count == 0 || await Listen(thread, heard, turn)) && turn.Count > 0)
                {
                    await Take(thread, turn);
                }
            }
        }
        catch (Exception e)
        {
            Forget(e);
        }
    }

    private async Task Take(CommentThread thread, List<Asked> turn)
    {
        try
        {
            for (var tries = 0; tries < MaxTries; tries++)
            {
                if (Prepare(thread, turn) is not { } prepared)
                {
                    SetAside(thread, turn);
                    continue;
                }

                var (results, events, commit) = prepared;
                if (await Stands(thread, commit))
                {
                    if (commit is not null)
                    {
                        KeepTexts(turn, results);
                        Apply(thread, events, commit.Append!.Events[^1]);
                        _snapshots.WriteIfDue(thread, _state);
                    }

                    for (var i = 0; i < turn.Count; i++)
                    {
                        turn[i].Reply(Reply(thread, turn[i].Command, results[i]));
                    }

                    return;
                }

                // A conflict without news, when no id is taken elsewhere: the log is behind what was acknowledged, or is another one.
                if (await ReadOn(thread) is not > 0 && !await RefuseTakenIds(thread, turn))
                {
                    Forget(null, turn);
                    return;
                }
            }

            turn.ForEach(asked => asked.Fail(new StoreUnavailableException("thread-busy", "Other servers are writing to this thread. Try again in a few seconds.")));
        }
        catch (Exception e)
        {
            Forget(e, turn);
        }
    }

    // What the turn comes to; null when one of its commands makes the rules or the commit fail.
    private (ThreadResult[] Results, List<ThreadEvent> Events, Commit? Commit)? Prepare(CommentThread thread, List<Asked> turn)
    {
        try
        {
            return Prepared(thread, turn);
        }
        catch (Exception) when (turn.Count > 0)
        {
            return null;
        }
    }

    private (ThreadResult[] Results, List<ThreadEvent> Events, Commit? Commit) Prepared(CommentThread thread, List<Asked> turn)
    {
        var results = Decide(thread, turn, out var events, out var texts);
        return (results, events, events.Count > 0 ? ThreadCommit.Build(thread, events, texts) : null);
    }

    // A command that makes the rules or the commit fail fails alone, and whoever asked it hears why; the others of the turn are other readers'.
    private void SetAside(CommentThread thread, List<Asked> turn)
    {
        foreach (var asked in turn.ToList())
        {
            try
            {
                Prepared(thread, [asked]);
            }
            catch (Exception e)
            {
                turn.Remove(asked);
                asked.Fail(e);
            }
        }
    }

    // Posts under an id that a comment of another thread has. True when there were some: they are answered and no longer in the turn.
    private async ValueTask<bool> RefuseTakenIds(CommentThread thread, List<Asked> turn)
    {
        var posts = turn.Where(asked => asked.Command is PostComment post && thread.Find(post.Id) is null).ToList();
        var taken = await ThreadCommit.Taken(_context.Store, Id, [.. posts.Select(asked => asked.Command.Comment!.Value)]);
        foreach (var asked in posts.Where(asked => taken.Contains(asked.Command.Comment!.Value)))
        {
            turn.Remove(asked);
            asked.Reply(Reply(thread, asked.Command, new Refused(Refusals.IdInUse)));
        }

        return taken.Count > 0;
    }

    private ThreadResult[] Decide(CommentThread thread, List<Asked> turn, out List<ThreadEvent> events, out List<KeptText> texts)
    {
        var now = _context.Clock.GetUtcNow();
        var results = new ThreadResult[turn.Count];
        (events, texts) = ([], []);
        for (var i = 0; i < turn.Count; i++)
        {
            results[i] = ThreadRules.Handle(thread, turn[i].Command, now);
            if (results[i] is Accepted accepted)
            {
                events.AddRange(accepted.Events);
                texts.AddRange(accepted.Texts);
            }
        }

        return results;
    }

    // False when another host has written to the thread meanwhile. A turn in which nothing happens asks too: otherwise a grain that was left behind would go on
    // refusing what it does not know of, and would never notice.
    private async ValueTask<bool> Stands(CommentThread thread, Commit? commit) => commit is null
        ? await _context.Store.ReadVersion(Id.Site, Id.Stream) == thread.Version
        : await _context.Store.TryCommit(commit) == CommitResult.Done;

    // Only what was written is remembered: a refused or repeated post may carry other words than the comment with its id.
    private void KeepTexts(List<Asked> turn, ThreadResult[] results)
    {
        for (var i = 0; i < turn.Count; i++)
        {
            if (turn[i].Command is PostComment post && results[i] is Accepted { Texts.Count: > 0 })
            {
                _context.Texts.Wrote(Id.Site, CommentText.Key(Id.Article, post.Id, 1), post.Text);
            }
        }
    }

    // Nobody is shown them any more, and they may be erased.
    private void ForgetTexts(CommentState comment)
    {
        for (var revision = 1; revision <= comment.Revision; revision++)
        {
            _context.Texts.Forget(Id.Site, CommentText.Key(Id.Article, comment.Id, revision));
        }
    }

    private void Apply(CommentThread thread, List<ThreadEvent> events, byte[] last)
    {
        var published = new List<Guid>();
        ThreadChange change;
        lock (_state)
        {
            foreach (var e in events)
            {
                var was = e is CommentDecided or DecisionUndone && thread.Find(((CommentEvent)e).Id)!.IsPublished;
                thread.Apply(e);
                if (e is CommentWithdrawn)
                {
                    ForgetTexts(thread.Find(((CommentEvent)e).Id)!);
                }

                if (!was && e is CommentDecided or DecisionUndone && thread.Find(((CommentEvent)e).Id)!.IsPublished)
                {
                    published.Add(((CommentEvent)e).Id);
                }
            }

            // What nobody sees leaves the pages as they are: one that is made anew takes longer, and that would tell of it.
            if (thread.PublicVersion != _publicVersion)
            {
                _pages = [];
                _publicVersion = thread.PublicVersion;
            }

            change = new(Id, thread.Version, thread.PublicVersion, thread.PublishedCount, thread.Mode, published);
            _last = last;
            Volatile.Write(ref _version, thread.Version);
        }

        _context.Changed(change);
    }

    private ThreadReply Reply(CommentThread thread, ThreadCommand command, ThreadResult result)
    {
        var ordinal = command.Comment is { } id ? thread.OrdinalOf(id) : -1;
        return ordinal < 0
            ? new(result, null, 0, thread.Version)
            : new(result, thread[ordinal], thread.Tree.RepliesOf(ordinal), thread.Version);
    }

    private void Forget(Exception? why, List<Asked>? turn = null)
    {
        foreach (var asked in (turn ?? []).Concat(_mailbox.Close()))
        {
            if (why is null)
            {
                asked.Reply(null);
            }
            else
            {
                asked.Fail(why);
            }
        }

        TellCaughtUp();
    }

    private void Touch() => Volatile.Write(ref _lastUsed, _context.Clock.GetTimestamp());
}
