using System.Security.Cryptography;

namespace NatComments.Server.Limits;

/// <summary>
/// How often one network may do something, and all together, on this node. Addresses are kept for minutes, in memory only, as keyed digests whose key dies with
/// the process: nothing of them is ever written down.
/// </summary>
public sealed class Rates : IDisposable
{
    // 30 previews and second looks a minute: one every other second while a text is written; too few to search for a filter's edges. All together 1,200: at
    // 30 ms for the worst text that is six tenths of a core.
    private const int LooksPerMinute = 30;
    private const int LooksOfAll = 1_200;

    // 60: a pseudonym takes a challenge and a proof, and a school or an exit of Tor brings 30 a minute. All together 6,000: some 100 signatures a second.
    private const int ProofsPerMinute = 60;
    private const int ProofsOfAll = 6_000;

    // 3,000 pages that are made for one reader, feeds, counts and receipts: 50 a second, what a university asks for behind one address, and a tenth of a core.
    private const int ReadsPerMinute = 3_000;
    private const int ReadsOfAll = 60_000;

    // 120 live streams begun: each reader of a school loads some pages a minute.
    private const int WatchesPerMinute = 120;
    private const int WatchesOfAll = 30_000;

    // 20 phrases: an exit of Tor brings so many readers who write by them. All together 300: five a second, each 100 ms of a core at the most.
    private const int PhrasesPerMinute = 20;
    private const int PhrasesOfAll = 300;

    // 60,000 changes: 1,000 a second, half of what a machine of two cores writes.
    private const int PostsOfAll = 60_000;

    // Bytes of an IPv6 address that one household holds.
    private const int Household = 8;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Budget? _posts;
    private readonly Budget? _looks;
    private readonly Budget? _proofs;
    private readonly Budget? _reads;
    private readonly Budget? _watches;
    private readonly Budget? _phrases;

    /// <param name="postsPerMinute">How many changes one network may make in a minute; 0 switches every limit off.</param>
    public Rates(int postsPerMinute)
    {
        if (postsPerMinute > 0)
        {
            _posts = new(postsPerMinute, Math.Max(postsPerMinute, PostsOfAll));
            _looks = new(LooksPerMinute, LooksOfAll);
            _proofs = new(ProofsPerMinute, ProofsOfAll);
            _reads = new(ReadsPerMinute, ReadsOfAll);
            _watches = new(WatchesPerMinute, WatchesOfAll);
            _phrases = new(PhrasesPerMinute, PhrasesOfAll);
        }
    }

    /// <summary>The budget of a policy of <see cref="RateLimits"/>; null when the limits are switched off.</summary>
    internal Budget? Of(string policy) => policy switch
    {
        RateLimits.Posts => _posts,
        RateLimits.Looks => _looks,
        RateLimits.Proofs => _proofs,
        RateLimits.Reads => _reads,
        RateLimits.Watches => _watches,
        RateLimits.Phrases => _phrases,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, null),
    };

    /// <summary>True when one more change (a comment, an edit, a report, …) from this network is within the limit.</summary>
    public bool MayPost(HttpContext http) => May(_posts, http);

    /// <summary>True when this network may ask once more about a text that it has not sent, or for a reader's whole record.</summary>
    public bool MayLook(HttpContext http) => May(_looks, http);

    /// <summary>True when this network may ask for one more challenge, or prove one more pseudonym.</summary>
    public bool MayProve(HttpContext http) => May(_proofs, http);

    /// <summary>True when this network may ask for one more answer that is made for it: a page that is not ready, a feed, a receipt.</summary>
    public bool MayRead(HttpContext http) => May(_reads, http);

    /// <summary>True when this network may begin one more live stream.</summary>
    public bool MayWatch(HttpContext http) => May(_watches, http);

    /// <summary>True when this network may try or set one more recovery phrase.</summary>
    public bool MayTryPhrase(HttpContext http) => May(_phrases, http);

    /// <summary>The address as a digest that means nothing outside this process; of IPv6 the first 64 bits, which one household holds.</summary>
    public string Network(HttpContext http) => WideningNetworks(http)[0];

    /// <summary>The network as <see cref="Network"/> says it, and of IPv6 those of 56 and 48 bits that it lies in.</summary>
    public IReadOnlyList<string> WideningNetworks(HttpContext http)
    {
        var prefix = NetworkDigests.Prefix(http);
        return prefix.Length == Household ? [Digest(prefix), Digest(prefix.AsSpan(0, 7)), Digest(prefix.AsSpan(0, 6))] : [Digest(prefix)];
    }

    public void Dispose()
    {
        foreach (var budget in new[] { _posts, _looks, _proofs, _reads, _watches, _phrases })
        {
            budget?.Dispose();
        }
    }

    private bool May(Budget? budget, HttpContext http) => budget is null || budget.Take(WideningNetworks(http));

    private string Digest(ReadOnlySpan<byte> network) => Convert.ToHexString(HMACSHA256.HashData(_key, network).AsSpan(0, 8));
}
