using NatComments.Core.Audit;

namespace NatComments.Server.Identity;

/// <summary>What became of a try to sign in.</summary>
public enum SignInResult
{
    Done,
    Failed,

    /// <summary>The password is right; the second factor is still missing or wrong.</summary>
    CodeNeeded,
}

/// <summary>Lets people in: by password or one-time password, and by their second factor where they have one.</summary>
public sealed class SignIns(Accounts accounts, SecondFactor secondFactor)
{
    /// <summary>Tries; the account when it is done. A one-time password and a code work once.</summary>
    public async Task<(SignInResult Result, Account? Account)> Try(string name, string password, string? code)
    {
        var account = await accounts.FindByName(name);
        var oneTime = accounts.IsOneTime(account, password);
        if (!(oneTime || Accounts.IsPassword(account, password)) || account!.Disabled)
        {
            return (SignInResult.Failed, null);
        }

        if (account.TotpSecret is not null && !await secondFactor.Take(account, code))
        {
            return (SignInResult.CodeNeeded, null);
        }

        return oneTime ? await UseOneTime(account) : (SignInResult.Done, account);
    }

    private async Task<(SignInResult, Account?)> UseOneTime(Account account)
    {
        var used = false;
        var after = await accounts.Change(account.Id, now =>
        {
            used = now.OneTimeDigest == account.OneTimeDigest;
            return used
                ? (now with { OneTimeDigest = null, OneTimeUntil = null }, new AuditDraft(AuditKinds.InvitationUsed, account.Id, account.Id))
                : null;
        });
        return used ? (SignInResult.Done, after) : (SignInResult.Failed, null);
    }
}
