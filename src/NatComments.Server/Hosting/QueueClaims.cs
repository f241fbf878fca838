using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Queue;
using NatComments.Core.Storage;

namespace NatComments.Server.Hosting;

/// <summary>
/// The claims of every site, kept in the store so that all nodes honour them. Each change expects the version that was read: of two moderators
/// who reach for the same entries one gets them and the other the next ones.
/// </summary>
public sealed class QueueClaims(IStore store, TimeProvider clock)
{
    // 16 moderators reaching for the next entry in the same millisecond.
    private const int MaxTries = 16;

    /// <summary>Who holds what now.</summary>
    public async ValueTask<Claims> Read(string site, CancellationToken stop = default) =>
        Claims.FromBytes(await store.ReadDocument(site, Claims.Document, stop));

    /// <summary>Gives a moderator entries that nobody holds.</summary>
    /// <param name="choose">Reads what to give, seeing the claims as they stand; asked again when somebody was faster.</param>
    public async Task<ClaimsTaken?> Take(string site, string moderator, Func<Claims, Task<IReadOnlyList<Guid>>> choose) =>
        (ClaimsTaken?)await Change(site, async claims => ClaimRules.Take(claims, moderator, await choose(claims), clock.GetUtcNow()));

    /// <summary>A moderator is still at work. Until when their claims hold; null when they have none.</summary>
    public async Task<DateTimeOffset?> Extend(string site, string moderator) =>
        ((ClaimsExtended?)await Change(site, claims => Task.FromResult<ClaimEvent?>(ClaimRules.Extend(claims, moderator, clock.GetUtcNow()))))?.Until;

    /// <summary>Gives back what a moderator holds of these comments; null: everything.</summary>
    public Task Release(string site, string moderator, IReadOnlyCollection<Guid>? comments) =>
        Change(site, claims => Task.FromResult<ClaimEvent?>(ClaimRules.Release(claims, moderator, comments, clock.GetUtcNow())));

    private async Task<ClaimEvent?> Change(string site, Func<Claims, Task<ClaimEvent?>> decide)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var claims = await Read(site);
            if (await decide(claims) is not { } e)
            {
                return null;
            }

            var after = claims.Apply(e);
            var commit = new Commit(site, new(Claims.Stream, claims.Version, [Claims.Write(e)]), [new(Claims.Document, after.ToBytes())], [], []);
            if (await store.TryCommit(commit) == CommitResult.Done)
            {
                return e;
            }
        }

        throw new StoreUnavailableException("thread-busy", "Others are claiming too. Try again in a moment.");
    }
}

/// <summary>Where a moderator was last seen at work.</summary>
/// <param name="Queue">The queue they look at, when they said so.</param>
/// <param name="Comment">The comment they look at, when they said so.</param>
public sealed record Seen(string Account, DateTimeOffset At, string? Queue, Guid? Comment);

/// <summary>Who is at work on a site now. Kept in the store so that every node shows the same, and forgotten after a minute and a half.</summary>
public sealed class Presence(IStore store, TimeProvider clock)
{
    /// <summary>90 seconds: three signs of life of a console that gives one every half minute.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(90);

    /// <summary>500 people at once.</summary>
    private const int MaxPeople = 500;

    /// <summary>Somebody gives a sign of life.</summary>
    public Task Tell(string site, Seen seen) => store.TryCommit(new(
        site, null, [new(Key(seen.Account), JsonSerializer.SerializeToUtf8Bytes(seen with { At = clock.GetUtcNow() }, PresenceJson.Default.Seen))], [], [])).AsTask();

    /// <summary>Somebody leaves.</summary>
    public Task Leave(string site, string account) => store.TryCommit(new(site, null, [new(Key(account), null)], [], [])).AsTask();

    /// <summary>Everybody who gave a sign of life lately.</summary>
    public async Task<IReadOnlyList<Seen>> Now(string site, CancellationToken stop = default)
    {
        var keys = await store.ReadDocumentKeys(site, Key(""), null, MaxPeople, stop);
        var read = keys.Count == 0 ? [] : await store.ReadDocuments(site, keys, stop);
        var since = clock.GetUtcNow() - Lasts;
        return [.. read.OfType<byte[]>().Select(bytes => JsonSerializer.Deserialize(bytes, PresenceJson.Default.Seen)!).Where(seen => seen.At > since)];
    }

    private static string Key(string account) => "presence/" + account;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Seen))]
internal sealed partial class PresenceJson : JsonSerializerContext;
