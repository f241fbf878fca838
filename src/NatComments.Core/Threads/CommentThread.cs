namespace NatComments.Core.Threads;

/// <summary>
/// A thread in memory: the fold of its events. Not thread-safe; its grain guards it. Costs of <see cref="Apply"/> and of looking
/// something up do not grow with the thread, but for a memory move of a few microseconds when a comment appears in the middle.
/// </summary>
public sealed class CommentThread(ThreadId id)
{
    private readonly List<CommentState> _comments = [];
    private readonly Dictionary<Guid, int> _ordinals = [];
    private readonly HashSet<string> _likers = [];

    // An author's comments as a chain from the last to the first: most authors write one, and a list for each would be most of the memory.
    private readonly Dictionary<string, int> _lastOf = [];
    private readonly List<int> _previousOfAuthor = [];

    public ThreadId Id { get; } = id;

    /// <summary>The number of the last event.</summary>
    public long Version { get; private set; }

    /// <summary>The version that readers are told: it grows only when something changes that everybody may see.</summary>
    public long PublicVersion { get; private set; }

    public ThreadMode Mode { get; private set; }

    /// <summary>How many comments are published.</summary>
    public int PublishedCount { get; private set; }

    /// <summary>How many comments there are, whatever their status.</summary>
    public int Count => _comments.Count;

    /// <summary>Which comments have a place that readers see, and their order.</summary>
    internal VisibleTree Tree { get; } = new();

    /// <summary>The comment, or null.</summary>
    public CommentState? Find(Guid comment) => _ordinals.TryGetValue(comment, out var ordinal) ? _comments[ordinal] : null;

    /// <summary>The comment with this ordinal: its place in the order of posting, from 0.</summary>
    public CommentState this[int ordinal] => _comments[ordinal];

    /// <summary>The comment's place in the order of posting, or -1.</summary>
    public int OrdinalOf(Guid comment) => _ordinals.TryGetValue(comment, out var ordinal) ? ordinal : -1;

    /// <summary>The ordinals of an author's comments, newest first.</summary>
    public IEnumerable<int> By(string author)
    {
        for (var ordinal = _lastOf.GetValueOrDefault(author, -1); ordinal >= 0; ordinal = _previousOfAuthor[ordinal])
        {
            yield return ordinal;
        }
    }

    /// <summary>True when a page for this reader may differ from everybody's: they wrote or liked something here.</summary>
    public bool Knows(string reader) => _lastOf.ContainsKey(reader) || _likers.Contains(reader);

    /// <summary>Takes the next event in. The only meaning of an event.</summary>
    public void Apply(ThreadEvent e)
    {
        Version++;
        switch (e)
        {
            case ThreadStateChanged changed:
                PublicVersion += changed.State == Mode ? 0 : 1;
                Mode = changed.State;
                break;
            case CommentPosted posted:
                Add(CommentState.Fold(null, posted with { Author = Shared(posted.Author) }, checked((int)Version)));
                break;
            case CommentEvent of:
                var ordinal = _ordinals[of.Id];
                var before = PublicFace(ordinal);
                Replace(ordinal, CommentState.Fold(_comments[ordinal], of, checked((int)Version)));
                if (of is CommentLiked liked)
                {
                    _likers.Add(liked.Reader);
                }

                PublicVersion += PublicFace(ordinal) == before ? 0 : 1;
                break;
        }
    }

    /// <summary>A thread from its snapshot: the comments in the order of posting. The count spares growing; it need not be right.</summary>
    internal static CommentThread Restore(
        ThreadId id, (long Log, long Public) version, ThreadMode mode, IEnumerable<CommentState> comments, int count = 0)
    {
        var thread = new CommentThread(id) { Version = version.Log, PublicVersion = version.Public, Mode = mode };
        thread._comments.EnsureCapacity(count);
        thread._ordinals.EnsureCapacity(count);
        thread._lastOf.EnsureCapacity(count);
        thread._previousOfAuthor.EnsureCapacity(count);
        foreach (var comment in comments)
        {
            thread.Add(comment);
            thread._likers.UnionWith(comment.LikedBy);
        }

        return thread;
    }

    /// <summary>All comments as they stand now; the copy costs eight bytes a comment and stays as it is.</summary>
    internal CommentState[] CopyComments() => [.. _comments];

    private void Add(CommentState comment)
    {
        var ordinal = _comments.Count;
        _comments.Add(comment);
        _ordinals.Add(comment.Id, ordinal);
        _previousOfAuthor.Add(_lastOf.GetValueOrDefault(comment.Author, -1));
        _lastOf[comment.Author] = ordinal;
        Tree.Add(comment.ParentId is { } parent ? _ordinals[parent] : VisibleTree.Root);
        Count1(comment, 1);
        Tree.Set(ordinal, comment.IsPublished, comment.Likes);
    }

    private void Replace(int ordinal, CommentState after)
    {
        Count1(_comments[ordinal], -1);
        _comments[ordinal] = after;
        Count1(after, 1);
        Tree.Set(ordinal, after.IsPublished, after.Likes);
    }

    // What everybody sees of a comment's own place. Places above it appear and go with it, so they need no look of their own.
    private (bool Visible, CommentStatus Status, int Revision, int Likes) PublicFace(int ordinal)
    {
        var comment = _comments[ordinal];
        return comment.IsPublished ? (true, CommentStatus.Published, comment.ShownRevision, comment.Likes)
            : Tree.IsVisible(ordinal) ? (true, ThreadView.StatusForOthers(comment), 0, 0)
            : default;
    }

    private void Count1(CommentState comment, int by) => PublishedCount += comment.IsPublished ? by : 0;

    // One string for each author, however many comments: a third of the memory of a long thread otherwise.
    private string Shared(string author) => _lastOf.TryGetValue(author, out var last) ? _comments[last].Author : author;
}
