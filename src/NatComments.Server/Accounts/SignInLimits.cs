using System.Net;
using System.Security.Cryptography;
using System.Threading.RateLimiting;

namespace NatComments.Server.Accounts;

/// <summary>Where a try to sign in comes from, as digests that mean nothing outside this process.</summary>
/// <param name="Network">The address, of IPv6 the first 64 bits; null for somebody who is known.</param>
/// <param name="Wide">Of IPv6 the first 48 bits; else null.</param>
/// <param name="Known">What has proven itself: a session, or a device that signed in before; null: nothing.</param>
public sealed record SignInSource(string? Network, string? Wide, string Name, string? Known);

/// <summary>
/// How many sign-ins may fail. Failures alone count. A stranger's network is refused when it has used up its failures.
/// A name that is attacked from many networks is never refused, because that would lock its owner out: networks that
/// have failed a few times wait for their turn, and others go ahead. A device that signed in before has failures of its
/// own and passes all that.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    // 4 names from one network: an office of ten in which somebody mistypes, and too little to try a password on many
    // names.
    private const int NamesOfOneNetwork = 4;

    // A provider gives a customer up to a /48 of IPv6, which is 65,536 networks: 4 of them may use up all their
    // failures.
    private const int NetworksOfOneCustomer = 4;

    // 10 networks may use up all their failures on one name before its turns are given out.
    private const int NetworksOfOneName = 10;

    // 1,000 failures in five minutes on the whole server: more than a large newsroom could make by mistake.
    private const int FailuresOfAll = 1_000;

    // 3 failures of a network pass without waiting: a person who mistypes while the name is attacked gets in all the
    // same.
    private const int FreeFailures = 3;

    // One turn a second for the others, of one name and of all together: 86,400 guesses a day, which a password of 12
    // characters that is no common one stands for centuries.
    private static readonly TimeSpan TurnEvery = TimeSpan.FromSeconds(1);

    // 64 wait for a turn, the newest first; with 5 seconds' patience most would not come to it.
    private const int WaitForTurn = 64;

    // 10 wrong codes an hour beside the right password. Three codes of a million hold at a time: a guesser who has the
    // password needs a day for one chance in 1,400.
    private const int CodesAnHour = 10;

    private const string All = "all";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly int _failures;
    private readonly FailureCounts _counts;
    private readonly FailureCounts _codes;
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(
        of => RateLimitPartition.GetTokenBucketLimiter(of, _ => new()
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TurnEvery,
            AutoReplenishment = true,
            QueueLimit = WaitForTurn,
            QueueProcessingOrder = QueueProcessingOrder.NewestFirst,
        }));

    /// <param name="failures">How many sign-ins under one name, from one network, may fail in five minutes.</param>
    public SignInLimits(int failures, TimeProvider clock)
    {
        _failures = failures;
        _counts = new(Window, clock);
        _codes = new(TimeSpan.FromHours(1), clock);
    }

    /// <summary>Where a stranger's try comes from.</summary>
    public SignInSource Stranger(HttpContext http, string name)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == 4
            ? new(Digest(bytes), null, name.ToLowerInvariant(), null)
            : new(Digest(bytes.AsSpan(0, 8)), Digest(bytes.AsSpan(0, 6)), name.ToLowerInvariant(), null);
    }

    /// <summary>Where a try of somebody comes from who is known by a session or a device.</summary>
    public static SignInSource Of(string name, string known) => new(null, null, name.ToLowerInvariant(), known);

    /// <summary>True while fewer tries than allowed have failed.</summary>
    public bool IsWithin(SignInSource source) => Budgets(source).All(budget => _counts.Of(budget.Key) < budget.Limit);

    /// <summary>
    /// Counts a try as failed before it is made, so that none slips through beside it; <see cref="GiveBack"/> takes
    /// that back. False when the limit is reached.
    /// </summary>
    public bool Take(SignInSource source)
    {
        if (!IsWithin(source))
        {
            return false;
        }

        foreach (var key in Keys(source))
        {
            _counts.Add(key);
        }

        return true;
    }

    /// <summary>The try was none that failed.</summary>
    public void GiveBack(SignInSource source)
    {
        foreach (var key in Keys(source))
        {
            _counts.Remove(key);
        }
    }

    /// <summary>Waits for a turn where many have failed; false when too many wait already.</summary>
    public async ValueTask<bool> Turn(SignInSource source, CancellationToken stop)
    {
        if (source.Network is not { } network || _counts.Of(NetworkKey(network)) < FreeFailures)
        {
            return true;
        }

        string? of = _counts.Of(NameKey(source)) >= _failures * NetworksOfOneName ? NameKey(source)
            : _counts.Of(All) >= FailuresOfAll ? All
            : null;
        if (of is null)
        {
            return true;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Passwords.Patience);
        try
        {
            using var lease = await _turns.AcquireAsync(of, 1, patience.Token);
            return lease.IsAcquired;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>True when a stranger who has given the right password of an account may give a code.</summary>
    public bool MayGiveCode(string account) => _codes.Of(account) < CodesAnHour;

    /// <summary>A stranger who has given the right password of an account gave a wrong code.</summary>
    public void WrongCode(string account) => _codes.Add(account);

    public void Dispose() => _turns.Dispose();

    private IEnumerable<(string Key, int Limit)> Budgets(SignInSource source)
    {
        if (source.Known is { } known)
        {
            yield return (KnownKey(known), _failures);
            yield break;
        }

        yield return (NetworkKey(source.Network!), _failures * NamesOfOneNetwork);
        yield return (BothKey(source), _failures);
        if (source.Wide is { } wide)
        {
            yield return (NetworkKey(wide), _failures * NamesOfOneNetwork * NetworksOfOneCustomer);
        }
    }

    private IEnumerable<string> Keys(SignInSource source) =>
        Budgets(source).Select(budget => budget.Key).Concat(source.Known is null ? [NameKey(source), All] : []);

    private static string NetworkKey(string network) => "network:" + network;

    private static string NameKey(SignInSource source) => "name:" + source.Name;

    private static string BothKey(SignInSource source) => $"both:{source.Network}:{source.Name}";

    private static string KnownKey(string known) => "known:" + known;

    private string Digest(ReadOnlySpan<byte> network) => Convert.ToHexString(HMACSHA256.HashData(_key, network).AsSpan(0, 8));
}

/// <summary>Counts what failed by key, for a while from the first failure on. Its memory is bounded.</summary>
internal sealed class FailureCounts(TimeSpan window, TimeProvider clock)
{
    // 100,000 keys: some 20 MB, and the failures of 30,000 networks at a time.
    private const int MaxKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> _counts = [];

    public int Of(string key)
    {
        lock (_gate)
        {
            return _counts.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow() ? known.Count : 0;
        }
    }

    public void Add(string key)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var known = _counts.GetValueOrDefault(key);
            _counts[key] = known.Until > now ? (known.Count + 1, known.Until) : (1, now + window);
            if (_counts.Count > MaxKeys)
            {
                Shrink(now);
            }
        }
    }

    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_counts.TryGetValue(key, out var known))
            {
                _counts[key] = known with { Count = Math.Max(0, known.Count - 1) };
            }
        }
    }

    // Those that ended, then the half with the fewest failures: they are the farthest from a limit.
    private void Shrink(DateTimeOffset now)
    {
        foreach (var (key, _) in _counts.Where(pair => pair.Value.Until <= now || pair.Value.Count == 0).ToList())
        {
            _counts.Remove(key);
        }

        if (_counts.Count > MaxKeys / 2)
        {
            foreach (var (key, _) in _counts.OrderBy(pair => pair.Value.Count).Take(MaxKeys / 2).ToList())
            {
                _counts.Remove(key);
            }
        }
    }
}
