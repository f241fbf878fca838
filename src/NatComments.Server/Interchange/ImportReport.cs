using NatComments.Core.Threads;

namespace NatComments.Server.Interchange;

/// <summary>
/// Counts what becomes of the comments of a file. Whoever reads the file calls <see cref="Meet"/> for each comment that it comes upon, and
/// <see cref="LeaveOut"/> for each that it does not hand on; whoever stores them counts the rest. Every comment met is in the end new, there
/// already, or left out for a reason: <see cref="IsBalanced"/>.
/// </summary>
internal sealed class ImportReport
{
    /// <summary>5 examples of each reason show what is meant; a file may have a million.</summary>
    public const int MaxExamples = 5;

    // 80 characters: ids of other systems are numbers or UUIDs, and a line number may follow.
    private const int MaxExampleLength = 80;

    private readonly SortedDictionary<LeftOutReason, Examples> _leftOut = [];
    private readonly SortedDictionary<CommentChange, Examples> _changed = [];
    private readonly Dictionary<string, LeftOutReason> _incomplete = [];

    /// <summary>A number, and the first few that it counts.</summary>
    public sealed class Examples
    {
        private readonly List<string> _first = [];

        public long Count { get; private set; }

        /// <summary>Their ids in the file, with the line where it is known. Never words of a comment.</summary>
        public IReadOnlyList<string> First => _first;

        public void Add(long comments) => Count += comments;

        public void Add(string example)
        {
            Count++;
            if (_first.Count < MaxExamples)
            {
                _first.Add(PlainText.Name(example.Length <= MaxExampleLength ? example : example[..MaxExampleLength], MaxExampleLength) ?? "without an id");
            }
        }
    }

    /// <summary>Comments that the file has, as far as it was read.</summary>
    public long Found { get; private set; }

    /// <summary>Comments that were not here before.</summary>
    public long New { get; private set; }

    /// <summary>Of these, how many wait for a moderator.</summary>
    public long Waiting { get; private set; }

    /// <summary>Of these, how many are rejected here, because they were there.</summary>
    public long Rejected { get; private set; }

    /// <summary>Comments that were here already, and stay as they are.</summary>
    public long There { get; private set; }

    /// <summary>Comments that are not taken in.</summary>
    public long LeftOut => _leftOut.Values.Sum(examples => examples.Count);

    /// <summary>Why comments are left out, each reason with its number.</summary>
    public IReadOnlyDictionary<LeftOutReason, Examples> Reasons => _leftOut;

    /// <summary>What is otherwise here than in the file, in comments that are new.</summary>
    public IReadOnlyDictionary<CommentChange, Examples> Changes => _changed;

    /// <summary>Articles of which not all comments could be taken in, with the first reason met.</summary>
    public IReadOnlyDictionary<string, LeftOutReason> Incomplete => _incomplete;

    /// <summary>Places where the file is not well-formed and was read on, and the first of them.</summary>
    public (long Count, string? First) Broken { get; set; }

    /// <summary>True when every comment that was met is accounted for.</summary>
    public bool IsBalanced => Found == New + There + LeftOut;

    /// <summary>The file has one more comment.</summary>
    public void Meet(long comments = 1) => Found += comments;

    /// <summary>A comment that was met is not taken in.</summary>
    /// <param name="example">Its id in the file; with its line, see <see cref="At"/>.</param>
    /// <param name="article">Its article, when that is what stands in the way.</param>
    public void LeaveOut(LeftOutReason reason, string example, string? article = null)
    {
        (_leftOut.TryGetValue(reason, out var known) ? known : _leftOut[reason] = new()).Add(example);
        if (article is not null)
        {
            Miss(article, reason);
        }
    }

    /// <summary>Not everything of an article could be taken in.</summary>
    public void Miss(string article, LeftOutReason reason) => _incomplete.TryAdd(article, reason);

    /// <summary>A comment that is taken in is otherwise here than in the file.</summary>
    public void Change(CommentChange change, string example) => (_changed.TryGetValue(change, out var known) ? known : _changed[change] = new()).Add(example);

    /// <summary>The import ends here: comments that were met and of which nothing has become are not reached.</summary>
    public void Stop()
    {
        if (Found - New - There - LeftOut is > 0 and var left)
        {
            (_leftOut.TryGetValue(LeftOutReason.NotReached, out var known) ? known : _leftOut[LeftOutReason.NotReached] = new()).Add(left);
        }
    }

    /// <summary>A comment that was met is new here.</summary>
    public void Add(CommentStatus status)
    {
        New++;
        Waiting += status == CommentStatus.Pending ? 1 : 0;
        Rejected += status == CommentStatus.Rejected ? 1 : 0;
    }

    /// <summary>A comment that was met was here before.</summary>
    public void Know() => There++;

    /// <summary>An example: the id of a comment, and the line of the file on which it begins.</summary>
    public static string At(string id, long? line) => line is { } number ? $"{(string.IsNullOrWhiteSpace(id) ? "without an id" : id.Trim())} (line {number})" : id;
}

/// <summary>Why a comment of a file is not taken in, in the order in which a report names it.</summary>
internal enum LeftOutReason
{
    /// <summary>Deleted in the other system.</summary>
    Deleted,

    /// <summary>A pingback or trackback: an automatic notice of another page.</summary>
    Pingback,

    /// <summary>A comment of a type that is no reader's comment: an order's note, an editor's remark.</summary>
    UnknownType,

    /// <summary>Nothing is left to read of it: no words, or only what is not kept here.</summary>
    NoText,

    /// <summary>The file has the same comment a second time.</summary>
    Repeated,

    /// <summary>The file names no address, identifier or number of its article.</summary>
    NoArticle,

    /// <summary>What the file names its article by cannot be used here.</summary>
    UnusableArticle,

    /// <summary>Its article was deleted in the other system.</summary>
    ThreadDeleted,

    /// <summary>It names an article that the file does not have.</summary>
    ThreadUnknown,

    /// <summary>Its article has as many comments as a thread may have.</summary>
    ThreadFull,

    /// <summary>Somebody was writing to its thread again and again.</summary>
    ThreadBusy,

    /// <summary>Its thread has other comments here than in the file, and was left as it is.</summary>
    ThreadDiffers,

    /// <summary>Its id, or that of another comment of its thread, is another comment's here.</summary>
    IdInUse,

    /// <summary>The file is cut off before its words, or those of another comment of its thread.</summary>
    TextMissing,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>The import was stopped before it came to it.</summary>
    NotReached,
}

/// <summary>What is otherwise here than in the file.</summary>
internal enum CommentChange
{
    /// <summary>The text was longer than a comment may be, and ends with an ellipsis now.</summary>
    TextCut,

    /// <summary>The name was longer than a name may be.</summary>
    NameCut,

    /// <summary>The file has no name, or none that can be shown: the author is called a guest.</summary>
    NameMissing,

    /// <summary>The file has no time that can be right: it stands at another one.</summary>
    DateReplaced,

    /// <summary>It answers to nothing here, because the file does not have what it answers to.</summary>
    ParentMissing,
}
