using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Scoring;
using NatComments.Core.Search;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>Gathers everything that is known of one comment, for moderators: from the thread, the log, the texts beside it and what stands around it.</summary>
internal sealed class CommentReader(
    IStore store, IThreads threads, IScorer scorer, SearchReader search, AuthorStore authors, AuthorReader readAuthors, ReporterRecords reporters, Articles articles, ModeratorNames names, ArticleThreads articleThreads)
{
    // Three before and three after: what fits beside the comment without scrolling.
    private const int Around = 3;

    /// <summary>The thread of a comment: that of the article when it is given, else the one that has a comment of this id.</summary>
    public async ValueTask<Result<ThreadId>> Thread(string site, string? article, Guid comment, CancellationToken stop)
    {
        if (article is not null)
        {
            return (await articleThreads.Of(site)).Called(article);
        }

        return await search.ArticleOf(site, comment, stop) is { } found ? ThreadId.FromTrusted(site, found) : new Refusal(Refusals.CommentNotFound);
    }

    /// <summary>The comment whole, or null when there is none.</summary>
    public async Task<WholeComment?> Whole(ThreadId thread, Guid id, CancellationToken stop)
    {
        if (await threads.Find(thread, id, stop) is not { Comment: var comment })
        {
            return null;
        }

        var history = await History(thread, comment, stop);
        var texts = await store.ReadDocuments(thread.Site, [.. Enumerable.Range(1, comment.Revision).Select(r => CommentText.Key(thread.Article, id, r))], stop);
        var revisions = texts
            .Select((bytes, i) => (Revision: i + 1, Text: bytes is null ? null : CommentText.FromBytes(bytes)))
            .Where(r => r.Text is not null)
            .Select(r => new RevisionReply(r.Revision, r.Text!.Name, r.Text.Shown, r.Text.Html))
            .ToList();
        var verdict = revisions.Count == 0 || comment.Scores is null ? null : Explained(comment, revisions[^1].Text);
        var appeal = await store.ReadDocument(thread.Site, KeptText.AppealKey(thread.Article, id), stop);
        return new(
            thread.Site, thread.Article, id, comment.ParentId, comment.Author, comment.Status, comment.Revision, comment.PostedAt, comment.EditedAt,
            revisions, verdict, comment.Standing.Decision, comment.Standing.Waiting, await Reports(thread, comment, history, stop),
            appeal is null ? null : Encoding.UTF8.GetString(appeal), comment.Likes, await readAuthors.Record(thread.Site, comment.Author, stop), history, comment.Before is not null)
        {
            DecisionNumber = comment.Standing.DecisionNumber,
            ShownRevision = comment.IsPublished ? comment.ShownRevision : null,
            Page = (await articles.Of(thread.Site, [thread.Article], stop))[thread.Article],
            Parents = await Parents(thread, comment, stop),
            Surroundings = await Surroundings(thread, comment, stop),
            Notes = await Notes(thread.Site, id, stop),
            Names = await Names(history, stop),
        };
    }

    // The scores are those that were written down when it was judged; the words are marked by today's scorer.
    private VerdictReply Explained(CommentState comment, string text) =>
        new(comment.Lang, comment.Scores!.Value, scorer.Explain(new(text, comment.Lang)).Spans);

    private async Task<IReadOnlyList<ThreadEvent>> History(ThreadId thread, CommentState comment, CancellationToken stop)
    {
        var events = new List<ThreadEvent>(comment.Events.Length);
        foreach (var number in comment.Events)
        {
            var read = await store.ReadEvents(thread.Site, thread.Stream, number - 1, 1, stop);
            events.Add(ThreadJson.Read(read[0]));
        }

        return events;
    }

    private async Task<IReadOnlyList<ReportReply>> Reports(ThreadId thread, CommentState comment, IReadOnlyList<ThreadEvent> history, CancellationToken stop)
    {
        var reports = history.OfType<CommentReported>().ToList();
        var notes = reports.Count == 0
            ? []
            : await store.ReadDocuments(thread.Site, [.. reports.Select(r => KeptText.ReportKey(thread.Article, comment.Id, r.Reader))], stop);
        var replies = new List<ReportReply>(reports.Count);
        foreach (var (report, note) in reports.Zip(notes))
        {
            replies.Add(new(report.Reader, report.Reason, report.At, note is null ? null : Encoding.UTF8.GetString(note))
            {
                Record = await reporters.Of(thread.Site, report.Reader, stop),
            });
        }

        return replies;
    }

    private async Task<IReadOnlyList<SurroundingReply>> Parents(ThreadId thread, CommentState comment, CancellationToken stop)
    {
        var parents = new List<CommentState>();
        for (var id = comment.ParentId; id is { } parent && await threads.Find(thread, parent, stop) is { } found; id = found.Comment.ParentId)
        {
            parents.Insert(0, found.Comment);
        }

        return await WithTexts(thread, parents, stop);
    }

    private async Task<IReadOnlyList<SurroundingReply>> Surroundings(ThreadId thread, CommentState comment, CancellationToken stop)
    {
        var near = new List<CommentState>();
        foreach (var document in await search.Around(thread.Site, thread.Article, comment.Id, Around, stop))
        {
            if (document.Comment != comment.Id && await threads.Find(thread, document.Comment, stop) is { } found)
            {
                near.Add(found.Comment);
            }
        }

        return await WithTexts(thread, near, stop);
    }

    private async Task<IReadOnlyList<SurroundingReply>> WithTexts(ThreadId thread, List<CommentState> comments, CancellationToken stop)
    {
        var texts = comments.Count == 0 ? [] : await store.ReadDocuments(thread.Site, [.. comments.Select(c => CommentText.Key(thread.Article, c.Id, c.Revision))], stop);
        return [.. comments.Zip(texts).Select(pair => (Comment: pair.First, Text: pair.Second is null ? null : CommentText.FromBytes(pair.Second)))
            .Select(pair => new SurroundingReply(
                pair.Comment.Id, pair.Comment.ParentId, pair.Comment.Author, pair.Text?.Name ?? "", pair.Text?.Shown ?? "", pair.Comment.PostedAt, pair.Comment.Status) { Categories = pair.Comment.Scores })];
    }

    private async Task<IReadOnlyList<NoteReply>> Notes(string site, Guid comment, CancellationToken stop)
    {
        var notes = new List<NoteReply>();
        foreach (var note in await authors.Notes(site, AuthorStore.AboutComment(comment), stop))
        {
            notes.Add(new(note.By, await names.Of(note.By, stop), note.At, note.Text));
        }

        return notes;
    }

    // The history tells of moderators by id; a screen wants their pseudonyms.
    private async Task<IReadOnlyDictionary<string, string>> Names(IReadOnlyList<ThreadEvent> history, CancellationToken stop)
    {
        var known = new Dictionary<string, string>();
        foreach (var id in history.Select(e => e switch
        {
            CommentDecided { Decision.By: Core.Moderation.ByModerator by } => by.Moderator,
            DecisionUndone { By: Core.Moderation.ByModerator by } => by.Moderator,
            CommentEscalated escalated => escalated.Moderator,
            _ => null,
        }).OfType<string>().Distinct())
        {
            stop.ThrowIfCancellationRequested();
            known[id] = await names.Of(id, stop);
        }

        return known;
    }
}
