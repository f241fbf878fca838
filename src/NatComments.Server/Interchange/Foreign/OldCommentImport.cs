using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NatComments.Core.Activation;
using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Storage;
using NatComments.Core.Threads;
using NatComments.Server.Http;
using NatComments.Server.Pages;
using NatComments.Server.Rendering;
using NatComments.Server.Storage;
using NatComments.Server.Threads;

namespace NatComments.Server.Interchange.Foreign;

/// <summary>
/// Brings the comments of another system in. A comment's id here follows from its id there, so that the same file may be read again; what is here stays
/// as it is. What was published or rejected there is so here, decided by the import; what waited there is scored and waits here. Of an author the name is
/// kept, and one id for all they wrote, from which nobody can tell their address.
/// </summary>
/// <param name="source">The other system, as it stands in decisions: "wxr" or "disqus".</param>
/// <param name="writes">False to count only what would become of the comments.</param>
internal sealed class OldCommentImport(IStore store, Secrets secrets, IScorer scorer, string site, string source, ImportReport report, bool writes = true)
{
    // 60 comments in one commit: up to three events and one text each, some 700 changes.
    private const int Batch = 60;

    // What an author without a name is called.
    private const string Nameless = "Guest";

    // 20 times in a row somebody else was faster, within some seconds: a thread in which that happens is busier than any was seen to be.
    private const int MaxTries = 20;

    private readonly byte[] _key = secrets.KeyFor("import");

    // The ids that the file has named so far: some 40 bytes each.
    private readonly HashSet<Guid> _named = [];

    // The comments that the file has of the article that is taken in, also those that are left out.
    private HashSet<string> _inFile = [];

    // What was brought in by an earlier version stands under the spelling of that time.
    private SiteThreads? _threads;

    /// <summary>Takes an article's comments in.</summary>
    public async Task Take(OldThread old, CancellationToken stop)
    {
        _threads ??= await new ArticleThreads(store, TimeProvider.System, NullLogger<ArticleThreads>.Instance).Of(site);
        if (_threads.Find(old.Article) is not { } id)
        {
            foreach (var comment in old.Comments)
            {
                report.LeaveOut(LeftOutReason.UnusableArticle, comment.Example, old.Article);
            }

            return;
        }

        var thread = new CommentThread(id);
        await ReadOn(thread, stop);
        _inFile = [.. old.Comments.Select(comment => comment.Id)];
        var wasEmpty = thread.Version == 0;
        var placed = InOrder(old.Comments).ToList();
        foreach (var some in placed.Where(pair => IsFirst(pair.Comment)).Chunk(Batch))
        {
            await Commit(thread, some, stop);
        }

        if (writes)
        {
            await Finish(thread, old, wasEmpty && old.IsClosed, stop);
        }
    }

    private async Task Finish(CommentThread thread, OldThread old, bool closes, CancellationToken stop)
    {
        if (closes)
        {
            var closed = new ThreadStateChanged { At = thread.Count == 0 ? DateTimeOffset.UnixEpoch : thread[thread.Count - 1].PostedAt, State = ThreadMode.Closed, By = new ByImport(source) };
            await store.TryCommit(ThreadCommit.Build(thread, [closed], []).WrittenBeside(), stop);
        }

        await store.TryCommit(new(site, null, [Articles.FirstTold(thread.Id, old.Title, old.Url)], [], []), stop);
    }

    // What others have written meanwhile.
    private async Task ReadOn(CommentThread thread, CancellationToken stop)
    {
        while (await store.ReadEvents(site, thread.Id.Stream, thread.Version, StoreLimits.MaxRead, stop) is { Count: > 0 } events)
        {
            foreach (var e in events)
            {
                thread.Apply(ThreadJson.Read(e));
            }
        }
    }

    private bool IsFirst(OldComment comment)
    {
        if (_named.Add(Id(comment.Id)))
        {
            return true;
        }

        report.LeaveOut(LeftOutReason.Repeated, comment.Example);
        return false;
    }

