using NatComments.Core.Queue;
using Orleans.Concurrency;

namespace NatComments.Server.Threads;

/// <summary>
/// One site in the whole cluster. The key is the site's id. It follows what happens in the site's threads, runs what is
/// due, and knows who is at work on what. Claims and presence are in memory: when its silo ends, claims are free, and
/// presence is told anew within half a minute.
/// </summary>
[Alias("natcomments.site")]
public interface ISiteGrain : IGrainWithStringKey
{
    /// <summary>
    /// Keeps the site awake, and tells a silo what is written beside the servers for the next <see
    /// cref="SiteGrain.SubscriptionLasts"/>. How many commits were so far.
    /// </summary>
    [Alias("beat")]
    Task<long> Beat(ISiteObserver silo);

    /// <summary>Who holds what.</summary>
    [Alias("claims")]
    Task<Claims> ReadClaims();

    /// <summary>Gives a moderator those comments that nobody holds; null when there are none.</summary>
    [Alias("claim")]
    Task<ClaimsTaken?> Claim(string moderator, Guid[] wanted);

    /// <summary>A moderator is still at work. Until when their claims hold; null when they have none.</summary>
    [Alias("extend")]
    Task<DateTimeOffset?> ExtendClaims(string moderator);

    /// <summary>Gives back what a moderator holds of these comments; null: everything.</summary>
    [Alias("release")]
    Task ReleaseClaims(string moderator, Guid[]? comments);

    /// <summary>Somebody gives a sign of life.</summary>
    [Alias("seen")]
    Task Seen(string account, string? queue, Guid? comment);

    /// <summary>Somebody leaves, and gives back what they hold.</summary>
    [Alias("left")]
    Task Left(string account);

    /// <summary>Everybody who gave a sign of life lately.</summary>
    [Alias("present")]
    Task<PresentModerator[]> ReadPresent();
}

/// <summary>A silo that remembers something of sites.</summary>
[Alias("natcomments.site-observer")]
public interface ISiteObserver : IGrainObserver
{
    /// <summary>Something was written to a site's threads beside the servers, by so many commits in all.</summary>
    [OneWay]
    [Alias("beside")]
    Task WrittenBeside(string site, long commits);
}

/// <summary>Where a moderator was last seen at work.</summary>
/// <param name="Queue">The queue they look at, when they said so.</param>
/// <param name="Comment">The comment they look at, when they said so.</param>
[GenerateSerializer, Immutable, Alias("natcomments.present")]
public sealed record PresentModerator(
    [property: Id(0)] string Account, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Queue, [property: Id(3)] Guid? Comment);
