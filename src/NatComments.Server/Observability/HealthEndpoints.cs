using Microsoft.Extensions.Diagnostics.HealthChecks;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Http;

namespace NatComments.Server.Observability;

/// <summary>Health, for whoever watches over the server.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the health checks, and the log of starts and stops.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<StoreHealth>("store");
        return services.AddHostedService<ServerLife>();
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Opens the store now: what keeps the server from it stops the start.
        _ = app.ServiceProvider.GetRequiredService<IStore>();
        Map(app, "/health/live", "live", _ => false).WithSummary("The process answers");
        Map(app, "/health/ready", "ready", _ => true).WithSummary("The store answers and the models are loaded");
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder app, string path, string word, Func<HealthCheckRegistration, bool> asked)
    {
        var checks = app.MapHealthChecks(path, new()
        {
            Predicate = asked,
            ResponseWriter = (http, report) => Answer(http, report, word),

            // The writer says it: the framework would add headers that only caches of HTTP 1.0 read.
            AllowCachingResponses = true,
        });
        return checks.WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).WithTags("Health").AllowAnonymous();
    }

    private static Task Answer(HttpContext http, HealthReport report, string word)
    {
        if (report.Status != HealthStatus.Healthy)
        {
            var failed = report.Entries.Values.First(entry => entry.Status != HealthStatus.Healthy);
            return Problems.Write(http, failed.Exception is null ? failed.Description! : Problems.InternalError);
        }

        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(word, http.RequestAborted);
    }
}

/// <summary>Healthy when the store answers; else it says the code of the problem.</summary>
internal sealed class StoreHealth(IStore store) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.ReadVersion(Commit.ServerPartition, ServerKeys.Health, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException e)
        {
            return HealthCheckResult.Unhealthy(e.Code);
        }
    }
}
