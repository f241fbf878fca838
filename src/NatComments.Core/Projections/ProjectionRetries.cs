using System.Collections.Concurrent;

namespace NatComments.Core.Projections;

/// <summary>When projections that failed are tried again: after pauses that double.</summary>
internal sealed class ProjectionRetries(TimeProvider clock)
{
    /// <summary>A second after the first failure: most are over by then.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>5 minutes at most: whoever has mended the cause sees it go on before they look for another.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(5);

    // 2^20 s are more than MaxPause: no larger power is needed.
    private const int MaxDoublings = 20;

    private readonly ConcurrentDictionary<(string Site, string Projection), (int Count, long At)> _failures = new();

    /// <summary>Remembers a failure. True when it is the first in a row.</summary>
    public bool Failed(string site, string projection) =>
        _failures.AddOrUpdate(
            (site, projection),
            _ => (1, clock.GetTimestamp()),
            (_, before) => (before.Count + 1, clock.GetTimestamp())).Count == 1;

    /// <summary>It works. True when it had failed before.</summary>
    public bool Works(string site, string projection) => _failures.TryRemove((site, projection), out _);

    /// <summary>True when it may be tried.</summary>
    public bool IsDue(string site, string projection) =>
        !_failures.TryGetValue((site, projection), out var last) || clock.GetElapsedTime(last.At) >= Pause(last.Count);

    /// <summary>How long it is left alone after so many failures in a row.</summary>
    public static TimeSpan Pause(int failures)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return pause < MaxPause ? pause : MaxPause;
    }
}
