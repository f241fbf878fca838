using NatComments.Core.Audit;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>The second factor of an account: codes of an authenticator (<see cref="Totp"/>), and recovery codes for when it is lost. Each code works once.</summary>
public sealed class SecondFactor(IStore store, AccountStore accounts, TimeProvider clock)
{
    /// <summary>10 recovery codes: a card in a drawer, and enough for a careless year.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>A secret to be put into an authenticator; it counts once a code of it was given to <see cref="Confirm"/>.</summary>
    public async Task<string> Prepare(Account account)
    {
        var secret = Totp.NewSecret();
        await accounts.Change(account.Id, now => (now with { TotpPending = secret }, Draft(account, "prepared")));
        return secret;
    }

    /// <summary>Switches the second factor on and gives the recovery codes, which are shown only now; null when the code is not right.</summary>
    public async Task<IReadOnlyList<string>?> Confirm(Account account, string? code)
    {
        var pending = account.TotpPending;
        if (pending is null || Totp.StepOf(pending, code, clock.GetUtcNow()) is not { } step || !await UseStep(account, step))
        {
            return null;
        }

        var codes = NewCodes();
        await accounts.Change(account.Id, now => (
            now with { TotpSecret = pending, TotpPending = null, RecoveryDigests = [.. codes.Select(Secrets.Digest)] },
            Draft(account, "on")));
        return codes;
    }

    /// <summary>New recovery codes in the place of all old ones.</summary>
    public async Task<IReadOnlyList<string>> RenewCodes(Account account)
    {
        var codes = NewCodes();
        await accounts.Change(account.Id, now => (now with { RecoveryDigests = [.. codes.Select(Secrets.Digest)] }, Draft(account, "recovery-codes-renewed")));
        return codes;
    }

    /// <summary>Switches it off.</summary>
    public Task Remove(Account account) =>
        accounts.Change(account.Id, now => (now with { TotpSecret = null, TotpPending = null, RecoveryDigests = [] }, Draft(account, "off")));

    /// <summary>Takes a code of the authenticator or a recovery code. True once for each.</summary>
    public async Task<bool> Take(Account account, string? code)
    {
        var tidy = code?.Trim().Replace(" ", "").ToLowerInvariant();
        if (account.TotpSecret is not { } secret || tidy is not { Length: > 0 and < 100 })
        {
            return false;
        }

        if (Totp.StepOf(secret, tidy, clock.GetUtcNow()) is { } step)
        {
            return await UseStep(account, step);
        }

        var digest = Secrets.Digest(tidy);
        var used = false;
        await accounts.Change(account.Id, now =>
        {
            used = now.RecoveryDigests.Contains(digest);
            return used
                ? (now with { RecoveryDigests = [.. now.RecoveryDigests.Where(d => d != digest)] }, new AuditDraft(AuditKinds.RecoveryCodeUsed, account.Id, account.Id))
                : null;
        });
        return used;
    }

    // A code that somebody looked at over a shoulder must not work a second time: its step is taken, on every node.
    private async Task<bool> UseStep(Account account, long step)
    {
        var prefix = AccountKeys.StepsOf(account.Id);
        var old = await store.ReadDocumentKeys(Commit.ServerPartition, prefix, null, 100);
        var key = AccountKeys.Step(account.Id, step);
        var gone = old.Where(k => string.CompareOrdinal(k, AccountKeys.Step(account.Id, step - 4)) < 0);
        return await store.TryCommit(new(
            Commit.ServerPartition, null, [.. gone.Select(k => new DocumentChange(k, null)), new(key, [1], MustBeAbsent: true)], [], [])) == CommitResult.Done;
    }

    // 128 bits would be a chore to type: 10 letters of 32 are 50 bits, and guessing is throttled.
    private static IReadOnlyList<string> NewCodes() => [.. Enumerable.Range(0, RecoveryCodes).Select(_ =>
        Totp.NewSecret()[..10].ToLowerInvariant().Insert(5, "-"))];

    private static AuditDraft Draft(Account account, string what) =>
        new(AuditKinds.SecondFactorChanged, account.Id, account.Id) { After = System.Text.Json.Nodes.JsonValue.Create(what) };
}
