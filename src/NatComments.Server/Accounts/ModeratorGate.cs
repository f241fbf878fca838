using NatComments.Server.Http;
using NatComments.Server.Sites;

namespace NatComments.Server.Accounts;

/// <summary>Stands on an endpoint that only people with a role may use; a test walks all endpoints and looks for it.</summary>
/// <param name="Least">The least role on the site of the route, on every site where the route names none; null: being signed in is enough.</param>
public sealed record RequiredRole(Role? Least);

/// <summary>Stands on an endpoint of moderators that nobody needs to be signed in for: signing in itself.</summary>
public sealed record OpenToAll;

/// <summary>
/// Lets moderators in: by session cookie and anti-forgery header, or by personal token. Roles are looked up for the site of the route, at
/// every request, on the server.
/// </summary>
internal static class ModeratorGate
{
    private const string Item = "natcomments.account";
    private const string SessionItem = "natcomments.session";

    /// <summary>
    /// What a console sends with requests that nobody asked for by hand (signs of life, looks at queues): they do not keep a session alive.
    /// </summary>
    private const string BackgroundHeader = "X-Background";

    /// <summary>Requires a role on the site of the route, or on every site where the route names none.</summary>
    /// <param name="settingUp">Also open to whoever must still set a password or a second factor.</param>
    /// <param name="background">Being asked is no use that keeps a session alive.</param>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, Role? least, bool settingUp = false, bool background = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequiredRole(least)).AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (await Refusal(http, least, settingUp, background) is { } code)
            {
                await Problems.Write(http, code);
                return Results.Empty;
            }

            return await next(context);
        });

    /// <summary>Who is signed in; only behind <see cref="RequireRole"/>.</summary>
    public static Account Account(this HttpContext http) => (Account)http.Items[Item]!;

    /// <summary>The session of the request; null when it came with a personal token.</summary>
    public static Session? Session(this HttpContext http) => (Session?)http.Items[SessionItem];

    /// <summary>Whether a request comes from somebody who is signed in, whatever they may do.</summary>
    public static async ValueTask<bool> IsSignedIn(this HttpContext http) => (await Authenticate(http, renew: false)).Account is not null;

    /// <summary>Whether whoever began a request that goes on may still do so: the session or token holds, and the role. It is no use that keeps a session alive.</summary>
    public static async ValueTask<bool> IsStillIn(this HttpContext http, string site) => (await Authenticate(http, renew: false)).Account?.RoleOn(site) is not null;

    private static async ValueTask<string?> Refusal(HttpContext http, Role? least, bool settingUp, bool background)
    {
        var (account, secret, session) = await Authenticate(http, renew: !background && !http.Request.Headers.ContainsKey(BackgroundHeader));
        if (account is null)
        {
            return Problems.NotSignedIn;
        }

        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (secret is not null && changes && !IsOfSession(http.Request.Headers[Sessions.ForgeryHeader].ToString(), secret))
        {
            return Problems.ForgeryCheckFailed;
        }

        http.Items[Item] = account;
        http.Items[SessionItem] = session;
        if (settingUp)
        {
            return null;
        }

        if (secret is not null && account.PasswordHash is null)
        {
            return Problems.PasswordMustBeSet;
        }

        var rule = http.RequestServices.GetRequiredService<SecondFactorRule>();
        if (least is null)
        {
            return await rule.Lacks(account) ? Problems.SecondFactorMustBeSet : null;
        }

        if (http.GetRouteValue("site") is not string site)
        {
            return !account.Roles.TryGetValue(Accounts.Account.EverySite, out var everywhere) || everywhere < least ? Problems.RoleMissing
                : await rule.Lacks(account) ? Problems.SecondFactorMustBeSet
                : null;
        }

        if (account.RoleOn(site) is not { } role || role < least)
        {
            return Problems.RoleMissing;
        }

        return await http.RequestServices.GetRequiredService<SiteDirectory>().Find(site) is null ? Problems.SiteNotFound
            : await rule.Lacks(account, site) ? Problems.SecondFactorMustBeSet
            : null;
    }

    private static bool IsOfSession(string header, string secret) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(header), System.Text.Encoding.UTF8.GetBytes(Sessions.AntiForgery(secret)));

    private static async ValueTask<(Account? Account, string? Secret, Session? Session)> Authenticate(HttpContext http, bool renew)
    {
        if (Bearer(http) is { } token)
        {
            return (await http.RequestServices.GetRequiredService<PersonalTokens>().Find(token), null, null);
        }

        return http.Request.Cookies.TryGetValue(Sessions.Cookie, out var secret) && !string.IsNullOrEmpty(secret)
            && await http.RequestServices.GetRequiredService<Sessions>().Find(secret, renew) is var (account, session)
            ? (account, secret, session)
            : (null, null, null);
    }

    /// <summary>The bearer token of a request, or null.</summary>
    public static string? Bearer(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;
    }
}
