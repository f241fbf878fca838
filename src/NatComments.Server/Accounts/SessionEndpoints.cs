using NatComments.Server.Http;

namespace NatComments.Server.Accounts;

/// <summary>Signing in and out.</summary>
internal sealed class SessionEndpoints(
    SignIns signIns, Sessions sessions, Devices devices, SignInLimits limits, SignInJournal journal, SecondFactorRule secondFactorRule, TimeProvider clock, ServerOptions options)
{
    // The body of a sign-in is a name and a password.
    private const int MaxBody = 4_096;

    // A day: a device that is used stays known, and not every opening of the console writes a cookie.
    private static readonly TimeSpan DeviceRenewal = TimeSpan.FromDays(1);

    public void Map(IEndpointRouteBuilder app)
    {
        var session = app.MapGroup("/api/v1/session").WithTags("Moderator");
        session.MapPost("", (Delegate)SignIn).Accepts<SignInRequest>("application/json").Produces<SessionReply>()
            .WithMetadata(new OpenToAll())
            .WithSummary("Sign in, with the code of an authenticator where one is set up");
        session.MapGet("", (Delegate)Who).Produces<SessionReply>().Produces(204)
            .Require(new RequiredRole(null) { SettingUp = true, NobodyIsNoFault = true })
            .WithSummary("Who is signed in; with ifAny=true nobody is answered with 204. With the header X-Background it keeps no session alive");
        session.MapDelete("", SignOut).Produces(204).RequireRole(null, settingUp: true)
            .WithSummary("Sign out; with everywhere=true on every device");
    }

    private async Task SignIn(HttpContext http)
    {
        // A form of another site cannot send JSON without asking first, and is not let.
        var request = await Wire.Body(http, AccountsJson.Default.SignInRequest, MaxBody);
        var name = request.Name?.Trim() ?? "";
        var (result, account) = await signIns.Try(
            limits.Stranger(http, name),
            name,
            request.Password ?? "",
            request.Code,
            devices.Read(http.Request.Cookies[Devices.Cookie]),
            http.RequestAborted);
        if (result != SignInResult.Done)
        {
            throw new BadRequestException(result switch
            {
                SignInResult.CodeNeeded => Problems.CodeNeeded,
                SignInResult.CodeWrong => Problems.CodeWrong,
                SignInResult.TooManyAttempts => Problems.TooManyAttempts,
                SignInResult.Busy => Problems.SignInBusy,
                _ => Problems.SignInFailed,
            });
        }

        var secret = await sessions.Begin(account!);
        http.Response.Cookies.Append(Sessions.Cookie, secret, Cookie());
        RememberDevice(http, devices, account!);
        var (_, session) = (await sessions.Find(secret))!.Value;
        await Wire.Json(http, await Reply(account!, secret, session), AccountsJson.Default.SessionReply);
    }

    private async Task Who(HttpContext http)
    {
        var (account, session) = (http.Account(), http.Session());
        if (session is not null && devices.Read(http.Request.Cookies[Devices.Cookie]) is { } device && device.IsOf(account)
            && device.Since + DeviceRenewal < clock.GetUtcNow())
        {
            RememberDevice(http, devices, account);
        }

        await Wire.Json(http, await Reply(account, http.Request.Cookies[Sessions.Cookie] ?? "", session), AccountsJson.Default.SessionReply);
    }

    private async Task SignOut(HttpContext http, bool everywhere = false)
    {
        if (everywhere)
        {
            await sessions.EndAll(http.Account());
            http.Response.Cookies.Delete(Devices.Cookie, Cookie(Devices.Lasts));
        }

        if (http.Request.Cookies.TryGetValue(Sessions.Cookie, out var secret))
        {
            await sessions.End(secret);
            await journal.SignedOut(http.Account());
        }

        http.Response.Cookies.Delete(Sessions.Cookie, Cookie());
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>
    /// Gives the browser a fresh cookie by which it is known again as one on which the account signed in.
    /// </summary>
    public static void RememberDevice(HttpContext http, Devices devices, Account account) =>
        http.Response.Cookies.Append(Devices.Cookie, devices.Issue(account), Cookie(Devices.Lasts));

    // It goes with the session at the latest; the server ends it earlier when it is not used.
    private CookieOptions Cookie() => Cookie(TimeSpan.FromHours(options.SessionHours));

    private static CookieOptions Cookie(TimeSpan lasts) =>
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = lasts };

    private async ValueTask<SessionReply> Reply(Account account, string secret, Session? session) => new(
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
        IdleSeconds = session is null ? null : options.SessionIdleMinutes * 60,
        SecondsLeft = session is null ? null : (int)(session.EndsAt - clock.GetUtcNow()).TotalSeconds,
        LatestEnd = session?.StartedAt.AddHours(options.SessionHours),
    };
}
