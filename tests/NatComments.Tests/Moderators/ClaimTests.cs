using NatComments.Core.Queue;

namespace NatComments.Tests.Moderators;

/// <summary>The rules of claims, told without a server.</summary>
public sealed class ClaimTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid[] Comments = [.. Enumerable.Range(1, 300).Select(i => new Guid(i, 0, 0, new byte[8]))];

    [Fact]
    public void What_one_holds_the_other_is_not_given()
    {
        var claims = Claims.None.Apply(ClaimRules.Take(Claims.None, "ada", Comments[..2], Now)!);

        Assert.Equal(Comments[2..4], ClaimRules.Take(claims, "bora", Comments[..4], Now)!.Comments);
        Assert.Null(ClaimRules.Take(claims, "bora", Comments[..2], Now));
    }

    [Fact]
    public void A_lease_ends_by_itself_and_work_extends_it()
    {
        var claims = Claims.None.Apply(ClaimRules.Take(Claims.None, "ada", Comments[..1], Now)!);
        var later = Now + Claims.Lease;

        Assert.Null(claims.Of(Comments[0], later));
        Assert.NotNull(ClaimRules.Take(claims, "bora", Comments[..1], later));

        var extended = claims.Apply(ClaimRules.Extend(claims, "ada", later.AddSeconds(-1))!);
        Assert.Equal("ada", extended.Of(Comments[0], later)!.Moderator);
        Assert.Null(ClaimRules.Extend(claims, "ada", later));
    }

    [Fact]
    public void Only_ones_own_claims_can_be_given_back()
    {
        var claims = Claims.None.Apply(ClaimRules.Take(Claims.None, "ada", Comments[..2], Now)!);

        Assert.Null(ClaimRules.Release(claims, "bora", null, Now));
        var released = claims.Apply(ClaimRules.Release(claims, "ada", Comments[..1], Now)!);
        Assert.Null(released.Of(Comments[0], Now));
        Assert.NotNull(released.Of(Comments[1], Now));
    }

    [Fact]
    public void Nobody_holds_more_than_the_limit()
    {
        var taken = ClaimRules.Take(Claims.None, "ada", Comments, Now)!;

        Assert.Equal(Claims.MaxHeld, taken.Comments.Count);
        Assert.Null(ClaimRules.Take(Claims.None.Apply(taken), "ada", Comments, Now));
    }

    [Fact]
    public void Ended_leases_are_forgotten_with_the_next_event()
    {
        var claims = Claims.None.Apply(ClaimRules.Take(Claims.None, "ada", Comments[..100], Now)!);

        Assert.Single(claims.Apply(ClaimRules.Take(claims, "bora", Comments[200..201], Now + Claims.Lease)!).Held);
    }
}
