using Microsoft.AspNetCore.Http.Features;

namespace NatComments.Server.Observability;

/// <summary>Names the span of a request by its method and route, as OpenTelemetry's conventions for HTTP have it. A path would say who reads what, so it is not told.</summary>
internal static class RequestSpans
{
    public static async Task Name(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = $"{http.Request.Method} {route}";
            span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
        }
    }
}