    // Every comment after what it answers to, else by time; without those that are left out. What stands in a circle, which no honest file has, begins anew.
    private IEnumerable<(OldComment Comment, OldComment? Parent)> InOrder(IReadOnlyList<OldComment> comments)
    {
        var all = new Dictionary<string, OldComment>();
        foreach (var comment in comments.Where(comment => !all.TryAdd(comment.Id, comment)))
        {
            report.LeaveOut(LeftOutReason.Repeated, comment.Example);
        }

        var ordered = all.Values.OrderBy(comment => comment.At).ToList();
        var kept = new Dictionary<string, OldComment?>();
        var answers = ordered.ToLookup(comment => Kept(comment, all, kept));
        var seen = new HashSet<OldComment>(ReferenceEqualityComparer.Instance);
        foreach (var start in answers[null].Concat(ordered))
        {
            var next = new Stack<(OldComment Comment, OldComment? Parent)>([(start, null)]);
            while (next.TryPop(out var place))
            {
                if (!seen.Add(place.Comment))
                {
                    continue;
                }

                if (place.Comment.LeftOut is { } why)
                {
                    report.LeaveOut(why, place.Comment.Example);
                    continue;
                }

                yield return place;
                foreach (var answer in answers[place.Comment].Reverse())
                {
                    next.Push((answer, place.Comment));
                }
            }
        }
    }

    // What a comment answers to here: the nearest that is brought in. What was found for a deleted one is kept: however many are deleted above each other,
    // each is passed once.
    private static OldComment? Kept(OldComment comment, Dictionary<string, OldComment> all, Dictionary<string, OldComment?> kept)
    {
        var passed = new HashSet<string> { comment.Id };
        OldComment? nearest = null;
        for (var parent = comment.Parent; parent is not null && !kept.TryGetValue(parent, out nearest) && passed.Add(parent) && all.TryGetValue(parent, out var found); parent = found.Parent)
        {
            if (found.LeftOut is null)
            {
                nearest = found;
                break;
            }
        }

        foreach (var id in passed.Where(id => id != comment.Id && all.TryGetValue(id, out var deleted) && deleted.LeftOut is not null))
        {
            kept[id] = nearest;
        }

        return nearest;
    }

    // Somebody may be writing to the thread meanwhile: what they wrote is read, and the comments are placed anew.
    private async Task Commit(CommentThread thread, IReadOnlyList<(OldComment Comment, OldComment? Parent)> comments, CancellationToken stop)
    {
        var made = new Dictionary<OldComment, MadeComment?>(ReferenceEqualityComparer.Instance);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var batch = await Place(thread, comments, made, stop);
            if (batch.Events.Count == 0 || !writes || await store.TryCommit(ThreadCommit.Build(thread, batch.Events, batch.Texts).WrittenBeside(), stop) == CommitResult.Done)
            {
                batch.Events.ForEach(thread.Apply);
                batch.Told.ForEach(tell => tell());
                return;
            }

            await ReadOn(thread, stop);
        }

