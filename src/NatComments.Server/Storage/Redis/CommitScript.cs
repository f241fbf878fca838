using System.Globalization;
using System.Text;
using NatComments.Core.Storage;
using StackExchange.Redis;

namespace NatComments.Server.Storage.Redis;

/// <summary>
/// A commit as one script: Redis runs it alone, from its first question to its last change. It asks first and writes after, because Redis does
/// not take back what a script wrote. Redis itself checks memory, disk and role before the script begins (<c>#!lua</c>), so that none ends halfway.
/// </summary>
internal static class CommitScript
{
    /// <summary>What the script answers when it wrote.</summary>
    public const int Done = 1;

    private const int FixedKeys = 5;

    // A full memory refuses what may add to it. What only removes is how it gets room again.
    private const string Adding = "#!lua\n" + Body;
    private const string Removing = "#!lua flags=allow-oom\n" + Body;

    // 500 events are pushed at once: Lua's stack takes some thousand arguments.
    private const string Body = """
        local at = 6
        local function take() at = at + 1; return ARGV[at] end
        local append = ARGV[1] ~= ''
        local events, absent, documents, entries, counters = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        for i = 1, absent do
          if redis.call('HEXISTS', KEYS[3], take()) == 1 then return 0 end
        end
        if append then
          local stream = take()
          if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[1]) then return 0 end
          if events > 0 then
            if ARGV[1] == '0' then redis.call('ZADD', KEYS[2], 0, stream) end
            for from = at + 1, at + events, 500 do
              redis.call('RPUSH', KEYS[1], unpack(ARGV, from, math.min(from + 499, at + events)))
            end
            at = at + events
          end
        end
        for i = 1, documents do
          local change, key, value = take(), take(), take()
          if change == '+' then
            if redis.call('HSET', KEYS[3], key, value) == 1 then redis.call('ZADD', KEYS[4], 0, key) end
          elseif redis.call('HDEL', KEYS[3], key) == 1 then
            redis.call('ZREM', KEYS[4], key)
          end
        end
        for i = 1, entries do
          local index, change, key, value = KEYS[tonumber(take())], take(), take(), take()
          redis.call('ZREMRANGEBYLEX', index, '[' .. key .. '\0', '(' .. key .. '\1')
          if change == '+' then redis.call('ZADD', index, 0, key .. '\0' .. value) end
        end
        for i = 1, counters do
          local name, add = take(), take()
          redis.call('HINCRBY', KEYS[5], name, add)
        end
        return 1
        """;

    /// <summary>The script for a commit.</summary>
    public static string TextFor(Commit commit) =>
        commit is { Append: null, Counters.Count: 0 } && commit.Documents.All(document => document.Value is null) && commit.Entries.All(entry => entry.Value is null)
            ? Removing
            : Adding;

    /// <summary>The keys and arguments of a commit.</summary>
    public static (RedisKey[] Keys, RedisValue[] Arguments) Of(Commit commit, RedisKeys names)
    {
        var (partition, append) = (commit.Partition, commit.Append);
        var keys = new List<RedisKey>(FixedKeys + 4)
        {
            append is null ? names.Documents(partition) : names.Events(partition, append.Stream),
            names.StreamNames(partition),
            names.Documents(partition),
            names.DocumentKeys(partition),
            names.Counters(partition),
        };
        var absent = commit.Documents.Where(document => document.MustBeAbsent).ToList();
        var arguments = new List<RedisValue>(8 + absent.Count + (3 * commit.Documents.Count) + (4 * commit.Entries.Count) + (2 * commit.Counters.Count))
        {
            append is null ? "" : Number(append.ExpectedVersion),
            append?.Events.Count ?? 0,
            absent.Count,
            commit.Documents.Count,
            commit.Entries.Count,
            commit.Counters.Count,
        };
        arguments.AddRange(absent.Select(document => (RedisValue)document.Key));
        if (append is not null)
        {
            arguments.Add(append.Stream);
            arguments.AddRange(append.Events.Select(e => (RedisValue)e));
        }

        AddDocuments(commit.Documents, arguments);
        AddEntries(commit, names, keys, arguments);
        foreach (var (name, add) in commit.Counters)
        {
            arguments.AddRange([name, Number(add)]);
        }

        return ([.. keys], [.. arguments]);
    }

    private static void AddDocuments(IReadOnlyList<DocumentChange> documents, List<RedisValue> arguments)
    {
        foreach (var (key, value, _) in documents)
        {
            arguments.AddRange([value is null ? "-" : "+", key, value ?? []]);
        }
    }

    private static void AddEntries(Commit commit, RedisKeys names, List<RedisKey> keys, List<RedisValue> arguments)
    {
        var places = new Dictionary<string, int>();
        foreach (var (index, key, value) in commit.Entries)
        {
            if (!places.TryGetValue(index, out var place))
            {
                keys.Add(names.Index(commit.Partition, index));
                places.Add(index, place = keys.Count);
            }

            arguments.AddRange([place, value is null ? "-" : "+", Encoding.UTF8.GetBytes(key), value ?? []]);
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
