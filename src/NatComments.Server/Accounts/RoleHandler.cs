using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>
/// Decides whether somebody who is signed in has the role that an endpoint requires. Roles are looked up for the site of
/// the route, at every request. What changes something in the name of a session also needs the session's anti-forgery
/// header, which a page of another site cannot know; that is checked here, before the body is read. What fails is named
/// by the code of a problem.
/// </summary>
internal sealed class RoleHandler(SecondFactorRule secondFactor, SiteDirectory sites) : AuthorizationHandler<RequiredRole>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RequiredRole requirement)
    {
        if (context is { User.Identity: AccountIdentity who, Resource: HttpContext http })
        {
            if ((await Problem(http, who, requirement) ?? Forged(http, who)) is { } code)
            {
                context.Fail(new(this, code));
            }
            else
            {
                context.Succeed(requirement);
            }
        }
    }

    private static string? Forged(HttpContext http, AccountIdentity who) =>
        who.Session is null || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(http.Request.Headers[Sessions.ForgeryHeader].ToString()),
            Encoding.UTF8.GetBytes(Sessions.AntiForgery(http.Request.Cookies[Sessions.Cookie] ?? "")))
            ? null
            : Problems.ForgeryCheckFailed;

    private async ValueTask<string?> Problem(HttpContext http, AccountIdentity who, RequiredRole required)
    {
        var account = who.Account;
        if (required.SettingUp)
        {
            return null;
        }

        if (who.Session is not null && account.PasswordHash is null)
        {
            return Problems.PasswordMustBeSet;
        }

        if (required.Least is not { } least)
        {
            return await secondFactor.Lacks(account) ? Problems.SecondFactorMustBeSet : null;
        }

        if (http.GetRouteValue("site") is not string site)
        {
            return !account.Roles.TryGetValue(Account.EverySite, out var everywhere) || everywhere < least ? Problems.RoleMissing
                : await secondFactor.Lacks(account) ? Problems.SecondFactorMustBeSet
                : null;
        }

        return account.RoleOn(site) is not { } role || role < least ? Problems.RoleMissing
            : await sites.Find(site, http.RequestAborted) is null ? Problems.SiteNotFound
            : await secondFactor.Lacks(account, site) ? Problems.SecondFactorMustBeSet
            : null;
    }
}

/// <summary>Answers who may not with a problem: nobody is signed in, or the code that <see cref="RoleHandler"/> gave.</summary>
internal sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Challenged)
        {
            var role = context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>();

            // A page that opens asks whether anybody is there yet; a browser would put a refusal down as an error of
            // the page.
            if (role is { NobodyIsNoFault: true } && context.Request.Query["ifAny"] == "true")
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }

            return Problems.Write(context, role is null ? Problems.InvalidToken : Problems.NotSignedIn);
        }

        var code = authorizeResult.AuthorizationFailure?.FailureReasons.FirstOrDefault()?.Message;
        return Problems.Write(context, code ?? Problems.RoleMissing);
    }
}
