using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>What somebody who is signed in does with their own account: public name, password, second factor, personal tokens.</summary>
internal sealed class OwnAccountEndpoints(
    AccountStore accounts, Passwords passwords, AccountProof proof, Sessions sessions, Devices devices, SecondFactor secondFactor, PersonalTokens tokens,
    SiteDirectory sites, People people, ModeratorNames names)
{
    // A name, two passwords or a label.
    private const int MaxBody = 4_096;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/api/v1/account", (Delegate)Rename).WithTags("Moderator").Accepts<PublicNameRequest>("application/json").Produces(204).RequireRole(null).WithSummary("Change the name under which colleagues and readers meet one");
        var session = app.MapGroup("/api/v1/session").WithTags("Moderator");
        session.MapPut("/password", (Delegate)SetPassword).Accepts<PasswordRequest>("application/json").Produces(204).RequireRole(null, settingUp: true).WithSummary("Set a new password; all other sessions end");
        session.MapPost("/second-factor", (Delegate)Prepare).Produces<AuthenticatorReply>().RequireRole(null, settingUp: true).WithSummary("A secret for an authenticator");
        session.MapPut("/second-factor", (Delegate)Confirm).Accepts<CodeRequest>("application/json").Produces<RecoveryCodesReply>().RequireRole(null, settingUp: true).WithSummary("Switch the second factor on with a code; answers recovery codes");
        session.MapDelete("/second-factor", (Delegate)Remove).Accepts<PasswordCheckRequest>("application/json").Produces(204).RequireRole(null).WithSummary("Switch the second factor off; needs the password and a code");
        session.MapPost("/recovery-codes", (Delegate)RenewCodes).Accepts<PasswordCheckRequest>("application/json").Produces<RecoveryCodesReply>().RequireRole(null).WithSummary("New recovery codes in the place of the old ones; needs the password and a code");
        session.MapGet("/tokens", (Delegate)Tokens).Produces<IReadOnlyList<TokenReply>>().RequireRole(null).WithSummary("One's personal tokens");
        session.MapPost("/tokens", (Delegate)AddToken).Accepts<TokenRequest>("application/json").Produces<NewTokenReply>(201).RequireRole(null).WithSummary("A new personal token; needs the password, and a code where there is a second factor");
        session.MapDelete("/tokens/{id}", EndToken).Produces(204).RequireRole(null).WithSummary("End a personal token at once");
    }

    private async Task Rename(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.PublicNameRequest, MaxBody);
        var account = NeedPassword(http);
        var name = PlainText.Name(request.PublicName, ThreadLimits.MaxNameLength) ?? throw new BadRequestException(Problems.InvalidName);
        if (string.Equals(name, account.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadRequestException(Problems.NameOfSignIn);
        }

        if (!await people.Rename(account, name))
        {
            throw new BadRequestException(Problems.NameTaken);
        }

        names.Forget(account.Id);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SetPassword(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.PasswordRequest, MaxBody);
        var (account, secret) = (NeedSession(http), http.Request.Cookies[Sessions.Cookie]!);
        if (account.PasswordHash is not null)
        {
            await proof.Password(http, account, request.Current);
        }

        if (PasswordRules.Fault(request.Password, await Names(account)) is { } wrong)
        {
            throw new BadRequestException(Problems.PasswordTooWeak, wrong switch
            {
                PasswordFault.Length => $"{Account.MinPasswordLength} to {Account.MaxPasswordLength} characters are needed.",
                PasswordFault.Name => "Your name, and the names of the site and of this program, are the first that are tried.",
                PasswordFault.Common => "It is a common password, or a common word with a little around it.",
                _ => "It repeats itself, or follows the keyboard, the alphabet or the digits.",
            });
        }

        var hash = await passwords.Hash(account, request.Password!, http.RequestAborted) ?? throw new BadRequestException(Problems.SignInBusy);
        await accounts.SetPassword(account, hash);
        await sessions.Restart(secret, account);
        SessionEndpoints.RememberDevice(http, devices, account);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task Prepare(HttpContext http)
    {
        var account = NeedPassword(http);
        if (account.TotpSecret is not null)
        {
            throw new BadRequestException(Problems.SecondFactorOn);
        }

        var secret = await secondFactor.Prepare(account);
        var uri = Totp.Uri(secret, account.Name);
        await Wire.Json(http, new AuthenticatorReply(secret, uri, QrCode.Rows(uri)), AccountsJson.Default.AuthenticatorReply);
    }

    private async Task Confirm(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.CodeRequest, MaxBody);
        var account = NeedPassword(http);
        var codes = await proof.Counted(http, account, async () => await secondFactor.Confirm(account, request.Code) ?? throw new BadRequestException(Problems.CodeWrong));
        await Wire.Json(http, new RecoveryCodesReply(codes), AccountsJson.Default.RecoveryCodesReply);
    }

    private async Task Remove(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.PasswordCheckRequest, MaxBody);
        var account = NeedPassword(http);
        await proof.PasswordAndCode(http, account, request.Password, request.Code);
        await secondFactor.Remove(account);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task RenewCodes(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.PasswordCheckRequest, MaxBody);
        var account = NeedPassword(http);
        await proof.Password(http, account, request.Password);
        if (account.TotpSecret is null)
        {
            throw new BadRequestException(Problems.SecondFactorOff);
        }

        await Wire.Json(http, new RecoveryCodesReply(await secondFactor.RenewCodes(account)), AccountsJson.Default.RecoveryCodesReply);
    }

    private async Task Tokens(HttpContext http) => await Wire.Json(
        http, await Replies(tokens, http.Account(), http.RequestAborted), AccountsJson.Default.IReadOnlyListTokenReply);

    /// <summary>The tokens of an account that work, as they are shown.</summary>
    public static async Task<IReadOnlyList<TokenReply>> Replies(PersonalTokens tokens, Account account, CancellationToken stop)
    {
        var used = await tokens.Used(account, stop);
        return [.. (await tokens.Working(account)).Select(token => new TokenReply(
            token.Id, token.Label, token.CreatedAt, token.EndsAt, used.TryGetValue(token.Id, out var day) ? day : null))];
    }

    private async Task AddToken(HttpContext http)
    {
        var request = await Wire.Body(http, AccountsJson.Default.TokenRequest, MaxBody);
        var account = NeedPassword(http);
        var label = PlainText.Name(request.Label, PersonalTokens.MaxLabelLength) ?? throw new BadRequestException(Problems.InvalidName);
        if (request.Days is < 1 or > PersonalTokens.MaxDays)
        {
            throw new BadRequestException(Problems.InvalidRequest, $"days is 1 to {PersonalTokens.MaxDays}.");
        }

        await proof.PasswordAndCode(http, account, request.Password, request.Code);
        var secret = PersonalTokens.NewSecret();
        var token = await tokens.Add(account, secret, label, request.Days, account.Id) ?? throw new BadRequestException(Problems.TooManyTokens);
        await Wire.Json(http, new NewTokenReply(token.Id, token.Label, token.EndsAt, secret), AccountsJson.Default.NewTokenReply, 201);
    }

    private async Task EndToken(HttpContext http, string id)
    {
        if (!await tokens.End(http.Account(), id, http.Account().Id))
        {
            throw new BadRequestException(Problems.TokenNotFound);
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // What must not be in the account's password.
    private async Task<IEnumerable<string>> Names(Account account) => (await sites.All())
        .Where(site => account.RoleOn(site.Id) is not null).SelectMany(site => (string[])[site.Id, site.Name]).Append(account.Name).Append(account.PublicName);

    // A program with a token must not be able to change how its owner signs in.
    private static Account NeedSession(HttpContext http) => http.Session() is null ? throw new BadRequestException(Problems.NotSignedIn) : http.Account();

    private static Account NeedPassword(HttpContext http) =>
        NeedSession(http) is { PasswordHash: not null } account ? account : throw new BadRequestException(Problems.PasswordMustBeSet);
}
