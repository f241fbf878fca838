using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using NatComments.Core.Moderation;
using NatComments.Core.Sites;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Text.Words;
using NatComments.Core.Threads;

namespace NatComments.Server.Sites;

/// <summary>A publisher whose readers comment here.</summary>
/// <param name="Name">As shown to people, at most <see cref="MaxNameLength"/> characters.</param>
public sealed record Site(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>100 characters: a name, not a description.</summary>
    public const int MaxNameLength = 100;

    /// <summary>What its people have set.</summary>
    [JsonIgnore]
    public SiteSettings Settings { get; init; } = SiteSettings.Default;

    /// <summary>Its word lists, ready to be found in texts; null when it has none.</summary>
    [JsonIgnore]
    public WordListMatcher? Words { get; init; }

    /// <summary>Its settings of the policy.</summary>
    [JsonIgnore]
    public PolicySettings Policy => Settings.Policy;
}

/// <summary>The sites there are. Kept in memory and read again after a moment, so that what another process changed is seen.</summary>
public sealed class SiteDirectory(IStore store, TimeProvider clock, Func<PolicySettings, PolicySettings>? policy = null)
{
    // 5 seconds: a site added on the command line appears while one looks; unknown names do not read the store for every request.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // 10,000 names: the memory of unknown ones must not grow with what strangers ask for.
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (Site? Site, DateTimeOffset Until)> _known = new();
    private readonly ConcurrentDictionary<string, (long Version, WordListMatcher Matcher)> _matchers = new();

    /// <summary>The site, or null.</summary>
    public ValueTask<Site?> Find(string id, CancellationToken stop = default) =>
        _known.TryGetValue(id, out var known) && known.Until > clock.GetUtcNow() ? new(known.Site) : Load(id, stop);

    /// <summary>Adds a site. False when there is one with this id.</summary>
    public async Task<bool> Add(string id, string name, CancellationToken stop = default)
    {
        var site = new Site(id, name, clock.GetUtcNow());
        var document = new DocumentChange(Key(id), JsonSerializer.SerializeToUtf8Bytes(site, SiteJson.Default.Site), MustBeAbsent: true);
        var done = await store.TryCommit(new(Commit.ServerPartition, null, [document, new(ServerKeys.StoredForm(id), [1])], [], []), stop);
        Forget(id);
        return done == CommitResult.Done;
    }

    /// <summary>Forgets what is remembered of a site here, so that a change is seen at once.</summary>
    public void Forget(string id) => _known.TryRemove(id, out _);

    /// <summary>Every site, by id.</summary>
    public async Task<IReadOnlyList<Site>> All(CancellationToken stop = default)
    {
        var sites = new List<Site>();
        foreach (var key in await store.ReadDocumentKeys(Commit.ServerPartition, Key(""), null, StoreLimits.MaxRead, stop))
        {
            if (await Find(key[Key("").Length..], stop) is { } site)
            {
                sites.Add(site);
            }
        }

        return sites;
    }

    private async ValueTask<Site?> Load(string id, CancellationToken stop)
    {
        if (!ThreadId.IsSite(id))
        {
            return null;
        }

        var (last, site) = (_known.GetValueOrDefault(id).Site, (Site?)null);
        try
        {
            site = await Read(id, stop);
        }
        catch (StoreUnavailableException) when (last is not null)
        {
            // While the store does not answer, threads are shown from memory, and this is part of them.
            return last;
        }

        if (_known.Count > MaxRemembered)
        {
            _known.Clear();
        }

        _known[id] = (site, clock.GetUtcNow() + Fresh);
        return site;
    }

    private async Task<Site?> Read(string id, CancellationToken stop)
    {
        var bytes = await store.ReadDocument(Commit.ServerPartition, Key(id), stop);
        if (bytes is null)
        {
            return null;
        }

        var set = await store.ReadDocuments(id, [SiteSettings.Document, WordLists.Document], stop);
        var settings = SiteSettings.FromBytes(set[0]);
        return JsonSerializer.Deserialize(bytes, SiteJson.Default.Site)! with
        {
            Settings = policy is null ? settings : settings with { Policy = policy(settings.Policy) },
            Words = Matcher(id, WordLists.FromBytes(set[1])),
        };
    }

    // Building one takes milliseconds; it is built once for each change of the lists.
    private WordListMatcher? Matcher(string id, WordLists lists)
    {
        if (lists.Lists.Count == 0)
        {
            return null;
        }

        if (!_matchers.TryGetValue(id, out var known) || known.Version != lists.Version)
        {
            _matchers[id] = known = (lists.Version, new WordListMatcher([.. lists.Lists.SelectMany(list => list.Entries())]));
        }

        return known.Matcher;
    }

    private static string Key(string id) => ServerKeys.Site(id);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Site))]
internal sealed partial class SiteJson : JsonSerializerContext;
