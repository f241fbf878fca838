using System.Collections.Concurrent;
using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Text;
using NatComments.Core.Threads;

namespace NatComments.Core.Search;

/// <summary>What to look for. Whatever is null is not asked for.</summary>
/// <param name="Words">All of them must stand in the comment; each finds itself with Turkish endings, and with a star whatever begins so.</param>
/// <param name="Before">Only comments whose place is before this one: the cursor.</param>
public sealed record SearchQuery(
    IReadOnlyList<string> Words, string? Author = null, string? Article = null, CommentStatus? Status = null,
    DateTimeOffset? From = null, DateTimeOffset? To = null, int? Before = null);

/// <summary>A comment that was found, and its place, after which a next page goes on.</summary>
public readonly record struct SearchHit(int Place, SearchDocument Document);

/// <summary>
/// Answers questions over a site's search index, newest first. Reads only what a question touches: the pages with its terms, and the blocks
/// that can hold an answer. Directories of segments are kept in memory, as segments never change.
/// </summary>
public sealed class SearchReader(IStore store)
{
    // 200 blocks, some 100,000 comments, looked at for one page: a tenth of a second. The cursor goes on from there.
    private const int MaxBlocks = 200;

    // 2,000 different words that begin alike: more than a question means.
    private const int MaxExpansions = 2_000;

    // 10,000 directories of some kilobytes.
    private const int MaxDirectories = 10_000;

    private readonly ConcurrentDictionary<(string Site, long Segment), string[]> _directories = new();

    /// <summary>Up to <paramref name="limit"/> comments, and the place before which to go on; null when there are no more.</summary>
    public async Task<(IReadOnlyList<SearchHit> Hits, int? Next)> Find(string site, SearchQuery query, int limit, CancellationToken stop)
    {
        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var hits = new List<SearchHit>();
        var blocks = new Blocks(store, site, query);
        var end = Math.Min(query.Before ?? head.Count, head.Count);
        for (var i = head.Segments.Count - 1; i >= 0; i--)
        {
            var segment = head.Segments[i];
            if (segment.First >= end)
            {
                continue;
            }

            var places = await Places(site, segment, query, stop);
            for (var at = Start(segment, places, end); at >= 0; at--)
            {
                var place = places is null ? segment.First + at : places[at];
                if (blocks.Looked >= MaxBlocks)
                {
                    return (hits, place + 1);
                }

                if (!await blocks.MayHold(place, stop))
                {
                    // Nothing in this block: go on before it.
                    var before = place / SearchBlock.Size * SearchBlock.Size;
                    at = Start(segment, places, before) + 1;
                    continue;
                }

                if (await blocks.Match(place, stop) is { } document)
                {
                    hits.Add(new(place, document));
                    if (hits.Count == limit)
                    {
                        return (hits, place == 0 ? null : place);
                    }
                }
            }
        }

        return (hits, null);
    }

    /// <summary>The newest comments that are remembered, newest first.</summary>
    public async Task<IReadOnlyList<SearchDocument>> Newest(string site, int count, CancellationToken stop)
    {
        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var found = new List<SearchDocument>();
        for (var block = (head.Count - 1) / SearchBlock.Size; block >= 0 && head.Count > 0 && found.Count < count; block--)
        {
            var documents = SearchBlock.Read(await store.ReadDocument(site, SearchBlock.Key(block), stop));
            documents.Reverse();
            found.AddRange(documents.Where(document => !document.Replaced));
        }

        return found.Count > count ? found[..count] : found;
    }

    /// <summary>The place of a comment; null when the index does not have it (yet).</summary>
    public async ValueTask<int?> Place(string site, Guid comment, CancellationToken stop) =>
        (await Where(site, comment, stop))?.Index;

    /// <summary>The article under which a comment of a site stands; null when the site has none with this id.</summary>
    public async ValueTask<string?> ArticleOf(string site, Guid comment, CancellationToken stop) => await Where(site, comment, stop) is not { } place ? null
        : place.Article ?? (place.Index is { } index ? (await At(site, index, stop))?.Article : null);

    private async ValueTask<CommentPlace?> Where(string site, Guid comment, CancellationToken stop) =>
        await store.ReadDocument(site, CommentPlace.Key(comment), stop) is { } bytes ? CommentPlace.FromBytes(bytes) : null;

    /// <summary>What is remembered of the comment at a place.</summary>
    public async ValueTask<SearchDocument?> At(string site, int place, CancellationToken stop) =>
        SearchBlock.Read(await store.ReadDocument(site, SearchBlock.Key(place / SearchBlock.Size), stop)).ElementAtOrDefault(place % SearchBlock.Size);

    /// <summary>The comments of an article that were taken in just before and just after one of them, in that order.</summary>
    public async Task<IReadOnlyList<SearchDocument>> Around(string site, string article, Guid comment, int each, CancellationToken stop)
    {
        if (await Place(site, comment, stop) is not { } place)
        {
            return [];
        }

        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var (term, before, after) = (SearchTerms.Article(article), new List<int>(), new List<int>());
        for (var i = head.Segments.Count - 1; i >= 0 && before.Count < each; i--)
        {
            if (head.Segments[i].First <= place)
            {
                before.InsertRange(0, (await Places(site, head.Segments[i], term, stop)).Where(p => p < place).TakeLast(each - before.Count));
            }
        }

        foreach (var segment in head.Segments.Where(segment => segment.First + segment.Count > place).TakeWhile(_ => after.Count < each))
        {
            after.AddRange((await Places(site, segment, term, stop)).Where(p => p > place).Take(each - after.Count));
        }

        var found = new List<SearchDocument>();
        foreach (var near in before.Concat(after))
        {
            if (await At(site, near, stop) is { Replaced: false } document)
            {
                found.Add(document);
            }
        }

        return found;
    }

