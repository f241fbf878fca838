using NatComments.Server.Http;

namespace NatComments.Server.Pages;

/// <summary>Answers with a page that needs no script.</summary>
/// <param name="Html">The whole page.</param>
/// <param name="Status">200, or the status of what its form is refused with.</param>
internal sealed record HtmlPage(string Html, int Status = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = SecurityHeaders.Plain;

        // Nobody else is told where one comes from. Not "no-referrer": then a form would not say that it is one of our
        // own.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.Vary = "Accept-Language";
        return response.WriteAsync(Html, httpContext.RequestAborted);
    }
}

/// <summary>The answer to a form that was accepted: another page, so that a reload sends nothing again.</summary>
/// <param name="Address">Where the browser goes next.</param>
internal sealed record SeeOther(string Address) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc/>
    public int? StatusCode => StatusCodes.Status303SeeOther;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Address;
        return Task.CompletedTask;
    }
}
