using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Projections;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;
using NatComments.Server.Sites;
using NatComments.Server.Threads;
using NatComments.Server.Visitors;

namespace NatComments.Server.Privacy;

/// <summary>
/// All that is kept of one reader on one site: to be shown to them, and to be erased. Erasing withdraws their comments, removes every word
/// and every proof of who they are, and leaves the log whole; what was erased is remembered by its place alone, so that no import brings it back.
/// </summary>
internal sealed partial class OwnRecords(
    IStore store, IThreads threads, Names names, ReaderTokens tokens, Articles articles, ILogger<OwnRecords> log)
{
    // 100 comments a page: one screen of one's own past.
    private const int Page = 100;

    /// <summary>A page of a reader's comments, newest first, and the key to go on from; null on the last.</summary>
    /// <param name="ownOrigin">This server's own origin, for the addresses of articles.</param>
    public async Task<(IReadOnlyList<OwnComment> Comments, string? Next)> Read(Site of, string author, string? after, string? ownOrigin, CancellationToken stop)
    {
        var site = of.Id;
        var entries = await store.ReadEntries(site, ThreadCommit.AuthorIndex(author), new(Page, after, Descending: true), stop);
        var own = new List<OwnComment>(entries.Count);
        var places = entries.Select(entry => Place(site, entry)).ToList();
        var receipts = places.Select(place => tokens.Receipt(site, place.Thread.Article, place.Id)).ToList();
        var pages = await articles.Known(of, places.Select(place => place.Thread.Article), ownOrigin, stop);
        foreach (var ((thread, id), receipt) in places.Zip(await Given(site, receipts, stop)))
        {
            if (await threads.Find(thread, id, stop) is { } found)
            {
                var view = (await threads.ReadComments(thread, [id], author, stop)).FirstOrDefault();
                own.Add(new(thread.Article, id, found.Comment.ParentId, found.Comment.Status, found.Comment.PostedAt, view?.Author?.Name, await Markdown(site, thread, found.Comment, stop), found.Comment.Likes)
                {
                    Receipt = receipt,
                    Page = new(pages[thread.Article].Title, pages[thread.Article].Url),
                    Reason = view?.Reason,
                    Since = view?.Since,
                    ShownRevision = view?.ShownRevision,
                    Appeal = view?.Appeal,
                });
            }
        }

        return (own, entries.Count == Page ? entries[^1].Key : null);
    }

    /// <summary>Erases all words of a reader on a site. Done twice it changes nothing more.</summary>
    public async Task Erase(string site, string author, CancellationToken stop)
    {
        string? after = null;
        do
        {
            var entries = await store.ReadEntries(site, ThreadCommit.AuthorIndex(author), new(Page, after), stop);
            foreach (var (thread, id) in entries.Select(entry => Place(site, entry)))
            {
                await EraseComment(thread, id, author, stop);
            }

            after = entries.Count == Page ? entries[^1].Key : null;
        }
        while (after is not null);

        await store.TryCommit(new(site, null, [PrivateFeeds.Ended(author)], [new(SearchProjection.ErasedIndex, author, [])], []), stop);
        await EraseReports(site, author, stop);
        await EraseProofs(site, author, stop);
        Erased(site);
    }

    // Not whose they were: the line outlives the record.
    [LoggerMessage(1351, LogLevel.Information, "All words of a reader of {Site} were erased, as the reader asked")]
    private partial void Erased(string site);

    /// <summary>The document that says that a comment's words were erased.</summary>
    public static string ErasedKey(string article, Guid comment) => KeptText.ErasedKey(article, comment);

    /// <summary>The document that says so for the text under a key; for keys that are no texts one that is never there.</summary>
    public static string ErasedKeyOf(string key) => ThreadKeys.ErasedOf(key) ?? ThreadKeys.ErasedMarks;

    private async Task EraseComment(ThreadId thread, Guid id, string author, CancellationToken stop)
    {
        await threads.Ask(thread, new WithdrawComment(id, author), stop);
        if (await threads.Find(thread, id, stop) is not { Comment: var comment })
        {
            return;
        }

        var texts = Enumerable.Range(1, comment.Revision).Select(revision => new DocumentChange(CommentText.Key(thread.Article, id, revision), null));
        await store.TryCommit(new(
            thread.Site, null, [.. texts, new(KeptText.AppealKey(thread.Article, id), null), new(ErasedKey(thread.Article, id), [])], [], []) { Erases = true }, stop);
    }

    // What they wrote about others' comments stands in an index of theirs: it costs what they wrote, not what the site holds.
    private async Task EraseReports(string site, string author, CancellationToken stop)
    {
        if (!await StoredForms.IsDone(store, site, stop))
        {
            await StoredForms.Renew(store, site, stop);
        }

        var index = KeptText.ReportsIndex(author);
        while (await store.ReadEntries(site, index, new(Page), stop) is { Count: > 0 } written)
        {
            var documents = written.Select(entry => ReportKey(entry.Key, author)).SelectMany(key => new DocumentChange[] { new(key, null), new(ErasedKeyOf(key), []) });
            await store.TryCommit(new(site, null, [.. documents], [.. written.Select(entry => new EntryChange(index, entry.Key, null))], []) { Erases = true }, stop);
        }
    }

    private static string ReportKey(string place, string author) =>
        AuthorKeys.TryParseReportEntry(place, out var article, out var comment) ? ThreadKeys.Report(article, comment, author)
        : throw new FormatException($"{place} is no place of a comment.");

    // Which of the receipts were given out; null for the others, whose comments came with an import.
    private async ValueTask<IReadOnlyList<string?>> Given(string site, IReadOnlyList<string> receipts, CancellationToken stop)
    {
        if (receipts.Count == 0)
        {
            return [];
        }

        var given = await store.ReadDocuments(site, [.. receipts.Select(KeptText.ReceiptKey), .. receipts.Select(KeptText.OldReceiptKey)], stop);
        return [.. receipts.Select((receipt, i) => given[i] is null && given[i + receipts.Count] is null ? null : receipt)];
    }

    private async Task EraseProofs(string site, string author, CancellationToken stop)
    {
        var proofs = (await Pseudonyms.Proofs(store, site, author, stop)).Select(proof => Pseudonyms.Forget(author, proof.Key));
        var held = (await names.Held(site, author, stop)).Select(name => names.Release(site, author, name.Key));
        foreach (var some in proofs.Concat(held).Chunk(Page))
        {
            await store.TryCommit(new(site, null, [.. some.Select(change => change.Document)], [.. some.Select(change => change.Entry)], []) { Erases = true }, stop);
        }
    }

    private async Task<string?> Markdown(string site, ThreadId thread, CommentState comment, CancellationToken stop) =>
        await store.ReadDocument(site, CommentText.Key(thread.Article, comment.Id, comment.Revision), stop) is { } bytes ? CommentText.FromBytes(bytes).Markdown : null;

    private static (ThreadId Thread, Guid Id) Place(string site, Entry entry) =>
        (ThreadId.FromTrusted(site, Encoding.UTF8.GetString(entry.Value)), ThreadKeys.CommentOf(entry.Key));
}

/// <summary>One of a reader's own comments.</summary>
/// <param name="Text">As written; null when it was erased.</param>
public sealed record OwnComment(
    string Article, Guid Id, Guid? ParentId, CommentStatus Status, DateTimeOffset PostedAt, string? Name, string? Text, int Likes)
{
    /// <summary>Shows what became of it, at <c>/receipts/…</c>; null for one that came with an import from elsewhere.</summary>
    public string? Receipt { get; init; }

    /// <summary>Why it was rejected; null for any other.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it waits or is rejected; null for any other.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The former revision that others see while this one waits; null for none.</summary>
    public int? ShownRevision { get; init; }

    /// <summary>What became of the author's appeal; null when there was none.</summary>
    public AppealView? Appeal { get; init; }

    /// <summary>What the article is called and where it stands, as far as the site's own word is known.</summary>
    public ArticlePage Page { get; init; } = new(null, null);
}
