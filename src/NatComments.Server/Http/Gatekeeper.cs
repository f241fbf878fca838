using NatComments.Core.Storage;
using NatComments.Server.Authors;

namespace NatComments.Server.Http;

/// <summary>
/// Stands before every endpoint: answers preflights, sets the headers that every answer has, and turns whatever went wrong into a problem
/// document. Nothing of a request but its method, route and problem code is ever logged.
/// </summary>
internal static class Gatekeeper
{
    // One day: browsers ask again after that (most cap it at two hours).
    private const string PreflightAge = "86400";

    public static async Task Handle(HttpContext http, RequestDelegate next)
    {
        SecurityHeaders.Set(http);
        ModeratorOrigin.BeginPreflight(http);

        // Modules are fetched across origins, also without an Origin header when they come from a cache: the answer must not depend on it.
        if (http.Request.Path.StartsWithSegments("/widget") || http.Request.Path == "/embed.js")
        {
            http.Response.Headers.AccessControlAllowOrigin = "*";
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }

        var code = await Try(http, next);
        if (code is not null && !http.Response.HasStarted)
        {
            await Problems.Write(http, code.Value.Code, code.Value.Detail, code.Value.Sanction);
        }
    }

    private static async Task<(string Code, string? Detail, OwnSanctionReply? Sanction)?> Try(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            return http.Response is { HasStarted: false, ContentType: null, ContentLength: null } response
                ? response.StatusCode switch
                {
                    400 => (Problems.InvalidRequest, null, null),
                    404 => (Problems.NotFound, null, null),
                    405 => (Problems.MethodNotAllowed, null, null),
                    415 => (Problems.UnsupportedMediaType, null, null),
                    _ => null,
                }
                : null;
        }
        catch (BadRequestException e)
        {
            return (e.Code, e.Detail, e.Sanction);
        }
        catch (StoreUnavailableException e)
        {
            Logger(http).LogWarning("{Method} {Route}: {Code}", http.Request.Method, Route(http), e.Code);
            return (e.Code, null, null);
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? (Problems.BodyTooLarge, null, null) : (Problems.InvalidRequest, null, null);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            Logger(http).LogError(e, "{Method} {Route} failed", http.Request.Method, Route(http));
            return (Problems.InternalError, null, null);
        }
    }

    /// <summary>Only what needs no cookie may be asked for from elsewhere; an anti-forgery header never passes.</summary>
    public static void Preflight(HttpContext http, bool allow)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        if (!allow)
        {
            return;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "authorization, content-type, idempotency-key, if-none-match, last-event-id";
        headers.AccessControlMaxAge = PreflightAge;
    }

    private static ILogger Logger(HttpContext http) => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("NatComments");

    private static string? Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
