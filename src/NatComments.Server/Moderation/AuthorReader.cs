using System.Text;
using NatComments.Core.Activation;
using NatComments.Core.Authors;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Accounts;
using NatComments.Server.Authors;
using NatComments.Server.Http;
using NatComments.Server.Threads;

namespace NatComments.Server.Moderation;

/// <summary>Gathers what is known of an author on a site: their record, what they wrote last and what became of it, sanctions, notes.</summary>
internal sealed class AuthorReader(IStore store, IThreads threads, AuthorStore authors, Submissions submissions, ReporterRecords reporters, ModeratorNames names, TimeProvider clock)
{
    // 50 comments: a screen; the cursor goes on.
    private const int PageSize = 50;

    /// <summary>A page of an author, newest comments first.</summary>
    public async Task<Result<AuthorReply>> Read(string site, string author, string? after, CancellationToken stop)
    {
        if (after is { Length: > StoreLimits.MaxName } || after?.Contains('\0') == true)
        {
            return new Refusal(Refusals.InvalidCursor);
        }

        var entries = await store.ReadEntries(site, ThreadCommit.AuthorIndex(author), new(PageSize + 1, after, Descending: true), stop);
        var page = entries.Take(PageSize).Select(entry => (
            Thread: ThreadId.FromTrusted(site, Encoding.UTF8.GetString(entry.Value)), Id: Guid.ParseExact(entry.Key.AsSpan(entry.Key.Length - 32), "N"))).ToList();
        var found = await Task.WhenAll(page.Select(async p => (p.Thread, Found: await threads.Find(p.Thread, p.Id, stop))));
        var comments = found.Where(f => f.Found is not null).Select(f => (f.Thread, f.Found!.Comment)).ToList();
        var texts = comments.Count == 0 ? [] : await store.ReadDocuments(site, [.. comments.Select(c => CommentText.Key(c.Thread.Article, c.Comment.Id, c.Comment.Revision))], stop);
        var record = await Record(site, author, stop);
        var sanctions = await authors.Sanctions(site, author, stop);
        return new AuthorReply(
            author,
            texts.OfType<byte[]>().Select(bytes => CommentText.FromBytes(bytes).Name).FirstOrDefault(),
            record.Published,
            record.Rejected,
            record.Standing,
            await reporters.Of(site, author, stop),
            record.Since,
            await Task.WhenAll(sanctions.All.Reverse().Select(s => Reply(s).AsTask())),
            await Notes(site, author, stop),
            [.. comments.Zip(texts).Select(pair => new AuthoredReply(
                pair.First.Thread.Article, pair.First.Comment.Id, pair.Second is null ? "" : CommentText.FromBytes(pair.Second).Shown,
                pair.First.Comment.PostedAt, pair.First.Comment.Status, pair.First.Comment.Standing.Decision?.Reason, pair.First.Comment.Revision,
                pair.First.Comment.ReportedBy.Count, pair.First.Comment.Standing.Waiting?.Queue) { Categories = pair.First.Comment.Scores })],
            entries.Count > PageSize ? entries[PageSize - 1].Key : null)
        {
            Reported = record.Reported,
        };
    }

    /// <summary>What stands beside a comment of an author's.</summary>
    public async Task<AuthorRecordReply> Record(string site, string author, CancellationToken stop)
    {
        var record = await submissions.Record(site, author, stop);
        var reported = await store.ReadCounters(site, [ThreadCommit.AuthorReports(author)], stop);
        var first = await store.ReadEntries(site, ThreadCommit.AuthorIndex(author), new(1), stop);
        var holds = (await authors.Sanctions(site, author, stop)).Now(clock.GetUtcNow());
        return new(
            record.Published, record.Rejected, reported[0], record.IsTrusted ? "trusted" : record.IsNew ? "new" : "known",
            first.Count == 0 ? null : ThreadCommit.PostedAt(first[0].Key), holds is null ? null : await Reply(holds));
    }

    /// <summary>A sanction as colleagues see it.</summary>
    public async ValueTask<SanctionReply> Reply(Sanction sanction) => new(
        sanction.Id, sanction.Kind, sanction.Reason, sanction.By, await names.Of(sanction.By), sanction.At, sanction.Until, sanction.Note,
        sanction.Holds(clock.GetUtcNow()), sanction.LiftedAt) { LeastRole = sanction.LeastRole() };

    private async Task<NoteReply[]> Notes(string site, string author, CancellationToken stop)
    {
        var notes = new List<NoteReply>();
        foreach (var note in await authors.Notes(site, AuthorStore.AboutAuthor(author), stop))
        {
            notes.Add(new(note.By, await names.Of(note.By, stop), note.At, note.Text));
        }

        return [.. notes];
    }
}
