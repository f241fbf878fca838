using System.Security.Cryptography;
using System.Threading.RateLimiting;

namespace NatComments.Server.Visitors;

/// <summary>Stretches recovery phrases, one at a time and away from the threads that answer readers: a hash is meant to cost, so strangers must not buy many.</summary>
public sealed class PhraseHashes : IDisposable
{
    // 100,000 rounds: some 40 ms here for each guess, on top of a secret that a guesser must have stolen first.
    private const int Rounds = 100_000;
    private const int Length = 32;

    // 64 may wait, 3 seconds of work; the newest goes first, so that a flood does not keep whoever comes later.
    private const int Waiting = 64;

    private readonly ConcurrencyLimiter _one = new(new() { PermitLimit = 1, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.NewestFirst });

    /// <summary>The hash in hexadecimal; null when too many wait already.</summary>
    public async ValueTask<string?> Stretch(string phrase, byte[] salt, CancellationToken stop = default)
    {
        using var lease = await _one.AcquireAsync(1, stop);
        return lease.IsAcquired
            ? Convert.ToHexStringLower(await Task.Factory.StartNew(
                () => Rfc2898DeriveBytes.Pbkdf2(phrase, salt, Rounds, HashAlgorithmName.SHA256, Length), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            : null;
    }

    public void Dispose() => _one.Dispose();
}
