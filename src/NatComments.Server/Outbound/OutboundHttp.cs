using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace NatComments.Server.Outbound;

/// <summary>
/// The one way out over HTTP: every call goes through <see cref="Pipelines.ForHttp"/>, and what a pipeline gave up is an <see cref="HttpRequestException"/>
/// as if the neighbour were not there.
/// </summary>
internal sealed class OutboundHttp : DelegatingHandler
{
    private static readonly Meter Meter = new("NatComments.Outbound");
    private static readonly Counter<long> Incidents = Meter.CreateCounter<long>(
        "natcomments.outbound.incidents", "{incident}", "Retries, timeouts, and openings and closings of the circuit breaker, of calls to other programs.");

    private readonly ResiliencePipeline<HttpResponseMessage> pipeline;

    private OutboundHttp(string neighbour)
        : base(new SocketsHttpHandler()) =>
        pipeline = Pipelines.ForHttp(what => Incidents.Add(1, new("kind", what), new("neighbour", neighbour)));

    /// <summary>A client for one neighbour.</summary>
    /// <param name="neighbour">Its name in the numbers.</param>
    /// <param name="timeout">For a call with all its tries.</param>
    public static HttpClient Client(string neighbour, TimeSpan timeout) => new(new OutboundHttp(neighbour)) { Timeout = timeout };

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return pipeline.Execute(stop => base.Send(request, stop), cancellationToken);
        }
        catch (Exception e) when (GivenUp(e))
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExecuteAsync(async stop => await base.SendAsync(request, stop), cancellationToken);
        }
        catch (Exception e) when (GivenUp(e))
        {
            throw new HttpRequestException(e.Message, e);
        }
    }

    private static bool GivenUp(Exception e) => e is BrokenCircuitException or TimeoutRejectedException or BulkheadFullException;
}
