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
    /// <summary>Passes when the password is right; else throws the problem that says what is wrong.</summary>
    public async Task Password(HttpContext http, Account account, string? password)
    {
        var source = Source(http, account);
        var check = await passwords.Verify(account, password ?? "", HashingFor.Known, () => limits.Take(source), http.RequestAborted);
        if (check is not (PasswordCheck.Right or PasswordCheck.RightWithOldHash))
        {
            throw new BadRequestException(
                check == PasswordCheck.Busy ? Problems.SignInBusy
                : check == PasswordCheck.Refused ? Problems.TooManyAttempts
                : Problems.PasswordWrong);
        }

        limits.GiveBack(source);
    }

    /// <summary>
    /// Passes when the password is right and, where there is a second factor, so is the code of the authenticator or a
    /// recovery code.
    /// </summary>
    public async Task PasswordAndCode(HttpContext http, Account account, string? password, string? code)
    {
        await Password(http, account, password);
        if (account.TotpSecret is null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            throw new BadRequestException(Problems.CodeNeeded);
        }

        await Counted(http, account, async () =>
            await secondFactor.Take(account, code) ? true : throw new BadRequestException(Problems.CodeWrong));
    }

    /// <summary>Does something that fails with a wrong guess; it counts as one unless it goes through.</summary>
    public async Task<T> Counted<T>(HttpContext http, Account account, Func<Task<T>> guess)
    {
        var source = Source(http, account);
        if (!limits.Take(source))
        {
            throw new BadRequestException(Problems.TooManyAttempts);
        }

        var done = await guess();
        limits.GiveBack(source);
        return done;
    }

    private static SignInSource Source(HttpContext http, Account account) =>
        SignInLimits.Of(account.Name, "session:" + Secrets.Digest(http.Request.Cookies[Sessions.Cookie] ?? account.Id));
}
