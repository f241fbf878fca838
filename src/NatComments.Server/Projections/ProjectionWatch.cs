using System.Diagnostics.Metrics;
using NatComments.Core.Projections;

namespace NatComments.Server.Projections;

/// <summary>
/// Logs what becomes of projections, once for each change, and shows in metrics how they stand. No articles and no
/// texts.
/// </summary>
internal sealed partial class ProjectionWatch : IProjectionListener, IDisposable
{
    private readonly Meter _meter = new("NatComments.Projections");
    private readonly ILogger<ProjectionWatch> _log;
    private SiteProjections? _projections;

    public ProjectionWatch(ILogger<ProjectionWatch> log)
    {
        _log = log;
        _meter.CreateObservableGauge(
            "natcomments.projection.behind",
            () => Measure(status => status.Behind),
            "{event}",
            "Events that a projection is behind the others of its site.");
        _meter.CreateObservableGauge(
            "natcomments.projection.failing",
            () => Measure(status => status.FailingSince is null ? 0 : 1),
            "{projection}",
            "Projections that fail: 1 for each.");
    }

    /// <summary>The projections whose numbers are shown.</summary>
    public SiteProjections Watch(SiteProjections projections) => _projections = projections;

    public void Dispose() => _meter.Dispose();

    void IProjectionListener.Failing(string site, string projection, Exception e) => Failing(e, projection, site);

    void IProjectionListener.Works(string site, string projection) => Works(projection, site);

    void IProjectionListener.CatchingUp(string site, ProjectionStatus status) =>
        CatchingUp(status.Name, site, status.Position, status.Head);

    void IProjectionListener.CaughtUp(string site, ProjectionStatus status) =>
        CaughtUp(status.Name, site, status.Position);

    void IProjectionListener.Unreadable(string site, long number, Exception e) =>
        Unreadable(site, number, e.GetType().Name);

    void IProjectionListener.Readable(string site) => Readable(site);

    private IEnumerable<Measurement<long>> Measure(Func<ProjectionStatus, long> value) =>
        (_projections?.Known ?? []).SelectMany(site => site.Projections.Select(
            status => new Measurement<long>(value(status), new("site", site.Site), new("projection", status.Name))));

    [LoggerMessage(
        1311,
        LogLevel.Error,
        "The projection {Projection} of {Site} fails; the others go on, and it is tried again after growing pauses")]
    private partial void Failing(Exception e, string projection, string site);

    [LoggerMessage(1312, LogLevel.Information, "The projection {Projection} of {Site} works again")]
    private partial void Works(string projection, string site);

    [LoggerMessage(
        1313, LogLevel.Information, "The projection {Projection} of {Site} catches up: {Position} of {Head} events")]
    private partial void CatchingUp(string projection, string site, long position, long head);

    [LoggerMessage(
        1314, LogLevel.Information, "The projection {Projection} of {Site} has caught up at {Position} events")]
    private partial void CaughtUp(string projection, string site, long position);

    [LoggerMessage(
        1315, LogLevel.Error, "Event {Number} of a thread of {Site} cannot be read: {Error}; the thread waits")]
    private partial void Unreadable(string site, long number, string error);

    [LoggerMessage(
        1316, LogLevel.Information, "A thread of {Site} with an event that could not be read is followed again")]
    private partial void Readable(string site);
}
