using NatComments.Server.Http;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>
/// Makes sure that whoever sits at a session is its owner: before a change of how somebody signs in, the password is
/// asked for again, and the code where there is a second factor. Wrong tries are counted for the session, so that
/// whoever took it over cannot guess, and cannot keep the owner out elsewhere.
/// </summary>
internal sealed class AccountProof(Passwords passwords, SecondFactor secondFactor, SignInLimits limits)
{
    /// <summary>Null when the password is right; else what is wrong.</summary>
    public async Task<Refusal?> Password(OwnSession owner, string? password, CancellationToken stop)
    {
        var source = Source(owner);
        var check = await passwords.Verify(
            owner.Account, password ?? "", HashingFor.Known, () => limits.Take(source), stop);
        switch (check)
        {
            case PasswordCheck.Right or PasswordCheck.RightWithOldHash:
                limits.GiveBack(source);
                return null;
            case PasswordCheck.Busy:
                return new(Problems.SignInBusy);
            case PasswordCheck.Refused:
                return new(Problems.TooManyAttempts);
            default:
                return new(Problems.PasswordWrong);
        }
    }

    /// <summary>
    /// Null when the password is right and, where there is a second factor, so is the code of the authenticator or a
    /// recovery code; else what is wrong.
    /// </summary>
    public async Task<Refusal?> PasswordAndCode(
        OwnSession owner, string? password, string? code, CancellationToken stop)
    {
        if (await Password(owner, password, stop) is { } wrong)
        {
            return wrong;
        }

        if (owner.Account.TotpSecret is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            return new(Problems.CodeNeeded);
        }

        var taken = await Counted<bool>(owner, async () =>
            await secondFactor.Take(owner.Account, code) ? true : new Refusal(Problems.CodeWrong));
        return taken.Refused;
    }

    /// <summary>Does something that a wrong guess is refused for; it counts as one unless it goes through.</summary>
    public async Task<Result<T>> Counted<T>(OwnSession owner, Func<Task<Result<T>>> guess)
    {
        var source = Source(owner);
        if (!limits.Take(source))
        {
            return new Refusal(Problems.TooManyAttempts);
        }

        var done = await guess();
        if (done.Refused is null)
        {
            limits.GiveBack(source);
        }

        return done;
    }

    private static SignInSource Source(OwnSession owner) =>
        SignInLimits.Of(owner.Account.Name, "session:" + Secrets.Digest(owner.Secret));
}
