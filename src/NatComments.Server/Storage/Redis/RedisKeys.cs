using System.Text;
using NatComments.Core.Storage;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// The names of the keys. Those of a partition share one hash tag, so that a cluster keeps them on one node and a script may touch them all:
/// <c>PREFIX:{PARTITION}:s:STREAM</c> is a list of events, <c>:n</c> the stream names (sorted set), <c>:d</c> the documents (hash), <c>:k</c>
/// their keys (sorted set), <c>:c</c> the counters (hash), <c>:i:INDEX</c> an index (sorted set of <c>key U+0000 value</c>). Every score is 0, so
/// that Redis orders members by their bytes.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>Says whose data this is and of which schema.</summary>
    public RedisKey Schema { get; } = prefix + ":schema";

    /// <summary>What the keys of this store match, as <c>SCAN</c> understands it.</summary>
    public string Pattern { get; } = prefix + ":*";

    /// <summary>A member of an index, apart.</summary>
    public static Entry EntryOf(byte[] member)
    {
        var end = Array.IndexOf(member, LexRange.EndOfKey);
        return new(Encoding.UTF8.GetString(member.AsSpan(0, end)), member[(end + 1)..]);
    }

    public RedisKey Events(string partition, string stream) => $"{Tag(partition)}s:{stream}";

    public RedisKey StreamNames(string partition) => Tag(partition) + "n";

    public RedisKey Documents(string partition) => Tag(partition) + "d";

    public RedisKey DocumentKeys(string partition) => Tag(partition) + "k";

    public RedisKey Counters(string partition) => Tag(partition) + "c";

    public RedisKey Index(string partition, string index) => $"{Tag(partition)}i:{index}";

    // A brace in a partition's name would end the hash tag early.
    private string Tag(string partition) =>
        $"{prefix}:{{{(partition.AsSpan().IndexOfAny('{', '}', '%') < 0 ? partition : partition.Replace("%", "%25").Replace("{", "%7B").Replace("}", "%7D"))}}}:";
}

/// <summary>The bounds of a range of a sorted set that is ordered by bytes, as Redis takes them: <c>[</c> with, <c>(</c> without the bound itself.</summary>
internal readonly record struct LexRange(RedisValue Min, RedisValue Max)
{
    /// <summary>Ends the key of an entry within its member; no name holds it, and it sorts before everything that one can hold.</summary>
    public const byte EndOfKey = 0;

    // Sorts after every byte of UTF-8.
    private const byte AfterAll = 0xFF;

    // The least that can follow the name "after" in a longer name; members of an entry "after" itself go on with 0.
    private const byte FirstOfLonger = 1;

    /// <summary>Names that begin with a prefix and come after another.</summary>
    public static LexRange OfNames(string prefix, string? after) =>
        new(after is null || Compare(after, prefix) < 0 ? With(prefix) : Without(after, null), End(prefix));

    /// <summary>Entries whose keys begin with a prefix and come after another.</summary>
    public static LexRange Ascending(string prefix, string? after) =>
        new(after is null || Compare(after, prefix) < 0 ? With(prefix) : Bound('[', after, FirstOfLonger), End(prefix));

    /// <summary>Entries whose keys begin with a prefix and come before another.</summary>
    public static LexRange Descending(string prefix, string? before) =>
        new(With(prefix), before is null || IsAfterAllOf(before, prefix) ? End(prefix) : Without(before, EndOfKey));

    private static bool IsAfterAllOf(string name, string prefix) => !name.StartsWith(prefix, StringComparison.Ordinal) && Compare(name, prefix) > 0;

    private static RedisValue End(string prefix) => prefix.Length == 0 ? "+" : Without(prefix, AfterAll);

    private static RedisValue With(string name) => name.Length == 0 ? "-" : Bound('[', name, null);

    private static RedisValue Without(string name, byte? end) => Bound('(', name, end);

    private static RedisValue Bound(char kind, string name, byte? end) =>
        end is { } last ? (byte[])[(byte)kind, .. Encoding.UTF8.GetBytes(name), last] : Encoding.UTF8.GetBytes(kind + name);

    private static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
