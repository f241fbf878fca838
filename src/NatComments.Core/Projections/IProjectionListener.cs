namespace NatComments.Core.Projections;

/// <summary>
/// What is told of projections to whoever hosts them. Each is told once for each change; calls must not block.
/// </summary>
public interface IProjectionListener
{
    /// <summary>A projection fails. The others go on without it, and it is tried again after growing pauses.</summary>
    void Failing(string site, string projection, Exception e);

    /// <summary>A projection that failed works again.</summary>
    void Works(string site, string projection);

    /// <summary>A projection is behind the others and catches up; told at the beginning and at intervals.</summary>
    void CatchingUp(string site, ProjectionStatus status);

    /// <summary>A projection that was behind stands where the others do.</summary>
    void CaughtUp(string site, ProjectionStatus status);

    /// <summary>An event of a thread cannot be read: the thread is not followed beyond it until it can.</summary>
    void Unreadable(string site, long number, Exception e);

    /// <summary>A thread with an event that could not be read is followed again.</summary>
    void Readable(string site);
}

/// <summary>How a projection of a site stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">How many events of the site it has taken in.</param>
/// <param name="Head">
/// How many events of the site there are to take in; likes are among them from the next other event of their thread on.
/// </param>
/// <param name="FailingSince">Since when it fails; null while it works.</param>
/// <param name="Error">What kind of error it failed with last; null while it works.</param>
public sealed record ProjectionStatus(
    string Name, long Position, long Head, DateTimeOffset? FailingSince, string? Error)
{
    /// <summary>How many events it is behind.</summary>
    public long Behind => Math.Max(0, Head - Position);
}
