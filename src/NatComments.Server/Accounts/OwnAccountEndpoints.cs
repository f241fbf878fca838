using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>What somebody who is signed in does with their own account: public name, password, second factor, personal tokens.</summary>
internal static class OwnAccountEndpoints
{
    /// <summary>Maps them.</summary>
    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        var own = app.MapApi("/api/v1", "Moderator");
        own.WithMetadata(BodyLimit.Small);
        own.MapPut("/account", Rename)
            .WithName("renameAccount").Refuses(Problems.InvalidName, Problems.NameOfSignIn, Problems.NameTaken)
            .RequireRole(null)
            .WithSummary("Change the name under which colleagues and readers meet one");
        own.MapGet("/sites", Sites)
            .WithName("listOwnSites")
            .RequireRole(null).WithSummary("The sites on which one has a role");
        var session = own.MapGroup("/session");
        session.MapPut("/password", SetPassword)
            .WithName("setPassword")
            .Refuses(Problems.SignInBusy, Problems.TooManyAttempts, Problems.PasswordWrong, Problems.PasswordTooWeak)
            .RequireRole(null, settingUp: true)
            .WithSummary("Set a new password; all other sessions end");
        session.MapPost("/second-factor", Prepare)
            .WithName("prepareSecondFactor").Refuses(Problems.PasswordMustBeSet, Problems.SecondFactorOn)
            .RequireRole(null, settingUp: true)
            .WithSummary("A secret for an authenticator");
        session.MapPut("/second-factor", Confirm)
            .WithName("confirmSecondFactor")
            .Refuses(Problems.PasswordMustBeSet, Problems.TooManyAttempts, Problems.CodeWrong)
            .RequireRole(null, settingUp: true)
            .WithSummary("Switch the second factor on with a code; answers recovery codes");
        session.MapDelete("/second-factor", Remove)
            .WithName("removeSecondFactor")
            .Refuses(
                Problems.SignInBusy, Problems.TooManyAttempts, Problems.PasswordWrong, Problems.CodeNeeded,
                Problems.CodeWrong)
            .RequireRole(null)
            .WithSummary("Switch the second factor off; needs the password and a code");
        session.MapPost("/recovery-codes", RenewCodes)
            .WithName("renewRecoveryCodes")
            .Refuses(Problems.SignInBusy, Problems.TooManyAttempts, Problems.PasswordWrong, Problems.SecondFactorOff)
            .RequireRole(null)
            .WithSummary("New recovery codes in the place of the old ones; needs the password and a code");
        session.MapGet("/tokens", Tokens)
            .WithName("listTokens")
            .RequireRole(null).WithSummary("One's personal tokens");
        session.MapPost("/tokens", AddToken)
            .WithName("createToken")
            .Refuses(
                Problems.SignInBusy, Problems.TooManyAttempts, Problems.PasswordWrong, Problems.CodeNeeded,
                Problems.CodeWrong, Problems.InvalidName, Problems.TooManyTokens)
            .RequireRole(null)
            .WithSummary("A new personal token; needs the password, and a code where there is a second factor");
        session.MapDelete("/tokens/{id}", EndToken)
            .WithName("endToken").Refuses(Problems.TokenNotFound)
            .RequireRole(null).WithSummary("End a personal token at once");
    }

    /// <summary>The tokens of an account that work, as they are shown.</summary>
    public static async Task<IReadOnlyList<TokenReply>> Replies(
        PersonalTokens tokens, Account account, CancellationToken stop)
    {
        var used = await tokens.Used(account, stop);
        return (await tokens.Working(account, stop)).Select(token => new TokenReply(
            token.Id,
            token.Label,
            token.CreatedAt,
            token.EndsAt,
            used.TryGetValue(token.Id, out var day) ? day : null)).ToList();
    }

    private static async Task<Ok<List<SiteReply>>> Sites(HttpContext http, SiteDirectory sites)
    {
        var me = http.Account();
        var mine = (await sites.All(http.RequestAborted)).Select(site => (site, Role: me.RoleOn(site.Id))).Where(pair => pair.Role is not null);
        return TypedResults.Ok(mine.Select(pair => new SiteReply(pair.site.Id, pair.site.Name, pair.Role!.Value)).ToList());
    }

    private static async Task<Results<NoContent, Refusal>> Rename(
        Body<PublicNameRequest> body, OwnSession owner, People people, ModeratorNames names)
    {
        var account = owner.Account;
        if (PlainText.Name(body.Value.PublicName, ThreadLimits.MaxNameLength) is not { } name)
        {
            return new Refusal(Problems.InvalidName);
        }

        if (string.Equals(name, account.Name, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(Problems.NameOfSignIn);
        }

        if (!await people.Rename(account, name))
        {
            return new Refusal(Problems.NameTaken);
        }

        names.Forget(account.Id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> SetPassword(
        HttpContext http, Body<PasswordRequest> body, OwnSession owner, AccountProof proof, Passwords passwords,
        AccountStore accounts, Sessions sessions, Devices devices, SiteDirectory sites, CancellationToken stop)
    {
        var (request, account) = (body.Value, owner.Account);
        if (account.PasswordHash is not null && await proof.Password(owner, request.Current, stop) is { } unproven)
        {
            return unproven;
        }

        if (PasswordRules.Fault(request.Password, Names(account, await sites.All(stop))) is { } wrong)
        {
            return new Refusal(Problems.PasswordTooWeak, wrong switch
            {
                PasswordFault.Length =>
                    $"{Account.MinPasswordLength} to {Account.MaxPasswordLength} characters are needed.",
                PasswordFault.Name =>
                    "Your name, and the names of the site and of this program, are the first that are tried.",
                PasswordFault.Common => "It is a common password, or a common word with a little around it.",
                _ => "It repeats itself, or follows the keyboard, the alphabet or the digits.",
            });
        }

        if (await passwords.Hash(account, request.Password!, stop) is not { } hash)
        {
            return new Refusal(Problems.SignInBusy);
        }

        await accounts.SetPassword(account, hash);
        await sessions.Restart(owner.Secret, account);
        SessionEndpoints.RememberDevice(http, devices, account);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<AuthenticatorReply>, Refusal>> Prepare(
        OwnSession owner, SecondFactor secondFactor)
    {
        if (PasswordMissing(owner) is { } missing)
        {
            return missing;
        }

        if (owner.Account.TotpSecret is not null)
        {
            return new Refusal(Problems.SecondFactorOn);
        }

        var secret = await secondFactor.Prepare(owner.Account);
        var uri = Totp.Uri(secret, owner.Account.Name);
        return TypedResults.Ok(new AuthenticatorReply(secret, uri, QrCode.Rows(uri)));
    }

    private static async Task<Results<Ok<RecoveryCodesReply>, Refusal>> Confirm(
        Body<CodeRequest> body, OwnSession owner, AccountProof proof, SecondFactor secondFactor)
    {
        if (PasswordMissing(owner) is { } missing)
        {
            return missing;
        }

        var confirmed = await proof.Counted<RecoveryCodesReply>(owner, async () =>
            await secondFactor.Confirm(owner.Account, body.Value.Code) is { } codes
                ? new RecoveryCodesReply(codes)
                : new Refusal(Problems.CodeWrong));
        return confirmed.Refused is { } no ? no : TypedResults.Ok(confirmed.Value);
    }

    private static async Task<Results<NoContent, Refusal>> Remove(
        Body<PasswordCheckRequest> body, OwnSession owner, AccountProof proof, SecondFactor secondFactor,
        CancellationToken stop)
    {
        if (await proof.PasswordAndCode(owner, body.Value.Password, body.Value.Code, stop) is { } unproven)
        {
            return unproven;
        }

        await secondFactor.Remove(owner.Account);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<RecoveryCodesReply>, Refusal>> RenewCodes(
        Body<PasswordCheckRequest> body, OwnSession owner, AccountProof proof, SecondFactor secondFactor,
        CancellationToken stop)
    {
        if (await proof.Password(owner, body.Value.Password, stop) is { } unproven)
        {
            return unproven;
        }

        return owner.Account.TotpSecret is null
            ? new Refusal(Problems.SecondFactorOff)
            : TypedResults.Ok(new RecoveryCodesReply(await secondFactor.RenewCodes(owner.Account)));
    }

    private static async Task<Ok<IReadOnlyList<TokenReply>>> Tokens(
        ClaimsPrincipal user, PersonalTokens tokens, CancellationToken stop) =>
        TypedResults.Ok(await Replies(tokens, user.Account(), stop));

    private static async Task<Results<Created<NewTokenReply>, Refusal>> AddToken(
        Body<TokenRequest> body, OwnSession owner, AccountProof proof, PersonalTokens tokens, CancellationToken stop)
    {
        var (request, account) = (body.Value, owner.Account);
        if (PlainText.Name(request.Label, PersonalTokens.MaxLabelLength) is not { } label)
        {
            return new Refusal(Problems.InvalidName);
        }

        if (request.Days is < 1 or > PersonalTokens.MaxDays)
        {
            return new Refusal(Problems.InvalidRequest, $"days is 1 to {PersonalTokens.MaxDays}.");
        }

        if (await proof.PasswordAndCode(owner, request.Password, request.Code, stop) is { } unproven)
        {
            return unproven;
        }

        var secret = PersonalTokens.NewSecret();
        return await tokens.Add(account, secret, label, request.Days, account.Id) is { } token
            ? TypedResults.Created((string?)null, new NewTokenReply(token.Id, token.Label, token.EndsAt, secret))
            : new Refusal(Problems.TooManyTokens);
    }

    private static async Task<Results<NoContent, Refusal>> EndToken(
        [Description("The id of a personal token.")] string id, ClaimsPrincipal user, PersonalTokens tokens) =>
        await tokens.End(user.Account(), id, user.Account().Id)
            ? TypedResults.NoContent()
            : new Refusal(Problems.TokenNotFound);

    // What must not be in the account's password.
    private static IEnumerable<string> Names(Account account, IReadOnlyList<Site> sites) => sites
        .Where(site => account.RoleOn(site.Id) is not null)
        .SelectMany(site => (string[])[site.Id, site.Name])
        .Append(account.Name).Append(account.PublicName);

    // Only while an account is being set up: elsewhere the role asks for a password first.
    private static Refusal? PasswordMissing(OwnSession owner) =>
        owner.Account.PasswordHash is null ? new(Problems.PasswordMustBeSet) : null;
}
