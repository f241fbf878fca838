using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NatComments.Core.Audit;
using NatComments.Core.Storage;

namespace NatComments.Server.Accounts;

/// <summary>
/// Writes down who signed in and where it failed: in the log, in numbers and in the server's audit chain. Failures are
/// summed up, so that an attacker can fill neither: the first of an account is told at once, the others with their
/// count when a quarter of an hour is over. What was typed as a name, and from which address, is never told.
/// </summary>
public sealed partial class SignInJournal(AuditLog audit, TimeProvider clock, ILogger<SignInJournal> log) : BackgroundService
{
    /// <summary>
    /// 15 minutes: at most 8 records an hour and account, and an administrator who looks sees what is going on.
    /// </summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // A minute: no summary is late by more.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private static readonly Meter Meter = new("NatComments.SignIns");
    private static readonly Counter<long> Tries = Meter.CreateCounter<long>(
        "natcomments.signins", "{sign-in}", "Sign-ins by what became of them.");

    // 1,024 first failures wait to be told: of as many accounts in a moment. Whoever failed does not wait for it, which
    // also would tell that the account exists.
    private readonly Channel<(string? Account, DateTimeOffset At)> _first = Channel.CreateBounded<(string?, DateTimeOffset)>(
        new BoundedChannelOptions(1_024) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _open = [];

    /// <summary>Somebody signed in.</summary>
    /// <param name="knownDevice">On a device on which they had before.</param>
    public async Task SignedIn(Account account, bool knownDevice, bool oneTime)
    {
        Tries.Add(1, new KeyValuePair<string, object?>("result", "done"));
        LogSignedIn(account.Id, knownDevice, oneTime);
        await Write(new(oneTime ? AuditKinds.InvitationUsed : AuditKinds.SignedIn, account.Id, account.Id)
        {
            After = new JsonObject { ["knownDevice"] = knownDevice },
        });
    }

    /// <summary>Somebody signed out.</summary>
    public async Task SignedOut(Account account)
    {
        LogSignedOut(account.Id);
        await Write(new(AuditKinds.SignedOut, account.Id, account.Id));
    }

    /// <summary>A sign-in failed.</summary>
    /// <param name="account">Null when nobody has the name.</param>
    public void Failed(Account? account)
    {
        Tries.Add(1, new KeyValuePair<string, object?>("result", "failed"));
        var (id, now) = (account?.Id ?? "", clock.GetUtcNow());
        lock (_gate)
        {
            if (_open.TryGetValue(id, out var open))
            {
                _open[id] = open with { More = open.More + 1 };
                return;
            }

            _open[id] = new(now, 0);
        }

        _first.Writer.TryWrite((account?.Id, now));
    }

    /// <summary>
    /// A network or a device has used up its failures on an account, or everybody the codes. Told once in a window: an
    /// attacker with many networks must not fill the log.
    /// </summary>
    public void LockedOut(Account? account)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(account?.Id ?? "", out var open) || open.IsLockedOut)
            {
                return;
            }

            _open[account?.Id ?? ""] = open with { IsLockedOut = true };
        }

        if (account is null)
        {
            LogLockedOutOfNobody();
        }
        else
        {
            LogLockedOut(account.Id);
        }
    }

    /// <summary>Writes down the counts of windows that are over.</summary>
    private async Task Close(bool all = false)
    {
        List<KeyValuePair<string, Failures>> over;
        lock (_gate)
        {
            over = [.. _open.Where(pair => all || pair.Value.Since + Window <= clock.GetUtcNow())];
            foreach (var (id, _) in over)
            {
                _open.Remove(id);
            }
        }

        foreach (var (id, failures) in over.Where(pair => pair.Value.More > 0))
        {
            await Tell(id.Length == 0 ? null : id, failures.More, failures.Since);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(TellFirst(stoppingToken), CloseOver(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            while (_first.Reader.TryRead(out var first))
            {
                await Tell(first.Account, 1, first.At);
            }

            await Close(all: true);
        }
    }

    private async Task TellFirst(CancellationToken stop)
    {
        await foreach (var (account, at) in _first.Reader.ReadAllAsync(stop))
        {
            await Tell(account, 1, at);
        }
    }

    private async Task CloseOver(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stop))
        {
            await Close();
        }
    }

    private async Task Tell(string? account, int count, DateTimeOffset since)
    {
        if (account is null)
        {
            LogFailedOfNobody(count);
        }
        else
        {
            LogFailed(account, count);
        }

        await Write(new(AuditKinds.SignInFailed, AuditMakers.Unknown, account)
        {
            After = new JsonObject { ["count"] = count, ["since"] = since.UtcDateTime },
        });
    }

    // Somebody who may come in comes in also when the chain cannot be written to at that moment; the log has it.
    private async Task Write(AuditDraft draft)
    {
        try
        {
            await audit.Change<bool>(Commit.ServerPartition, () => Task.FromResult<(bool, AuditedChange?)>((true, new(draft))));
        }
        catch (StoreUnavailableException e)
        {
            LogNotWritten(draft.What, draft.Subject, e.Code);
        }
    }

    [LoggerMessage(
        EventId = 1401,
        Level = LogLevel.Information,
        Message = "Account {Account} signed in (known device: {KnownDevice}, one-time password: {OneTime})")]
    private partial void LogSignedIn(string account, bool knownDevice, bool oneTime);

    [LoggerMessage(1402, LogLevel.Information, "Account {Account} signed out")]
    private partial void LogSignedOut(string account);

    [LoggerMessage(1403, LogLevel.Warning, "{Count} sign-ins of account {Account} failed")]
    private partial void LogFailed(string account, int count);

    [LoggerMessage(1404, LogLevel.Warning, "{Count} sign-ins failed under names that no account has")]
    private partial void LogFailedOfNobody(int count);

    [LoggerMessage(
        EventId = 1405,
        Level = LogLevel.Warning,
        Message = "The audit record {What} of account {Account} could not be written: {Code}")]
    private partial void LogNotWritten(string what, string? account, string code);

    [LoggerMessage(
        1406, LogLevel.Warning, "Too many sign-ins of account {Account} failed; who tried is refused for some minutes")]
    private partial void LogLockedOut(string account);

    [LoggerMessage(
        1407,
        LogLevel.Warning,
        "Too many sign-ins failed under names that no account has; who tried is refused for some minutes")]
    private partial void LogLockedOutOfNobody();

    private sealed record Failures(DateTimeOffset Since, int More, bool IsLockedOut = false);
}
