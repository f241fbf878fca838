using NatComments.Core.Queue;
using NatComments.Core.Storage;
using NatComments.Core.Storage.Keys;
using NatComments.Core.Threads;

namespace NatComments.Core.Activation;

/// <summary>
/// Turns what happened in a thread into one commit: the events, the texts, and everything that is folded from them for
/// others to look up without waking the thread (queues, counts, an author's comments and record).
/// </summary>
public static class ThreadCommit
{
    /// <summary>
    /// The index of an author's comments, oldest first. The value is the article, the key ends with the comment's id.
    /// </summary>
    public static string AuthorIndex(string author) => AuthorKeys.Comments(author);

    /// <summary>
    /// The index of what was answered to an author's comments, oldest first; of the same form as <see
    /// cref="AuthorIndex"/>.
    /// </summary>
    public static string RepliesIndex(string author) => AuthorKeys.RepliesTo(author);

    /// <summary>
    /// The index of a site's published comments, oldest first; of the same form as <see cref="AuthorIndex"/>.
    /// </summary>
    public const string PublishedIndex = ThreadKeys.PublishedIndex;

    /// <summary>The counter of an article's published comments.</summary>
    public static string PublishedCounter(string article) => ThreadKeys.PublishedOf(article);

    /// <summary>The counters of an author's published and rejected comments.</summary>
    public static (string Published, string Rejected) AuthorCounters(string author) => AuthorKeys.Decided(author);

    /// <summary>
    /// The counter of an author's comments with a link that were ever published; counted a moment after they are.
    /// </summary>
    public static string AuthorLinks(string author) => AuthorKeys.Links(author);

    /// <summary>
    /// The counter of reports with weight against an author's comments; counted a moment after they come.
    /// </summary>
    public static string AuthorReports(string author) => AuthorKeys.ReportsAgainst(author);

    /// <summary>
    /// The entry of <see cref="KeptText.ReportsIndex"/> for the document of a report; null for another document.
    /// </summary>
    public static EntryChange? ReportEntry(string key) =>
        ThreadKeys.TryParseReport(key, out var article, out var comment, out var reader)
            ? new(AuthorKeys.ReportsOf(reader), AuthorKeys.ReportEntry(article, comment), [])
            : null;

    /// <summary>When the comment of a key of <see cref="AuthorIndex"/> was posted.</summary>
    public static DateTimeOffset PostedAt(string authorKey) =>
        ThreadKeys.TryParseCommentEntry(authorKey, out var at, out _, out _) ? at : throw new FormatException($"{authorKey} is no place of a comment.");

    /// <summary>The key of a comment in <see cref="AuthorIndex"/>.</summary>
    public static string AuthorKey(string article, CommentState comment) =>
        ThreadKeys.CommentEntry(comment.PostedAt, ThreadId.FromTrusted("", article).Fingerprint, comment.Id);

    /// <summary>
    /// The commit that makes these events happen after the thread's version. The thread itself is not changed.
    /// </summary>
    public static Commit Build(CommentThread thread, IReadOnlyList<ThreadEvent> events, IReadOnlyList<KeptText> texts)
    {
        var bytes = new byte[events.Count][];
        var touched = new Dictionary<Guid, (CommentState? Before, CommentState After)>(events.Count);
        var number = checked((int)thread.Version);
        for (var i = 0; i < events.Count; i++)
        {
            bytes[i] = ThreadJson.Write(events[i]);
            number++;
            if (events[i] is CommentEvent e)
            {
                var (before, now) = touched.TryGetValue(e.Id, out var known) ? known : (thread.Find(e.Id), thread.Find(e.Id));
                touched[e.Id] = (before, CommentState.Fold(now, e, number));
            }
        }

        var entries = new List<EntryChange>(touched.Count * 2);
        var counters = new List<CounterChange>(touched.Count * 2);
        var published = 0;
        foreach (var (before, after) in touched.Values)
        {
            QueueChange.Add(thread.Id.Article, before, after, entries, counters);
            published += One(after.IsPublished) - One(before?.IsPublished ?? false);
            AddAuthor(thread.Id.Article, before, after, entries, counters);
            var answered = after.ParentId is not { } parent ? null : touched.TryGetValue(parent, out var parents) ? parents.After.Author : thread.Find(parent)?.Author;
            AddNews(thread.Id.Article, before, after, answered, entries);
        }

        if (published != 0)
        {
            counters.Add(new(PublishedCounter(thread.Id.Article), published));
        }

        foreach (var text in texts)
        {
            if (ReportEntry(text.Key) is { } written)
            {
                entries.Add(written);
            }
        }

        if (ThreadNews.Mark(thread.Id.Article, thread.Version + events.Count, events) is { } mark)
        {
            entries.Add(mark);
        }

        return new(
            thread.Id.Site,
            new StreamAppend(thread.Id.Stream, thread.Version, bytes),
            [.. texts.Select(text => new DocumentChange(text.Key, text.Value)), .. events.OfType<CommentPosted>().Select(posted => Place(thread.Id, posted.Id))],
            entries,
            counters);
    }

    /// <summary>
    /// What takes an id for a comment of this thread. It is a conflict when another comment of the site has it.
    /// </summary>
    public static DocumentChange Place(ThreadId thread, Guid comment) => new(CommentPlace.Key(comment), new CommentPlace(thread.Article, null).ToBytes(), MustBeAbsent: true);

    /// <summary>Which of these ids comments of other threads of the site have.</summary>
    public static async ValueTask<IReadOnlySet<Guid>> Taken(IStore store, ThreadId thread, IReadOnlyList<Guid> ids, CancellationToken stop = default)
    {
        var places = ids.Count == 0 ? [] : await store.ReadDocuments(thread.Site, [.. ids.Select(CommentPlace.Key)], stop);
        return ids.Zip(places).Where(pair => pair.Second is not null && CommentPlace.FromBytes(pair.Second).Article != thread.Article).Select(pair => pair.First).ToHashSet();
    }

    // What feeds are made of.
    private static void AddNews(string article, CommentState? before, CommentState after, string? answered, List<EntryChange> entries)
    {
        var was = before?.IsPublished ?? false;
        if (was == after.IsPublished)
        {
            return;
        }

        var (key, value) = (AuthorKey(article, after), after.IsPublished ? System.Text.Encoding.UTF8.GetBytes(article) : null);
        entries.Add(new(PublishedIndex, key, value));
        if (answered is not null && answered != after.Author)
        {
            entries.Add(new(RepliesIndex(answered), key, value));
        }
    }

    private static void AddAuthor(string article, CommentState? before, CommentState after, List<EntryChange> entries, List<CounterChange> counters)
    {
        if (before is null)
        {
            entries.Add(new(AuthorIndex(after.Author), AuthorKey(article, after), System.Text.Encoding.UTF8.GetBytes(article)));
        }

        var published = One(after.IsPublished) - One(before?.IsPublished ?? false);
        var rejected = One(after.Status == CommentStatus.Rejected) - One(before?.Status == CommentStatus.Rejected);
        var (publishedCounter, rejectedCounter) = AuthorCounters(after.Author);
        if (published != 0)
        {
            counters.Add(new(publishedCounter, published));
        }

        if (rejected != 0)
        {
            counters.Add(new(rejectedCounter, rejected));
        }
    }

    private static int One(bool yes) => yes ? 1 : 0;
}
