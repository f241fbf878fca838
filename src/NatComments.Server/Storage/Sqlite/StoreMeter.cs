using System.Diagnostics.Metrics;

namespace NatComments.Server.Storage.Sqlite;

/// <summary>What the store tells about itself through <c>System.Diagnostics.Metrics</c>; costs nothing while nobody listens.</summary>
internal sealed class StoreMeter : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string Name = "NatComments.Store";

    private readonly Meter meter = new(Name);
    private readonly Histogram<int> groupCommits;
    private readonly Histogram<double> groupDuration;
    private readonly Counter<long> failedCommits;

    /// <param name="waiting">Tells how many commits wait now.</param>
    public StoreMeter(Func<int> waiting)
    {
        meter.CreateObservableGauge("natcomments.store.commits.waiting", waiting, "{commit}", "Commits that wait for the writer.");
        groupCommits = meter.CreateHistogram<int>("natcomments.store.group.commits", "{commit}", "Commits that were made durable together.");
        groupDuration = meter.CreateHistogram<double>("natcomments.store.group.duration", "s", "Time from the start of a transaction until it was durable.");
        failedCommits = meter.CreateCounter<long>("natcomments.store.commits.failed", "{commit}", "Commits that the store could not write.");
    }

    /// <summary>A group was made durable.</summary>
    public void Wrote(int commits, TimeSpan duration)
    {
        groupCommits.Record(commits);
        groupDuration.Record(duration.TotalSeconds);
    }

    /// <summary>A group could not be written.</summary>
    public void Failed(int commits) => failedCommits.Add(commits);

    /// <summary>True for instruments of this store and no other.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, meter);

    public void Dispose() => meter.Dispose();
}
