using System.Diagnostics.Metrics;

namespace NatComments.Server.Threads;

/// <summary>Counts the first looks for a page. While nobody listens a look costs a nanosecond.</summary>
internal sealed class FirstLooks : IDisposable
{
    private static readonly KeyValuePair<string, object?> Ready = new("ready", true);
    private static readonly KeyValuePair<string, object?> NotReady = new("ready", false);

    private readonly Meter _meter = new("NatComments.Threads");
    private readonly Counter<long> _pages;

    public FirstLooks() => _pages = _meter.CreateCounter<long>(
        "natcomments.pages", "{page}", "First looks for a page, by whether it was ready in memory.");

    /// <summary>Somebody looked for a page.</summary>
    public void Count(bool wasReady) => _pages.Add(1, wasReady ? Ready : NotReady);

    public void Dispose() => _meter.Dispose();
}
