using Microsoft.Extensions.Options;

namespace NatComments.Server.Observability;

/// <summary>Numbers, traces and logs for a collector: what is there.</summary>
internal static class Telemetry
{
    /// <summary>Adds the export to the collector that the settings name; nothing without one.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder) => OtlpExport.Add(builder);

    /// <summary>Names the spans of requests, where they are sent.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.Telemetry is { Length: > 0 })
        {
            app.Use(RequestSpans.Name);
        }
    }
}
