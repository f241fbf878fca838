using System.ComponentModel.DataAnnotations;

namespace NatComments.Server.Observability;

/// <summary>Where numbers, traces and logs are sent.</summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// The address of an OpenTelemetry collector that takes OTLP over HTTP: <c>http://localhost:4318</c>. Without one
    /// nothing is sent.
    /// </summary>
    [Url]
    public string? Telemetry { get; set; }

    /// <summary>
    /// Which share of requests is traced to the collector. One in twenty: enough to see where time goes, little enough
    /// not to be felt.
    /// </summary>
    [Range(0, 1.0)]
    public double TracedShare { get; set; } = 0.05;
}
