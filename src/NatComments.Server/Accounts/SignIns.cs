using NatComments.Core.Threads;

namespace NatComments.Server.Accounts;

/// <summary>What became of a try to sign in.</summary>
public enum SignInResult
{
    Done,
    Failed,

    /// <summary>The password is right; the second factor is still missing.</summary>
    CodeNeeded,

    /// <summary>The password is right; the code is not.</summary>
    CodeWrong,

    /// <summary>Too many have failed from there.</summary>
    TooManyAttempts,

    /// <summary>Too many try at the same time.</summary>
    Busy,
}

/// <summary>Lets people in: by password or one-time password, and by their second factor where they have one.</summary>
public sealed class SignIns(
    AccountStore accounts, Passwords passwords, SecondFactor secondFactor, SignInLimits limits, SignInJournal journal)
{
    /// <summary>
    /// Tries; the account when it is done. A code works once, a one-time password until a password is set.
    /// </summary>
    /// <param name="device">The device that the browser says it is.</param>
    public async Task<(SignInResult Result, Account? Account)> Try(
        SignInSource stranger, string name, string password, string? code, Device? device, CancellationToken stop = default)
    {
        // Who comes from a network that has used up its failures costs no look into the store either.
        if (device is null && !limits.IsWithin(stranger))
        {
            return (SignInResult.TooManyAttempts, null);
        }

        var account = await accounts.FindByName(name, stop);
        var isKnown = account is not null && device?.IsOf(account) == true;
        var source = isKnown ? SignInLimits.Of(name, "device:" + device!.Id) : stranger;
        if (!limits.IsWithin(source))
        {
            return (SignInResult.TooManyAttempts, null);
        }

        if (!await limits.Turn(source, stop))
        {
            return (SignInResult.Busy, null);
        }

        var oneTime = accounts.IsOneTime(account, password);
        var check = oneTime && limits.Take(source) ? PasswordCheck.Right
            : oneTime ? PasswordCheck.Refused
            : await Check(account, name, password, isKnown, source, stop);
        var result = check switch
        {
            PasswordCheck.Busy => SignInResult.Busy,
            PasswordCheck.Refused => SignInResult.TooManyAttempts,
            PasswordCheck.Wrong => SignInResult.Failed,
            _ when account!.Disabled => SignInResult.Failed,
            _ => await CheckCode(account, code, isKnown, source, stop),
        };
        if (result == SignInResult.Done && check == PasswordCheck.RightWithOldHash
            && await passwords.Hash(account!, password, stop) is { } hash)
        {
            await accounts.RenewHash(account!, hash);
        }

        if (result is SignInResult.Failed or SignInResult.CodeWrong)
        {
            journal.Failed(account);
            if (!limits.IsWithin(source)
                || (result == SignInResult.CodeWrong && !isKnown && !limits.MayGiveCode(account!.Id)))
            {
                journal.LockedOut(account);
            }
        }

        if (result != SignInResult.Done)
        {
            return (result, null);
        }

        await journal.SignedIn(account!, isKnown, oneTime);
        return (result, account);
    }

    // Names that no account can have are refused without the work of a hash.
    private async Task<PasswordCheck> Check(
        Account? account, string name, string password, bool isKnown, SignInSource source, CancellationToken stop) =>
        name.Length is 0 or > ThreadLimits.MaxNameLength
            ? limits.Take(source) ? PasswordCheck.Wrong : PasswordCheck.Refused
            : await passwords.Verify(
                account, password, isKnown ? HashingFor.Known : HashingFor.Stranger, () => limits.Take(source), stop);

    private async Task<SignInResult> CheckCode(
        Account account, string? code, bool isKnown, SignInSource source, CancellationToken stop)
    {
        if (account.TotpSecret is null)
        {
            limits.GiveBack(source);
            return SignInResult.Done;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            limits.GiveBack(source);
            return SignInResult.CodeNeeded;
        }

        if (!isKnown && !limits.MayGiveCode(account.Id))
        {
            return SignInResult.TooManyAttempts;
        }

        stop.ThrowIfCancellationRequested();
        if (await secondFactor.Take(account, code))
        {
            limits.GiveBack(source);
            return SignInResult.Done;
        }

        if (!isKnown)
        {
            limits.WrongCode(account.Id);
        }

        return SignInResult.CodeWrong;
    }
}
