using System.Text.RegularExpressions;

namespace NatComments.Server.Storage.Redis;

/// <summary>Where a <see cref="RedisStore"/> is and how long it is waited for.</summary>
/// <param name="Connection">
/// The ordinary connection string: <c>host:6379,password=…,ssl=true,defaultDatabase=1</c>; several hosts, separated by commas, for a cluster or a
/// master with its replicas.
/// </param>
public sealed partial record RedisStoreOptions(string Connection)
{
    /// <summary>What every key begins with when nothing else is said.</summary>
    public const string DefaultPrefix = "natcomments";

    /// <summary>What every key begins with, so that one database can serve several programs: 1 to 40 lower-case letters, digits and hyphens.</summary>
    public string Prefix { get; init; } = DefaultPrefix;

    /// <summary>2 s for one try: a healthy server answers in a millisecond, a slow one in some hundred; a frozen one is noticed while a reader still waits.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long one try may take, 50 ms to 30 s.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>True for what a <see cref="Prefix"/> may be.</summary>
    public static bool IsPrefix(string prefix) => PrefixPattern().IsMatch(prefix);

    /// <summary>Throws when a setting is out of its range.</summary>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Connection);
        ArgumentOutOfRangeException.ThrowIfLessThan(Timeout, TimeSpan.FromMilliseconds(50));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, TimeSpan.FromSeconds(30));
        if (!IsPrefix(Prefix))
        {
            throw new ArgumentException($"\"{Prefix}\" cannot begin keys: 1 to 40 lower-case letters, digits and hyphens.", nameof(Prefix));
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z")]
    private static partial Regex PrefixPattern();
}
