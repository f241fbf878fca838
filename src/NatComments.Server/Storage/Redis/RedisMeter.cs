using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NatComments.Server.Storage.Redis;

/// <summary>What the store tells about itself through <c>System.Diagnostics.Metrics</c>; costs nothing while nobody listens.</summary>
internal sealed class RedisMeter : IDisposable
{
    private static readonly ActivitySource Spans = new(Sqlite.StoreMeter.Name);

    private readonly Meter meter = new(Spans.Name);
    private readonly Histogram<double> duration;
    private readonly Counter<long> incidents;

    public RedisMeter()
    {
        duration = meter.CreateHistogram<double>("natcomments.store.call.duration", "s", "Time that a read or commit took, retries included.");
        incidents = meter.CreateCounter<long>("natcomments.store.incidents", "{incident}", "Retries, timeouts, and openings and closings of the circuit breaker.");
    }

    /// <summary>A call begins: its span, to be disposed at its end.</summary>
    public static Activity? Begin(string call) => Spans.StartActivity(call, ActivityKind.Client);

    /// <summary>A call is over, well or not.</summary>
    public void Took(string call, long started) => duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("call", call));

    /// <summary>Something happened between a call and its answer: <c>retry</c>, <c>timeout</c>, <c>opened</c>, <c>closed</c>.</summary>
    public void Happened(string what) => incidents.Add(1, new KeyValuePair<string, object?>("kind", what));

    public void Dispose() => meter.Dispose();
}
