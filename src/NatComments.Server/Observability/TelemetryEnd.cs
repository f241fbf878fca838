using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace NatComments.Server.Observability;

/// <summary>
/// Sends what is left when everything has stopped, while what sends it still lives. The container would do it too late:
/// it ends the pipelines of calls before the exporters.
/// </summary>
internal sealed class TelemetryEnd(
    QueueGauge queues, MeterProvider metrics, TracerProvider traces, LoggerProvider logs) : IHostedLifecycleService
{
    // 2 s, the time of one try: with a collector that does not answer a node still drains within three.
    private const int WaitMilliseconds = 2_000;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => queues.Start();

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // All at once: each waits for its own answer. Ended here, they do not wait again when the container ends them.
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => metrics.Shutdown(WaitMilliseconds), cancellationToken),
        Task.Run(() => traces.Shutdown(WaitMilliseconds), cancellationToken),
        Task.Run(() => logs.Shutdown(WaitMilliseconds), cancellationToken));
}
