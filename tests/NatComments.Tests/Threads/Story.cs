using NatComments.Core.Moderation;
using NatComments.Core.Scoring;
using NatComments.Core.Threads;

namespace NatComments.Tests.Threads;

/// <summary>
/// A thread told command by command, without store and grain: what the rules accept happens at once. A command that opens a story
/// (<c>Given…</c>) must be accepted; what is asked with <see cref="When"/> may be refused.
/// </summary>
internal sealed class Story
{
    public const string Ayse = "ayse";
    public const string Baran = "baran";
    public const string Moderator = "moderator-1";
    public const string Colleague = "moderator-2";

    private int _ids;

    public CommentThread Thread { get; } = new(ThreadId.FromTrusted("demo", "post-1"));

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public List<ThreadEvent> Log { get; } = [];

    public Dictionary<string, byte[]> Texts { get; } = [];

    /// <summary>What the last command brought about; empty when it was refused or changed nothing.</summary>
    public IReadOnlyList<ThreadEvent> Last { get; private set; } = [];

    public Guid NewId() => new(++_ids, 0, 0, new byte[8]);

    public Story Later(TimeSpan time)
    {
        Now += time;
        return this;
    }

    public ThreadResult When(ThreadCommand command)
    {
        var result = ThreadRules.Handle(Thread, command, Now);
        Last = [];
        if (result is Accepted accepted)
        {
            Last = accepted.Events;
            foreach (var e in accepted.Events)
            {
                Log.Add(e);
                Thread.Apply(e);
            }

            foreach (var text in accepted.Texts)
            {
                Texts[text.Key] = text.Value;
            }
        }

        return result;
    }

    public Story Given(ThreadCommand command)
    {
        Assert.IsType<Accepted>(When(command));
        return this;
    }

    public Guid GivenComment(string author = Ayse, Guid? parent = null, Evidence? evidence = null)
    {
        var id = NewId();
        Given(Posting.By(author, id, parent, evidence));
        return id;
    }

    /// <summary>A comment that the policy held for its score.</summary>
    public Guid GivenHeld(string author = Ayse, Guid? parent = null) => GivenComment(author, parent, Posting.Doubtful);

    /// <summary>A comment that a moderator rejected.</summary>
    public Guid GivenRejected(string author = Ayse)
    {
        var id = GivenComment(author);
        Given(Reject(id));
        return id;
    }

    public CommentState Comment(Guid id) => Thread.Find(id) ?? throw new InvalidOperationException("There is no such comment.");

    public DecideComment Publish(Guid id, string moderator = Moderator) =>
        new(id, Comment(id).Revision, Outcome.Publish, Reasons.Clean, null, moderator);

    public DecideComment Reject(Guid id, string moderator = Moderator, string reason = Reasons.Insult) =>
        new(id, Comment(id).Revision, Outcome.Reject, reason, null, moderator);
}

/// <summary>Posts, texts and the evidence that travels with them.</summary>
internal static class Posting
{
    /// <summary>Nothing speaks against the text, and its author is known.</summary>
    public static readonly Evidence Clean = With(default);

    /// <summary>A score between holding and rejecting.</summary>
    public static readonly Evidence Doubtful = With(new Scores { Abuse = 0.7f, Insult = 0.6f });

    /// <summary>A score in the extreme tail.</summary>
    public static readonly Evidence Spam = With(new Scores { Spam = 0.999f });

    public static Evidence With(Scores scores, long published = 5, long rejected = 0, ListedWord word = ListedWord.None, PolicySettings? policy = null) =>
        new(new Verdict("en", scores), "test-1", new AuthorRecord(published, rejected), policy ?? PolicySettings.Default, word);

    public static CommentText Text(string words) => new("A name", words, $"<p>{words}</p>");

    public static PostComment By(string author, Guid id, Guid? parent = null, Evidence? evidence = null) =>
        new(id, parent, author, Text($"words of {id:N}"), evidence ?? Clean);

    public static EditComment Edit(Guid id, int revision, string author = Story.Ayse, Evidence? evidence = null) =>
        new(id, revision, author, Text($"other words of {id:N}"), evidence ?? Clean);
}

/// <summary>What a result is expected to be.</summary>
internal static class ResultAssertions
{
    public static void MustBeRefused(this ThreadResult result, string code) => Assert.Equal(new Refused(code), result);

    public static IReadOnlyList<ThreadEvent> MustHappen(this ThreadResult result)
    {
        var accepted = Assert.IsType<Accepted>(result);
        Assert.NotEmpty(accepted.Events);
        return accepted.Events;
    }

    public static void MustChangeNothing(this ThreadResult result)
    {
        var accepted = Assert.IsType<Accepted>(result);
        Assert.Empty(accepted.Events);
        Assert.Empty(accepted.Texts);
    }
}
