using System.Collections.Concurrent;
using System.Collections.Frozen;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Http;

namespace NatComments.Server.Threads;

/// <summary>
/// Which thread an article's id leads to. New threads are called by the canonical form (<see cref="ArticleAddress"/>). One that an earlier
/// version has stored under another spelling keeps it, because its texts, queues and audit records are called so, and is found by every
/// spelling: the names of a site's threads are looked through once, and only the odd ones are remembered. A request costs no store round trip.
/// </summary>
internal sealed partial class ArticleThreads(IStore store, TimeProvider clock, ILogger<ArticleThreads> log)
{
    // 10 minutes: should it not be heard of that an export of an earlier version was imported beside the running server, its threads are found by every spelling after that.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    // 2 seconds: an import writes for minutes, and must not have all names read with each of its steps.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // 10,000 sites: the memory must not grow with what strangers ask for.
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, Known> _known = new();

    private sealed class Known(Task<SiteThreads> threads, DateTimeOffset at, bool isRenewal = false)
    {
        public int Refreshing;

        // Threads were written meanwhile that may not be among these.
        public volatile bool IsPassed;

        public Task<SiteThreads> Threads => threads;

        public DateTimeOffset At => at;

        // It was read because others had been passed.
        public bool IsRenewal => isRenewal;
    }

    /// <summary>The threads of a site by every spelling of their articles.</summary>
    public ValueTask<SiteThreads> Of(string site)
    {
        var known = _known.GetValueOrDefault(site);
        if (known is null || known.Threads.IsFaulted || known.Threads.IsCanceled)
        {
            return new(Remember(site));
        }

        var age = clock.GetUtcNow() - known.At;
        if (known.IsPassed && (!known.IsRenewal || age > Soon) && known.Threads.IsCompleted)
        {
            return Renewed(site, known);
        }

        if (age > Fresh && known.Threads.IsCompletedSuccessfully && Interlocked.Exchange(ref known.Refreshing, 1) == 0)
        {
            _ = Refresh(site, known);
        }

        return new(known.Threads);
    }

    /// <summary>Threads were written beside the servers: they are looked through again when somebody asks.</summary>
    public void Forget(string site)
    {
        if (_known.TryGetValue(site, out var known))
        {
            known.IsPassed = true;
        }
    }

    private async ValueTask<SiteThreads> Renewed(string site, Known known)
    {
        await Refresh(site, known);
        return await _known.GetValueOrDefault(site, known).Threads;
    }

    private Task<SiteThreads> Remember(string site)
    {
        if (_known.Count > MaxRemembered)
        {
            _known.Clear();
        }

        var read = new Known(Read(site), clock.GetUtcNow());
        _known[site] = read;
        return read.Threads;
    }

    // Meanwhile, and while the store does not answer, what was known is good enough.
    private async Task Refresh(string site, Known before)
    {
        try
        {
            var read = Task.FromResult(await Read(site));
            _known[site] = new(read, clock.GetUtcNow(), before.IsPassed);
        }
        catch (StoreUnavailableException)
        {
            Volatile.Write(ref before.Refreshing, 0);
        }
    }

    private async Task<SiteThreads> Read(string site)
    {
        if (!ThreadId.IsSite(site))
        {
            return SiteThreads.None(site);
        }

        var spellings = new Dictionary<string, List<string>>();
        await foreach (var article in Articles(site))
        {
            if (ArticleAddress.Canonical(article) is var canonical && canonical != article)
            {
                (spellings.TryGetValue(canonical, out var known) ? known : spellings[canonical] = []).Add(article);
            }
        }

        if (spellings.Count == 0)
        {
            return SiteThreads.None(site);
        }

        // Another look, so that not every name has to be kept: which of them are there in the canonical form too.
        await foreach (var article in Articles(site))
        {
            if (spellings.TryGetValue(article, out var others))
            {
                others.Add(article);
            }
        }

        var leads = new Dictionary<string, string>(spellings.Count);
        foreach (var (canonical, stored) in spellings)
        {
            leads[canonical] = stored.Count == 1 ? stored[0] : await Longest(site, stored);
        }

        return new SiteThreads(site, leads, spellings.Values.SelectMany(stored => stored));
    }

    private async IAsyncEnumerable<string> Articles(string site)
    {
        IReadOnlyList<string> names = [];
        do
        {
            names = await store.ReadStreamNames(site, ThreadId.StreamPrefix, names.LastOrDefault(), StoreLimits.MaxRead);
            foreach (var name in names)
            {
                yield return name[ThreadId.StreamPrefix.Length..];
            }
        }
        while (names.Count == StoreLimits.MaxRead);
    }

    // Several threads of one article: the one in which most happened goes on, and stays the longest. The others remain for moderators, under their names.
    private async Task<string> Longest(string site, List<string> stored)
    {
        var (longest, most) = (stored[0], -1L);
        foreach (var article in stored)
        {
            var version = await store.ReadVersion(site, ThreadId.FromTrusted(site, article).Stream);
            if (version > most)
            {
                (longest, most) = (article, version);
            }
        }

        foreach (var article in stored.Where(article => article != longest))
        {
            SeveralThreads(log, site, longest, article);
        }

        return longest;
    }

    [LoggerMessage(
        1343,
        LogLevel.Warning,
        "Site {Site}: {Article} and {Other} are one article and have a thread each. Readers are shown the first, "
        + "in which more happened; the comments of the other one are found in the console's search.")]
    private static partial void SeveralThreads(ILogger logger, string site, string article, string other);
}

/// <summary>The threads of a site by every spelling of their articles, as they were when they were looked through.</summary>
internal sealed class SiteThreads(string site, IEnumerable<KeyValuePair<string, string>> leads, IEnumerable<string> stored)
{
    private readonly FrozenDictionary<string, string> _leads = leads.ToFrozenDictionary();
    private readonly FrozenSet<string> _stored = stored.ToFrozenSet();

    /// <summary>A site on which every thread is called by the canonical form.</summary>
    public static SiteThreads None(string site) => new(site, [], []);

    /// <summary>The thread of an article, for whoever has its address.</summary>
    public Result<ThreadId> Of(string? article) => Find(article) is { } thread ? thread : new Refusal(Problems.InvalidArticle);

    /// <summary>The same; null for what cannot be an article's id.</summary>
    public ThreadId? Find(string? article)
    {
        if (article is null || !ThreadId.IsSite(site))
        {
            return null;
        }

        var canonical = ArticleAddress.Canonical(article);
        return _leads.TryGetValue(canonical, out var called) ? ThreadId.FromTrusted(site, called)
            : ThreadId.TryCreate(site, canonical, out var id) ? id
            : null;
    }

    /// <summary>The thread that is called exactly so, else that of the article: for moderators, who have ids from queues and searches.</summary>
    public Result<ThreadId> Called(string? article) =>
        article is not null && _stored.Contains(article) ? ThreadId.FromTrusted(site, article) : Of(article);
}
