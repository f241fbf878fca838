using System.Text.Json.Serialization;

namespace NatComments.Core.Threads;

/// <summary>A comment as one reader sees it. An empty place (withdrawn or rejected with visible replies) has no words and no author.</summary>
/// <param name="Html">Sanitised; empty for an empty place.</param>
/// <param name="Reason">Why it was rejected; only its author sees it.</param>
/// <param name="Mine">The reader wrote it.</param>
/// <param name="Liked">The reader likes it.</param>
public sealed record CommentView(
    Guid Id, Guid? ParentId, int Depth, AuthorView? Author, string Html, DateTimeOffset PostedAt, DateTimeOffset? EditedAt, int Revision,
    CommentStatus Status, int Likes, int ReplyCount, bool Mine, bool Liked, string? Reason, bool CanAppeal)
{
    /// <summary>The text as written, for its author to edit within the window; null for everybody else.</summary>
    public string? Markdown { get; init; }

    /// <summary>Until when its author may edit it; null for everybody else and when the time is over.</summary>
    public DateTimeOffset? EditableUntil { get; init; }

    /// <summary>Since when it stands as it does, for its author while it waits or is rejected.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Since { get; init; }

    /// <summary>The former revision that everybody else sees while this one waits; only its author is told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ShownRevision { get; init; }

    /// <summary>True when an edit would wait for a moderator, whatever its text; only its author is told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? EditWaits { get; init; }

    /// <summary>What became of its author's appeal against the decision on this revision; only they are told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AppealView? Appeal { get; init; }
}

/// <summary>An appeal as the comment's author sees it.</summary>
/// <param name="At">When it was made.</param>
/// <param name="AnsweredAt">When it was decided again; null while it waits.</param>
/// <param name="Outcome">"upheld" when the comment stays rejected, "overturned" when it was published; null while it waits.</param>
public sealed record AppealView(DateTimeOffset At, DateTimeOffset? AnsweredAt, string? Outcome)
{
    /// <summary>The appeal against the decision on the last revision, null when there is none.</summary>
    public static AppealView? Of(CommentState comment) =>
        comment.AppealedAt is not { } at || comment.AppealedRevision != comment.Revision || comment.Status == CommentStatus.Withdrawn ? null
        : comment.Standing.AppealOpen ? new(at, null, null)
        : new(at, comment.Standing.DecidedAt, comment.Status == CommentStatus.Published ? "overturned" : "upheld");
}

/// <summary>Who wrote a comment, as readers see it.</summary>
public sealed record AuthorView(string Id, string Name, string? Badge);

/// <summary>A page of a thread. Parents come before their replies.</summary>
/// <param name="Version">The thread's public version that the page shows.</param>
/// <param name="Count">How many comments of the thread are published.</param>
/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record ThreadPage(
    string Site, string Article, long Version, ThreadMode State, int Count, PageSort Sort, IReadOnlyList<CommentView> Comments, string? Next);

/// <summary>
/// The only place that says who sees what: a reader sees what is published, empty places that hold visible replies, and what is
/// their own, whatever became of it (but for what they withdrew).
/// </summary>
public static class ThreadView
{
    /// <summary>A page before its texts are there: the comments that stand on it, in order. Null for a cursor that is not of this thread and order, and for a first comment that this reader does not see.</summary>
    /// <param name="reader">Null for somebody unknown.</param>
    internal static PageDraft? Draft(CommentThread thread, PageQuery query, string? reader)
    {
        PageCursor? after = null;
        if (query.After is { } text)
        {
            if (!PageCursor.TryRead(text, thread.Id, query.Sort, out var cursor) || cursor.Ordinal >= thread.Count)
            {
                return null;
            }

            after = cursor;
        }

        var hidden = reader is null ? [] : OwnHidden(thread, reader);
        var walk = new TreeWalk(thread, query.Sort, hidden);
        var places = new List<Place>(query.Limit);
        var last = after ?? new PageCursor(-1, 0);
        if (query.From is { } from)
        {
            var start = thread.OrdinalOf(from);
            if (start < 0 || !(thread.Tree.IsVisible(start) || hidden.Contains(start)))
            {
                return null;
            }

            places.AddRange(Path(thread, start));
            last = new(start, walk.RootLikes(start));
        }

        var next = walk.Next(last);
        while (next >= 0 && places.Count < query.Limit)
        {
            places.Add(new(thread[next], thread.Tree.RepliesOf(next)));
            last = new(next, walk.RootLikes(next));
            next = walk.Next(last);
        }

        return new(thread.PublicVersion, thread.Mode, thread.PublishedCount, places, next >= 0 ? last.Write(thread.Id, query.Sort) : null);
    }

