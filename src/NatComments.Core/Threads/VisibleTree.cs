using System.Text.Json.Serialization;
using NatComments.Core.Text;

namespace NatComments.Core.Threads;

/// <summary>The three orders in which the comments on an article can be read. Replies always stand oldest first.</summary>
[JsonConverter(typeof(CamelCaseEnum<PageSort>))]
public enum PageSort : byte
{
    Newest,
    Oldest,
    Top,
}

/// <summary>
/// Which comments have a place that every reader sees, as a tree over ordinals: those that are published, and those that hold a
/// visible reply (an empty place). Finding the next one costs the logarithm of the number of its siblings.
/// </summary>
internal sealed class VisibleTree
{
    /// <summary>The parent of comments on the article itself.</summary>
    public const int Root = -1;

    private readonly List<int> _parent = [];
    private readonly List<bool> _published = [];
    private readonly List<int> _likes = [];
    private readonly List<int> _roots = [];
    private readonly Dictionary<int, List<int>> _replies = [];
    private SortedSet<(int MinusLikes, int Ordinal)>? _top;

    public int Count => _parent.Count;

    public int ParentOf(int ordinal) => _parent[ordinal];

    public int LikesOf(int ordinal) => _likes[ordinal];

    /// <summary>How many direct replies have a place that readers see.</summary>
    public int RepliesOf(int ordinal) => _replies.TryGetValue(ordinal, out var replies) ? replies.Count : 0;

    public bool IsVisible(int ordinal) => _published[ordinal] || RepliesOf(ordinal) > 0;

    /// <summary>A new comment, not yet visible.</summary>
    public void Add(int parent)
    {
        _parent.Add(parent);
        _published.Add(false);
        _likes.Add(0);
    }

    /// <summary>Says whether a comment is published and how many like it; places appear and go accordingly, up to the root.</summary>
    public void Set(int ordinal, bool published, int likes)
    {
        var was = IsVisible(ordinal);
        if (was && _parent[ordinal] == Root && likes != _likes[ordinal] && _top is not null)
        {
            _top.Remove((-_likes[ordinal], ordinal));
            _top.Add((-likes, ordinal));
        }

        _likes[ordinal] = likes;
        _published[ordinal] = published;
        var node = ordinal;
        while (node != Root && IsVisible(node) != was)
        {
            var parent = _parent[node];
            var parentWas = parent != Root && IsVisible(parent);
            Place(node, parent, !was);
            (node, was) = (parent, parentWas);
        }
    }

    /// <summary>The visible comment on the article that follows in this order; -1 at the end.</summary>
    /// <param name="after">An ordinal, visible or not; -1 for the first.</param>
    /// <param name="likes">For <see cref="PageSort.Top"/>: the likes that <paramref name="after"/> had when its page was made.</param>
    public int NextRoot(PageSort sort, int after, int likes) => sort switch
    {
        PageSort.Oldest => Following(_roots, after),
        PageSort.Newest => Preceding(_roots, after),
        _ => NextTop(after, likes),
    };

    /// <summary>The visible reply to a comment that follows an ordinal (-1: the first); -1 at the end.</summary>
    public int NextReply(int parent, int after) => _replies.TryGetValue(parent, out var replies) ? Following(replies, after) : -1;

    private int NextTop(int after, int likes)
    {
        _top ??= new(_roots.Select(root => (-_likes[root], root)));
        var from = after < 0 ? (int.MinValue, -1) : (-likes, after);
        foreach (var next in _top.GetViewBetween(from, (int.MaxValue, int.MaxValue)))
        {
            if (next != from)
            {
                return next.Ordinal;
            }
        }

        return -1;
    }

    private void Place(int node, int parent, bool appears)
    {
        var siblings = parent == Root ? _roots : RepliesList(parent);
        var at = siblings.BinarySearch(node);
        if (appears)
        {
            siblings.Insert(~at, node);
        }
        else
        {
            siblings.RemoveAt(at);
        }

        if (parent == Root && _top is not null)
        {
            _ = appears ? _top.Add((-_likes[node], node)) : _top.Remove((-_likes[node], node));
        }
    }

    private List<int> RepliesList(int parent)
    {
        if (!_replies.TryGetValue(parent, out var replies))
        {
            _replies[parent] = replies = [];
        }

        return replies;
    }

    private static int Following(List<int> sorted, int after)
    {
        var at = sorted.BinarySearch(after);
        at = at < 0 ? ~at : at + 1;
        return at < sorted.Count ? sorted[at] : -1;
    }

    private static int Preceding(List<int> sorted, int before)
    {
        var at = before < 0 ? sorted.Count : sorted.BinarySearch(before);
        at = (at < 0 ? ~at : at) - 1;
        return at >= 0 ? sorted[at] : -1;
    }
}
