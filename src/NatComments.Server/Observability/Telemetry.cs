using System.Diagnostics;
using NatComments.Server.Configuration;
using NatComments.Server.Http;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NatComments.Server.Observability;

/// <summary>
/// Sends metrics, traces and logs over OTLP (HTTP, protobuf) to the collector that the settings name. Without one
/// nothing of it is loaded. No body, address, agent, path or query of a request is ever sent, only its route: a path
/// may hold a receipt.
/// </summary>
internal static class Telemetry
{
    /// <summary>The collector's name among those that are called.</summary>
    public const string Collector = "collector";

    // What the names of our meters and of our sources of spans begin with.
    private const string Ours = "NatComments.*";

    // 15 s: half of Prometheus' usual interval, so that no scrape sees the same numbers twice.
    private const int MetricsEveryMilliseconds = 15_000;

    /// <summary>Adds it when the settings name a collector.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddFeatureOptions<TelemetryOptions>();
        var options = FeatureOptions.Read<TelemetryOptions>(builder.Configuration);
        if (options.Telemetry is { Length: > 0 } collector)
        {
            // On its own, so that without a collector the libraries are not even loaded.
            Add(builder.Services, new(collector), options.TracedShare);
        }
    }

    private static void Add(IServiceCollection services, Uri collector, double tracedShare)
    {
        OutboundCalls.Add(services, Collector);
        services.AddOptions<OtlpExporterOptions>().Configure<IServiceProvider>((export, provider) =>
        {
            export.Protocol = OtlpExportProtocol.HttpProtobuf;
            export.HttpClientFactory = () => new(new CollectorCalls(provider))
            {
                Timeout = TimeSpan.FromMilliseconds(export.TimeoutMilliseconds),
            };
        });

        // Before the others: what starts first is the last to hear that all have stopped.
        services.AddSingleton<QueueGauge>().AddHostedService<TelemetryEnd>();
        services.AddOpenTelemetry()

            // The process too: two nodes on one machine must not write into one line of a graph.
            .ConfigureResource(resource => resource.Clear().AddService(
                "natcomments", serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}"))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(Ours, "Microsoft.Orleans")
                .AddOtlpExporter((export, reader) =>
                {
                    export.Endpoint = new(collector, "/v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = MetricsEveryMilliseconds;
                }))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation()

                // Without Orleans' own calls (Microsoft.Orleans.Runtime): they are timers and probes.
                .AddSource(ToldTags.OfOrleans + "Application", ToldTags.OfOrleans + "Lifecycle", Ours)
                .SetSampler(new OwnShareSampler(tracedShare))
                .AddProcessor(new ToldTags())
                .AddOtlpExporter(export => export.Endpoint = new(collector, "/v1/traces")))
            .WithLogging(logs => logs.AddOtlpExporter(export => export.Endpoint = new(collector, "/v1/logs")));
    }

    /// <summary>
    /// Gets its handler at the first call: the exporter of logs is made together with the logger factory, which the
    /// factory of clients needs.
    /// </summary>
    private sealed class CollectorCalls(IServiceProvider services) : HttpMessageHandler
    {
        private readonly Lazy<HttpMessageInvoker> _calls = new(() => new(
            services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(Collector), disposeHandler: false));

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _calls.Value.Send(request, cancellationToken);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            _calls.Value.SendAsync(request, cancellationToken);
    }
}

/// <summary>
/// Traces a share of requests, whatever their <c>traceparent</c> says: neither its flag nor its id, which a caller
/// chooses, counts. What happens within a request, on this silo or another, is traced with it.
/// </summary>
internal sealed class OwnShareSampler(double share) : Sampler
{
    // The framework's name of the span of a request.
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        return new(samplingParameters.Name != Request && parent.TraceId != default
            ? parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            : Random.Shared.NextDouble() < share);
    }
}

/// <summary>
/// Takes from the spans of others what is not listed. The framework would tell addresses and paths, Orleans the key of
/// a grain, which is an article, or quote what failed.
/// </summary>
internal sealed class ToldTags : BaseProcessor<Activity>
{
    /// <summary>What the names of Orleans' sources begin with.</summary>
    public const string OfOrleans = "Microsoft.Orleans.";

    private const string OfFramework = "Microsoft.AspNetCore";

    private static readonly HashSet<string> Told =
    [
        "http.request.method", "http.route", "http.response.status_code", "error.type",
        "rpc.system.name", "rpc.method", "exception.type",
        "orleans.rpc.service", "orleans.grain.type", "orleans.silo.id", "orleans.activation.cause",
    ];

    public override void OnEnd(Activity data)
    {
        var of = data.Source.Name;
        if (of.StartsWith(OfOrleans, StringComparison.Ordinal) || of.StartsWith(OfFramework, StringComparison.Ordinal))
        {
            foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !Told.Contains(name)).ToList())
            {
                data.SetTag(name, null);
            }
        }
    }
}
