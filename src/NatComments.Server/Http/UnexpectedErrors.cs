using Microsoft.AspNetCore.Diagnostics;
using NatComments.Core.Storage;

namespace NatComments.Server.Http;

/// <summary>
/// Answers what no endpoint expects: the store cannot be reached, the framework cannot read the request, a defect.
/// Logs method, route and code, and nothing else of the request.
/// </summary>
internal sealed partial class UnexpectedErrors(ILogger<UnexpectedErrors> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = exception switch
        {
            StoreUnavailableException e => new(e.Code),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(Problems.BodyTooLarge),
            BadHttpRequestException => new(Problems.InvalidRequest),
            _ => new Refusal(Problems.InternalError),
        };
        var route = (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText;
        switch (exception)
        {
            case StoreUnavailableException e:
                StoreUnavailable(httpContext.Request.Method, route, e.Code);
                break;
            case not BadHttpRequestException:
                Failed(exception, httpContext.Request.Method, route);
                break;
        }

        await Problems.Write(httpContext, refusal);
        return true;
    }

    [LoggerMessage(2001, LogLevel.Warning, "{Method} {Route}: {Code}")]
    private partial void StoreUnavailable(string method, string? route, string code);

    [LoggerMessage(2002, LogLevel.Error, "{Method} {Route} failed")]
    private partial void Failed(Exception e, string method, string? route);
}
