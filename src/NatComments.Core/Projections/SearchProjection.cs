using NatComments.Core.Moderation;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;

namespace NatComments.Core.Projections;

/// <summary>
/// The search index: words, authors and how every comment stands. Words that were erased leave it too.
/// </summary>
public sealed class SearchProjection(IStore store) : IProjection
{
    /// <summary>The index of authors whose words were erased and are still to leave the search index.</summary>
    public const string ErasedIndex = "erased";

    public string Name => "search";

    public async ValueTask<IProjectionBatch> Begin(string site, CancellationToken stop) =>
        new Batch(await SearchWriter.Open(store, site, stop));

    public async ValueTask<bool> IsDue(string site, CancellationToken stop) =>
        (await store.ReadEntries(site, ErasedIndex, new(1), stop)).Count > 0;

    public async ValueTask<bool> Tidy(SitePosition at, CancellationToken stop) =>
        await Erase(at, stop) || await Merge(at, stop);

    private async Task<bool> Erase(SitePosition at, CancellationToken stop)
    {
        if (await store.ReadEntries(at.Site, ErasedIndex, new(1), stop) is not [{ Key: var author }])
        {
            return false;
        }

        if (await SearchMerger.Erase(store, at.Site, author, stop) is var (changes, unused))
        {
            await Replace(at, changes, unused, erases: true);
        }
        else
        {
            await store.TryCommit(new(at.Site, null, [.. at.Take()], [new(ErasedIndex, author, null)], []), stop);
        }

        return true;
    }

    private async Task<bool> Merge(SitePosition at, CancellationToken stop)
    {
        if (await SearchMerger.Merge(store, at.Site, stop) is not var (changes, unused))
        {
            return false;
        }

        await Replace(at, changes, unused, erases: false);
        return true;
    }

    // What is then of no use goes with the same commit when it fits, so that a crash leaves no words behind. Once begun
    // it is not given up: what is left would never be removed.
    private async Task Replace(
        SitePosition at, IReadOnlyList<DocumentChange> changes, IReadOnlyList<string> unused, bool erases)
    {
        DocumentChange[] all = [.. changes, .. at.Take(), .. unused.Select(key => new DocumentChange(key, null))];
        var first = Math.Min(all.Length, Commit.MaxChanges);
        if (await store.TryCommit(new(at.Site, null, all[..first], [], []) { Erases = erases }) == CommitResult.Done)
        {
            foreach (var some in all[first..].Chunk(Commit.MaxChanges))
            {
                await store.TryCommit(new(at.Site, null, some, [], []) { Erases = erases });
            }
        }
    }

    private sealed class Batch(SearchWriter search) : IProjectionBatch
    {
        // 300 blocks, 10 MB: who decides on old comments everywhere rewrites a block for each.
        private const int MaxBlocks = 300;

        public int Changes => search.Added + (2 * search.Blocks);

        public bool IsFull => search.Blocks > MaxBlocks;

        public async ValueTask Take(FollowedEvent e, CancellationToken stop)
        {
            var article = e.Thread.Article;
            switch (e.Event)
            {
                case CommentPosted posted:
                    var fresh = new SearchDocument(
                        posted.Id, article, posted.Author, posted.At, CommentStatus.Pending, 1, null);
                    await search.Add(fresh, (await e.Text(posted.Id, 1, stop))?.Shown ?? "", stop);
                    break;
                case CommentEdited edited:
                    SearchDocument? known = null;
                    await search.Change(article, edited.Id, document => known = document, stop);
                    if (known is not null)
                    {
                        var words = (await e.Text(edited.Id, edited.Revision, stop))?.Shown ?? "";
                        await search.Add(known with { Revision = edited.Revision, Replaced = false }, words, stop);
                    }

                    break;
                case CommentScored scored:
                    await search.Change(article, scored.Id, document => document with { Scores = scored.Scores }, stop);
                    break;
                case CommentHeld held:
                    await Change(article, held.Id, CommentStatus.Pending, stop);
                    break;
                case CommentDecided decided:
                    var status = decided.Decision.Outcome == Outcome.Publish
                        ? CommentStatus.Published : CommentStatus.Rejected;
                    await Change(article, decided.Id, status, stop);
                    break;
                case CommentWithdrawn withdrawn:
                    await Change(article, withdrawn.Id, CommentStatus.Withdrawn, stop);
                    break;
                case DecisionUndone undone when await e.Find(undone.Id, stop) is { } found:
                    await Change(article, undone.Id, found.Comment.Status, stop);
                    break;
            }
        }

        public async ValueTask<ProjectionChanges> Finish(CancellationToken stop) =>
            new() { Documents = await search.Changes(stop) };

        private ValueTask Change(string article, Guid comment, CommentStatus status, CancellationToken stop) =>
            search.Change(article, comment, document => document with { Status = status }, stop);
    }
}
