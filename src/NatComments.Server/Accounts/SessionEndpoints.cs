using System.ComponentModel;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    // A day: a device that is used stays known, and not every opening of the console writes a cookie.
    private static readonly TimeSpan DeviceRenewal = TimeSpan.FromDays(1);

    /// <summary>Maps them.</summary>
    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var session = app.MapApi("/api/v1/session", "Moderator");

        // A form of another site cannot send JSON without asking first, and is not let.
        session.MapPost("", SignIn)
            .WithName("signIn")
            .Refuses(
                Problems.SignInFailed, Problems.TooManyAttempts, Problems.SignInBusy, Problems.CodeNeeded,
                Problems.CodeWrong)
            .WithMetadata(BodyLimit.Small, new OpenToAll())
            .WithSummary("Sign in, with the code of an authenticator where one is set up");
        session.MapGet("", Who)
            .WithName("readSession")
            .Produces(204)
            .WithQuery("ifAny", "true: where nobody is signed in the answer is 204 and no refusal.", "true", "false")
            .WithHeader("X-Background", "Sent with any value, the question keeps no session alive.")
            .Require(new RequiredRole(null) { SettingUp = true, NobodyIsNoFault = true })
            .WithSummary("Who is signed in; with ifAny=true nobody is answered with 204. With the header X-Background it keeps no session alive");
        session.MapDelete("", SignOut)
            .WithName("signOut")
            .RequireRole(null, settingUp: true)
            .WithSummary("Sign out; with everywhere=true on every device");
    }

    /// <summary>
    /// Gives the browser a fresh cookie by which it is known again as one on which the account signed in.
    /// </summary>
    public static void RememberDevice(HttpContext http, Devices devices, Account account) =>
        http.Response.Cookies.Append(Devices.Cookie, devices.Issue(account), Cookie(Devices.Lasts));

    private static async Task<Results<Ok<SessionReply>, Refusal>> SignIn(
        HttpContext http, Body<SignInRequest> body, SignIns signIns, Sessions sessions, Devices devices,
        SignInLimits limits, SessionReplies replies, IOptions<AccountOptions> options, CancellationToken stop)
    {
        var request = body.Value;
        var name = request.Name?.Trim() ?? "";
        var (result, account) = await signIns.Try(
            limits.Stranger(http, name),
            name,
            request.Password ?? "",
            request.Code,
            devices.Read(http.Request.Cookies[Devices.Cookie]),
            stop);
        if (result != SignInResult.Done)
        {
            return new Refusal(result switch
            {
                SignInResult.CodeNeeded => Problems.CodeNeeded,
                SignInResult.CodeWrong => Problems.CodeWrong,
                SignInResult.TooManyAttempts => Problems.TooManyAttempts,
                SignInResult.Busy => Problems.SignInBusy,
                _ => Problems.SignInFailed,
            });
        }

        var secret = await sessions.Begin(account!);
        http.Response.Cookies.Append(Sessions.Cookie, secret, Cookie(options.Value));
        RememberDevice(http, devices, account!);
        var (_, session) = (await sessions.Find(secret, stop: stop))!.Value;
        return TypedResults.Ok(await replies.Of(account!, secret, session));
    }

    private static async Task<Ok<SessionReply>> Who(
        HttpContext http, Devices devices, SessionReplies replies, TimeProvider clock)
    {
        var (account, session) = (http.Account(), http.Session());
        if (session is not null && devices.Read(http.Request.Cookies[Devices.Cookie]) is { } device
            && device.IsOf(account) && device.Since + DeviceRenewal < clock.GetUtcNow())
        {
            RememberDevice(http, devices, account);
        }

        return TypedResults.Ok(await replies.Of(account, http.Request.Cookies[Sessions.Cookie] ?? "", session));
    }

    private static async Task<NoContent> SignOut(
        HttpContext http, ClaimsPrincipal user, Sessions sessions, SignInJournal journal, IOptions<AccountOptions> options,
        [Description("End all other sessions of the account too, and forget its devices.")] bool everywhere = false)
    {
        var cookies = http.Response.Cookies;
        if (everywhere)
        {
            await sessions.EndAll(user.Account());
            cookies.Delete(Devices.Cookie, Cookie(Devices.Lasts));
        }

        if (http.Request.Cookies.TryGetValue(Sessions.Cookie, out var secret))
        {
            await sessions.End(secret);
            await journal.SignedOut(user.Account());
        }

        cookies.Delete(Sessions.Cookie, Cookie(options.Value));
        return TypedResults.NoContent();
    }

    // It goes with the session at the latest; the server ends it earlier when it is not used.
    private static CookieOptions Cookie(AccountOptions options) => Cookie(TimeSpan.FromHours(options.SessionHours));

    private static CookieOptions Cookie(TimeSpan lasts) =>
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = lasts };
}

/// <summary>What the console is told of who is signed in.</summary>
internal sealed class SessionReplies(SecondFactorRule secondFactorRule, TimeProvider clock, IOptions<AccountOptions> options)
{
    /// <summary>Of an account and its session; null when it came with a personal token.</summary>
    public async ValueTask<SessionReply> Of(Account account, string secret, Session? session) => new(
        account.Id,
        account.Name,
        account.Roles.ToDictionary(pair => pair.Key, pair => pair.Value.ToString().ToLowerInvariant()),
        session is null ? "" : Sessions.AntiForgery(secret),
        account.PasswordHash is null && session is not null,
        account.TotpSecret is not null,
        account.RecoveryDigests.Count,
        session?.EndsAt)
    {
        PublicName = account.PublicName,
        MustSetSecondFactor = await secondFactorRule.Lacks(account),
        IdleSeconds = session is null ? null : options.Value.SessionIdleMinutes * 60,
        SecondsLeft = session is null ? null : (int)(session.EndsAt - clock.GetUtcNow()).TotalSeconds,
        LatestEnd = session?.StartedAt.AddHours(options.Value.SessionHours),
    };
}
