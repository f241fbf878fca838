using NatComments.Core.Activation;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;

namespace NatComments.Core.Search;

/// <summary>
/// Gathers what a batch changes in a site's search index, to be written in one commit. Comments get the next places in the order in which
/// they are taken in; their words become a new small segment.
/// </summary>
public sealed class SearchWriter
{
    private readonly IStore _store;
    private readonly string _site;
    private readonly SearchHead _head;
    private readonly Dictionary<int, List<SearchDocument>> _blocks = [];
    private readonly Dictionary<Guid, int> _places = [];
    private readonly PostingLists _terms = new();
    private readonly HashSet<int> _changed = [];
    private int _added;

    private SearchWriter(IStore store, string site, SearchHead head) => (_store, _site, _head) = (store, site, head);

    /// <summary>Begins a batch over the index as it stands.</summary>
    public static async Task<SearchWriter> Open(IStore store, string site, CancellationToken stop) =>
        new(store, site, SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop)));

    /// <summary>How many comments were added in this batch.</summary>
    public int Added => _added;

    /// <summary>How many blocks changed in this batch.</summary>
    public int Blocks => _changed.Count;

    /// <summary>Takes a revision of a comment in. An older one loses its place.</summary>
    public async ValueTask Add(SearchDocument document, string text, CancellationToken stop)
    {
        if (document.Revision > 1)
        {
            await Change(document.Article, document.Comment, old => old with { Replaced = true }, stop);
        }

        var place = _head.Count + _added;
        var block = await Block(place / SearchBlock.Size, stop);
        block.Add(document);
        _changed.Add(place / SearchBlock.Size);
        _places[document.Comment] = place;
        Words(text);
        _terms.Add(SearchTerms.Author(document.Author), _added);
        _terms.Add(SearchTerms.Article(document.Article), _added);
        _added++;
    }

    /// <summary>Changes what is remembered of a comment. Nothing happens when the index does not have it.</summary>
    public async ValueTask Change(string article, Guid comment, Func<SearchDocument, SearchDocument> change, CancellationToken stop)
    {
        if (!_places.TryGetValue(comment, out var place))
        {
            if (await _store.ReadDocument(_site, CommentPlace.Key(comment), stop) is not { } bytes || CommentPlace.FromBytes(bytes).Index is not { } known)
            {
                return;
            }

            _places[comment] = place = known;
        }

        var block = await Block(place / SearchBlock.Size, stop);
        var (at, before) = (place % SearchBlock.Size, block[place % SearchBlock.Size]);

        // Ids were once unique in a thread only: what happens to the other comment of this id does not happen to this one.
        if (before.Article == article && change(before) is var after && after != before)
        {
            block[at] = after;
            _changed.Add(place / SearchBlock.Size);
        }
    }

    /// <summary>What is to be written.</summary>
    public async Task<IReadOnlyList<DocumentChange>> Changes(CancellationToken stop)
    {
        var changes = new List<DocumentChange>();
        if (_added > 0)
        {
            var builder = new SegmentBuilder(_head.NextSegment, _head.Count, _added);
            _terms.WriteTo(builder);
            var (segment, documents) = builder.Finish();
            changes.AddRange(documents);
            changes.Add(new(SearchHead.Key, new SearchHead(_head.Count + _added, _head.NextSegment + 1, [.. _head.Segments, segment]).ToBytes()));
            foreach (var (comment, place) in _places.Where(p => p.Value >= _head.Count))
            {
                var article = _blocks[place / SearchBlock.Size][place % SearchBlock.Size].Article;
                changes.Add(new(CommentPlace.Key(comment), new CommentPlace(article, place).ToBytes()));
            }
        }

        foreach (var group in _changed.GroupBy(SearchSummaries.GroupOf))
        {
            var summaries = SearchSummaries.Read(await _store.ReadDocument(_site, SearchSummaries.Key(group.Key), stop));
            foreach (var block in group)
            {
                changes.Add(new(SearchBlock.Key(block), SearchBlock.Write(_blocks[block])));
                SearchSummaries.Set(summaries, block, BlockSummary.Of(_blocks[block]));
            }

            changes.Add(new(SearchSummaries.Key(group.Key), SearchSummaries.Write(summaries)));
        }

        return changes;
    }

    private void Words(string text)
    {
        Span<char> buffer = stackalloc char[SearchWords.MaxLength];
        var different = 0;
        for (var at = 0; different < SearchWords.MaxWords && SearchWords.Next(text, ref at, buffer) is { IsEmpty: false } word;)
        {
            different += _terms.Add(word, _added) ? 1 : 0;
        }
    }

    private async ValueTask<List<SearchDocument>> Block(int block, CancellationToken stop)
    {
        if (!_blocks.TryGetValue(block, out var documents))
        {
            _blocks[block] = documents = SearchBlock.Read(await _store.ReadDocument(_site, SearchBlock.Key(block), stop));
        }

        return documents;
    }
}

/// <summary>Terms that are no words: they begin with a sign that no word has.</summary>
public static class SearchTerms
{
    public static string Author(string author) => "@" + author;

    public static string Article(string article) => "#" + article;

    public static bool IsArticle(ReadOnlySpan<byte> term) => term is [(byte)'#', ..];
}

/// <summary>The summaries of blocks, 64 of them in a document.</summary>
public static class SearchSummaries
{
    private const int GroupSize = 64;

    public static int GroupOf(int block) => block / GroupSize;

    public static string Key(int group) => SearchKeys.Summary(group);

    public static void Set(List<BlockSummary> summaries, int block, BlockSummary summary)
    {
        while (summaries.Count <= block % GroupSize)
        {
            summaries.Add(new(new int[4], long.MaxValue, long.MinValue));
        }

        summaries[block % GroupSize] = summary;
    }

    /// <summary>The summary of a block in the group that holds it.</summary>
    public static BlockSummary Get(IReadOnlyList<BlockSummary> summaries, int block) => summaries[block % GroupSize];

    public static byte[] Write(IReadOnlyList<BlockSummary> summaries)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        foreach (var summary in summaries)
        {
            foreach (var count in summary.Counts)
            {
                to.Write((ushort)count);
            }

            to.Write(summary.Oldest);
            to.Write(summary.Newest);
        }

        to.Flush();
        return bytes.ToArray();
    }

    public static List<BlockSummary> Read(byte[]? bytes)
    {
        var summaries = new List<BlockSummary>();
        using var from = new BinaryReader(new MemoryStream(bytes ?? []));
        while (from.BaseStream.Position < (bytes?.Length ?? 0))
        {
            summaries.Add(new([from.ReadUInt16(), from.ReadUInt16(), from.ReadUInt16(), from.ReadUInt16()], from.ReadInt64(), from.ReadInt64()));
        }

        return summaries;
    }
}