    /// <summary>A comment as a reader sees it.</summary>
    /// <param name="text">Null when the words are gone or not to be shown.</param>
    public static CommentView View(CommentState comment, int replies, CommentText? text, string? reader, DateTimeOffset now)
    {
        var mine = reader is not null && comment.Author == reader;
        var show = ShowsText(comment, reader) && text is not null;
        var rejected = mine && comment.Status == CommentStatus.Rejected;

        // Of a place without words others see that it is there, and nothing of what became of the comment behind it.
        var known = mine || show;
        return new(
            comment.Id,
            comment.ParentId,
            comment.Depth,
            show ? new(comment.Author, text!.Name, text.Badge) : null,
            show ? text!.Html : "",
            mine ? comment.PostedAt : Minute(comment.PostedAt),
            mine ? comment.EditedAt : show && comment.Standing.ShownEditedAt is { } edited ? Minute(edited) : null,
            RevisionFor(comment, reader) is var revision and > 0 && known ? revision : 1,
            mine ? comment.Status : StatusForOthers(comment),
            known ? comment.Likes : 0,
            replies,
            mine,
            reader is not null && comment.LikedBy.Contains(reader),
            rejected ? comment.Standing.Decision?.Reason : null,
            rejected && CanAppeal(comment, now))
        {
            Markdown = mine && show && CanEdit(comment, now) ? text!.Markdown : null,
            EditableUntil = mine && show && CanEdit(comment, now) ? comment.PostedAt + ThreadLimits.EditWindow : null,
            Since = mine ? Since(comment) : null,
            ShownRevision = mine ? comment.FormerRevision : null,
            EditWaits = mine && comment.IsPublished && CanEdit(comment, now) && ThreadRules.EditHold(comment) is not null ? true : null,
            Appeal = mine ? AppealView.Of(comment) : null,
        };
    }

    /// <summary>Since when a comment waits or is rejected; null for any other.</summary>
    public static DateTimeOffset? Since(CommentState comment) => comment.Status switch
    {
        CommentStatus.Pending => comment.Standing.Waiting?.Since,
        CommentStatus.Rejected => comment.Standing.DecidedAt,
        _ => null,
    };

    /// <summary>The revision that a reader sees: of one's own the last, of others' the one that everybody sees; 0 for none.</summary>
    public static int RevisionFor(CommentState comment, string? reader) =>
        reader is not null && comment.Author == reader ? comment.Revision : comment.ShownRevision;

    /// <summary>
    /// A comment's status for everybody but its author. What waits is told as what was rejected: not shown. Whoever reads must not learn that it is
    /// being looked at, and "withdrawn" would be untrue. While an edit waits, the revision before it is published.
    /// </summary>
    public static CommentStatus StatusForOthers(CommentState comment) =>
        comment.IsPublished ? CommentStatus.Published
        : comment.Status == CommentStatus.Pending ? CommentStatus.Rejected
        : comment.Status;

    /// <summary>A time as others see it, to the minute: the millisecond is what a provider's log of connections would be searched for.</summary>
    public static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>True when the reader may see the comment's words.</summary>
    public static bool ShowsText(CommentState comment, string? reader) =>
        comment.IsPublished || (reader is not null && comment.Author == reader && comment.Status != CommentStatus.Withdrawn);

    /// <summary>True while the author of a rejected comment can appeal.</summary>
    public static bool CanAppeal(CommentState comment, DateTimeOffset now) =>
        comment.Status == CommentStatus.Rejected && comment.AppealedRevision != comment.Revision
        && now - comment.Standing.DecidedAt <= ThreadLimits.AppealWindow;

    private static bool CanEdit(CommentState comment, DateTimeOffset now) =>
        now - comment.PostedAt <= ThreadLimits.EditWindow
        && !(comment.Status == CommentStatus.Rejected && comment.Standing.Decision?.By is Moderation.ByModerator);

    // A comment with all that it answers to, the topmost first: what stands above a visible place is a place itself.
    private static IEnumerable<Place> Path(CommentThread thread, int ordinal)
    {
        var path = new Stack<int>();
        for (var node = ordinal; node != VisibleTree.Root; node = thread.Tree.ParentOf(node))
        {
            path.Push(node);
        }

        return path.Select(node => new Place(thread[node], thread.Tree.RepliesOf(node)));
    }

    // One's own that others do not see, and the places above them that would otherwise be missing.
    private static HashSet<int> OwnHidden(CommentThread thread, string reader)
    {
        var hidden = new HashSet<int>();
        foreach (var own in thread.By(reader).Where(own => thread[own].Status != CommentStatus.Withdrawn))
        {
            if (hidden.Count >= ThreadLimits.MaxOwnHidden)
            {
                break;
            }

            for (var node = own; node != VisibleTree.Root && !thread.Tree.IsVisible(node); node = thread.Tree.ParentOf(node))
            {
                hidden.Add(node);
            }
        }

        return hidden;
    }
}

/// <summary>A place on a page: a comment and how many visible replies it has.</summary>
internal readonly record struct Place(CommentState Comment, int Replies);

/// <summary>What a page holds, gathered in one moment; its texts are fetched afterwards.</summary>
internal sealed record PageDraft(long Version, ThreadMode Mode, int Count, IReadOnlyList<Place> Places, string? Next);
