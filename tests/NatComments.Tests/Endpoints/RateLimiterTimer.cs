using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NatComments.Tests.Endpoints;

/// <summary>
/// Ends the timer of ASP.NET's rate limiting middleware with its server. The middleware makes a limiter and never disposes
/// it; the limiter's timer then keeps the whole server: 22 MB for each of the some 600 that these tests start, until
/// collecting garbage takes most of a run. A server's own process ends with its server, so only tests need this.
/// </summary>
internal sealed class RateLimiterTimer(WebApplication app) : IDisposable
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;
    private const string Middleware = "Microsoft.AspNetCore.RateLimiting.RateLimitingMiddleware";
    private readonly StrongBox<object?> _limiting = Watch(app);

    /// <summary>Fails when no request could reach the middleware: ASP.NET has changed, and this class is to go or to follow.</summary>
    public void Dispose()
    {
        var middleware = _limiting.Value ?? throw new InvalidOperationException($"There is no {Middleware} in the server.");
        var limiter = middleware.GetType().GetField("_endpointLimiter", Private)!.GetValue(middleware);
        ((PartitionedRateLimiter<HttpContext>)limiter!).Dispose();
    }

    private static StrongBox<object?> Watch(WebApplication app)
    {
        var found = new StrongBox<object?>();
        var builder = typeof(WebApplication).GetProperty("ApplicationBuilder", Private)!.GetValue(app)!;
        var parts = (List<Func<RequestDelegate, RequestDelegate>>)builder.GetType().GetField("_components", Private)!.GetValue(builder)!;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            parts[i] = next =>
            {
                var made = part(next);
                found.Value = made.Target?.GetType().FullName == Middleware ? made.Target : found.Value;
                return made;
            };
        }

        return found;
    }
}
