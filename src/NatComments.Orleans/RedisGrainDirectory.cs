using System.Globalization;
using Orleans.GrainDirectory;
using StackExchange.Redis;

namespace NatComments.Orleans;

/// <summary>
/// Where each thread of the cluster lives, kept in Redis, so that a silo's death forgets nothing of the others'. A thread is a string
/// <c>{NAME}/directory/THREAD</c> of silo, activation and version; a silo has a set <c>{NAME}/silo/SILO</c> of its threads. The hash tag holds all of it
/// together, so that a script may touch both. Nothing here is worth keeping: lost entries are made anew when a thread is asked for.
/// </summary>
internal sealed class RedisGrainDirectory(ConnectionMultiplexer redis, string name) : IGrainDirectory, IAsyncDisposable
{
    // 1,000 threads of a dead silo at once: some milliseconds of Redis' time.
    private const int AtOnce = 1_000;

    // An entry gives way only to whoever names it: ARGV[3] is how it must begin, empty when there must be none.
    private const string RegisterScript = """
        local there = redis.call('GET', KEYS[1])
        if there and (ARGV[3] == '' or there:sub(1, #ARGV[3]) ~= ARGV[3]) then return there end
        if there then redis.call('SREM', ARGV[4] .. there:match('^%S+'), ARGV[2]) end
        redis.call('SET', KEYS[1], ARGV[1])
        redis.call('SADD', KEYS[2], ARGV[2])
        return ARGV[1]
        """;

    private const string UnregisterScript = """
        local there = redis.call('GET', KEYS[1])
        if there and there:sub(1, #ARGV[1]) == ARGV[1] then
          redis.call('DEL', KEYS[1])
          redis.call('SREM', KEYS[2], ARGV[2])
        end
        """;

    private const string UnregisterSiloScript = """
        local threads = redis.call('SPOP', KEYS[1], ARGV[3])
        for _, thread in ipairs(threads) do
          local there = redis.call('GET', ARGV[2] .. thread)
          if there and there:sub(1, #ARGV[1]) == ARGV[1] then redis.call('DEL', ARGV[2] .. thread) end
        end
        return #threads
        """;

    private readonly string entries = $"{{{name}}}/directory/";
    private readonly string silos = $"{{{name}}}/silo/";
    private readonly IDatabase database = redis.GetDatabase();

    public Task<GrainAddress?> Register(GrainAddress address) => Register(address, null);

    public async Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress)
    {
        var thread = address.GrainId.ToString();
        var entry = Start(address) + address.MembershipVersion.Value.ToString(CultureInfo.InvariantCulture);
        var there = await database.ScriptEvaluateAsync(
            RegisterScript, [entries + thread, silos + Silo(address)], [entry, thread, previousAddress is null ? "" : Start(previousAddress), silos]);
        return Read(address.GrainId, (string)there!);
    }

    public async Task Unregister(GrainAddress address)
    {
        var thread = address.GrainId.ToString();
        await database.ScriptEvaluateAsync(UnregisterScript, [entries + thread, silos + Silo(address)], [Start(address), thread]);
    }

    public async Task<GrainAddress?> Lookup(GrainId grainId) => (string?)await database.StringGetAsync(entries + grainId) is { } there ? Read(grainId, there) : null;

    public async Task UnregisterSilos(List<SiloAddress> siloAddresses)
    {
        foreach (var silo in siloAddresses.Select(address => address.ToParsableString()))
        {
            while ((int)await database.ScriptEvaluateAsync(UnregisterSiloScript, [silos + silo], [silo + " ", entries, AtOnce]) == AtOnce)
            {
            }
        }
    }

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    private static string Silo(GrainAddress address) => address.SiloAddress!.ToParsableString();

    // How the entry of an address begins; one without an activation means whichever lives on that silo.
    private static string Start(GrainAddress address) => Silo(address) + " " + (address.ActivationId.IsDefault ? "" : address.ActivationId.ToParsableString() + " ");

    private static GrainAddress Read(GrainId grain, string entry)
    {
        var parts = entry.Split(' ');
        return new()
        {
            GrainId = grain,
            SiloAddress = SiloAddress.FromParsableString(parts[0]),
            ActivationId = ActivationId.FromParsableString(parts[1]),
            MembershipVersion = new(long.Parse(parts[2], CultureInfo.InvariantCulture)),
        };
    }
}
