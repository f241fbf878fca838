using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// One article's thread in memory. Commands are taken in order, one turn at a time; a turn takes every waiting command
/// that touches none of the others' comments or readers, and makes them durable in one commit. Reads show the thread as
/// it was last committed and never wait for a commit. Several may be active over one store when a cluster is split:
/// every commit names the version that it expects, and whoever was overtaken reads on and takes the turn again. Members
/// must be called on one scheduler that runs one piece of work at a time, as that of an Orleans grain does.
/// </summary>
public sealed partial class ActiveThread
{
    // 32 times in a row another writer was faster: with four writers at one thread one turn of ten thousand, after some
    // fifty milliseconds.
    private const int MaxTries = 32;

    // A log that is read from its beginning three times in one turn is being replaced faster than it can be read.
    private const int MaxReloads = 3;

    private readonly ThreadContext _context;
    private readonly IThreadListener _listener;
    private readonly Mailbox _mailbox = new();
    private readonly SnapshotWriter _snapshots;

    // Held by whoever commits or reads on: what a commit has just written must not be read and applied a second time.
    private readonly SemaphoreSlim _log = new(1, 1);
    private CommentThread? _thread;
    private Task _running = Task.CompletedTask;

    // The bytes of the last event, by which the log is known again; null when only a snapshot was read.
    private byte[]? _last;

    public ActiveThread(ThreadId id, ThreadContext context, IThreadListener listener)
    {
        (Id, _context, _listener) = (id, context, listener);
        _snapshots = new(id, context.Store, listener);
    }

    public ThreadId Id { get; }

    /// <summary>Handles a command in its turn; the answer comes when the change is durable.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The store cannot answer, or other writers were faster too often. The command may have been written all the same;
    /// asking again with the same ids does no harm.
    /// </exception>
    public Task<ThreadReply> Ask(ThreadCommand command)
    {
        var asked = new Asked(command);
        if (_mailbox.Add(asked))
        {
            _running = Run();
        }

        return asked.Answer;
    }

    /// <summary>Waits for the turns under way, and writes a snapshot if that saves time at the next loading.</summary>
    public async Task Deactivate()
    {
        await _running;
        if (_thread is { } thread)
        {
            await _snapshots.WriteBeforeSleep(thread);
        }
    }

    private async Task Run()
    {
        while (_mailbox.NextTurn() is { Count: > 0 } turn)
        {
            await Take(turn);
        }
    }

    private async Task Take(List<Asked> turn)
    {
        await _log.WaitAsync();
        try
        {
            var (thread, reloads) = (await Current(), 0);
            for (var tries = 0; tries < MaxTries && reloads < MaxReloads; tries++)
            {
                if (Prepare(thread, turn) is not { } prepared)
                {
                    SetAside(thread, turn);
                    continue;
                }

                var (results, events, commit) = prepared;
                if (await Stands(thread, commit))
                {
                    Finish(thread, turn, results, events, commit);
                    return;
                }

                _listener.Happened(Id, ThreadIncident.Conflict, "");
                var read = await ReadOn(thread);

                // A conflict without news, when no id is taken elsewhere: the log is behind what was acknowledged, or
                // is another one.
                if (read == 0 && !await RefuseTakenIds(thread, turn))
                {
                    read = null;
                }

                if (read is null)
                {
                    (thread, reloads) = (await Reload(), reloads + 1);
                }
            }

            turn.ForEach(asked => asked.Fail(new StoreUnavailableException(
                "thread-busy", "Other servers are writing to this thread. Try again in a few seconds.")));
        }
        catch (Exception e)
        {
            if (e is not StoreUnavailableException)
            {
                _listener.Happened(Id, ThreadIncident.TurnFailed, Why(e));
            }

            Doubt(e);
            turn.ForEach(asked => asked.Fail(e));
        }
        finally
        {
            _log.Release();
        }
    }

    private void Finish(CommentThread thread, List<Asked> turn, ThreadResult[] results, List<ThreadEvent> events, Commit? commit)
    {
        if (commit is not null)
        {
            KeepTexts(turn, results);
            _context.Recent?.Wrote(Id, commit, events, _context.Epoch(Id.Site));
            Apply(thread, events, commit.Append!.Events[^1]);
            _snapshots.WriteIfDue(thread);
        }

        for (var i = 0; i < turn.Count; i++)
        {
            turn[i].Reply(Reply(thread, turn[i].Command, results[i]));
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

    // A command that makes the rules or the commit fail fails alone, and whoever asked it hears why; the others of the
    // turn are other readers'.
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
                _listener.Happened(Id, ThreadIncident.CommandFailed, $"{asked.Command.GetType().Name}, {Why(e)}");
                asked.Fail(e);
            }
        }
    }

    // Posts under an id that a comment of another thread has. True when there were some: they are answered and no
    // longer in the turn.
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

    // False when another writer has changed the thread meanwhile. A turn in which nothing happens asks too: otherwise a
    // thread that was left behind would go on refusing what it does not know of, and would never notice.
    private async ValueTask<bool> Stands(CommentThread thread, Commit? commit) => commit is null
        ? await _context.Store.ReadVersion(Id.Site, Id.Stream) == thread.Version
        : await _context.Store.TryCommit(commit) == CommitResult.Done;

    // Only what was written is remembered: a refused or repeated post may carry other words than the comment with its
    // id.
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
            var key = CommentText.Key(Id.Article, comment.Id, revision);
            _context.Texts.Forget(Id.Site, key);
            _context.Recent?.Forget(Id, key);
        }
    }

    private void Apply(CommentThread thread, List<ThreadEvent> events, byte[] last)
    {
        var published = new List<Guid>();
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

        _last = last;
        _listener.Changed(State(thread) with { Published = published });
    }

    private ThreadReply Reply(CommentThread thread, ThreadCommand command, ThreadResult result)
    {
        var ordinal = command.Comment is { } id ? thread.OrdinalOf(id) : -1;
        return ordinal < 0
            ? new(result, null, 0, thread.Version, thread.PublicVersion)
            : new(result, thread[ordinal], thread.Tree.RepliesOf(ordinal), thread.Version, thread.PublicVersion);
    }

    private ThreadChange State(CommentThread thread) =>
        new(Id, thread.Version, thread.PublicVersion, thread.PublishedCount, thread.Mode, []);
}
