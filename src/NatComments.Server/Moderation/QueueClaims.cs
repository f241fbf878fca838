using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>Who works on what: the claims and the people of every site, kept by its grain.</summary>
internal sealed class QueueClaims(IGrainFactory grains, GrainCalls calls, TimeProvider clock)
{
    // 16 moderators reaching for the next entry in the same millisecond.
    private const int MaxTries = 16;

    /// <summary>Who holds what now.</summary>
    public ValueTask<Claims> Read(string site) => calls.Call(Grain(site), 0, static (grain, _) => grain.ReadClaims());

    /// <summary>Gives a moderator entries that nobody holds; null when there are none.</summary>
    /// <param name="choose">Reads what to give, seeing the claims as they stand; asked again when somebody was faster.</param>
    public async Task<ClaimsTaken?> Take(string site, string moderator, Func<Claims, Task<IReadOnlyList<Guid>>> choose)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var held = await Read(site);
            var chosen = await choose(held);
            if (chosen.Count == 0 || held.By(moderator, clock.GetUtcNow()).Count >= Claims.MaxHeld)
            {
                return null;
            }

            if (await calls.Call(Grain(site), (moderator, chosen), static (grain, asked) => grain.Claim(asked.moderator, [.. asked.chosen])) is { } taken)
            {
                return taken;
            }
        }

        throw new StoreUnavailableException("thread-busy", "Others are claiming too. Try again in a moment.");
    }

    /// <summary>A moderator is still at work. Until when their claims hold; null when they have none.</summary>
    public ValueTask<DateTimeOffset?> Extend(string site, string moderator) =>
        calls.Call(Grain(site), moderator, static (grain, moderator) => grain.ExtendClaims(moderator));

    /// <summary>Gives back what a moderator holds of these comments; null: everything.</summary>
    public Task Release(string site, string moderator, IReadOnlyCollection<Guid>? comments) => calls.Call(
        Grain(site), (moderator, comments), static (grain, asked) => grain.ReleaseClaims(asked.moderator, asked.comments?.ToArray()));

    /// <summary>Somebody gives a sign of life.</summary>
    public Task Seen(string site, string account, string? queue, Guid? comment) => calls.Call(
        Grain(site), (account, queue, comment), static (grain, seen) => grain.Seen(seen.account, seen.queue, seen.comment));

    /// <summary>Somebody leaves, and gives back what they hold.</summary>
    public Task Left(string site, string account) => calls.Call(Grain(site), account, static (grain, account) => grain.Left(account));

    /// <summary>Everybody who gave a sign of life lately.</summary>
    public ValueTask<PresentModerator[]> Present(string site) => calls.Call(Grain(site), 0, static (grain, _) => grain.ReadPresent());

    private ISiteGrain Grain(string site) => grains.GetGrain<ISiteGrain>(site);
}
