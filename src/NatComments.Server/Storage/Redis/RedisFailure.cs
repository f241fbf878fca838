using NatComments.Core.Storage;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>What a failure of Redis means: whether it passes, whether anything can have been written, and how it is told to callers.</summary>
internal static class RedisFailure
{
    // Answers of a server that did nothing and may do it in a moment: it is still reading its data, a script is running, a cluster moves a slot
    // or elects a master, or it was restarted and does not know the script.
    private static readonly string[] NotNow = ["LOADING", "BUSY", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "NOSCRIPT"];

    /// <summary>True for what comes from Redis, from the way to it or from the pipelines before it.</summary>
    public static bool Is(Exception e) => e is RedisException or RedisTimeoutException or TimeoutRejectedException or BrokenCircuitException
        or RateLimiterRejectedException or ObjectDisposedException or TimeoutException;

    /// <summary>True for what may be over at the next try.</summary>
    public static bool Passes(Exception e) => e is RedisConnectionException or TimeoutRejectedException or TimeoutException || (e is RedisServerException && SaysNotNow(e));

    /// <summary>True when the command surely did nothing, so that even a commit may be sent again.</summary>
    public static bool DidNothing(Exception e) =>
        e is RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } || (e is RedisServerException && SaysNotNow(e));

    /// <summary>True for the server's answer that it does not know a script.</summary>
    public static bool IsUnknownScript(Exception e) => e is RedisServerException && e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    /// <summary>What a caller is told.</summary>
    public static StoreUnavailableException ToUnavailable(Exception e) => new(CodeOf(e), $"Redis does not answer as it should: {e.Message}", e);

    /// <summary>The code of a failure: <c>store-full</c>, <c>store-read-only</c> or <c>store-unavailable</c>.</summary>
    public static string CodeOf(Exception e) => e switch
    {
        // MISCONF: Redis cannot write its file any more and takes no changes until it can.
        RedisServerException when Says(e, "OOM") || Says(e, "MISCONF") => "store-full",
        RedisServerException when Says(e, "READONLY") => "store-read-only",
        _ => "store-unavailable",
    };

    private static bool SaysNotNow(Exception e) => NotNow.Any(word => e.Message.StartsWith(word, StringComparison.Ordinal));

    // An error within a script is wrapped by some versions, the word is there in all.
    private static bool Says(Exception e, string word) => e.Message.StartsWith(word, StringComparison.Ordinal) || e.Message.Contains($"{word} ", StringComparison.Ordinal);
}
