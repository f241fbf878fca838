using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Utilities;

namespace NatComments.Server.Threads;

/// <summary>
/// The activation of a thread: a thin shell around Core's <see cref="ActiveThread"/>. Reentrant, so that commands that
/// come together go into one turn and one commit. It lives on the silo where it was first asked for: a proxy that keeps
/// a thread with a node then saves every command its way between silos. Should two silos both believe to have it, the
/// version that every commit expects keeps the thread whole.
/// </summary>
[Reentrant]
[PreferLocalPlacement]
internal sealed partial class ThreadGrain(ThreadContext context, PageCache pages, LiveUpdates live, SiloObserver silo, StoreEpochs epochs, ILogger<ThreadGrain> log)
    : Grain, IThreadGrain, IThreadListener
{
    /// <summary>
    /// 15 s: a silo that watches says so at least every 5, and one that died is not told of changes for long.
    /// </summary>
    public static readonly TimeSpan SubscriptionLasts = TimeSpan.FromSeconds(15);

    private readonly ObserverManager<IThreadObserver> _observers = new(SubscriptionLasts, log);
    private ActiveThread _thread = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _thread = new(KeyOf(this.GetPrimaryKeyString()), context, this);
        await silo.Meet(_thread.Id.Site);
        try
        {
            await _thread.ReadState();
        }
        catch (StoreUnavailableException)
        {
            // Whoever asks hears of it, and the next one who asks has the thread loaded.
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        pages.Deactivated(_thread.Id);
        if (reason.ReasonCode is not (DeactivationReasonCode.ActivationIdle or DeactivationReasonCode.ShuttingDown))
        {
            LetGo(_thread.Id.Site, reason.ReasonCode);
        }

        try
        {
            await _thread.Deactivate();
        }
        catch (Exception e)
        {
            // Without a snapshot the thread is read from its events: slower, and nothing is lost.
            NoSnapshot(_thread.Id.Site, e is StoreUnavailableException { Code: var code } ? code : e.GetType().Name);
        }
    }

    public Task<ThreadReply> Ask(ThreadCommand command) => _thread.Ask(command);

    public async Task<PageAnswer> ReadPage(PageQuery query, string? reader)
    {
        var (page, refused) = await _thread.ReadPage(query, reader, default);
        return page is null ? new(0, null, false, refused!.Code) : new(page.Version, page.Body, page.Personal, null);
    }

    public async Task<CommentView[]> ReadComments(Guid[] ids, string? reader) => [.. await _thread.ReadComments(ids, reader, default)];

    public async Task<CommentView[]> ReadNewest(int limit) => [.. await _thread.ReadNewest(limit, default)];

    public async Task<FoundComment?> Find(Guid comment) => await _thread.Find(comment);

    public async Task<ThreadChange> ReadState() => await _thread.ReadState();

    public async Task<ThreadChange> Watch(IThreadObserver watcher)
    {
        // This silo hears of everything without a message.
        if (!silo.IsSelf(watcher))
        {
            _observers.Subscribe(watcher, watcher);
        }

        return await _thread.ReadState();
    }

    void IThreadListener.Checked(ThreadChange state, long epoch) => pages.Checked(state, epoch);

    void IThreadListener.Changed(ThreadChange change)
    {
        pages.Changed(change);
        live.Tell(change);
        if (_observers.Count > 0)
        {
            _ = _observers.Notify(watcher => watcher.Changed(change));
        }
    }

    void IThreadListener.Made(ThreadId thread, PageQuery query, ReadyPage page) => pages.Made(thread, query, page);

    void IThreadListener.Happened(ThreadId thread, ThreadIncident incident, string why)
    {
        switch (incident)
        {
            case ThreadIncident.Conflict:
                Conflict(thread.Site);
                break;
            case ThreadIncident.Reloaded:
                Reloaded(thread.Site);
                break;
            case ThreadIncident.StoreLost:
                pages.Doubted(thread);
                epochs.Lost(why);
                break;
            case ThreadIncident.StoreBack:
                epochs.Back();
                break;
            case ThreadIncident.CommandFailed:
                CommandFailed(thread.Site, why);
                break;
            case ThreadIncident.TurnFailed:
                TurnFailed(thread.Site, why);
                break;
            case ThreadIncident.SnapshotFailed:
                SnapshotFailed(thread.Site, why);
                break;
        }
    }

    /// <summary>The key of a thread's grain.</summary>
    public static string Key(ThreadId thread) => $"{thread.Site}/{thread.Article}";

    /// <summary>The thread of a key.</summary>
    public static ThreadId KeyOf(string key)
    {
        var slash = key.IndexOf('/');
        return ThreadId.FromTrusted(key[..slash], key[(slash + 1)..]);
    }

    [LoggerMessage(1204, LogLevel.Warning, "A thread of {Site} was deactivated without a snapshot: {Reason}")]
    private partial void NoSnapshot(string site, string reason);

    [LoggerMessage(1201, LogLevel.Information, "Another writer was faster at a thread of {Site}; it is read again")]
    private partial void Conflict(string site);

    [LoggerMessage(
        1202,
        LogLevel.Warning,
        "The log of a thread of {Site} is not the one that was known, and was read from its beginning: "
        + "the store has lost or replaced what it had acknowledged")]
    private partial void Reloaded(string site);

    [LoggerMessage(
        1203,
        LogLevel.Information,
        "A thread of {Site} was let go, and is loaded again when somebody asks for it: {Reason}")]
    private partial void LetGo(string site, DeactivationReasonCode reason);

    [LoggerMessage(
        1205, LogLevel.Error, "A command to a thread of {Site} failed, and the others of its turn went on: {Command}")]
    private partial void CommandFailed(string site, string command);

    [LoggerMessage(1206, LogLevel.Error, "A turn of a thread of {Site} failed: {Error}")]
    private partial void TurnFailed(string site, string error);

    [LoggerMessage(1207, LogLevel.Warning, "A snapshot of a thread of {Site} could not be written: {Code}")]
    private partial void SnapshotFailed(string site, string code);
}
