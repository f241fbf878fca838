using System.Globalization;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Projections;
using NatComments.Core.Queue;
using NatComments.Core.Storage;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace NatComments.Server.Threads;

/// <summary>The activation of a site. Reentrant: who claims does not wait for what is being followed.</summary>
[Reentrant]
internal sealed partial class SiteGrain(
    IStore store, SiteProjections projections, CommentPlaces places, DueWork due, TimeProvider clock, ILogger<SiteGrain> log) : Grain, ISiteGrain
{
    /// <summary>15 s: a silo gives its beat every 5.</summary>
    public static readonly TimeSpan SubscriptionLasts = TimeSpan.FromSeconds(15);

    // 90 seconds: three signs of life of a console that gives one every half minute.
    private static readonly TimeSpan PresenceLasts = TimeSpan.FromSeconds(90);

    // Half a second: a burst becomes one batch, and nobody looks for a comment sooner. A look that finds nothing is
    // three small reads.
    private static readonly TimeSpan FollowEvery = TimeSpan.FromMilliseconds(500);

    // A minute: what is due is retention by days.
    private static readonly TimeSpan DueEvery = TimeSpan.FromMinutes(1);

    // 500 people at once.
    private const int MaxPresent = 500;

    private readonly ObserverManager<ISiteObserver> _silos = new(SubscriptionLasts, log);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, PresentModerator> _present = [];
    private Claims _claims = Claims.None;
    private Task _following = Task.CompletedTask;
    private Task _doing = Task.CompletedTask;
    private bool _isWaiting;
    private long _beside;

    private string Site => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(
            () => _following = Guarded(Follow), new() { DueTime = FollowEvery, Period = FollowEvery, Interleave = true, KeepAlive = true });
        this.RegisterGrainTimer(
            () => _doing = Guarded(() => due.Run(Site, _stop.Token)), new() { DueTime = FollowEvery, Period = DueEvery, Interleave = true });
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What is not followed yet keeps its marks, and the next activation goes on.
        await _stop.CancelAsync();
        await Task.WhenAll(_following, _doing);
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            // While the silo stops, its last numbers are still to be sent.
            projections.Leave(Site);
        }

        _stop.Dispose();
    }

    public Task<long> Beat(ISiteObserver silo)
    {
        _silos.Subscribe(silo, silo);
        return Task.FromResult(_beside);
    }

    public Task<Claims> ReadClaims() => Task.FromResult(_claims);

    public Task<ClaimsTaken?> Claim(string moderator, Guid[] wanted) =>
        Task.FromResult(Apply(ClaimRules.Take(_claims, moderator, wanted, clock.GetUtcNow())));

    public Task<DateTimeOffset?> ExtendClaims(string moderator) =>
        Task.FromResult(Apply(ClaimRules.Extend(_claims, moderator, clock.GetUtcNow()))?.Until);

    public Task ReleaseClaims(string moderator, Guid[]? comments)
    {
        Apply(ClaimRules.Release(_claims, moderator, comments, clock.GetUtcNow()));
        return Task.CompletedTask;
    }

    public Task Seen(string account, string? queue, Guid? comment)
    {
        if (_present.Count < MaxPresent || _present.ContainsKey(account))
        {
            _present[account] = new(account, clock.GetUtcNow(), queue, comment);
        }

        return Task.CompletedTask;
    }

    public Task Left(string account)
    {
        _present.Remove(account);
        return ReleaseClaims(account, null);
    }

    public Task<PresentModerator[]> ReadPresent()
    {
        var since = clock.GetUtcNow() - PresenceLasts;
        foreach (var gone in _present.Values.Where(seen => seen.At <= since).ToList())
        {
            _present.Remove(gone.Account);
        }

        return Task.FromResult<PresentModerator[]>([.. _present.Values.OrderBy(seen => seen.Account, StringComparer.Ordinal)]);
    }

    private T? Apply<T>(T? e)
        where T : ClaimEvent
    {
        _claims = e is null ? _claims : _claims.Apply(e);
        return e;
    }

    private async Task Follow()
    {
        var beside = (await store.ReadCounters(Site, [ThreadNews.Beside], _stop.Token))[0];
        if (beside != _beside)
        {
            await _silos.Notify(silo => silo.WrittenBeside(Site, beside));

            // A command that imports waits for this.
            var heard = Encoding.UTF8.GetBytes(beside.ToString(CultureInfo.InvariantCulture));
            await store.TryCommit(new(Site, null, [new(ThreadNews.BesideHeard, heard)], [], []), _stop.Token);
            Beside(Site, beside - _beside);
            _beside = beside;
        }

        await places.Complete(Site, _stop.Token);
        await projections.CatchUp(Site, _stop.Token);
    }

    // Once for each trouble, and once when it is over: a look that fails comes again in half a second.
    private async Task Guarded(Func<Task> work)
    {
        try
        {
            await work();
            if (_isWaiting)
            {
                _isWaiting = false;
                GoesOn(Site);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo is stopping.
        }
        catch (StoreUnavailableException e)
        {
            if (!_isWaiting)
            {
                _isWaiting = true;
                Waits(Site, e.Code);
            }
        }
        catch (Exception e)
        {
            Failed(e, Site);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "Following {Site} waits for the store: {Code}")]
    private partial void Waits(string site, string code);

    [LoggerMessage(1302, LogLevel.Information, "Following {Site} goes on")]
    private partial void GoesOn(string site);

    [LoggerMessage(1303, LogLevel.Error, "Following {Site} failed")]
    private partial void Failed(Exception e, string site);

    [LoggerMessage(
        1304,
        LogLevel.Information,
        "{Commits} commits were written to {Site} beside the servers, by an import or another command")]
    private partial void Beside(string site, long commits);
}
