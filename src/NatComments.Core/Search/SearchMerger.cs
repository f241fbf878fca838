using NatComments.Core.Storage;

namespace NatComments.Core.Search;

/// <summary>Writes segments anew: several as one, so that a question looks into few of them however many comments there are, or one without what was erased.</summary>
public static class SearchMerger
{
    /// <summary>
    /// What a merge that is due writes, and the documents that are then of no use; null when none is due. Throws <see cref="InvalidDataException"/> when a
    /// segment is not there: the index is damaged, or another node has just replaced it.
    /// </summary>
    public static async Task<(IReadOnlyList<DocumentChange> Changes, IReadOnlyList<string> Unused)?> Merge(IStore store, string site, CancellationToken stop)
    {
        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var due = head.Due();
        if (due.Count == 0)
        {
            return null;
        }

        var sources = new List<SegmentTerms>();
        foreach (var segment in due)
        {
            sources.Add(new(await Pages(store, site, segment, stop), segment.First - due[0].First));
        }

        var builder = new SegmentBuilder(head.NextSegment, due[0].First, due.Sum(segment => segment.Count));
        SegmentMerge.Write(sources, builder);
        var (merged, documents) = builder.Finish();
        documents.Add(new(SearchHead.Key, head.Replace(due, merged).ToBytes()));
        return (documents, [.. due.SelectMany(segment => segment.Keys())]);
    }

    /// <summary>
    /// What writes the next segment anew that has words of an author, without those words and without the author's name in it, and the documents that
    /// are then of no use; null when no segment has any. Throws as <see cref="Merge"/> does.
    /// </summary>
    public static async Task<(IReadOnlyList<DocumentChange> Changes, IReadOnlyList<string> Unused)?> Erase(IStore store, string site, string author, CancellationToken stop)
    {
        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var (reader, term) = (new SearchReader(store), SearchTerms.Author(author));
        foreach (var segment in head.Segments)
        {
            var places = await reader.Places(site, segment, term, stop);
            if (places.Count == 0)
            {
                continue;
            }

            var erased = places.Select(place => place - segment.First).ToHashSet();
            var builder = new SegmentBuilder(head.NextSegment, segment.First, segment.Count);
            WriteWithout(erased, new(await Pages(store, site, segment, stop), 0), builder);
            var (written, documents) = builder.Finish();
            documents.Add(new(SearchHead.Key, head.Replace([segment], written).ToBytes()));
            return (documents, [.. segment.Keys()]);
        }

        return null;
    }

    private static async Task<IReadOnlyList<byte[]>> Pages(IStore store, string site, SearchSegment segment, CancellationToken stop)
    {
        var pages = await store.ReadDocuments(site, [.. Enumerable.Range(0, segment.Pages).Select(segment.PageKey)], stop);
        return pages.OfType<byte[]>().ToList() is var there && there.Count == pages.Length
            ? there
            : throw new InvalidDataException($"Segment {segment.Id} of the search index of {site} is not whole.");
    }

    // The article stays with the place: an empty one still stands between its neighbours.
    private static void WriteWithout(HashSet<int> erased, SegmentTerms terms, SegmentBuilder into)
    {
        var places = new List<int>();
        while (terms.Next())
        {
            places.Clear();
            SegmentFormat.Unpack(terms.Comments, 0, places);
            if (SearchTerms.IsArticle(terms.Term) || places.RemoveAll(erased.Contains) == 0)
            {
                into.Add(terms.Term, terms.Comments);
            }
            else if (places.Count > 0)
            {
                into.Add(terms.Term, SegmentFormat.Pack(places));
            }
        }
    }
}