    /// <summary>The places in a segment where exactly this term stands, in order.</summary>
    public Task<List<int>> Places(string site, SearchSegment segment, string term, CancellationToken stop) => Expand(site, segment, term, t => t == term, stop);

    // The index of the last place of the segment before an end; -1 for none. Without terms every place counts.
    private static int Start(SearchSegment segment, List<int>? places, int end)
    {
        if (places is null)
        {
            return Math.Min(segment.Count, end - segment.First) - 1;
        }

        var at = places.BinarySearch(end);
        return (at < 0 ? ~at : at) - 1;
    }

    // The places in a segment where all terms stand; null when the question has none.
    private async Task<List<int>?> Places(string site, SearchSegment segment, SearchQuery query, CancellationToken stop)
    {
        List<int>? all = null;
        var exact = new[] { query.Author is null ? null : SearchTerms.Author(query.Author), query.Article is null ? null : SearchTerms.Article(query.Article) };
        foreach (var term in exact.OfType<string>())
        {
            all = Both(all, await Places(site, segment, term, stop));
        }

        foreach (var word in query.Words)
        {
            var (open, stem) = (word.EndsWith('*'), word.TrimEnd('*'));
            all = Both(all, await Expand(site, segment, stem, term => open || term.Length == stem.Length || (stem.Length > 2 && TurkishSuffixes.IsChain(term.AsSpan(stem.Length))), stop));
            if (all.Count == 0)
            {
                return all;
            }
        }

        return all;
    }

    // The places of all terms that begin so and are wanted, in order, each once.
    private async Task<List<int>> Expand(string site, SearchSegment segment, string prefix, Func<string, bool> wanted, CancellationToken stop)
    {
        var directory = await Directory(site, segment, stop);
        var page = Array.BinarySearch(directory, prefix, StringComparer.Ordinal) is var at && at < 0 ? Math.Max(0, ~at - 1) : at;
        var places = new List<int>();
        var terms = 0;
        for (; page < directory.Length && (string.CompareOrdinal(directory[page], prefix) <= 0 || directory[page].StartsWith(prefix, StringComparison.Ordinal)); page++)
        {
            var bytes = await store.ReadDocument(site, segment.PageKey(page), stop);
            SegmentFormat.Scan(bytes, Encoding.UTF8.GetBytes(prefix), (term, comments) =>
            {
                if (wanted(term) && terms++ < MaxExpansions)
                {
                    SegmentFormat.Unpack(comments, segment.First, places);
                }
            });
        }

        if (terms > 1)
        {
            places.Sort();
            places = Distinct(places);
        }

        return places;
    }

    private async ValueTask<string[]> Directory(string site, SearchSegment segment, CancellationToken stop)
    {
        if (!_directories.TryGetValue((site, segment.Id), out var directory))
        {
            if (_directories.Count > MaxDirectories)
            {
                _directories.Clear();
            }

            var bytes = await store.ReadDocument(site, segment.DirectoryKey, stop);
            directory = bytes is null ? [] : SegmentFormat.ReadDirectory(bytes);
            _directories[(site, segment.Id)] = directory;
        }

        return directory;
    }

    private static List<int> Distinct(List<int> sorted)
    {
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i == 0 || sorted[i] != sorted[kept - 1])
            {
                sorted[kept++] = sorted[i];
            }
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return sorted;
    }

    private static List<int> Both(List<int>? a, List<int> b)
    {
        if (a is null)
        {
            return b;
        }

        var both = new List<int>(Math.Min(a.Count, b.Count));
        for (int i = 0, j = 0; i < a.Count && j < b.Count;)
        {
            if (a[i] == b[j])
            {
                both.Add(a[i++]);
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return both;
    }

    /// <summary>The blocks of one question, each read once, and only when its summary says that it may hold an answer.</summary>
    private sealed class Blocks(IStore store, string site, SearchQuery query)
    {
        private readonly Dictionary<int, List<BlockSummary>> _summaries = [];
        private int _block = -1;
        private List<SearchDocument> _documents = [];

        public int Looked { get; private set; }

        public async ValueTask<bool> MayHold(int place, CancellationToken stop)
        {
            var block = place / SearchBlock.Size;
            if (block == _block || (query.Status is null && query.From is null && query.To is null))
            {
                return true;
            }

            var group = SearchSummaries.GroupOf(block);
            if (!_summaries.TryGetValue(group, out var summaries))
            {
                _summaries[group] = summaries = SearchSummaries.Read(await store.ReadDocument(site, SearchSummaries.Key(group), stop));
            }

            var summary = SearchSummaries.Get(summaries, block);
            return (query.Status is not { } status || summary.Counts[(int)status] > 0)
                && !(query.From?.UtcTicks > summary.Newest) && !(query.To?.UtcTicks < summary.Oldest);
        }

        public async ValueTask<SearchDocument?> Match(int place, CancellationToken stop)
        {
            if (place / SearchBlock.Size != _block)
            {
                _block = place / SearchBlock.Size;
                _documents = SearchBlock.Read(await store.ReadDocument(site, SearchBlock.Key(_block), stop));
                Looked++;
            }

            var document = _documents[place % SearchBlock.Size];
            return !document.Replaced && (query.Status is not { } status || document.Status == status)
                && !(document.PostedAt < query.From) && !(document.PostedAt > query.To)
                ? document
                : null;
        }
    }
}