        foreach (var (comment, _) in comments)
        {
            report.LeaveOut(LeftOutReason.ThreadBusy, comment.Example, thread.Id.Article);
        }
    }

    // What is to be written of some comments, and what is to be reported of them once it is.
    private sealed record PlacedComments(List<ThreadEvent> Events, List<KeptText> Texts, List<Action> Told);

    private async Task<PlacedComments> Place(
        CommentThread thread, IReadOnlyList<(OldComment Comment, OldComment? Parent)> comments, Dictionary<OldComment, MadeComment?> made, CancellationToken stop)
    {
        // An id of a comment of another article, from before, is not taken a second time.
        var elsewhere = await ThreadCommit.Taken(store, thread.Id, [.. comments.Select(pair => Id(pair.Comment.Id)).Where(id => thread.Find(id) is null)], stop);
        var (placed, depths) = (new PlacedComments([], [], []), new Dictionary<Guid, (Guid? Parent, int Depth)>());
        foreach (var (comment, answered) in comments)
        {
            var id = Id(comment.Id);
            if (thread.Find(id) is not null || elsewhere.Contains(id))
            {
                placed.Told.Add(report.Know);
            }
            else if (thread.Count + depths.Count >= ThreadLimits.MaxComments)
            {
                placed.Told.Add(() => report.LeaveOut(LeftOutReason.ThreadFull, comment.Example, thread.Id.Article));
            }
            else if ((made.TryGetValue(comment, out var known) ? known : made[comment] = Make(comment)) is not { } now)
            {
                placed.Told.Add(() => report.LeaveOut(LeftOutReason.NoText, comment.Example));
            }
            else
            {
                // What the file does not have may have come with another one.
                var isLost = comment.Parent is { } named && !_inFile.Contains(named) && thread.Find(Id(named)) is null;
                var (parent, depth) = Place(thread, depths, answered is not null ? Id(answered.Id) : comment.Parent is null ? null : Id(comment.Parent));
                depths[id] = (parent, depth);
                placed.Events.Add(new CommentPosted { At = comment.At, Id = id, ParentId = parent, Depth = depth, Author = Author(comment.Person) });
                placed.Events.AddRange(now.Events);
                placed.Texts.Add(new(CommentText.Key(thread.Id.Article, id, 1), now.Text.ToBytes()));
                placed.Told.Add(() => Tell(comment, isLost ? now.Changes.Append(CommentChange.ParentMissing) : now.Changes));
            }
        }

        return placed;
    }

    private void Tell(OldComment comment, IEnumerable<CommentChange> changes)
    {
        report.Add(comment.Status switch
        {
            OldStatus.Held => CommentStatus.Pending,
            OldStatus.Spam => CommentStatus.Rejected,
            _ => CommentStatus.Published,
        });
        foreach (var change in changes)
        {
            report.Change(change, comment.Example);
        }
    }

    // Too deep for here: it answers to what stands above. Without words it was left out: then it stands on the article.
    private static (Guid? Parent, int Depth) Place(CommentThread thread, Dictionary<Guid, (Guid? Parent, int Depth)> coming, Guid? parent)
    {
        while (parent is { } at)
        {
            var (above, depth) = coming.TryGetValue(at, out var known) ? known : thread.Find(at) is { } there ? (there.ParentId, there.Depth) : (null, -1);
            if (depth < 0)
            {
                return (null, 0);
            }

            if (depth < ThreadLimits.MaxDepth)
            {
                return (at, depth + 1);
            }

            parent = above;
        }

        return (null, 0);
    }

    // A comment as it will stand here, wherever its place is: made once, however often its place is looked for.
    private sealed record MadeComment(CommentText Text, IReadOnlyList<ThreadEvent> Events, IReadOnlyList<CommentChange> Changes);

    // Null when nothing is to be read.
    private MadeComment? Make(OldComment comment)
    {
        var whole = PlainText.Clean(EscapedMarkdown.AsEntities(HtmlToMarkdown.Convert(comment.Html, comment.Page)));
        var text = whole.Length > ThreadLimits.MaxTextLength ? Beginning(whole, ThreadLimits.MaxTextLength - 2) + " …" : whole;
        var (html, refusal) = CommentMarkdown.Render(text);
        if (refusal == Problems.TextEmpty)
        {
            return null;
        }

        var name = PlainText.Name(Beginning(comment.Name, ThreadLimits.MaxNameLength), ThreadLimits.MaxNameLength);
        var words = new CommentText(name ?? Nameless, text, html ?? $"<p>{PlainPage.E(text)}</p>");
        return new(words, [.. Events(comment, words.Shown)], [.. Changes(comment, isCut: text != whole, name)]);
    }

    private IEnumerable<ThreadEvent> Events(OldComment comment, string text)
    {
        var id = Id(comment.Id);
        if (comment.Status == OldStatus.Held)
        {
            var verdict = scorer.Score(new(text));
            var scores = verdict.Scores.Rounded();
            yield return new CommentScored { At = comment.At, Id = id, Revision = 1, Lang = verdict.Lang, Scores = scores };
            yield return new CommentHeld { At = comment.At, Id = id, Revision = 1, Why = HoldReasons.ThreadPremoderated, Priority = Priorities.Held(scores) };
        }
        else
        {
            var decision = comment.Status == OldStatus.Spam ? new Decision(Outcome.Reject, Reasons.Spam, new ByImport(source)) : new(Outcome.Publish, Reasons.Clean, new ByImport(source));
            yield return new CommentDecided { At = comment.At, Id = id, Revision = 1, Decision = decision };
        }
    }

    private static IEnumerable<CommentChange> Changes(OldComment comment, bool isCut, string? name)
    {
        if (isCut)
        {
            yield return CommentChange.TextCut;
        }

        if (!comment.HasTime)
        {
            yield return CommentChange.DateReplaced;
        }

        if (name is null)
        {
            yield return CommentChange.NameMissing;
        }
        else if (comment.Name.Length > ThreadLimits.MaxNameLength)
        {
            yield return CommentChange.NameCut;
        }
    }

    // Never half a character.
    private static string Beginning(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // A name-based UUID (RFC 9562, version 8) over where the comment comes from.
    private Guid Id(string old)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{source}\n{old}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }

    private string Author(string person) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{site}\n{source}\n{person.Trim().ToLowerInvariant()}")).AsSpan(0, 16));
}
