using System.Diagnostics;
using NatComments.Server.Configuration;
using NatComments.Server.Outbound;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NatComments.Server.Observability;

/// <summary>
/// Sends metrics, traces and logs over OTLP (HTTP, protobuf) to the collector that the settings name. Without one nothing of it is loaded. No body,
/// address, agent, path or query of a request is ever sent, only its route: a path may hold a receipt.
/// </summary>
internal sealed class OtlpExport(Uri collector, double tracedShare, QueueGauge queues) : IHostedService
{
    // What the names of our meters and of our sources of spans begin with.
    private const string Ours = "NatComments.*";

    // 15 s: half of Prometheus' usual interval, so that no scrape sees the same numbers twice.
    private const int MetricsEveryMilliseconds = 15_000;

    private const string OfOrleans = "Microsoft.Orleans.";

    private static readonly string[] Private = ["client.address", "network.peer.address", "user_agent.original", "url.path", "url.query", "url.full"];

    // Of Orleans' spans only these are told: others name the grain, which is an article, or quote what failed.
    private static readonly HashSet<string> ToldOfOrleans =
    [
        "rpc.system.name", "orleans.rpc.service", "rpc.method", "exception.type", "orleans.grain.type", "orleans.silo.id", "orleans.activation.cause",
    ];

    private MeterProvider? metrics;
    private TracerProvider? traces;

    /// <summary>Switches it on where the settings name a collector.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddFeatureOptions<TelemetryOptions>();
        var options = FeatureOptions.Read<TelemetryOptions>(builder.Configuration);
        if (options.Telemetry is not { Length: > 0 } collector)
        {
            return;
        }

        var to = new Uri(collector);
        builder.Logging.AddOpenTelemetry(logs => logs.SetResourceBuilder(Resource()).AddOtlpExporter(export => Configure(export, to, "logs")));
        builder.Services.AddSingleton<QueueGauge>();
        builder.Services.AddHostedService(services => new OtlpExport(to, options.TracedShare, services.GetRequiredService<QueueGauge>()));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(Resource())
            .AddMeter(Ours, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter((export, reader) =>
            {
                Configure(export, collector, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricsEveryMilliseconds;
            })
            .Build();
        traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(Resource())

            // Without Orleans' own calls (Microsoft.Orleans.Runtime): they are timers and probes.
            .AddSource("Microsoft.AspNetCore", OfOrleans + "Application", OfOrleans + "Lifecycle", Ours)

            // By our own share alone: whoever sends a traceparent must not decide what we trace.
            .SetSampler(new TraceIdRatioBasedSampler(tracedShare))
            .AddProcessor(new Silence())
            .AddOtlpExporter(export => Configure(export, collector, "traces"))
            .Build();
        await queues.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Sends what is left.
        metrics?.Dispose();
        traces?.Dispose();
        await queues.DisposeAsync();
    }

    // The process too: two nodes on one machine must not write into one line of a graph.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddService("natcomments", serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");

    private static void Configure(OtlpExporterOptions export, Uri collector, string signal)
    {
        export.Protocol = OtlpExportProtocol.HttpProtobuf;
        export.Endpoint = new Uri(collector, "/v1/" + signal);
        export.HttpClientFactory = () => OutboundHttp.Client("collector", TimeSpan.FromMilliseconds(export.TimeoutMilliseconds));
    }

    private sealed class Silence : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            foreach (var name in Private)
            {
                data.SetTag(name, null);
            }

            if (data.Source.Name.StartsWith(OfOrleans, StringComparison.Ordinal))
            {
                foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !ToldOfOrleans.Contains(name)).ToList())
                {
                    data.SetTag(name, null);
                }
            }
        }
    }
}
