namespace NatComments.Core.Threads;

/// <summary>
/// Walks a thread in reading order, parents before replies: what everybody sees, and some more places that only one reader sees.
/// A step costs the depth of the tree times the logarithm of the number of siblings.
/// </summary>
/// <param name="extra">Ordinals that this reader sees besides; few.</param>
internal sealed class TreeWalk(CommentThread thread, PageSort sort, HashSet<int> extra)
{
    // More than any comment can have. In the order by likes, what only the reader sees has no rank: it stands first.
    private const int Unranked = int.MaxValue;

    private readonly VisibleTree _tree = thread.Tree;

    private readonly Dictionary<int, List<int>> _extraReplies = extra
        .GroupBy(ordinal => thread.Tree.ParentOf(ordinal))
        .ToDictionary(group => group.Key, group => group.Order().ToList());

    /// <summary>The ordinal that follows a place, -1 at the end. The place with ordinal -1 is before the first.</summary>
    public int Next(PageCursor place)
    {
        if (place.Ordinal < 0)
        {
            return NextRoot(-1, Unranked);
        }

        var node = place.Ordinal;
        var next = NextReply(node, -1);
        while (next < 0)
        {
            var parent = _tree.ParentOf(node);
            if (parent == VisibleTree.Root)
            {
                return NextRoot(node, place.Likes);
            }

            next = NextReply(parent, node);
            node = parent;
        }

        return next;
    }

    /// <summary>By what the comment on the article above a place is ordered: its likes, or <see cref="Unranked"/>.</summary>
    public int RootLikes(int ordinal)
    {
        while (_tree.ParentOf(ordinal) is var parent && parent != VisibleTree.Root)
        {
            ordinal = parent;
        }

        return extra.Contains(ordinal) ? Unranked : _tree.LikesOf(ordinal);
    }

    private int NextRoot(int after, int likes)
    {
        var more = Extra(VisibleTree.Root);
        if (sort == PageSort.Top)
        {
            // The cursor says which of the two it stood among: the comment may have been published or hidden since.
            var next = likes == Unranked ? more.Find(o => o > after, -1) : -1;
            return next >= 0 ? next : _tree.NextRoot(sort, likes == Unranked ? -1 : after, likes);
        }

        var shared = _tree.NextRoot(sort, after, likes);
        var own = sort == PageSort.Oldest
            ? more.Find(o => o > after, -1)
            : more.FindLast(o => after < 0 || o < after, -1);
        return Earlier(shared, own, sort == PageSort.Newest);
    }

    private int NextReply(int parent, int after) =>
        Earlier(_tree.NextReply(parent, after), Extra(parent).Find(o => o > after, -1), descending: false);

    private List<int> Extra(int parent) => _extraReplies.TryGetValue(parent, out var list) ? list : [];

    private static int Earlier(int a, int b, bool descending) =>
        a < 0 ? b : b < 0 ? a : descending ? Math.Max(a, b) : Math.Min(a, b);
}

internal static class ListSearch
{
    public static int Find(this List<int> list, Predicate<int> match, int otherwise)
    {
        var at = list.FindIndex(match);
        return at < 0 ? otherwise : list[at];
    }

    public static int FindLast(this List<int> list, Predicate<int> match, int otherwise)
    {
        var at = list.FindLastIndex(match);
        return at < 0 ? otherwise : list[at];
    }
}
