using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NatComments.Server.Storage;

namespace NatComments.Server.Accounts;

/// <summary>What a check of a password found.</summary>
public enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>The password is right, and its hash is of an older, cheaper kind.</summary>
    RightWithOldHash,

    /// <summary>Too many hashes wait already; nothing was checked.</summary>
    Busy,

    /// <summary>A limit was reached while it waited; nothing was checked.</summary>
    Refused,
}

/// <summary>Whose password is hashed: it decides who waits for whom.</summary>
public enum HashingFor
{
    /// <summary>Somebody who has proven nothing yet.</summary>
    Stranger,

    /// <summary>Somebody with a session, or with a device that signed in before.</summary>
    Known,
}

/// <summary>
/// Hashes and checks passwords. A hash is meant to cost a tenth of a second of a core, so strangers must not be able to
/// buy many of them: one is computed for strangers at any moment and one for people who are known, each on a thread of
/// its own, away from those that answer readers. Whoever is known never waits for a stranger.
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>
    /// 210,000 rounds of PBKDF2 with HMAC-SHA-512: what OWASP's password storage cheat sheet asks for.
    /// </summary>
    public const int Iterations = 210_000;

    // 256 may wait: some 10 MB with their connections. The newest goes first, so that whoever comes while strangers
    // fill the queue waits for the hash that is being computed and not for all of theirs; the oldest is sent away when
    // the queue is full.
    private const int Waiting = 256;

    /// <summary>5 seconds: as long as a person waits without trying again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly PasswordHasher<Account> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    private static readonly Lazy<string> NobodysHash = new(() => Hasher.HashPassword(null!, Secrets.Random()));

    // Two lanes of one: at most two hashes are computed at a time.
    private readonly ConcurrencyLimiter _strangers = Lane();
    private readonly ConcurrencyLimiter _known = Lane();

    /// <summary>
    /// Whether this is the account's password, whatever the second factor. An account without a password, and null for
    /// a name that nobody has, cost as much time as any other.
    /// </summary>
    /// <param name="begin">Asked when the turn has come: false when it is not to be checked any more, which is answered
    /// as <see cref="PasswordCheck.Refused"/>.</param>
    public async Task<PasswordCheck> Verify(
        Account? account, string password, HashingFor whom, Func<bool> begin, CancellationToken stop = default)
    {
        if (password.Length > Account.MaxPasswordLength)
        {
            return begin() ? PasswordCheck.Wrong : PasswordCheck.Refused;
        }

        var (ran, refused, found) = await Run(
            whom,
            begin,
            () => Hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? NobodysHash.Value, password),
            stop);
        return !ran ? PasswordCheck.Busy
            : refused ? PasswordCheck.Refused
            : account?.PasswordHash is null ? PasswordCheck.Wrong
            : found switch
            {
                PasswordVerificationResult.Success => PasswordCheck.Right,
                PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightWithOldHash,
                _ => PasswordCheck.Wrong,
            };
    }

    /// <summary>The hash under which a password is kept; null when too many hashes wait already.</summary>
    public async Task<string?> Hash(Account account, string password, CancellationToken stop = default) =>
        (await Run(HashingFor.Known, () => true, () => Hasher.HashPassword(account, password), stop)).Result;

    /// <inheritdoc/>
    public void Dispose()
    {
        _strangers.Dispose();
        _known.Dispose();
    }

    private async Task<(bool Ran, bool Refused, T? Result)> Run<T>(
        HashingFor whom, Func<bool> begin, Func<T> hash, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        RateLimitLease lease;
        try
        {
            lease = await (whom == HashingFor.Known ? _known : _strangers).AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (false, false, default);
        }

        using (lease)
        {
            // On a thread of its own: two hashes on the pool's threads would leave none of them to readers on a machine
            // with two cores.
            return !lease.IsAcquired ? (false, false, default)
                : !begin() ? (true, true, default)
                : (true, false, await OnItsOwnThread(hash));
        }
    }

    private static Task<T> OnItsOwnThread<T>(Func<T> hash) =>
        Task.Factory.StartNew(hash, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ConcurrencyLimiter Lane() =>
        new(new() { PermitLimit = 1, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.NewestFirst });
}
