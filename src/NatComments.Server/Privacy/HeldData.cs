using System.Collections.Concurrent;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Server.Limits;

namespace NatComments.Server.Privacy;

/// <summary>What is held of a site's readers right now: how many documents of each kind. Counted at most once in ten minutes.</summary>
internal sealed class HeldData(IStore store, DayKeys days, TimeProvider clock)
{
    /// <summary>100,000: beyond that "or more" says enough, and a count stays under a second.</summary>
    public const int MaxCounted = 100_000;

    // Ten minutes: whoever asks again and again makes the store count six times an hour.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    // What is counted, by the beginnings of the documents' keys.
    private static readonly IReadOnlyList<(string Kind, IReadOnlyList<string> Prefixes)> Kinds =
    [
        ("texts", [ThreadKeys.Texts]),
        ("reportNotes", [ThreadKeys.Reports]),
        ("statements", [ThreadKeys.Appeals]),
        ("receipts", [ThreadKeys.Receipts]),
        ("pseudonymKeys", VisitorKeys.KeyProofs),
        ("phrases", VisitorKeys.PhraseProofs),
        ("names", [VisitorKeys.Names]),
        ("networkDigests", [VisitorKeys.NetworkMarks]),
        ("erased", [ThreadKeys.ErasedMarks]),
    ];

    private readonly ConcurrentDictionary<string, (Task<HeldReply> Counted, DateTimeOffset Until)> _known = new();

    /// <summary>What is held of a site that is known to exist.</summary>
    public async Task<HeldReply> Of(string site)
    {
        var now = clock.GetUtcNow();
        var known = _known.AddOrUpdate(
            site,
            _ => (Count(site, now), now + Fresh),
            (_, before) => before.Until > now && !before.Counted.IsFaulted ? before : (Count(site, now), now + Fresh));
        return await known.Counted;
    }

    private async Task<HeldReply> Count(string site, DateTimeOffset now)
    {
        var counts = new Dictionary<string, long>();
        foreach (var (kind, prefixes) in Kinds)
        {
            counts[kind] = 0;
            foreach (var prefix in prefixes)
            {
                counts[kind] += await Count(site, prefix);
            }
        }

        return new(now, counts, MaxCounted, (await days.Today()).Day);
    }

    private async Task<long> Count(string site, string prefix)
    {
        var (count, after) = (0L, (string?)null);
        while (count < MaxCounted && await store.ReadDocumentKeys(site, prefix, after, StoreLimits.MaxRead) is { Count: > 0 } keys)
        {
            (count, after) = (count + keys.Count, keys[^1]);
        }

        return Math.Min(count, MaxCounted);
    }
}

/// <summary>What is held of a site's readers.</summary>
/// <param name="At">When it was counted.</param>
/// <param name="Counts">By kind: <c>texts</c>, <c>reportNotes</c>, <c>statements</c>, <c>receipts</c>, <c>pseudonymKeys</c>, <c>phrases</c>, <c>names</c>, <c>networkDigests</c>, <c>erased</c>.</param>
/// <param name="MostCounted">A count that is as large may be larger.</param>
/// <param name="NetworkKeyOf">The day (UTC) whose key digests of networks are made with now; it is destroyed when the day is over.</param>
public sealed record HeldReply(DateTimeOffset At, IReadOnlyDictionary<string, long> Counts, long MostCounted, string NetworkKeyOf);
