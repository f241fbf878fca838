using System.Collections.Immutable;

namespace NatComments.Core.Queue;

/// <summary>A moderator's short lease on a comment that waits: until it ends nobody else is given the comment, and nobody else decides it.</summary>
public sealed record Claim(Guid Comment, string Moderator, DateTimeOffset Until);

/// <summary>Something that happened to the claims of a site.</summary>
public abstract record ClaimEvent
{
    private protected ClaimEvent()
    {
    }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose claims they are.</summary>
    public required string Moderator { get; init; }
}

/// <summary>Comments were given to a moderator.</summary>
public sealed record ClaimsTaken : ClaimEvent
{
    public required IReadOnlyList<Guid> Comments { get; init; }

    public required DateTimeOffset Until { get; init; }
}

/// <summary>A moderator is still at work: everything they hold is theirs for longer.</summary>
public sealed record ClaimsExtended : ClaimEvent
{
    public required DateTimeOffset Until { get; init; }
}

/// <summary>Comments were decided on, or given back.</summary>
public sealed record ClaimsReleased : ClaimEvent
{
    public required IReadOnlyList<Guid> Comments { get; init; }
}

/// <summary>
/// Who holds what on one site: the fold of its claim events. Immutable. Leases that have ended are no longer in it after the next event,
/// so it stays as small as what is being worked on.
/// </summary>
public sealed record Claims(ImmutableDictionary<Guid, Claim> Held)
{
    /// <summary>200 comments at once for one moderator: four screens, an hour of work.</summary>
    public const int MaxHeld = 200;

    /// <summary>5 minutes: longer than the hardest comment takes, and soon over when somebody walks away. Work extends it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static readonly Claims None = new(ImmutableDictionary<Guid, Claim>.Empty);

    /// <summary>Who holds a comment now, or null.</summary>
    public Claim? Of(Guid comment, DateTimeOffset now) => Held.TryGetValue(comment, out var claim) && claim.Until > now ? claim : null;

    /// <summary>What a moderator holds now.</summary>
    public IReadOnlyList<Claim> By(string moderator, DateTimeOffset now) => [.. Held.Values.Where(claim => claim.Moderator == moderator && claim.Until > now)];

    /// <summary>The claims after an event. The only meaning of a claim event.</summary>
    public Claims Apply(ClaimEvent e)
    {
        var held = Held.RemoveRange(Held.Values.Where(claim => claim.Until <= e.At).Select(claim => claim.Comment));
        return new(e switch
        {
            ClaimsTaken taken => held.SetItems(taken.Comments.Select(id => KeyValuePair.Create(id, new Claim(id, e.Moderator, taken.Until)))),
            ClaimsExtended extended => held.SetItems(held.Values.Where(claim => claim.Moderator == e.Moderator)
                .Select(claim => KeyValuePair.Create(claim.Comment, claim with { Until = extended.Until }))),
            ClaimsReleased released => held.RemoveRange(released.Comments.Where(id => held.TryGetValue(id, out var claim) && claim.Moderator == e.Moderator)),
            _ => throw new InvalidDataException($"Claims know no event {e.GetType().Name}."),
        });
    }
}

/// <summary>Yes or no to what moderators ask of claims. Pure; null: nothing happens.</summary>
public static class ClaimRules
{
    /// <summary>Gives a moderator those comments that nobody holds, up to <see cref="Claims.MaxHeld"/> in all.</summary>
    public static ClaimsTaken? Take(Claims claims, string moderator, IReadOnlyList<Guid> wanted, DateTimeOffset now)
    {
        var room = Claims.MaxHeld - claims.By(moderator, now).Count;
        var free = wanted.Where(id => claims.Of(id, now) is null).Take(Math.Max(0, room)).ToList();
        return free.Count == 0 ? null : new() { At = now, Moderator = moderator, Comments = free, Until = now + Claims.Lease };
    }

    /// <summary>Everything the moderator holds is theirs for another lease.</summary>
    public static ClaimsExtended? Extend(Claims claims, string moderator, DateTimeOffset now) =>
        claims.By(moderator, now).Count == 0 ? null : new() { At = now, Moderator = moderator, Until = now + Claims.Lease };

    /// <summary>Gives back what the moderator holds of these comments; null: everything.</summary>
    public static ClaimsReleased? Release(Claims claims, string moderator, IReadOnlyCollection<Guid>? comments, DateTimeOffset now)
    {
        var own = claims.By(moderator, now).Select(claim => claim.Comment).Where(id => comments?.Contains(id) ?? true).ToList();
        return own.Count == 0 ? null : new() { At = now, Moderator = moderator, Comments = own };
    }
}
