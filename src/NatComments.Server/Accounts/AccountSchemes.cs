using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace NatComments.Server.Accounts;

/// <summary>How people and programs say who they are: authentication schemes of ASP.NET Core.</summary>
internal static class AccountSchemes
{
    /// <summary>A session or a personal token, whichever the request has.</summary>
    public const string Account = "account";

    /// <summary>A session's cookie.</summary>
    public const string Session = "session";

    /// <summary>A personal token as bearer.</summary>
    public const string Token = "personal-token";

    /// <summary>An API key of a site as bearer.</summary>
    public const string ApiKey = "api-key";

    /// <summary>Adds the schemes, and what authorisation asks of them.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication()
            .AddPolicyScheme(Account, null, either => either.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 && http.Bearer() is not null ? Token : Session)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(Session, null)
            .AddScheme<AuthenticationSchemeOptions, PersonalTokenHandler>(Token, null)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKey, null);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, RoleHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
    }
}

/// <summary>Somebody who is signed in: their account, and the session unless they came with a personal token.</summary>
internal sealed class AccountIdentity(string scheme, Account account, Session? session)
    : ClaimsIdentity([new(ClaimTypes.NameIdentifier, account.Id)], scheme)
{
    public Account Account { get; } = account;

    public Session? Session { get; } = session;
}

/// <summary>What a request says of who sends it.</summary>
internal static class SignedIn
{
    /// <summary>Who is signed in; only behind <see cref="RequiredRole"/>.</summary>
    public static Account Account(this ClaimsPrincipal user) => ((AccountIdentity)user.Identity!).Account;

    /// <summary>Who is signed in; only behind <see cref="RequiredRole"/>.</summary>
    public static Account Account(this HttpContext http) => http.User.Account();

    /// <summary>The session of the request; null when it came with a personal token.</summary>
    public static Session? Session(this HttpContext http) => ((AccountIdentity)http.User.Identity!).Session;

    /// <summary>The bearer token of a request, or null.</summary>
    public static string? Bearer(this HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;
    }

    /// <summary>
    /// Whether whoever began a request that goes on may still do so: the session or token holds, and the role. It is no
    /// use that keeps a session alive.
    /// </summary>
    public static async ValueTask<bool> IsStillIn(this HttpContext http, string site)
    {
        var account = http.Session() is not null
            ? http.Request.Cookies.TryGetValue(Sessions.Cookie, out var secret) && secret is not null
                ? (await http.RequestServices.GetRequiredService<Sessions>().Find(secret, renew: false))?.Account
                : null
            : http.Bearer() is { } token ? await http.RequestServices.GetRequiredService<PersonalTokens>().Find(token) : null;
        return account?.RoleOn(site) is not null;
    }
}

/// <summary>Knows people by the cookie of their session, and keeps it alive by use.</summary>
internal sealed class SessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    // What a console sends with requests that nobody asked for by hand (signs of life, looks at queues): they do not
    // keep a session alive.
    private const string BackgroundHeader = "X-Background";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Cookies.TryGetValue(Sessions.Cookie, out var secret) || string.IsNullOrEmpty(secret))
        {
            return AuthenticateResult.NoResult();
        }

        var background = Context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is { Background: true };
        var renew = !background && !Request.Headers.ContainsKey(BackgroundHeader);
        return await sessions.Find(secret, renew, Context.RequestAborted) is var (account, session)
            ? AuthenticateResult.Success(new(new(new AccountIdentity(Scheme.Name, account, session)), Scheme.Name))
            : AuthenticateResult.NoResult();
    }
}

/// <summary>Knows people by a personal token.</summary>
internal sealed class PersonalTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, PersonalTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Context.Bearer() is { } token && await tokens.Find(token, Context.RequestAborted) is { } account
            ? AuthenticateResult.Success(new(new(new AccountIdentity(Scheme.Name, account, null)), Scheme.Name))
            : AuthenticateResult.NoResult();
}

/// <summary>Knows programs by an API key of a site.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Context.Bearer() is { } key && await keys.Site(key, Context.RequestAborted) is { } site
            ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new("site", site)], Scheme.Name)), Scheme.Name))
            : AuthenticateResult.NoResult();
}
