using NatComments.Core.Storage;

namespace NatComments.Core.Search;

/// <summary>Makes one segment of several, so that a question looks into few of them however many comments there are.</summary>
public static class SearchMerger
{
    /// <summary>What a merge that is due writes, and the documents that are then of no use; null when none is due.</summary>
    public static async Task<(IReadOnlyList<DocumentChange> Changes, IReadOnlyList<string> Unused)?> Merge(IStore store, string site, CancellationToken stop)
    {
        var head = SearchHead.FromBytes(await store.ReadDocument(site, SearchHead.Key, stop));
        var due = head.Due();
        if (due.Count == 0)
        {
            return null;
        }

        var sources = new List<(IEnumerable<Posting>, int)>();
        foreach (var segment in due)
        {
            var pages = await store.ReadDocuments(site, [.. Enumerable.Range(0, segment.Pages).Select(segment.PageKey)], stop);
            sources.Add((pages.SelectMany(page => SegmentFormat.ReadPage(page!)), segment.First - due[0].First));
        }

        var (merged, documents) = SegmentFormat.Write(head.NextSegment, due[0].First, due.Sum(segment => segment.Count), SegmentFormat.Merge(sources));
        documents.Add(new(SearchHead.Key, head.Replace(due, merged).ToBytes()));
        return (documents, [.. due.SelectMany(segment => segment.Keys())]);
    }
}
